#include <string.h>

#include "xlsx/sax.h"
#include "xlsx/sheet_part.h"

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
on_start(void *ctx, const char *name, const char **attr, struct err *e)
{
	struct reader *r = ctx;

	(void)attr, (void)e;
	if (!strcmp(name, "si")) {
		r->in_item = true;
		r->phonetic = r->in_text = false;
	} else if (!strcmp(name, "rPh")) {
		r->phonetic = true;
	} else if (!strcmp(name, "t")) {
		r->in_text = r->in_item && !r->phonetic;
		r->piece = r->s->text.n;
	}
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n, struct err *e)
{
	struct reader *r = ctx;
	struct sheet_strings *s = r->s;

	if (!r->in_text)
		return 0;
	if (s->text.n - s->start[s->n] > SHEET_TEXT_MAX - n)
		return err_set(e, "shared string %zu: too long", s->n);
	buf_add(&s->text, p, n);
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
on_end(void *ctx, const char *name, struct err *e)
{
	struct reader *r = ctx;

	if (!strcmp(name, "t"))
		end_text(r);
	else if (!strcmp(name, "rPh"))
		r->phonetic = false;
	else if (!strcmp(name, "si"))
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
