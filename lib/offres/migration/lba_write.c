#include "offres/migration/lba_write.h"
#include "json/js.h"

static const char *
column_name(int c)
{
	return table_jobs_partners.col[c].name;
}

void
lba_writer_open(struct lba_writer *w, struct lba *l, bool tell)
{
	struct buf insert = { 0 };

	*w = (struct lba_writer){ .l = l, .tell = tell };
	if (tell)
		ops_keep_open(&l->o->ops, l->o->d);
	buf_str(&insert, "INSERT INTO jobs_partners VALUES (?");
	for (int c = 1; c < JP_COLUMNS; c++)
		buf_str(&insert, ",?");
	buf_byte(&insert, ')');
	w->insert = db_prepare(l->o->d, buf_view(&insert).p);
	buf_free(&insert);
}

/* Tells of the columns that differ from row; of a new row, of those that are
 * not NULL. */
static void
tell_change(struct lba_writer *w, const char *op, const bool set[JP_COLUMNS])
{
	struct buf *b = &w->set;

	if (!w->tell)
		return;
	b->n = 0;
	buf_byte(b, '{');
	for (int c = 1; c < JP_AUTRES; c++)
		if (set[c]) {
			js_put_key(b, column_name(c));
			cell_put(
			    b, &w->l->cell[c], table_jobs_partners.col[c].kind);
		}
	buf_byte(b, '}');
	ops_keep(&w->l->o->ops, op, table_jobs_partners.name,
	    db_text(w->l->job, JOB_ID), buf_view(b));
}

static void
insert_row(struct lba_writer *w)
{
	struct db *d = w->l->o->d;
	bool set[JP_COLUMNS];

	for (int c = JP_STATS_DETAIL_VIEW; c <= JP_STATS_POSTULER; c++)
		cell_int(&w->l->cell[c], 0);
	sqlite3_clear_bindings(w->insert);
	for (int c = 0; c < JP_COLUMNS; c++) {
		set[c] = w->l->cell[c].type > CELL_NULL;
		if (set[c])
			cell_bind(&w->l->cell[c], d, w->insert, c + 1);
	}
	db_step(d, w->insert);
	w->inserted++;
	tell_change(w, "insert", set);
	for (int c = JP_STATS_DETAIL_VIEW; c <= JP_STATS_POSTULER; c++)
		w->l->cell[c].type = CELL_UNSET;
}

/* UPDATE ... SET the columns of u; the last parameter is the rowid. */
static void
prepare_update(struct lba_writer *w, struct lba_update *u)
{
	struct buf sql = { 0 };
	const char *comma = "";

	sqlite3_finalize(u->s);
	buf_str(&sql, "UPDATE jobs_partners SET ");
	for (int c = 0; c < JP_COLUMNS; c++)
		if (u->set[c]) {
			buf_fmt(&sql, "%s%s = ?", comma, column_name(c));
			comma = ", ";
		}
	buf_str(&sql, " WHERE rowid = ?");
	u->s = db_prepare(w->l->o->d, buf_view(&sql).p);
	buf_free(&sql);
}

static sqlite3_stmt *
update_of(struct lba_writer *w, const bool set[JP_COLUMNS])
{
	struct lba_update *u;

	for (size_t i = 0; i < w->n; i++)
		if (!memcmp(w->update[i].set, set, sizeof(w->update[i].set)))
			return w->update[i].s;
	u = &w->update[w->next++ % LBA_UPDATES];
	if (w->n < LBA_UPDATES)
		w->n++;
	memcpy(u->set, set, sizeof(u->set));
	prepare_update(w, u);
	return u->s;
}

static void
update_row(struct lba_writer *w, sqlite3_stmt *row)
{
	struct db *d = w->l->o->d;
	bool set[JP_COLUMNS], any = false;
	sqlite3_stmt *s;
	int i = 0;

	for (int c = 0; c < JP_COLUMNS; c++) {
		set[c] = cell_differs(&w->l->cell[c], row, c);
		any |= set[c];
	}
	if (!any) {
		w->unchanged++;
		return;
	}
	s = update_of(w, set);
	for (int c = 0; c < JP_COLUMNS; c++)
		if (set[c])
			cell_bind(&w->l->cell[c], d, s, ++i);
	db_bind_int(d, s, ++i, sqlite3_column_int64(row, JP_COLUMNS));
	db_step(d, s);
	w->updated++;
	tell_change(w, "update", set);
}

bool
lba_update(struct lba_writer *w, sqlite3_stmt *row)
{
	if (sqlite3_column_type(row, JP_COLUMNS) == SQLITE_NULL)
		return false;
	lba_keep_marks(w->l, row);
	update_row(w, row);
	return true;
}

void
lba_write(struct lba_writer *w, sqlite3_stmt *row)
{
	if (lba_update(w, row))
		return;
	lba_keep_marks(w->l, NULL);
	insert_row(w);
}

void
lba_writer_close(struct lba_writer *w)
{
	sqlite3_finalize(w->insert);
	for (size_t i = 0; i < w->n; i++)
		sqlite3_finalize(w->update[i].s);
	if (w->indexes.n) {
		offres_sort(w->l->o);
		db_exec(w->l->o->d, buf_view(&w->indexes).p);
	}
	buf_free(&w->indexes);
	buf_free(&w->set);
}
