/*
 * import-acce: the establishments of ACCE, the directory of the education
 * ministry.
 *
 * Reads ACCE.zip: five CSV files (ISO 8859-1, ";"), each exactly once, and
 * nothing else. Writes one table per file: the columns of table_acce.c,
 * trimmed, null if empty, rows in the order of the file, duplicates kept. The
 * cells of other columns go to column `autres`, an object by column.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/records/tables.h"
#include "apprentissage/sources/acce.h"
#include "base/hash.h"
#include "base/num.h"
#include "base/text.h"
#include "format/dsv.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/js.h"

#define COLUMNS_MAX 72

static struct import im;

/* The file being read. */
struct reading {
	const struct acce_file *file;
	const struct table *table;
	size_t n; /* columns except `autres` */
	struct field field[COLUMNS_MAX];
	const char *name[COLUMNS_MAX];
	int at[COLUMNS_MAX]; /* index of each column's cell, or -1 */
	char **further;      /* of each cell: its key in `autres`, or NULL */
	size_t cells;
	struct buf autres;
	struct table_writer writer;
};

static void
begin_table(struct reading *r, struct db *d, const struct acce_file *file)
{
	const struct column *c;

	*r = (struct reading){ .file = file, .table = file->table };
	for (c = r->table->col; c->kind != C_SIDE; c++, r->n++) {
		const struct field *f = file->fields;

		while (f->name && strcmp(f->name, c->name) != 0)
			f++;
		r->field[r->n] =
		    f->name ? *f : (struct field)S_REQ(c->name, F_TRIMMED);
		r->name[r->n] = c->name;
		r->at[r->n] = -1;
	}
	table_begin(&r->writer, d, r->table);
}

static int64_t
end_table(struct reading *r)
{
	for (size_t i = 0; i < r->cells; i++)
		free(r->further[i]);
	free(r->further);
	buf_free(&r->autres);
	return table_end(&r->writer);
}

/* Returns `"name":`, which the caller frees. */
static char *
member_name(struct str name)
{
	struct buf b = { 0 };

	js_put_text(&b, name);
	buf_byte(&b, ':');
	buf_byte(&b, '\0');
	return b.p;
}

/* If several columns have the same name, the last one is used. */
static int
on_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	struct reading *r = ctx;
	struct hash seen = { 0 };

	(void)e;
	dsv_columns(name, n, r->name, r->n, r->at);
	r->cells = n;
	r->further = xcalloc(n, sizeof(*r->further));
	for (size_t i = 0; i < r->n; i++)
		hash_put(&seen, str_of(r->name[i]));
	for (size_t i = n; i--;) {
		uint32_t known = seen.n;

		if (hash_put(&seen, name[i]) == known)
			r->further[i] = member_name(name[i]);
	}
	hash_free(&seen);
	return 0;
}

static bool
is_one_of(struct str s, const char *const *values)
{
	while (*values && !str_is(s, *values))
		values++;
	return *values;
}

static int
check_value(const struct field *f, struct str v, struct err *e)
{
	const char *expected = NULL;

	if (!v.p)
		return f->flags & FIELD_NULL
			   ? 0
			   : err_set(e, "%s: a value is expected", f->name);
	if (f->kind == F_CODE && !f->check(v))
		expected = f->expected;
	else if (f->kind == F_ENUM && !is_one_of(v, f->values))
		expected = "one of the known values";
	else if (f->kind == F_NUMBER && !isfinite(num_parse(v)))
		expected = "a number";
	if (expected)
		return err_set(e, "%s: %s is expected, not '%s'", f->name,
		    expected, err_quote(v.p, v.n));
	return 0;
}

/* Reads field i of the record. */
static int
take(const struct reading *r, size_t i, const struct str *cell, struct str *v,
    struct err *e)
{
	const struct field *f = &r->field[i];

	if (r->at[i] < 0) {
		*v = STR("undefined");
		return f->kind == F_ANY ? 0
					: err_set(e, "%s: missing", f->name);
	}
	*v = js_trim_null(cell[r->at[i]]);
	if (!v->p && f->kind == F_ANY)
		*v = STR("null");
	return check_value(f, *v, e);
}

