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
 * ones in the order of the catalogue. Memory holds sums of the catalogue's keys
 * and of the parts that were written; rows are read in the order in which their
 * records are written.
 */
#include "apprentissage/formations/formation_store.h"
#include "apprentissage/formations/previous.h"
#include "base/day.h"
#include "base/err.h"
#include "store/db.h"
#include "store/row_index.h"
#include "suite/agg_options.h"
#include "json/counts.h"

/* Rows are read and written nearly in order: a small cache is enough. */
#define SMALL_CACHE "PRAGMA cache_size=-1024"

struct agg {
	struct db *catalogue;
	sqlite3_stmt *source;
	struct formations *formations;
	struct row_index rows; /* of the catalogue */
	struct formation record, made;
	struct buf key;
	struct parts kept;
	struct formation_store *to;
	char now[DAY_TEXT_MAX];
	int64_t success, skipped, archived;
};

/* A row that yields no record: reports it, or ends the run. */
static void
refuse_row(struct agg *a, int64_t rowid, struct str key, bool published, int rc,
    const struct err *e)
{
	if (rc == FORMATION_UNANSWERED ||
	    (published && rc != FORMATION_WITHOUT_CERTIFICATION))
		die("%s:%lld: %s: %s", a->catalogue->path, (long long)rowid,
		    err_quote(key.p, key.n), e->msg);
	if (published)
		note("%s:%lld: %s: skipped: %s", a->catalogue->path,
		    (long long)rowid, err_quote(key.p, key.n), e->msg);
	a->skipped++;
}

/* Selects a row of the catalogue: its key, then its document. */
static struct str
select_row(struct agg *a, int64_t rowid)
{
	sqlite3_reset(a->source);
	db_bind_int(a->catalogue, a->source, 1, rowid);
	if (!db_step(a->catalogue, a->source))
		die("%s:%lld: no such row", a->catalogue->path,
		    (long long)rowid);
	return db_text(a->source, 0);
}

/* Makes a->record from the row that is selected. False if it is skipped. */
static bool
make_record(struct agg *a, struct row_index_row *r)
{
	struct js doc = js_doc(db_text(a->source, 1));
	struct err e;
	int rc = formations_put(a->formations, doc, &a->record, &e);

	r->done = 1;
	if (rc)
		refuse_row(a, r->rowid, db_text(a->source, 0),
		    js_get(doc, "published").type == JS_TRUE, rc, &e);
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

/* A NULL key counts as "". */
static bool
same_key(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

/* Makes a->made from the last row of the key that yields a valid record, of row
 * i and those after it. False if none does. */
static bool
make(struct agg *a, struct str key, uint32_t i)
{
	bool made = false;

	for (; i != ROW_INDEX_NONE; i = a->rows.row[i].next) {
		struct row_index_row *r = &a->rows.row[i];

		if (!same_key(select_row(a, r->rowid), key) ||
		    !make_record(a, r))
			continue;
		keep(a);
		made = true;
	}
	return made;
}

/* Writes the records of the previous state, updated or archived. */
static void
write_old(struct agg *a, struct previous *old)
{
	struct str created, updated, now = str_of(a->now);
	struct formation *was;

	while ((was = previous_next(old, &created, &updated))) {
		struct str key = was->column[FORMATION_CLE];

		if (make(a, key, row_index_find(&a->rows, key))) {
			if (previous_differs(old, &a->made))
				updated = now;
			formation_store_add(a->to, &a->made, created, updated);
		} else {
			previous_archive(old);
			formation_store_add(a->to, was, created, updated);
			a->archived++;
		}
	}
}

static void
write_new(struct agg *a)
{
	struct str now = str_of(a->now);

	for (uint32_t i = 0; i < a->rows.n; i++) {
		struct row_index_row *r = &a->rows.row[i];
		struct str key;

		if (r->done)
			continue;
		key = select_row(a, r->rowid);
		a->key.n = 0;
		buf_add(&a->key, key.p, key.n);
		if (!make_record(a, r))
			continue;
		keep(a);
		make(a, buf_view(&a->key), r->next);
		formation_store_add(a->to, &a->made, now, now);
	}
}

static void
aggregate(struct agg *a, const char *path)
{
	struct db *d = db_create(path);
	struct previous *old;

	db_exec(d, SMALL_CACHE);
	a->to = formation_store_begin(d, &a->kept);
	/* d holds the lock: no other run can replace the previous state now */
	old = previous_open(path, &a->kept);
	if (old)
		write_old(a, old);
	write_new(a);
	formation_store_end(a->to);
	formations_close(a->formations); /* frees memory for the indexes */
	formation_store_index(a->to);
	counts_print({ "success", a->success }, { "skipped", a->skipped },
	    { "archived", a->archived });
	db_publish(d);
	previous_close(old);
}

static void
open_all(struct agg *a, const char *dir, bool compat)
{
	day_print_utc(day_now(), a->now);
	a->catalogue = db_need(dir, "catalogue");
	a->source = db_prepare(a->catalogue,
	    "SELECT cle_ministere_educatif, doc FROM catalogue"
	    " WHERE rowid = ?");
	db_exec(a->catalogue, SMALL_CACHE);
	a->formations = formations_open(dir, compat, &a->kept);
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
	row_index_free(&a->rows);
	formation_free(&a->record);
	formation_free(&a->made);
	buf_free(&a->key);
	parts_free(&a->kept);
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
