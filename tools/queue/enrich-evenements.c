/*
 * enrich-evenements: handler of ENRICHIR_EVENEMENTS_ANALYTICS. Gives events
 * that are new the agency of their user, their week and their day.
 */
#include "base/opt.h"
#include "queue/passemploi/calendar.h"
#include "queue/passemploi/passemploi.h"
#include "suite/ops.h"

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where passemploi.db is" },
	OPS_DRY_RUN,
	{ 0 },
};

/* New events by id, with the agency of the user: their own if it is a
 * conseiller, their conseiller's if it is a jeune. */
#define NEW_EVENTS                                                             \
	"CREATE TEMP TABLE new AS"                                             \
	" SELECT e.id, e.date_evenement, e.agence IS NULL AND a.id IS NOT "    \
	"NULL"                                                                 \
	" AS found, a.nom_agence, a.code_departement, a.nom_region"            \
	" FROM evenement_engagement e"                                         \
	" LEFT JOIN jeune j ON e.type_utilisateur = 'JEUNE'"                   \
	" AND j.id = e.id_utilisateur"                                         \
	" LEFT JOIN conseiller c ON c.id = CASE e.type_utilisateur"            \
	" WHEN 'CONSEILLER' THEN e.id_utilisateur"                             \
	" WHEN 'JEUNE' THEN j.id_conseiller END"                               \
	" LEFT JOIN agence a ON a.id = c.id_agence"                            \
	" WHERE e.semaine IS NULL ORDER BY e.id"

static struct db *d;
static struct ops out;

static void
print(sqlite3_stmt *row, const char *week, const char *day)
{
	struct buf id = { 0 }, set = { 0 };

	js_put_int(&id, sqlite3_column_int64(row, 0));
	buf_byte(&set, '{');
	if (sqlite3_column_int(row, 2)) {
		js_put_member(&set, "agence", db_text(row, 3));
		js_put_member(&set, "departement", db_text(row, 4));
		js_put_member(&set, "region", db_text(row, 5));
	}
	js_put_member(&set, "semaine", str_of(week));
	js_put_member(&set, "jour", str_of(day));
	buf_byte(&set, '}');
	ops_line(&out, "update", "evenement_engagement", buf_view(&id),
	    buf_view(&set));
	buf_free(&id);
	buf_free(&set);
}

static void
enrich(sqlite3_stmt *update, sqlite3_stmt *row)
{
	bool found = sqlite3_column_int(row, 2);
	msec t = day_parse_utc(db_text(row, 1));
	char week[11], day[11];

	if (t == DAY_BAD || t == DAY_NULL)
		die("evenement %lld: date_evenement: not an instant",
		    (long long)sqlite3_column_int64(row, 0));
	put_date(week, monday_of(t));
	put_date(day, t);
	db_bind_int(d, update, 1, found);
	for (int i = 0; i < 3; i++)
		db_bind_text(d, update, 2 + i, db_text(row, 3 + i));
	db_bind_text(d, update, 5, str_of(week));
	db_bind_text(d, update, 6, str_of(day));
	db_bind_int(d, update, 7, sqlite3_column_int64(row, 0));
	db_step(d, update);
	print(row, week, day);
}

static int64_t
enrich_all(void)
{
	sqlite3_stmt *row, *update;
	int64_t n = 0;

	db_exec(d, NEW_EVENTS);
	row = db_prepare(d, "SELECT * FROM new ORDER BY rowid");
	update = db_prepare(d,
	    "UPDATE evenement_engagement SET agence = iif(?1, ?2, agence),"
	    " departement = iif(?1, ?3, departement),"
	    " region = iif(?1, ?4, region), semaine = ?5, jour = ?6"
	    " WHERE id = ?7");
	for (; db_step(d, row); n++)
		enrich(update, row);
	sqlite3_finalize(row);
	sqlite3_finalize(update);
	return n;
}

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	bool dry = false;
	int64_t n;
	int c;

	opt_init(argc, argv, "enrich new events (handler)", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			dir = opt_arg;
		else
			dry = true;
	opt_count(0, 0);
	d = state_open(dir, &passemploi_schema, STATE_CHANGE);
	ops_open(&out, dry);
	state_begin(d);
	n = enrich_all();
	ops_counts(&out, { "evenements", n });
	ops_commit(&out, d);
	ops_close(&out);
	db_close(d);
	return 0;
}
