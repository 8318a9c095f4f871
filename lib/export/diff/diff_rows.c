#include <stdlib.h>

#include "base/err.h"
#include "export/diff/diff_rows.h"
#include "export/diff/diff_value.h"
#include "store/table_choose.h"
#include "store/table_parts.h"
#include "json/js.h"

static void
put_name(struct buf *b, struct str name)
{
	buf_byte(b, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, name.p[i]);
	}
	buf_byte(b, '"');
}

/* Appends the columns of the key with a text after each but the last. */
static void
put_columns(
    struct buf *b, const struct str *column, size_t n, const char *after)
{
	for (size_t i = 0; i < n; i++) {
		put_name(b, column[i]);
		if (i + 1 < n)
			buf_str(b, after);
	}
}

/* A table without rowid, or a view, is sorted with its rows. Rows of a view
 * that have one key come in the order in which SQLite finds them. */
static void
prepare_keys(struct diff_rows *r, const char *from, const struct str *column,
    const char *order, bool apart)
{
	struct buf sql = { 0 };

	buf_str(&sql, "SELECT ");
	if (apart) {
		put_columns(&sql, column, r->n, ",");
		buf_str(&sql, ",rowid");
	} else {
		buf_byte(&sql, '*');
	}
	buf_str(&sql, " FROM ");
	put_name(&sql, str_of(from));
	buf_str(&sql, " ORDER BY ");
	put_columns(&sql, column, r->n, " COLLATE BINARY,");
	buf_fmt(&sql, " COLLATE BINARY%s%s", *order ? "," : "", order);
	r->keys = db_prepare(r->d, buf_view(&sql).p);
	buf_free(&sql);
}

static bool
has_doc(const struct diff_rows *r)
{
	return r->t && r->t->flags & TABLE_DOC;
}

static void
prepare_record(struct diff_rows *r, const char *from, bool apart)
{
	if (apart)
		r->record = db_prepare_fmt(r->d,
		    "SELECT %s FROM \"%w\" WHERE rowid = ?",
		    has_doc(r) ? "doc" : "*", from);
	else
		r->record = r->keys;
	table_read(&r->reader, r->t, r->record, false);
}

/* Where the key's columns are in the rows of keys. */
static void
find_columns(struct diff_rows *r, const struct str *column, bool apart)
{
	r->at = xcalloc(r->n, sizeof(*r->at));
	for (size_t i = 0; i < r->n; i++) {
		int at = (int)i;

		if (!apart)
			for (at = 0; !str_is(
				 column[i], sqlite3_column_name(r->keys, at));)
				at++;
		r->at[i] = at;
	}
}

void
diff_rows_open(struct diff_rows *r, struct db *d, const char *table,
    const struct table *t, const struct str *column, size_t n)
{
	char *order, *from;
	bool apart;

	*r = (struct diff_rows){ .d = d, .table = table, .t = t, .n = n };
	if (!d || !db_has_table(d, table))
		return;
	from = table_with_rowid(d, table);
	order =
	    table_in_parts(d, table) ? xstrdup("rowid") : table_order(d, table);
	apart = !strcmp(order, "rowid");
	prepare_keys(r, from, column, order, apart);
	prepare_record(r, from, apart);
	find_columns(r, column, apart);
	r->key = xcalloc(n, sizeof(*r->key));
	r->last = xcalloc(n, sizeof(*r->last));
	free(order);
	free(from);
	diff_rows_next(r);
}

static int
cmp_keys(const struct diff_value *a, const struct diff_value *b, size_t n)
{
	int order = 0;

	for (size_t i = 0; i < n && !order; i++)
		order = diff_value_cmp(&a[i], &b[i]);
	return order;
}

void
diff_rows_next(struct diff_rows *r)
{
	struct diff_value *read = r->last;
	int order;

	r->seen = false;
	r->more = db_step(r->d, r->keys);
	if (!r->more)
		return;
	r->last = r->key;
	r->key = read;
	for (size_t i = 0; i < r->n; i++)
		diff_value_read(&r->key[i], r->keys, r->at[i]);
	order = r->rows ? cmp_keys(r->last, r->key, r->n) : -1;
	if (order > 0)
		die("%s: %s: its rows are not in the order of the key: the "
		    "index is damaged, or the text is UTF-16",
		    r->d->path, r->table);
	r->rank = order ? 1 : r->rank + 1;
	r->rows++;
}

int
diff_rows_cmp(const struct diff_rows *a, const struct diff_rows *b)
{
	int order;

	if (!a->more || !b->more)
		return !a->more - !b->more;
	order = cmp_keys(a->key, b->key, a->n);
	return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

/* Steps to the record of the current row. */
static void
seek(struct diff_rows *r)
{
	if (r->record == r->keys)
		return;
	sqlite3_reset(r->record);
	db_bind_int(
	    r->d, r->record, 1, sqlite3_column_int64(r->keys, (int)r->n));
	if (!db_step(r->d, r->record))
		die("%s: %s: a row of its index is missing: damaged: remove "
		    "the file and build it again",
		    r->d->path, r->table);
}

struct str
diff_rows_record(struct diff_rows *r)
{
	if (r->seen)
		return r->now;
	seek(r);
	if (has_doc(r) && r->record != r->keys) {
		r->now = db_text(r->record, 0);
	} else {
		r->text.n = 0;
		table_put(&r->text, &r->reader);
		r->now = buf_view(&r->text);
	}
	r->seen = true;
	return r->now;
}

struct js
diff_rows_json(struct diff_rows *r)
{
	struct str text = diff_rows_record(r);
	int64_t row = r->record == r->keys
			  ? r->rows
			  : sqlite3_column_int64(r->keys, (int)r->n);
	struct err e;
	struct js v;

	if (js_index(&r->index, text, &v, &e) < 0)
		die("%s: %s: row %lld: %s", r->d->path, r->table,
		    (long long)row, e.msg);
	return v;
}

void
diff_rows_put_key(
    struct buf *b, const struct diff_rows *r, const struct str *column)
{
	buf_byte(b, '{');
	for (size_t i = 0; i < r->n; i++) {
		js_put_comma(b);
		js_put_text(b, column[i]);
		buf_byte(b, ':');
		table_put_value(
		    b, table_kind(r->t, column[i].p), r->keys, r->at[i]);
	}
	if (r->rank > 1)
		buf_fmt(b, ",\"n\":%lld", (long long)r->rank);
	buf_byte(b, '}');
}

static void
free_values(struct diff_value *v, size_t n)
{
	for (size_t i = 0; v && i < n; i++)
		diff_value_free(&v[i]);
	free(v);
}

void
diff_rows_close(struct diff_rows *r)
{
	if (r->record != r->keys)
		sqlite3_finalize(r->record);
	sqlite3_finalize(r->keys);
	table_read_end(&r->reader);
	free_values(r->key, r->n);
	free_values(r->last, r->n);
	free(r->at);
	js_index_free(&r->index);
	buf_free(&r->text);
}
