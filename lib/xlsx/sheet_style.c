#include <stdlib.h>
#include <string.h>

#include "xlsx/sax.h"
#include "xlsx/sheet_part.h"

#define FORMATS 65536 /* format numbers have 16 bits */
#define STYLES_MAX ((size_t)1 << 20)

enum { FORMAT_NONE, FORMAT_PLAIN, FORMAT_DATE };

struct reader {
	struct sheet_styles *s;
	bool in_formats, in_xfs;
	unsigned char custom[FORMATS]; /* what <numFmt> says */
	uint16_t *xf;                  /* format number of each style */
};

static bool
is_builtin_date(uint16_t id)
{
	return (id >= 14 && id <= 22) || (id >= 45 && id <= 47);
}

/* Takes every open...close out of the text, in place. */
static void
drop_between(char *s, char open, char close)
{
	char *to = s, *from, *end;

	while ((from = strchr(s, open)) && (end = strchr(from + 1, close))) {
		memmove(to, s, (size_t)(from - s));
		to += from - s;
		s = end + 1;
	}
	memmove(to, s, strlen(s) + 1);
}

/* Backslash escapes go first: 0\d counts as a date. */
static bool
is_date_code(const char *code)
{
	char *s = xstrdup(code), *to = s;
	bool date;

	for (const char *p = s; *p; p++) {
		if (*p == '\\' && p[1] && p[1] != '\n' && p[1] != '\r')
			p++;
		*to++ = *p;
	}
	*to = '\0';
	drop_between(s, '[', ']');
	drop_between(s, '"', '"');
	date = strpbrk(s, "ymdhMsb") != NULL;
	free(s);
	return date;
}

static void
add_format(struct reader *r, const char **attr)
{
	const char *code = sax_attr(attr, "formatCode");
	int64_t id;

	if (!sheet_int(sax_attr(attr, "numFmtId"), &id) || id < 0 ||
	    id >= FORMATS || !code)
		return;
	if (!*code)
		r->custom[id] = FORMAT_NONE;
	else
		r->custom[id] = is_date_code(code) ? FORMAT_DATE : FORMAT_PLAIN;
}

static int
add_style(struct reader *r, const char **attr, struct err *e)
{
	struct sheet_styles *s = r->s;
	int64_t id;

	if (s->n == STYLES_MAX)
		return err_set(e, "more than %zu styles", STYLES_MAX);
	if (!sheet_int(sax_attr(attr, "numFmtId"), &id) || id < 0 ||
	    id >= FORMATS)
		id = 0;
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 64;
		r->xf = xrealloc2(r->xf, s->cap, sizeof(*r->xf));
	}
	r->xf[s->n++] = (uint16_t)id;
	return 0;
}

static int
on_start(void *ctx, const char *name, const char **attr, struct err *e)
{
	struct reader *r = ctx;

	if (!strcmp(name, "numFmts"))
		r->in_formats = true;
	else if (!strcmp(name, "cellXfs"))
		r->in_xfs = true;
	else if (r->in_formats && !strcmp(name, "numFmt"))
		add_format(r, attr);
	else if (r->in_xfs && !strcmp(name, "xf"))
		return add_style(r, attr, e);
	return 0;
}

static int
on_end(void *ctx, const char *name, struct err *e)
{
	struct reader *r = ctx;

	(void)e;
	if (!strcmp(name, "numFmts"))
		r->in_formats = false;
	else if (!strcmp(name, "cellXfs"))
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