static struct str
take_further(struct reading *r, const struct str *cell)
{
	struct buf *b = &r->autres;

	b->n = 0;
	for (size_t i = 0; i < r->cells; i++)
		if (r->further[i]) {
			buf_byte(b, b->n ? ',' : '{');
			buf_str(b, r->further[i]);
			js_put_text(b, js_trim_null(cell[i]));
		}
	if (!b->n)
		return STR_NULL;
	buf_byte(b, '}');
	return buf_view(b);
}

static void
refuse_row(const struct reading *r, size_t number, const struct str *cell,
    const struct err *e)
{
	struct buf b = { 0 };
	char where[64];

	snprintf(where, sizeof(where), "%s:%zu", r->file->name, number);
	buf_fmt(&b, "{\"file\":\"%s\",\"record\":%zu,\"cells\":[",
	    r->file->name, number);
	for (size_t i = 0; i < r->cells; i++) {
		js_put_comma(&b);
		js_put_text(&b, cell[i]);
	}
	buf_str(&b, "]}");
	import_refuse(&im, where, b.p, b.n, e);
	buf_free(&b);
}

static int
on_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	struct reading *r = ctx;
	struct str value[COLUMNS_MAX];

	(void)n;
	for (size_t i = 0; i < r->n; i++)
		if (take(r, i, cell, &value[i], e)) {
			refuse_row(r, number, cell, e);
			return 0;
		}
	value[r->n] = take_further(r, cell);
	table_add_known(&r->writer, value, STR_NULL, STR_NULL, STR_NULL);
	return 0;
}

static size_t
find_member(struct arc *a, const char *name)
{
	size_t m = 0;

	while (m < arc_count(a) && strcmp(arc_name(a, m), name) != 0)
		m++;
	return m;
}

static int64_t
import_file(
    struct db *d, struct arc *a, const char *path, const struct acce_file *file)
{
	static const struct dsv_options options = { .delimiter = ';',
		.quoted = true,
		.trim = true,
		.relax = true,
		.encoding = DSV_LATIN1 };
	struct reading r;
	const struct dsv_handler handler = { on_header, on_record, &r };
	struct err e;

	begin_table(&r, d, file);
	if (dsv_read_member(
		a, find_member(a, file->name), &options, &handler, &e))
		die("%s: %s", path, e.msg);
	return end_table(&r);
}

static bool
is_file(const char *name)
{
	for (size_t i = 0; i < ACCE_FILES; i++)
		if (!strcmp(acce_files[i].name, name))
			return true;
	return false;
}

/* The archive must contain the five files, each once, and no other. */
static void
check_members(struct arc *a, const char *path)
{
	for (size_t m = 0; m < arc_count(a); m++) {
		const char *name = arc_name(a, m);

		if (!is_file(name))
			die("%s: unknown member '%s'", path,
			    err_quote(name, strlen(name)));
		if (find_member(a, name) != m)
			die("%s: member '%s' occurs twice", path, name);
	}
	for (size_t i = 0; i < ACCE_FILES; i++)
		if (find_member(a, acce_files[i].name) == arc_count(a))
			die("%s: no member '%s'", path, acce_files[i].name);
}

static void
import_archive(struct db *d, const char *path, int64_t rows[ACCE_FILES])
{
	struct err e;
	struct arc *a = arc_open(path, &e);

	if (!a)
		die("%s: %s", path, e.msg);
	check_members(a, path);
	for (size_t i = 0; i < ACCE_FILES; i++)
		rows[i] = import_file(d, a, path, &acce_files[i]);
	arc_close(a);
}

static void
print_statistics(const int64_t rows[ACCE_FILES])
{
	struct count c[ACCE_FILES + 1] = { 0 };

	for (size_t i = 0; i < ACCE_FILES; i++)
		c[i] = (struct count){ acce_files[i].table->name, rows[i] };
	counts_print_list(c);
}

int
main(int argc, char **argv)
{
	const char *raw;
	int64_t rows[ACCE_FILES];
	struct db *d;
	char *path;

	raw =
	    import_folder(&im, argc, argv, "import the establishments of ACCE");
	path = xasprintf("%s/ACCE.zip", raw);
	import_need(path, "fetch-acce(1)");
	d = db_create(im.path);
	import_archive(d, path, rows);
	import_end(&im);
	print_statistics(rows);
	import_publish(d);
	free(path);
	return 0;
}
