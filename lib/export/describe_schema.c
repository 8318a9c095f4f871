/* describe_schema.c: columns as lines, Table Schema, data package. */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/err.h"
#include "crypto/sha256.h"
#include "export/describe.h"

static void
put_column(
    struct buf *b, const struct flat_table *t, const struct flat_column *c)
{
	buf_byte(b, '{');
	describe_put(b, "table", t->name);
	describe_put(b, "column", c->name);
	describe_put(b, "type", flat_type_name(c->type));
	describe_put(b, "path", c->path);
	js_put_key(b, "key");
	js_put_bool(b, c->flags & FLAT_KEY);
	js_put_key(b, "private");
	js_put_bool(b, c->flags & FLAT_PRIVATE);
	describe_put(b, "unit", c->unit);
	describe_put(b, "description", c->description);
	buf_str(b, "}\n");
}

void
describe_columns(struct buf *b, const struct description *d)
{
	for (size_t i = 0; i < d->n; i++)
		for (const struct flat_column *c = d->t[i]->col; c->name; c++)
			if (describe_has(d, c))
				put_column(b, d->t[i], c);
}

/* Table Schema's name of a type. */
static const char *
schema_type(enum flat_type type)
{
	static const char *const names[] = { "string", "string", "boolean",
		"integer", "number", "date", "datetime" };

	return names[type];
}

static const struct flat_column *
first_key(const struct flat_table *t)
{
	const struct flat_column *c = t->col;

	while (c->name && !(c->flags & FLAT_KEY))
		c++;
	return c;
}

static void
put_field(
    struct buf *b, const struct flat_table *t, const struct flat_column *c)
{
	js_put_comma(b);
	buf_byte(b, '{');
	describe_put(b, "name", c->name);
	describe_put(b, "type", schema_type(c->type));
	describe_put(b, "description", c->description);
	if (c->unit)
		describe_put(b, "unit", c->unit);
	if (c->type == FLAT_INSTANT)
		describe_put(b, "format", "%Y-%m-%dT%H:%M:%S.%fZ");
	if (c->type == FLAT_LIST) {
		js_open(b, "constraints");
		describe_put(b, "pattern", "[^|]+(\\|[^|]+)*");
		js_close(b, 1);
	} else if (t->key_unique && c == first_key(t)) {
		js_open(b, "constraints");
		js_put_key(b, "required");
		js_put_bool(b, true);
		js_close(b, 1);
	}
	js_close(b, 1);
}

/* A primary key cannot hold null, which a UAI may be. */
static bool
has_primary_key(const struct flat_table *t)
{
	for (const struct flat_column *c = t->col; c->name; c++)
		if (c->flags & FLAT_KEY && !strcmp(c->name, "uai"))
			return false;
	return t->key_unique;
}

/* The members fields, primaryKey and missingValues. */
static void
put_schema(
    struct buf *b, const struct description *d, const struct flat_table *t)
{
	js_put_key(b, "fields");
	buf_byte(b, '[');
	for (const struct flat_column *c = t->col; c->name; c++)
		if (describe_has(d, c))
			put_field(b, t, c);
	buf_byte(b, ']');
	if (has_primary_key(t)) {
		js_put_key(b, "primaryKey");
		buf_byte(b, '[');
		for (const struct flat_column *c = t->col; c->name; c++)
			if (c->flags & FLAT_KEY) {
				js_put_comma(b);
				js_put_text(b, str_of(c->name));
			}
		buf_byte(b, ']');
	}
	js_put_key(b, "missingValues");
	buf_str(b, "[\"\"]");
}

void
describe_schema(struct buf *b, const struct description *d)
{
	for (size_t i = 0; i < d->n; i++) {
		buf_byte(b, '{');
		describe_put(b, "$schema",
		    "https://specs.frictionlessdata.io/schemas/"
		    "table-schema.json");
		describe_put(b, "name", d->t[i]->name);
		describe_put(b, "title", d->t[i]->title);
		describe_put(b, "description", d->t[i]->description);
		put_schema(b, d, d->t[i]);
		buf_str(b, "}\n");
	}
}

static void
put_file(struct buf *b, const char *path, const struct stat *st)
{
	char sum[SHA256_TEXT_MAX];
	struct err e;

	if (sha256_file(path, sum, &e))
		die("%s", e.msg);
	js_put_key(b, "bytes");
	js_put_int(b, (long long)st->st_size);
	js_put_key(b, "hash");
	buf_fmt(b, "\"sha256:%s\"", sum);
}

/* Appends the resource of a table's CSV file, if there is such a file. */
static void
put_resource(
    struct buf *b, const struct description *d, const struct flat_table *t)
{
	char *path = xasprintf("%s/%s.csv", d->exports, t->name);
	struct stat st;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
		js_put_comma(b);
		buf_byte(b, '{');
		describe_put(b, "name", t->name);
		describe_put(b, "path", path + strlen(d->exports) + 1);
		describe_put(b, "profile", "tabular-data-resource");
		describe_put(b, "title", t->title);
		describe_put(b, "description", t->description);
		describe_put(b, "format", "csv");
		describe_put(b, "mediatype", "text/csv");
		describe_put(b, "encoding", "utf-8");
		put_file(b, path, &st);
		js_put_key(b, "dialect");
		buf_str(b, "{\"delimiter\":\",\",\"lineTerminator\":\"\\n\","
			   "\"quoteChar\":\"\\\"\",\"doubleQuote\":true,"
			   "\"header\":true}");
		js_open(b, "schema");
		put_schema(b, d, t);
		js_close(b, 2);
	}
	free(path);
}

static bool
is_described(const struct description *d, const struct flat_table *t)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->t[i] == t)
			return true;
	return false;
}

static void
put_licence(struct buf *b)
{
	js_put_key(b, "licenses");
	buf_str(b, "[{");
	describe_put(b, "name", "etalab-2.0");
	describe_put(b, "path", DESCRIBE_LICENCE_URL);
	describe_put(b, "title", DESCRIBE_LICENCE);
	buf_str(b, "}]");
}

void
describe_package(struct buf *b, const struct description *d)
{
	size_t start;

	buf_byte(b, '{');
	describe_put(b, "profile", "tabular-data-package");
	describe_put(b, "name", "alternance");
	describe_put(b, "title", DESCRIBE_TITLE);
	describe_put(b, "description", DESCRIBE_TEXT);
	put_licence(b);
	js_put_key(b, "resources");
	buf_byte(b, '[');
	start = b->n;
	for (const struct flat_table *t = flat_tables; t->name; t++)
		if (is_described(d, t))
			put_resource(b, d, t);
	if (b->n == start)
		die("%s: no export of a table (export-csv(1) writes NAME.csv)",
		    d->exports);
	buf_str(b, "]}\n");
}
