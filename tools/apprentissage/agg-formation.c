/*
 * agg-formation: catalogue + certifications + organismes + communes ->
 * formation.
 *
 * One record per cle_ministere_educatif; if several rows of the catalogue have
 * it, the last one that yields a valid record. A row whose certification is
 * unknown, or that is invalid and not published, is skipped; any other fault
 * ends the run. Records of the previous state that no row yields any more are
 * kept as archivé.
 *
 * The records of the previous state come first, in their order, then the new
 * ones in the order of the catalogue. Memory holds the catalogue's keys; its
 * rows are read in the order in which their records are written.
 */
#include "apprentissage/formations/formation.h"
#include "apprentissage/records/published.h"
#include "apprentissage/records/tables.h"
#include "base/day.h"
#include "base/err.h"
#include "base/out.h"
#include "store/db.h"
#include "store/row_index.h"
#include "store/table_thread.h"
#include "suite/agg_options.h"

#define ARCHIVE "archivé"

/* Rows are read and written nearly in order: a small cache is enough. */
#define SMALL_CACHE "PRAGMA cache_size=-1024"

struct agg {
	struct db *catalogue, *old;
	sqlite3_stmt *source;
	struct formations *formations;
	struct row_index rows; /* of the catalogue */
	struct formation record, made;
	struct buf was, archive;
	struct table_thread *to;
	char now[DAY_TEXT_MAX];
	int64_t success, skipped, archived;
};

/* A row that yields no record: reports it, or ends the run. */
static void
refuse_row(struct agg *a, const struct row_index_row *r, bool published, int rc,
    const struct err *e)
{
	struct str key = hash_text(&a->rows.keys, r->key);

	if (rc == FORMATION_UNANSWERED ||
	    (published && rc != FORMATION_WITHOUT_CERTIFICATION))
		die("%s:%lld: %s: %s", a->catalogue->path, (long long)r->rowid,
		    err_quote(key.p, key.n), e->msg);
	if (published)
		note("%s:%lld: %s: skipped: %s", a->catalogue->path,
		    (long long)r->rowid, err_quote(key.p, key.n), e->msg);
	a->skipped++;
}

/* Makes a->record from a row. False if the row is skipped. */
static bool
make_row(struct agg *a, struct row_index_row *r)
{
	struct js doc;
	struct err e;
	int rc;

	r->done = true;
	sqlite3_reset(a->source);
	db_bind_int(a->catalogue, a->source, 1, r->rowid);
	if (!db_step(a->catalogue, a->source))
		die("%s:%lld: no such row", a->catalogue->path,
		    (long long)r->rowid);
	doc = js_doc(db_text(a->source, 0));
	rc = formations_put(a->formations, doc, &a->record, &e);
	if (rc)
		refuse_row(
		    a, r, js_get(doc, "published").type == JS_TRUE, rc, &e);
	else
		a->success++;
	return rc == 0;
}

static void
keep(struct agg *a)
{
	struct formation other = a->made;

	a->made = a->record;
	a->record = other;
}

/* Makes a->made from the last row that yields a valid record, of row i and the
 * rows after it with the same key. False if none does. */
static bool
make(struct agg *a, uint32_t i)
{
	bool made = false;

	for (; i != ROW_INDEX_NONE; i = a->rows.row[i].next)
		if (make_row(a, &a->rows.row[i])) {
			keep(a);
			made = true;
		}
	return made;
}

/* Returns a record of the previous state in its canonical form; unchanged if it
 * is not valid. */
static struct str
canonical(struct agg *a, struct str was)
{
	struct err e;

	a->was.n = 0;
	if (schema_copy(&formation_field, js_doc(was), &a->was, &e))
		return was;
	return buf_view(&a->was);
}

static bool
changed(struct agg *a, struct str was)
{
	struct str made = buf_view(&a->made.text);

	return !str_eq(made, was) && !str_eq(made, canonical(a, was));
}

/* Returns was marked as archivé, for a record that no row yields any more. */
static struct str
archive(struct agg *a, struct str was)
{
	struct js statut;
	const char *end;

	was = canonical(a, was);
	end = was.p + was.n;
	statut = js_get(js_doc(was), "statut");
	if (statut.type == JS_ABSENT)
		die("%s: a record without statut", a->old->path);
	a->archive.n = 0;
	buf_add(&a->archive, was.p, (size_t)(statut.p - was.p));
	buf_str(&a->archive, "{\"catalogue\":\"" ARCHIVE "\"}");
	statut.p += statut.n;
	buf_add(&a->archive, statut.p, (size_t)(end - statut.p));
	a->archived++;
	return buf_view(&a->archive);
}

