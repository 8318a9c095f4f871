#include <stdlib.h>
#include <string.h>

#include "xlsx/sheet_part.h"
#include "xml/sax.h"

#define FORMATS 65536 /* format numbers have 16 bits */
#define STYLES_MAX ((size_t)1 << 20)

enum { FORMAT_NONE, FORMAT_PLAIN, FORMAT_DATE };

struct reader {
	struct sheet_styles *s;
	bool in_formats, in_xfs;
	unsigned char custom[FORMATS]; /* what <numFmt> says */
	uint16_t *xf;                  /* format number of each style */
};

/* The formats without <numFmt> that show dates or times (18.8.30): everywhere,
 * in East Asian languages, in Thai. */
static bool
is_builtin_date(uint16_t id)
{
	return (id >= 14 && id <= 22) || (id >= 45 && id <= 47) ||
	       (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ||
	       (id >= 71 && id <= 81);
}

static bool
get_format(const struct sax_tag *tag, uint16_t *id)
{
	uint64_t v;

	if (!sheet_index(sax_attr(tag, "numFmtId"), &v) || v >= FORMATS)
		return false;
	*id = (uint16_t)v;
	return true;
}

static void
add_format(struct reader *r, const struct sax_tag *tag)
{
	struct str code = sax_attr(tag, "formatCode");
	char *text;
	uint16_t id;

	if (!get_format(tag, &id) || !code.n)
		return;
	text = xstrndup(code.p, code.n);
	r->custom[id] = sheet_is_date_code(text) ? FORMAT_DATE : FORMAT_PLAIN;
	free(text);
}

static int
add_style(struct reader *r, const struct sax_tag *tag, struct err *e)
{
	struct sheet_styles *s = r->s;
	uint16_t id;

	if (s->n == STYLES_MAX)
		return err_set(e, "more than %zu styles", STYLES_MAX);
	if (!get_format(tag, &id))
		id = 0;
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 64;
		r->xf = xrealloc2(r->xf, s->cap, sizeof(*r->xf));
	}
	r->xf[s->n++] = id;
	return 0;
}

static int
on_start(void *ctx, const struct sax_tag *tag, struct err *e)
{
	struct reader *r = ctx;

	if (SAX_IS(tag->name, "numFmts"))
		r->in_formats = true;
	else if (SAX_IS(tag->name, "cellXfs"))
		r->in_xfs = true;
	else if (r->in_formats && SAX_IS(tag->name, "numFmt"))
		add_format(r, tag);
	else if (r->in_xfs && SAX_IS(tag->name, "xf"))
		return add_style(r, tag, e);
	return 0;
}

static int
on_end(void *ctx, struct str name, struct err *e)
{
	struct reader *r = ctx;

	(void)e;
	if (SAX_IS(name, "numFmts"))
		r->in_formats = false;
	else if (SAX_IS(name, "cellXfs"))
		r->in_xfs = false;
	return 0;
}

static void
resolve(struct reader *r)
{
	struct sheet_styles *s = r->s;

	s->date = xcalloc(s->n, sizeof(*s->date));
	for (size_t i = 0; i < s->n; i++) {
		unsigned char custom = r->custom[r->xf[i]];

		s->date[i] = custom == FORMAT_NONE ? is_builtin_date(r->xf[i])
						   : custom == FORMAT_DATE;
	}
}

int
sheet_read_styles(
    struct arc *a, size_t member, struct sheet_styles *s, struct err *e)
{
	struct reader *r = xcalloc(1, sizeof(*r));
	struct sax_handler h = { on_start, on_end, NULL, r };
	int rc;

	r->s = s;
	rc = sax_read(a, member, &h, e);
	resolve(r);
	free(r->xf);
	free(r);
	return rc;
}
