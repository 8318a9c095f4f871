/* sax_scan against expat: what one text makes of both, for a fuzz target and a
 * differential test. */
#ifndef SAX_SAME_H
#define SAX_SAME_H

#include "base/buf.h"
#include "xml/sax_part.h"

/* Bytes of the record, which no XML holds. */
enum { IS_START = 1, IS_ATTRIBUTE, IS_VALUE, IS_REL, IS_END };

/* What a reader is told, and when it has heard enough. */
struct sax_heard {
	struct buf all;
	int tags; /* that it takes before it says stop */
};

static inline void
sax_hear(struct sax_heard *h, char mark, struct str s)
{
	buf_byte(&h->all, mark);
	buf_add(&h->all, s.p, s.n);
}

static inline int
sax_count(struct sax_heard *h, struct err *e)
{
	return h->tags-- ? 0 : err_set(e, "stop");
}

static inline int
sax_hear_start(void *ctx, const struct sax_tag *tag, struct err *e)
{
	struct sax_heard *h = ctx;

	sax_hear(h, IS_START, tag->name);
	for (size_t i = 0; i < tag->n; i++)
		if (!tag->attr[i].is_rel) {
			sax_hear(h, IS_ATTRIBUTE, tag->attr[i].name);
			sax_hear(h, IS_VALUE, tag->attr[i].value);
		}
	sax_hear(h, IS_REL, sax_rel_id(tag));
	return sax_count(h, e);
}

static inline int
sax_hear_end(void *ctx, struct str name, struct err *e)
{
	sax_hear(ctx, IS_END, name);
	return sax_count(ctx, e);
}

static inline int
sax_hear_text(void *ctx, struct str text, struct err *e)
{
	struct sax_heard *h = ctx;

	(void)e;
	buf_add(&h->all, text.p, text.n);
	return 0;
}

/* A text that is read in pieces. */
struct sax_source {
	struct str rest;
	size_t piece;
};

static inline ssize_t
sax_source_read(void *from, void *p, size_t n, struct err *e)
{
	struct sax_source *s = from;

	(void)e;
	n = n < s->piece ? n : s->piece;
	n = n < s->rest.n ? n : s->rest.n;
	if (n)
		memcpy(p, s->rest.p, n);
	s->rest.p += n;
	s->rest.n -= n;
	return (ssize_t)n;
}

struct sax_try {
	struct sax_source source;
	struct sax_handler handler;
	struct sax_run run;
	struct err e;
};

/* Makes t ready to tell h the text from its beginning. */
static inline struct sax_run *
sax_try(struct sax_try *t, struct sax_heard *h, struct str text, size_t piece)
{
	*t = (struct sax_try){ .source = { text, piece },
		.handler = { sax_hear_start, sax_hear_end, sax_hear_text, h } };
	t->run = (struct sax_run){ .h = &t->handler,
		.name = "part",
		.read = sax_source_read,
		.from = &t->source,
		.e = &t->e };
	return &t->run;
}

/* Is got what was wanted? Where the text is wrong, got may have more of the
 * text before the error. */
static inline bool
sax_is_heard(struct str got, struct str wanted, bool wrong)
{
	if (!wrong || got.n <= wanted.n)
		return str_eq(got, wanted);
	for (size_t i = wanted.n; i < got.n; i++)
		if (got.p[i] >= IS_START && got.p[i] <= IS_END)
			return false;
	return !memcmp(got.p, wanted.p, wanted.n);
}

/* Reads the text, in pieces, by sax_scan, and by expat what it leaves; then by
 * expat alone. True if both hear the same and say the same, when the handler
 * stops them after some tags as well. *went: how sax_scan fared. */
static inline bool
sax_same(struct str text, size_t piece, int tags, enum sax_went *went)
{
	struct sax_heard got = { .tags = tags }, wanted = { .tags = tags };
	struct sax_try scan, rest, whole;
	int rc, want;
	bool same;

	want = sax_expat(
	    sax_try(&whole, &wanted, text, piece), (struct sax_told){ 0 });
	*went = sax_scan(sax_try(&scan, &got, text, piece));
	rc = *went == SAX_ON ? 0 : -1;
	if (*went == SAX_ODD) {
		rc =
		    sax_expat(sax_try(&rest, &got, text, piece), scan.run.told);
		scan.e = rest.e;
	}
	same =
	    rc == want && (!rc || !strcmp(scan.e.msg, whole.e.msg)) &&
	    sax_is_heard(buf_view(&got.all), buf_view(&wanted.all), want < 0);
	buf_free(&got.all);
	buf_free(&wanted.all);
	return same;
}

#endif
