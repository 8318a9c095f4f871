#include <string.h>

#include "xlsx/sax.h"
#include "xlsx/sheet_part.h"

/* The item being read lies behind the last one in the arena. An item of runs
 * is what its <r> elements add up to; any other is its last <t> and what
 * follows it, which is how phonetic text and indentation get in. */
struct reader {
	struct sheet_strings *s;
	size_t run; /* where the text since the last <r> begins */
	bool rich;
};

static void
begin_item(struct reader *r)
{
	r->run = r->s->start[r->s->n];
	r->s->text.n = r->run;
	r->rich = false;
}

static int
end_item(struct reader *r, struct err *e)
{
	struct sheet_strings *s = r->s;

	if (r->rich)
		s->text.n = r->run;
	if (s->text.n > UINT32_MAX)
		return err_set(e, "more than 4 GiB of shared strings");
	if (++s->n == s->cap) {
		s->cap *= 2;
		s->start = xrealloc2(s->start, s->cap, sizeof(*s->start));
	}
	s->start[s->n] = (uint32_t)s->text.n;
	begin_item(r);
	return 0;
}

static int
on_start(void *ctx, const char *name, const char **attr, struct err *e)
{
	struct reader *r = ctx;

	(void)attr, (void)e;
	if (!strcmp(name, "si"))
		begin_item(r);
	else if (!strcmp(name, "t"))
		r->s->text.n = r->run;
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n, struct err *e)
{
	struct reader *r = ctx;

	if (r->s->text.n - r->run > SHEET_TEXT_MAX - n)
		return err_set(e, "string %zu: too long", r->s->n);
	buf_add(&r->s->text, p, n);
	return 0;
}

static int
on_end(void *ctx, const char *name, struct err *e)
{
	struct reader *r = ctx;

	if (!strcmp(name, "r")) {
		r->run = r->s->text.n;
		r->rich = true;
	} else if (!strcmp(name, "si")) {
		return end_item(r, e);
	}
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
