#include <string.h>

#include "xlsx/sheet_part.h"
#include "xml/sax.h"

/* The item being read lies after the last one in the arena: its <t>, or those
 * of its runs. Phonetic text (<rPh>) is a reading aid, not text. */
struct reader {
	struct sheet_strings *s;
	bool in_item, phonetic, in_text;
	size_t piece; /* where the <t> being read begins */
};

static int
end_item(struct reader *r, struct err *e)
{
	struct sheet_strings *s = r->s;

	r->in_item = false;
	if (s->text.n > UINT32_MAX)
		return err_set(e, "more than 4 GiB of shared strings");
	if (++s->n == s->cap) {
		s->cap *= 2;
		s->start = xrealloc2(s->start, s->cap, sizeof(*s->start));
	}
	s->start[s->n] = (uint32_t)s->text.n;
	return 0;
}

static int
on_start(void *ctx, const struct sax_tag *tag, struct err *e)
{
	struct reader *r = ctx;

	(void)e;
	if (SAX_IS(tag->name, "si")) {
		r->in_item = true;
		r->phonetic = r->in_text = false;
	} else if (SAX_IS(tag->name, "rPh")) {
		r->phonetic = true;
	} else if (SAX_IS(tag->name, "t")) {
		r->in_text = r->in_item && !r->phonetic;
		r->piece = r->s->text.n;
	}
	return 0;
}

static int
on_text(void *ctx, struct str text, struct err *e)
{
	struct reader *r = ctx;
	struct sheet_strings *s = r->s;

	if (!r->in_text)
		return 0;
	if (s->text.n - s->start[s->n] > SHEET_TEXT_MAX - text.n)
		return err_set(e, "shared string %zu: too long", s->n);
	buf_add(&s->text, text.p, text.n);
	return 0;
}

static void
end_text(struct reader *r)
{
	struct buf *b = &r->s->text;

	if (r->in_text && b->n > r->piece)
		b->n =
		    r->piece + sheet_unescape(b->p + r->piece, b->n - r->piece);
	r->in_text = false;
}

static int
on_end(void *ctx, struct str name, struct err *e)
{
	struct reader *r = ctx;

	if (SAX_IS(name, "t"))
		end_text(r);
	else if (SAX_IS(name, "rPh"))
		r->phonetic = false;
	else if (SAX_IS(name, "si"))
		return end_item(r, e);
	return 0;
}

int
sheet_read_strings(
    struct arc *a, size_t member, struct sheet_strings *s, struct err *e)
{
	struct reader r = { .s = s };
	struct sax_handler h = { on_start, on_end, on_text, &r };

	s->cap = 1024;
	s->start = xcalloc(s->cap, sizeof(*s->start));
	return sax_read(a, member, &h, e);
}
