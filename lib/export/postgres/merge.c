#include <inttypes.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/progress.h"
#include "export/postgres/compare.h"
#include "export/postgres/copy.h"
#include "export/postgres/merge.h"

/* The guard: a table of that many rows keeps that many of a hundred. */
#define GUARD_ROWS 10
#define GUARD_KEPT 80

/* The temporary table of the rows that are sent. */
#define ROWS_TABLE "pg_temp.publish_rows"

/* What a merge works with. */
struct work {
	struct merge *m;
	const struct shape *shape;
	char *table;           /* in SQL: "alternance"."formation" */
	char *columns;         /* in SQL, all of them */
	unsigned char *differ; /* a bit a row */
	int64_t n_differ;
	int64_t had; /* rows of the table before */
	struct buf row;
	unsigned char hash[COPY_HASH]; /* of row */
};

typedef void row_fn(
    struct work *w, struct flat_reader *r, struct str id, int64_t n);

/* Calls put for each row, which are numbered from 0. */
static void
each_row(struct work *w, row_fn *put)
{
	struct flat_reader r;
	int64_t n = 0;

	flat_open(&r, w->m->d, w->m->t, !w->m->public);
	while (flat_next(&r)) {
		put(w, &r, flat_id(&r), n++);
		progress(n, "rows");
	}
	flat_close(&r);
	w->m->rows = n;
}

static void
take_row(struct work *w, struct flat_reader *r, struct str id)
{
	w->row.n = 0;
	copy_put_row(
	    &w->row, id, r, shape_has_doc(w->m->t, w->m->public), &w->m->nuls);
	copy_hash(buf_view(&w->row), w->hash);
}

static void
send_row(struct work *w, struct flat_reader *r, struct str id, int64_t n)
{
	struct buf *rows = &w->m->s->rows;

	(void)n;
	take_row(w, r, id);
	buf_add(rows, w->row.p, w->row.n);
	buf_byte(rows, '\t');
	copy_put_hash(rows, w->hash);
	buf_byte(rows, '\n');
	server_sent(w->m->s);
}

static void
send_hash(struct work *w, struct flat_reader *r, struct str id, int64_t n)
{
	take_row(w, r, id);
	compare_send(w->m->s, n, id, w->hash);
}

static void
send_if_differs(struct work *w, struct flat_reader *r, struct str id, int64_t n)
{
	if (compare_differs(w->differ, n))
		send_row(w, r, id, n);
}

/* Sends rows into a table that has the columns of ours. */
static void
copy_rows(struct work *w, const char *table, row_fn *put)
{
	char *sql = xasprintf("COPY %s (%s) FROM STDIN", table, w->columns);

	server_copy_in(w->m->s, sql);
	each_row(w, put);
	server_copy_end(w->m->s);
	free(sql);
}

/* Sends the hashes of all rows and learns which of them differ, and how many
 * rows of the table are gone. */
static void
compare_rows(struct work *w)
{
	struct merge *m = w->m;
	char *sql = xasprintf("SELECT count(*) FROM %s t WHERE NOT EXISTS"
			      " (SELECT FROM " COMPARE_TABLE " h"
			      " WHERE h._id = t._id)",
	    w->table);

	compare_begin(m->s);
	each_row(w, send_hash);
	compare_end(m->s);
	w->differ = m->all
			? compare_all(m->rows, &w->n_differ)
			: compare_answer(m->s, w->table, m->rows, &w->n_differ);
	m->deleted = server_ask_int(m->s, sql, 0, NULL);
	m->inserted = m->rows - (w->had - m->deleted);
	m->updated = w->n_differ - m->inserted;
	free(sql);
}

static void
guard(const struct work *w)
{
	int64_t kept = w->had - w->m->deleted;

	if (w->m->force || w->had < GUARD_ROWS ||
	    kept * 100 >= w->had * GUARD_KEPT)
		return;
	die_code(EXIT_GUARD,
	    "%s: %" PRId64 " rows would become %" PRId64
	    ": --force if that is meant%s",
	    w->m->s->what, w->had, w->m->rows,
	    kept < w->m->rows ? " (most of them would be others)" : "");
}

/* Changes the table in two statements, from the temporary tables. */
static void
apply(struct work *w)
{
	struct server *s = w->m->s;
	struct buf sql = { 0 };

	if (w->m->deleted)
		server_run_fmt(s,
		    "DELETE FROM %s t WHERE NOT EXISTS"
		    " (SELECT FROM " COMPARE_TABLE " h WHERE h._id = t._id)",
		    w->table);
	if (!w->n_differ)
		return;
	buf_fmt(&sql,
	    "INSERT INTO %s (%s) SELECT %s FROM " ROWS_TABLE
	    " ON CONFLICT (_id) DO UPDATE SET ",
	    w->table, w->columns, w->columns);
	/* the first column is the id */
	for (const struct shape_column *c = w->shape->column + 1; c->name; c++)
		buf_fmt(&sql, "%s\"%s\" = EXCLUDED.\"%s\"",
		    c == w->shape->column + 1 ? "" : ", ", c->name, c->name);
	server_run(s, buf_view(&sql).p);
	buf_free(&sql);
}

/* Merges into a table that has rows. */
static void
merge(struct work *w)
{
	struct merge *m = w->m;

	compare_rows(w);
	guard(w);
	if (w->n_differ) {
		int64_t nuls = m->nuls; /* counted above */

		server_run_fmt(m->s,
		    "CREATE TEMPORARY TABLE " ROWS_TABLE
		    " (LIKE %s) ON COMMIT DROP",
		    w->table);
		copy_rows(w, ROWS_TABLE, send_if_differs);
		m->nuls = nuls;
	}
	apply(w);
	server_run(m->s, "DROP TABLE " COMPARE_TABLE);
	if (w->n_differ)
		server_run(m->s, "DROP TABLE " ROWS_TABLE);
}

static char *
column_list(const struct shape *shape)
{
	struct buf list = { 0 };

	for (const struct shape_column *c = shape->column; c->name; c++)
		buf_fmt(&list, "%s\"%s\"", list.n ? ", " : "", c->name);
	buf_view(&list);
	return list.p;
}

void
merge_run(struct merge *m, const struct shape *shape)
{
	struct work w = { .m = m, .shape = shape };
	char *count;

	w.table = xasprintf("\"%s\".\"%s\"", shape->schema, shape->table);
	w.columns = column_list(shape);
	count = xasprintf("SELECT count(*) FROM %s", w.table);
	w.had = server_ask_int(m->s, count, 0, NULL);
	if (w.had)
		merge(&w);
	else {
		copy_rows(&w, w.table, send_row);
		m->inserted = m->rows;
	}
	free(count);
	free(w.differ);
	free(w.columns);
	free(w.table);
	buf_free(&w.row);
}