static void
write_made(struct agg *a, struct str created, struct str updated)
{
	table_thread_add(
	    a->to, a->made.column, buf_view(&a->made.text), created, updated);
}

static void
write_archived(struct agg *a, sqlite3_stmt *s, struct str was,
    struct str created, struct str updated)
{
	struct str column[FORMATION_COLUMNS];

	for (int i = 0; i < FORMATION_COLUMNS; i++)
		column[i] = db_text(s, i);
	column[FORMATION_STATUT] = STR(ARCHIVE);
	table_thread_add(a->to, column, archive(a, was), created, updated);
}

/* Writes the records of the previous state, updated or archived. */
static void
write_old(struct agg *a)
{
	sqlite3_stmt *s = db_prepare(a->old,
	    "SELECT cle_ministere_educatif, statut, cfd,"
	    " rncp, code_insee, formateur, responsable, doc, created_at,"
	    " updated_at FROM formation ORDER BY rowid");

	while (db_step(a->old, s)) {
		uint32_t key =
		    hash_find(&a->rows.keys, db_text(s, FORMATION_CLE));
		struct str was = db_text(s, FORMATION_COLUMNS);
		struct str created = db_text(s, FORMATION_COLUMNS + 1);
		struct str updated = db_text(s, FORMATION_COLUMNS + 2);

		if (key == HASH_NONE || !make(a, a->rows.first[key]))
			write_archived(a, s, was, created, updated);
		else
			write_made(a, created,
			    changed(a, was) ? str_of(a->now) : updated);
	}
	sqlite3_finalize(s);
}

static void
write_new(struct agg *a)
{
	struct str now = str_of(a->now);

	for (uint32_t i = 0; i < a->rows.n; i++)
		if (!a->rows.row[i].done && make_row(a, &a->rows.row[i])) {
			keep(a);
			make(a, a->rows.row[i].next);
			write_made(a, now, now);
		}
}

static void
aggregate(struct agg *a, const char *path)
{
	struct db *d = db_create_fine(path);
	struct table_writer w;

	db_exec(d, SMALL_CACHE);
	table_begin(&w, d, &table_formation);
	a->to = table_thread(&w);
	a->old = db_open(path); /* locked: no other run can replace it now */
	if (a->old) {
		db_exec(a->old, SMALL_CACHE);
		write_old(a);
	}
	write_new(a);
	table_thread_end(a->to);
	formations_close(a->formations); /* frees memory for the indexes */
	table_end(&w);
	out_line("{\"success\":%lld,\"skipped\":%lld,\"archived\":%lld}",
	    (long long)a->success, (long long)a->skipped,
	    (long long)a->archived);
	db_publish(d);
}

static void
open_all(struct agg *a, const char *dir, bool compat)
{
	day_print_utc(day_now(), a->now);
	a->catalogue = db_need(dir, "catalogue");
	a->source = db_prepare(
	    a->catalogue, "SELECT doc FROM catalogue WHERE rowid = ?");
	db_exec(a->catalogue, SMALL_CACHE);
	a->formations = formations_open(dir, compat);
	/* without ORDER BY SQLite reads the index of the keys, not the
	 * documents */
	row_index_read(&a->rows, a->catalogue,
	    "SELECT cle_ministere_educatif, rowid FROM catalogue");
}

static void
close_all(struct agg *a)
{
	sqlite3_finalize(a->source);
	db_close(a->catalogue);
	db_close(a->old);
	row_index_free(&a->rows);
	formation_free(&a->record);
	formation_free(&a->made);
	buf_free(&a->was);
	buf_free(&a->archive);
}

int
main(int argc, char **argv)
{
	struct agg_cl cl =
	    agg_options(argc, argv, "build the table of formations",
		"keep the reference's dates and arrondissements");
	struct agg a = { 0 };

	open_all(&a, cl.dir, cl.compat);
	aggregate(&a, cl.path);
	close_all(&a);
	return 0;
}
