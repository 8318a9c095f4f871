#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "apprentissage/npec/npec_resource.h"
#include "base/text.h"
#include "format/code.h"
#include "format/names.h"
#include "json/ndjson.h"
#include "json/schema.h"

/* clang-format off */
static const struct field members[] = {
	S_REQ("file", F_STRING),
	S_CODE("url", 0, code_url, "an absolute URL"),
	S_REQ("title", F_STRING),
	S_REQ("description", F_STRING),
	S_REQ("file_date", F_INSTANT_UTC),
	S_END };
static const struct field resource = S_OBJECT("", 0, members);
/* clang-format on */

void
npec_resource_put(struct buf *b, const char *file, const char *url,
    const char *title, const char *description, msec file_date)
{
	js_open(b, NULL);
	js_put_member(b, "file", str_of(file));
	js_put_member(b, "url", str_of(url));
	js_put_member(b, "title", str_of(title));
	js_put_member(b, "description", str_of(description));
	js_put_key(b, "file_date");
	day_put_utc(b, file_date);
	js_close(b, 1);
	buf_byte(b, '\n');
}

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && !strcmp(name + n - m, end);
}

bool
npec_is_zip(const char *name)
{
	return ends_with(name, ".zip");
}

bool
npec_is_xlsx(const char *name)
{
	return ends_with(name, ".xlsx");
}

/* Returns what follows the last slash of the path of a URL, "" if there is no
 * path. */
static struct str
last_segment(struct str url)
{
	const char *end = url.p + url.n, *p, *segment;

	for (p = url.p; p < end; p++)
		if (*p == '?' || *p == '#')
			end = p;
	p = memchr(url.p, ':', (size_t)(end - url.p));
	p = p ? p + 1 : end;
	if (end - p > 1 && p[0] == '/' && p[1] == '/')
		for (p += 2; p < end && *p != '/';)
			p++;
	for (segment = p; p < end; p++)
		if (*p == '/')
			segment = p + 1;
	return (struct str){ segment, (size_t)(end - segment) };
}

/* Returns the byte of the escape %XX at p, or -1 if it is not one. */
static int
escaped(const char *p, const char *end)
{
	int hi, lo;

	if (end - p < 3)
		return -1;
	hi = hex_value(p[1]);
	lo = hex_value(p[2]);
	return hi < 0 || lo < 0 ? -1 : hi << 4 | lo;
}

/* Returns s decoded, which the caller frees; NULL if an escape is malformed or
 * the result is not UTF-8 without NUL. */
static char *
percent_decoded(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;
	struct buf b = { 0 };

	for (; p < end; p++) {
		int c = *p == '%' ? escaped(p, end) : (unsigned char)*p;

		if (c <= 0)
			break;
		if (*p == '%')
			p += 2;
		buf_byte(&b, (char)c);
	}
	buf_byte(&b, '\0');
	if (p == end && utf8_valid(b.p, b.n - 1))
		return b.p;
	buf_free(&b);
	return NULL;
}

char *
npec_filename(struct str url)
{
	char *name = percent_decoded(last_segment(js_trim(url)));

	if (name && (npec_is_xlsx(name) || npec_is_zip(name)))
		return name;
	free(name);
	return NULL;
}

static int
take_filename(struct npec_resource *r, struct js url, struct err *e)
{
	struct buf scratch = { 0 };
	struct str text = js_text(url, &scratch);

	r->filename = npec_filename(text);
	if (!r->filename)
		err_set(e,
		    "url: the URL of a .xlsx or .zip is expected, not '%s'",
		    err_quote(text.p, text.n));
	buf_free(&scratch);
	return r->filename ? 0 : -1;
}

static int
take_file(struct npec_resource *r, struct js file, struct err *e)
{
	struct buf scratch = { 0 };
	struct str text = js_text(file, &scratch);

	if (memchr(text.p, '/', text.n) || memchr(text.p, '\0', text.n))
		err_set(e, "file: a file name is expected, not '%s'",
		    err_quote(text.p, text.n));
	else
		r->file = xstrndup(text.p, text.n);
	buf_free(&scratch);
	if (r->file && !npec_is_xlsx(r->file) && !npec_is_zip(r->file))
		return err_set(e, "file: a .xlsx or .zip is expected, not '%s'",
		    err_quote(r->file, strlen(r->file)));
	return r->file ? 0 : -1;
}

static int
take_record(struct npec_resource *r, struct js record, struct err *e)
{
	struct buf b = { 0 }, scratch = { 0 };
	struct js v;
	int rc = schema_copy(&resource, record, &b, e);

	*r = (struct npec_resource){ 0 };
	if (!rc) {
		v = js_of(buf_view(&b));
		r->file_date =
		    day_parse(js_text(js_get(v, "file_date"), &scratch));
		rc = take_file(r, js_get(v, "file"), e);
		if (!rc)
			rc = take_filename(r, js_get(v, "url"), e);
	}
	buf_free(&b);
	return rc;
}

const struct npec_resource *
npec_resources_find(const struct npec_resources *r, const char *filename)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->v[i].filename, filename))
			return &r->v[i];
	return NULL;
}

static void
drop(struct npec_resources *r, size_t i)
{
	free(r->v[i].file);
	free(r->v[i].filename);
	r->n--;
	memmove(&r->v[i], &r->v[i + 1], (r->n - i) * sizeof(*r->v));
}

static void
add(struct npec_resources *r, const struct npec_resource *new,
    const char *where)
{
	const struct npec_resource *same =
	    npec_resources_find(r, new->filename);

	if (same) {
		warn("%s: '%s' is listed again: this line is used", where,
		    new->filename);
		drop(r, (size_t)(same - r->v));
	}
	r->v = xroom(r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n++] = *new;
}

static bool
has_file(const struct npec_resources *r, const char *file)
{
	for (size_t i = 0; i < r->n; i++)
		if (names_equal(r->v[i].file, file))
			return true;
	return false;
}

static void
warn_unlisted(const struct npec_resources *r, const char *dir)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, NULL, alphasort);

	if (n < 0)
		die("%s:", dir);
	for (int i = 0; i < n; i++) {
		const char *name = entry[i]->d_name;

		if ((npec_is_xlsx(name) || npec_is_zip(name)) &&
		    !has_file(r, name))
			warn("%s/%s: not read: resources.ndjson does not"
			     " list it",
			    dir, name);
		free(entry[i]);
	}
	free(entry);
}

void
npec_resources_read(struct npec_resources *r, const char *dir)
{
	char *path = xasprintf("%s/resources.ndjson", dir);
	struct npec_resource new;
	struct js record;
	struct ndjson in;
	struct err e;

	*r = (struct npec_resources){ 0 };
	if (access(path, F_OK) < 0)
		die("%s: %s (fetch-npec(1) writes it)", path, strerror(errno));
	ndjson_open(&in, path, false);
	while (ndjson_next(&in, &record)) {
		if (take_record(&new, record, &e))
			die("%s: %s", ndjson_where(&in), e.msg);
		add(r, &new, ndjson_where(&in));
	}
	ndjson_close(&in);
	free(path);
	warn_unlisted(r, dir);
}

void
npec_resources_free(struct npec_resources *r)
{
	while (r->n)
		drop(r, r->n - 1);
	free(r->v);
	*r = (struct npec_resources){ 0 };
}
