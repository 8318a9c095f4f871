#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"
#include "findings/findings.h"
#include "json/ndjson.h"

const char *const check_severity_name[CHECK_SEVERITIES] = { "error", "warning",
	"info" };

static enum check_severity
read_severity(struct ndjson *r, struct js record)
{
	struct js v = js_get(record, "severity");

	for (int s = 0; s < CHECK_SEVERITIES; s++)
		if (js_is(v, check_severity_name[s]))
			return (enum check_severity)s;
	die("%s: severity: error, warning or info is expected, not '%s'",
	    ndjson_where(r), err_quote(v.p, v.n));
}

/* The entry of a check of that severity. */
static struct finding *
entry(struct findings *f, struct hash *names, struct str check,
    enum check_severity severity)
{
	struct buf name = { 0 };
	uint32_t i;

	buf_fmt(&name, "%d ", (int)severity);
	buf_add(&name, check.p, check.n);
	i = hash_put(names, buf_view(&name));
	buf_free(&name);
	if (i == f->n) {
		f->v = xroom(f->v, f->n, &f->cap, sizeof(*f->v));
		f->v[f->n++] =
		    (struct finding){ .check = xstrndup(check.p, check.n),
			    .severity = severity };
	}
	return &f->v[i];
}

static void
read_finding(
    struct findings *f, struct hash *names, struct ndjson *r, struct js record)
{
	struct buf scratch = { 0 };
	struct str check = js_text(js_get(record, "check"), &scratch);
	enum check_severity severity = read_severity(r, record);
	struct js key = js_get(record, "key");
	struct finding *e;

	if (!check.p)
		die("%s: check: missing: not a finding of check-data",
		    ndjson_where(r));
	e = entry(f, names, check, severity);
	buf_free(&scratch);
	if (e->n < FINDINGS_EXAMPLES && key.type == JS_OBJECT)
		e->key[e->n] = xstrndup(key.p, key.n);
	e->n++;
	f->total[severity]++;
}

void
findings_read(struct findings *f, const char *path)
{
	struct hash names = { 0 };
	struct ndjson r;
	struct js record;

	ndjson_open(&r, path, false);
	while (ndjson_next(&r, &record))
		read_finding(f, &names, &r, record);
	ndjson_close(&r);
	hash_free(&names);
	f->known = true;
}

static int
by_severity(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->severity != y->severity)
		return x->severity < y->severity ? -1 : 1;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return strcmp(x->check, y->check);
}

void
findings_sort(struct findings *f)
{
	if (f->n)
		qsort(f->v, f->n, sizeof(*f->v), by_severity);
}

void
findings_free(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].check);
		for (int k = 0; k < FINDINGS_EXAMPLES; k++)
			free(f->v[i].key[k]);
	}
	free(f->v);
}
