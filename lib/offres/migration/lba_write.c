#include "offres/migration/lba_write.h"

static const char *
column_name(int c)
{
	return table_jobs_partners.col[c].name;
}

/* An index is made faster of all its rows at once than row by row: where most
 * rows will be new, all but that of the key are dropped and made again. */
#define MANY 1000

static void
put_aside_indexes(struct lba_writer *w)
{
	static const char few[] =
	    "SELECT (SELECT count(*) FROM recruiters_jobs) > "
	    "max(?1, 4 * (SELECT count(*) FROM jobs_partners))";
	struct db *d = w->l->o->d;
	sqlite3_stmt *s = db_prepare(d, few);
	struct buf drop = { 0 };
	bool defer;

	db_bind_int(d, s, 1, MANY);
	defer = db_step(d, s) && sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	if (!defer)
		return;
	s = db_prepare(d,
	    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND"
	    " tbl_name = 'jobs_partners' AND name <> 'jobs_partners_key'"
	    " AND sql IS NOT NULL");
	while (db_step(d, s)) {
		buf_fmt(&drop, "DROP INDEX main.\"%s\";", db_text(s, 0).p);
		buf_fmt(&w->indexes, "%s;", db_text(s, 1).p);
	}
	sqlite3_finalize(s);
	if (drop.n)
		db_exec(d, buf_view(&drop).p);
	buf_free(&drop);
}

void
lba_writer_open(struct lba_writer *w, struct lba *l)
{
	struct buf insert = { 0 };

	*w = (struct lba_writer){ .l = l };
	put_aside_indexes(w);
	w->find = db_prepare(
	    l->o->d, "SELECT rowid, * FROM jobs_partners WHERE _id = ?");
	buf_str(&insert, "INSERT INTO jobs_partners VALUES (?");
	for (int c = 1; c < JP_COLUMNS; c++)
		buf_str(&insert, ",?");
	buf_byte(&insert, ')');
	w->insert = db_prepare(l->o->d, buf_view(&insert).p);
	buf_free(&insert);
}

static void
insert_row(struct lba_writer *w)
{
	struct db *d = w->l->o->d;

	for (int c = 0; c < JP_COLUMNS; c++)
		cell_bind(&w->l->cell[c], d, w->insert, c + 1);
	for (int c = JP_STATS_DETAIL_VIEW; c <= JP_STATS_POSTULER; c++)
		db_bind_int(d, w->insert, c + 1, 0);
	db_step(d, w->insert);
	w->inserted++;
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

/* w->find stands on the row. */
static void
update_row(struct lba_writer *w)
{
	struct db *d = w->l->o->d;
	bool set[JP_COLUMNS], any = false;
	sqlite3_stmt *s;
	int i = 0;

	for (int c = 0; c < JP_COLUMNS; c++) {
		set[c] = cell_differs(&w->l->cell[c], w->find, c + 1);
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
	db_bind_int(d, s, ++i, sqlite3_column_int64(w->find, 0));
	db_step(d, s);
	w->updated++;
}

bool
lba_update(struct lba_writer *w, struct str id)
{
	struct db *d = w->l->o->d;

	db_bind_text(d, w->find, 1, id);
	if (!db_step(d, w->find))
		return false;
	lba_keep_marks(w->l, w->find, 1);
	update_row(w);
	sqlite3_reset(w->find);
	return true;
}

void
lba_write(struct lba_writer *w, struct str id)
{
	if (lba_update(w, id))
		return;
	lba_keep_marks(w->l, NULL, 0);
	insert_row(w);
}

void
lba_writer_close(struct lba_writer *w)
{
	sqlite3_finalize(w->find);
	sqlite3_finalize(w->insert);
	for (size_t i = 0; i < w->n; i++)
		sqlite3_finalize(w->update[i].s);
	if (w->indexes.n)
		db_exec(w->l->o->d, buf_view(&w->indexes).p);
	buf_free(&w->indexes);
}
