/*
 * import-fiches-rome: makes a fiche of every métier of the ROME, and brings
 * names, code OGR and tags of the others up to date.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "fiches/base/fiches_db.h"
#include "fiches/fiche/rome.h"
#include "suite/ops.h"
#include "json/ndjson.h"

enum { OPT_REPLACE = 256 };

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR",
	    "where fiches.db is, or will be" },
	OPS_DRY_RUN,
	{ OPT_REPLACE, "replace", NULL, "write existing fiches anew" },
	FICHE_ZONE_OPTION,
	{ 0 },
};

/* The columns of a new fiche. */
#define INSERTED (FICHE_COLUMNS - 1)

/* What the workbook says of an existing fiche. */
static const enum fiche_column followed[] = { FICHE_CODE_OGR,
	FICHE_NOM_MASCULIN, FICHE_NOM_FEMININ, FICHE_NOM_EPICENE, FICHE_TAGS };

static struct {
	const char *dir;
	bool dry, replace;
	struct fiche_zone zone;
	struct db *d;
	struct ops ops;
	sqlite3_stmt *select;
	char time[FICHE_TIME_MAX];
	int64_t inserted, updated, unchanged;
} my;

static void
read_workbook(struct rome *rome)
{
	struct ndjson in;
	struct js record;
	struct sheetrec row = { 0 };
	struct err e;

	ndjson_open(&in, NULL, true);
	while (ndjson_next(&in, &record)) {
		if (sheetrec_get(&row, record, &e))
			die("%s: %s", ndjson_where(&in), e.msg);
		if (rome_add(rome, &row, &e))
			die("%s", e.msg);
	}
	sheetrec_free(&row);
	ndjson_close(&in);
	if (rome->sheets < 2)
		die("stdin: no second sheet");
}

static bool
is_same(const struct fiche *a, const struct fiche *b, enum fiche_column i)
{
	struct buf one = { 0 }, other = { 0 };
	bool same;

	fiche_put_value(&one, a, i);
	fiche_put_value(&other, b, i);
	same = str_eq(buf_view(&one), buf_view(&other));
	buf_free(&one);
	buf_free(&other);
	return same;
}

/* Puts the value that a column of from has into to. */
static void
copy_column(struct fiche *to, const struct fiche *from, enum fiche_column i)
{
	struct buf b = { 0 };

	fiche_put_value(&b, from, i);
	fiche_take(to, i, &b);
}

static void
print(const char *op, const struct fiche *old, const struct fiche *new)
{
	struct buf id = { 0 }, set = { 0 };

	fiche_put_value(&id, new, FICHE_CODE_ROME);
	fiche_put_changes(&set, old, new);
	ops_line(&my.ops, op, "fiches_metiers", buf_view(&id), buf_view(&set));
	buf_free(&id);
	buf_free(&set);
}

/* The columns but id, in order. */
static const enum fiche_column *
all_columns(void)
{
	static enum fiche_column columns[INSERTED];

	for (unsigned i = 0; i < INSERTED; i++)
		columns[i] = (enum fiche_column)(i + 1);
	return columns;
}

static void
insert(const struct fiche *f)
{
	struct buf sql = { 0 };
	sqlite3_stmt *s;

	buf_str(&sql, "INSERT INTO fiches_metiers(");
	for (unsigned i = 1; i < FICHE_COLUMNS; i++)
		buf_fmt(&sql, "%s%s", i > 1 ? ", " : "", fiche_fields[i].name);
	buf_str(&sql, ") VALUES (?");
	for (unsigned i = 1; i < INSERTED; i++)
		buf_str(&sql, ", ?");
	buf_byte(&sql, ')');
	s = db_prepare(my.d, buf_view(&sql).p);
	fiches_bind(my.d, s, f, all_columns(), INSERTED);
	db_step(my.d, s);
	sqlite3_finalize(s);
	buf_free(&sql);
	my.inserted++;
	print("insert", NULL, f);
}

/* Writes all columns of an existing fiche. */
static void
update(const struct fiche *old, const struct fiche *new)
{
	struct buf sql = { 0 }, code = { 0 };
	sqlite3_stmt *s;

	buf_str(&sql, "UPDATE fiches_metiers SET ");
	for (unsigned i = 1; i < FICHE_COLUMNS; i++)
		buf_fmt(
		    &sql, "%s%s = ?", i > 1 ? ", " : "", fiche_fields[i].name);
	buf_str(&sql, " WHERE code_rome = ?");
	s = db_prepare(my.d, buf_view(&sql).p);
	fiches_bind(my.d, s, new, all_columns(), INSERTED);
	db_bind_text(my.d, s, FICHE_COLUMNS,
	    fiche_get_text(new, FICHE_CODE_ROME, &code));
	db_step(my.d, s);
	sqlite3_finalize(s);
	buf_free(&sql);
	buf_free(&code);
	my.updated++;
	print("update", old, new);
}

