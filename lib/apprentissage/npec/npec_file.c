#include <stdlib.h>

#include "apprentissage/npec/npec_file.h"
#include "apprentissage/records/tables.h"
#include "base/err.h"

const struct table *const npec_tables[NPEC_TABLES] = { &table_npec,
	&table_npec_normalized };

static struct npec_file *
add_file(struct npec_files *f, struct db *d, sqlite3_stmt *s)
{
	struct str filename = db_text(s, 0), date = db_text(s, 1);
	struct str sha256 = db_text(s, 2);
	struct npec_file *file;

	if (!filename.p)
		die("%s: npec: a row without filename: remove the file to "
		    "start afresh",
		    d->path);
	f->v = xroom(f->v, f->n, &f->cap, sizeof(*f->v));
	file = &f->v[f->n++];
	*file = (struct npec_file){ .filename = xstrdup(filename.p) };
	if (date.p && date.n < sizeof(file->date_file))
		memcpy(file->date_file, date.p, date.n);
	if (sha256.p && sha256.n < sizeof(file->sha256))
		memcpy(file->sha256, sha256.p, sha256.n);
	return file;
}

/* Reads table npec_file; its counts give the rowids of each file's rows. */
static void
read_listed(struct npec_files *f, struct db *d)
{
	int64_t end[NPEC_TABLES] = { 0 };
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT filename, date_file, sha256, npec,"
			  " npec_normalized FROM npec_file ORDER BY rowid");

	while (db_step(d, s)) {
		struct npec_file *file = add_file(f, d, s);

		for (int t = 0; t < NPEC_TABLES; t++) {
			file->n[t] = sqlite3_column_int64(s, 3 + t);
			file->first[t] = end[t] + 1;
			file->last[t] = end[t] += file->n[t];
		}
	}
	sqlite3_finalize(s);
}

static int64_t
last_row(struct db *d, const char *table)
{
	char *sql = xasprintf("SELECT max(rowid) FROM %s", table);
	sqlite3_stmt *s = db_prepare(d, sql);
	int64_t n = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	free(sql);
	return n;
}

/* True if the tables end where the last file does. */
static bool
is_whole(const struct npec_files *f, struct db *d)
{
	for (int t = 0; t < NPEC_TABLES; t++)
		if (last_row(d, npec_tables[t]->name) !=
		    (f->n ? f->v[f->n - 1].last[t] : 0))
			return false;
	return true;
}

static void
find_rows(struct db *d, struct npec_file *file, int t)
{
	char *sql = xasprintf("SELECT count(*), min(rowid), max(rowid) FROM %s"
			      " WHERE filename = ?",
	    npec_tables[t]->name);
	sqlite3_stmt *s = db_prepare(d, sql);

	db_bind_text(d, s, 1, str_of(file->filename));
	if (db_step(d, s)) {
		file->n[t] = sqlite3_column_int64(s, 0);
		file->first[t] = sqlite3_column_int64(s, 1);
		file->last[t] = sqlite3_column_int64(s, 2);
	}
	sqlite3_finalize(s);
	free(sql);
}

/* Derives the files from the rows themselves. */
static void
read_rows(struct npec_files *f, struct db *d)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT filename, max(doc ->> '$.date_file'), NULL FROM npec"
	    " GROUP BY filename ORDER BY min(rowid)");

	while (db_step(d, s))
		add_file(f, d, s);
	sqlite3_finalize(s);
	for (size_t i = 0; i < f->n; i++)
		for (int t = 0; t < NPEC_TABLES; t++)
			if (db_has_table(d, npec_tables[t]->name))
				find_rows(d, &f->v[i], t);
}

void
npec_files_read(struct npec_files *f, struct db *d)
{
	*f = (struct npec_files){ 0 };
	if (!d || !db_has_table(d, npec_tables[NPEC_RAW]->name))
		return;
	if (db_has_table(d, "npec_file") &&
	    db_has_table(d, npec_tables[NPEC_NORMALIZED]->name)) {
		read_listed(f, d);
		if (is_whole(f, d))
			return;
		npec_files_free(f);
	}
	read_rows(f, d);
}

const struct npec_file *
npec_files_find(const struct npec_files *f, const char *filename)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->v[i].filename, filename))
			return &f->v[i];
	return NULL;
}

void
npec_files_free(struct npec_files *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].filename);
	free(f->v);
	*f = (struct npec_files){ 0 };
}

static void
copy_rows(
    struct db *d, const struct npec_file *f, int t, struct table_writer *w)
{
	char *sql = xasprintf("SELECT * FROM %s WHERE rowid BETWEEN ? AND ?"
			      " AND filename = ? ORDER BY rowid",
	    npec_tables[t]->name);
	sqlite3_stmt *s = db_prepare(d, sql);
	int n = sqlite3_column_count(s);
	int64_t before = w->rows;

	if (n != sqlite3_bind_parameter_count(w->insert))
		die("%s: table %s has other columns than ours: remove the file"
		    " to start afresh",
		    d->path, npec_tables[t]->name);
	db_bind_int(d, s, 1, f->first[t]);
	db_bind_int(d, s, 2, f->last[t]);
	db_bind_text(d, s, 3, str_of(f->filename));
	for (; db_step(d, s); w->rows++) {
		for (int i = 0; i < n; i++)
			sqlite3_bind_value(
			    w->insert, i + 1, sqlite3_column_value(s, i));
		db_step(w->d, w->insert);
	}
	if (w->rows - before != f->n[t])
		die("%s: table npec_file is wrong about '%s': remove the"
		    " file to start afresh",
		    d->path, f->filename);
	sqlite3_finalize(s);
	free(sql);
}

void
npec_file_copy(struct db *d, const struct npec_file *f,
    struct table_writer to[NPEC_TABLES])
{
	for (int t = 0; t < NPEC_TABLES; t++)
		if (f->n[t])
			copy_rows(d, f, t, &to[t]);
}

void
npec_file_add(struct table_writer *w, const struct npec_file *f)
{
	struct buf b = { 0 };

	js_open(&b, NULL);
	js_put_member(&b, "filename", str_of(f->filename));
	js_put_member(&b, "date_file", str_of(f->date_file));
	js_put_member(&b, "sha256", str_of(*f->sha256 ? f->sha256 : NULL));
	for (int t = 0; t < NPEC_TABLES; t++) {
		js_put_key(&b, npec_tables[t]->name);
		js_put_int(&b, f->n[t]);
	}
	js_close(&b, 1);
	table_add(w, js_doc(buf_view(&b)), STR_NULL, STR_NULL, NULL);
	buf_free(&b);
}
