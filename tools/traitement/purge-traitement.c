/*
 * purge-traitement: removes the measures of old traitements, and with options
 * their raw data or all of them.
 */
#include "base/err.h"
#include "base/opt.h"
#include "suite/ops.h"
#include "traitement/kpi/kpi.h"

enum { RAW = 300, ALL, BEFORE };

static const struct opt opts[] = {
	{ ALL, "all", NULL, "everything of these traitements" },
	{ OPT_NEEDED | BEFORE, "before", "DAY", "those of days before that" },
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	OPS_DRY_RUN,
	{ RAW, "raw", NULL, "the raw data too" },
	{ 0 },
};

static struct {
	const char *dir, *before;
	bool raw, all, dry;
	struct db *d;
	struct ops ops;
	struct buf counts;
} my;

#define OLD "SELECT id FROM traitement WHERE date_reference < ?1"
#define OF_OLD                                                                 \
	" WHERE id_execution IN (SELECT e.id FROM execution e"                 \
	" JOIN traitement t ON t.id = e.id_traitement"                         \
	" WHERE t.date_reference < ?1)"

enum { ALWAYS, WITH_RAW, WITH_ALL };

static const struct {
	const char *table, *sql;
	int when;
} purges[] = {
	{ "mesure_validee", "DELETE FROM mesure_validee" OF_OLD, ALWAYS },
	{ "mesure_consolidee", "DELETE FROM mesure_consolidee" OF_OLD, ALWAYS },
	{ "donnee_brute", "DELETE FROM donnee_brute" OF_OLD, WITH_RAW },
	{ "execution_ouvrage", "DELETE FROM execution_ouvrage" OF_OLD,
	    WITH_ALL },
	{ "anomalie", "DELETE FROM anomalie" OF_OLD, WITH_ALL },
	{ "kpi_valeur", "DELETE FROM kpi_valeur" OF_OLD, WITH_ALL },
	{ "notification",
	    "DELETE FROM notification WHERE id_traitement IN (" OLD ")",
	    WITH_ALL },
	{ "execution", "DELETE FROM execution WHERE id_traitement IN (" OLD ")",
	    WITH_ALL },
	{ "traitement", "DELETE FROM traitement WHERE date_reference < ?1",
	    WITH_ALL },
};

/* The longest window that a KPI in use looks back. */
static int64_t
longest_window(void)
{
	struct kpis kpis;
	int64_t longest = 0;

	kpis_read(&kpis, my.d);
	for (size_t i = 0; i < kpis.n; i++)
		if (kpis.v[i].actif && kpis.v[i].fenetre > longest)
			longest = kpis.v[i].fenetre;
	kpis_free(&kpis);
	return longest;
}

static void
guard(void)
{
	msec today = day_now() - (day_now() % 86400000 + 86400000) % 86400000,
	     limit = today - longest_window();
	char text[DAY_TEXT_MAX];
	sqlite3_stmt *s =
	    db_prepare(my.d, OLD " AND statut IN ('EN_ATTENTE', 'EN_COURS')");

	day_print_utc(limit, text);
	if (traitement_day(str_of(my.before)) > limit)
		die_code(EXIT_GUARD,
		    "--before %s: KPIs still look at measures "
		    "from %.10s on",
		    my.before, text);
	db_bind_text(my.d, s, 1, str_of(my.before));
	if (db_step(my.d, s))
		die_code(EXIT_GUARD, "%s is under way", db_text(s, 0).p);
	sqlite3_finalize(s);
}

static void
print_deleted(void)
{
	sqlite3_stmt *s =
	    db_prepare(my.d, OLD " ORDER BY date_reference, " RANK_OF("id"));
	struct buf id = { 0 };

	db_bind_text(my.d, s, 1, str_of(my.before));
	while (my.all && db_step(my.d, s)) {
		id.n = 0;
		js_put_text(&id, db_text(s, 0));
		ops_line(
		    &my.ops, "delete", "traitement", buf_view(&id), STR_NULL);
	}
	sqlite3_finalize(s);
	buf_free(&id);
}

static void
purge(void)
{
	for (size_t i = 0; i < sizeof(purges) / sizeof(*purges); i++) {
		sqlite3_stmt *s;

		if ((purges[i].when == WITH_RAW && !my.raw && !my.all) ||
		    (purges[i].when == WITH_ALL && !my.all))
			continue;
		s = db_prepare(my.d, purges[i].sql);
		db_bind_text(my.d, s, 1, str_of(my.before));
		db_step(my.d, s);
		sqlite3_finalize(s);
		if (sqlite3_changes(my.d->h))
			counts_add(&my.counts,
			    { purges[i].table, sqlite3_changes(my.d->h) });
	}
}

static void
read_command_line(int argc, char **argv)
{
	int c;

	opt_init(
	    argc, argv, "remove the measures of old traitements", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else if (c == BEFORE)
			my.before = opt_arg;
		else if (c == RAW)
			my.raw = true;
		else if (c == ALL)
			my.all = true;
		else
			my.dry = true;
	opt_count(0, 0);
	if (traitement_day(str_of(my.before)) == DAY_BAD)
		opt_wrong("--before: a day such as 2026-01-31 is expected, not "
			  "'%s'",
		    my.before);
}

int
main(int argc, char **argv)
{
	read_command_line(argc, argv);
	my.d = traitement_open(my.dir, STATE_CHANGE);
	ops_open(&my.ops, my.dry);
	state_begin(my.d);
	guard();
	print_deleted();
	purge();
	ops_put_counts(&my.ops, buf_view(&my.counts));
	ops_commit(&my.ops, my.d);
	ops_close(&my.ops);
	buf_free(&my.counts);
	db_close(my.d);
	return 0;
}