static void
audit_names(const struct fiche *old, const struct fiche *new)
{
	struct buf code = { 0 }, before = { 0 }, after = { 0 };

	fiches_audit(my.d, my.time,
	    &(struct audit){ "modification", "import-fiches-rome",
		fiche_get_text(new, FICHE_CODE_ROME, &code),
		STR("Noms ROME modifiés"),
		fiche_get_text(old, FICHE_NOM_EPICENE, &before),
		fiche_get_text(new, FICHE_NOM_EPICENE, &after) });
	buf_free(&code);
	buf_free(&before);
	buf_free(&after);
}

/* What --replace leaves as it is. */
static bool
is_kept(enum fiche_column i)
{
	return i == FICHE_ID || i == FICHE_SOURCE || i == FICHE_DATE_CREATION ||
	       i == FICHE_VALIDATION_IA_SCORE ||
	       i == FICHE_VALIDATION_IA_DATE ||
	       i == FICHE_VALIDATION_IA_DETAILS || i == FICHE_CODE_OGR;
}

static void
replace(const struct fiche *old, struct fiche *new)
{
	bool same = true;

	for (unsigned i = 0; i < FICHE_COLUMNS; i++)
		if (is_kept((enum fiche_column)i))
			copy_column(new, old, (enum fiche_column)i);
	fiche_set_int(new, FICHE_VERSION, 2);
	for (unsigned i = 0; i < FICHE_COLUMNS; i++)
		same &= is_same(old, new, (enum fiche_column)i);
	if (same)
		my.unchanged++;
	else
		update(old, new);
}

/* now: the fiche as it would be if it were new. */
static void
follow(const struct fiche *old, const struct fiche *now)
{
	struct fiche new = *old;
	bool names = false, changed = false;
	long long version = js_is_null(old->col[FICHE_VERSION])
				? 0
				: (long long)js_number(old->col[FICHE_VERSION]);

	memset(new.own, 0, sizeof(new.own)); /* those are old's */
	for (size_t i = 0; i < sizeof(followed) / sizeof(*followed); i++) {
		enum fiche_column c = followed[i];

		if (is_same(old, now, c))
			continue;
		copy_column(&new, now, c);
		changed = true;
		names |= c >= FICHE_NOM_MASCULIN && c <= FICHE_NOM_EPICENE;
	}
	if (!changed) {
		my.unchanged++;
		return;
	}
	fiche_set_int(&new, FICHE_VERSION, version + 1);
	fiche_set_text(&new, FICHE_DATE_MAJ, str_of(my.time));
	if (names) {
		fiche_set_int(&new, FICHE_ROME_UPDATE_PENDING, 1);
		audit_names(old, &new);
	}
	update(old, &new);
	fiche_free(&new);
}

static void
import(const struct rome_fiche *r)
{
	struct fiche old = { 0 }, new = { 0 };
	struct buf row = { 0 };

	rome_new_fiche(&new, r, my.time);
	sqlite3_reset(my.select);
	db_bind_text(my.d, my.select, 1, str_of(r->code));
	if (!db_step(my.d, my.select)) {
		insert(&new);
	} else {
		fiches_row(&old, my.select, &row);
		if (my.replace)
			replace(&old, &new);
		else
			follow(&old, &new);
	}
	fiche_free(&old);
	fiche_free(&new);
	buf_free(&row);
}

static int64_t
count_fiches(void)
{
	sqlite3_stmt *s =
	    db_prepare(my.d, "SELECT count(*) FROM fiches_metiers");
	int64_t n = db_step(my.d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return n;
}

static void
import_all(const struct rome *rome)
{
	fiche_time(my.zone, day_now(), my.time);
	my.d = fiches_open(my.dir, STATE_BEGIN, my.dry);
	ops_open(&my.ops, my.dry);
	state_begin(my.d);
	my.select = fiches_select(my.d, "WHERE code_rome = ?");
	for (size_t i = 0; i < rome->n; i++)
		import(&rome->fiche[i]);
	sqlite3_finalize(my.select);
	ops_counts(&my.ops, { "domaines", rome->domaines },
	    { "sous_domaines", rome->sous_domaines },
	    { "fiches", (int64_t)rome->n },
	    { "appellations", rome->appellations }, { "inserted", my.inserted },
	    { "updated", my.updated }, { "unchanged", my.unchanged },
	    { "absent", count_fiches() - (int64_t)rome->n });
	ops_flush(&my.ops);
	state_commit(my.d);
	ops_close(&my.ops);
	db_close(my.d);
}

int
main(int argc, char **argv)
{
	struct rome rome = { 0 };
	int c;

	opt_init(
	    argc, argv, "make fiches métiers of the ROME's workbook", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else if (c == 'n')
			my.dry = true;
		else if (c == 'z')
			fiche_zone_option(&my.zone, opt_arg);
		else
			my.replace = true;
	opt_count(0, 0);
	read_workbook(&rome);
	import_all(&rome);
	rome_free(&rome);
	return 0;
}
