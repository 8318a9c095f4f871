/*
 * agg-indicateurs: how many codes of the kit are unknown to BCN and to France
 * compétences.
 *
 * Reads bcn.db, kit_apprentissage.db and france_competence.db; writes table
 * source_kit_apprentissage: one row per UTC day. The row of today is computed
 * anew, the others are copied from the previous file. If the kit has no pair,
 * nothing is added.
 */
#include <stdlib.h>

#include "apprentissage/records/tables.h"
#include "base/day.h"
#include "base/err.h"
#include "base/out.h"
#include "suite/agg_options.h"

#define DAY_MS ((msec)86400 * 1000)

/* Codes are compared unchanged: 'NR' and '00000000' count as missing. */
static const char missing_cfd[] =
    "SELECT count(DISTINCT cfd) FROM kit_apprentissage WHERE cfd NOT IN"
    " (SELECT FORMATION_DIPLOME FROM bcn.n_formation_diplome"
    " UNION SELECT FORMATION_DIPLOME FROM bcn.n_formation_diplome_enquete_51"
    " UNION SELECT FORMATION_DIPLOME FROM bcn.v_formation_diplome)";
static const char missing_rncp[] =
    "SELECT count(DISTINCT rncp) FROM kit_apprentissage WHERE rncp NOT IN"
    " (SELECT numero_fiche FROM france_competence.france_competence)";

static void
attach(struct db *d, const char *dir, const char *name)
{
	if (!db_attach(d, dir, name))
		db_need(dir, name); /* says which file is missing */
}

static int64_t
number(struct db *d, const char *sql)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	int64_t n;

	db_step(d, s);
	n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* Copies the rows of all other days from the previous file, in order. */
static void
keep_history(struct table_writer *w, const char *path, struct str today)
{
	struct db *old = db_open(path);
	struct buf record = { 0 };
	struct table_reader r;
	sqlite3_stmt *s;

	if (!old)
		return;
	s = db_prepare(old,
	    "SELECT * FROM source_kit_apprentissage WHERE date <> ?"
	    " ORDER BY rowid");
	db_bind_text(old, s, 1, today);
	table_read(&r, w->t, s, false);
	while (db_step(old, s)) {
		record.n = 0;
		table_put(&record, &r);
		table_add(
		    w, js_of(buf_view(&record)), STR_NULL, STR_NULL, NULL);
	}
	table_read_end(&r);
	sqlite3_finalize(s);
	buf_free(&record);
	db_close(old);
}

static void
put_today(struct buf *b, const char *dir)
{
	struct db *kit = db_need(dir, "kit_apprentissage");
	char today[DAY_TEXT_MAX];

	attach(kit, dir, "bcn");
	attach(kit, dir, "france_competence");
	if (number(kit, "SELECT count(*) FROM kit_apprentissage")) {
		day_print_utc(day_now() - day_now() % DAY_MS, today);
		buf_fmt(b,
		    "{\"date\":\"%s\",\"missingRncp\":%lld,\"missingCfd\":%"
		    "lld}",
		    today, (long long)number(kit, missing_rncp),
		    (long long)number(kit, missing_cfd));
	}
	db_close(kit);
}

int
main(int argc, char **argv)
{
	struct agg_cl cl = agg_options(
	    argc, argv, "count the kit's codes that are unknown", NULL);
	struct table_writer w;
	struct buf record = { 0 }, none = { 0 };
	struct js today;
	struct db *d;

	put_today(&record, cl.dir);
	today = js_of(buf_view(&record));
	d = db_create(cl.path);
	table_begin(&w, d, &table_source_kit_apprentissage);
	keep_history(&w, cl.path,
	    record.n ? js_text(js_get(today, "date"), &none) : STR(""));
	if (record.n)
		table_add(&w, today, STR_NULL, STR_NULL, NULL);
	table_end(&w);
	out_line("%s", record.n ? record.p : "{}");
	db_publish(d);
	buf_free(&record);
	return 0;
}
