/*
 * clean-donnees: handler of NETTOYER_LES_DONNEES. Removes from passemploi.db
 * what is too old, in four steps, each a transaction of its own.
 */
#include "base/opt.h"
#include "queue/passemploi/calendar.h"
#include "queue/passemploi/passemploi.h"
#include "suite/ops.h"

#define DAY_MS ((msec)86400000)

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where passemploi.db is" },
	OPS_DRY_RUN,
	{ 0 },
};

/* find gives the keys of the rows older than a limit, change does one. */
struct step {
	const char *table, *op, *set;
	const char *find, *change;
};

static const struct step steps[] = {
	{ "suivi_job", "delete", NULL,
	    "SELECT id FROM suivi_job WHERE date_execution < ? ORDER BY id",
	    "DELETE FROM suivi_job WHERE id = ?" },
	{ "jeune", "update", "{\"push_notification_token\":null}",
	    "SELECT id FROM jeune WHERE push_notification_token IS NOT NULL"
	    " AND date_derniere_connexion < ? ORDER BY id",
	    "UPDATE jeune SET push_notification_token = NULL WHERE id = ?" },
	{ "action", "delete", NULL,
	    "SELECT id FROM action WHERE date_echeance < ? ORDER BY id",
	    "DELETE FROM action WHERE id = ?" },
	{ "notification_jeune", "delete", NULL,
	    "SELECT id FROM notification_jeune WHERE date_notif <= ?"
	    " ORDER BY id",
	    "DELETE FROM notification_jeune WHERE id = ?" },
};
enum { STEPS = sizeof(steps) / sizeof(*steps) };

static void
print(struct ops *out, const struct step *step, sqlite3_stmt *row)
{
	struct buf id = { 0 };

	if (sqlite3_column_type(row, 0) == SQLITE_INTEGER)
		js_put_int(&id, sqlite3_column_int64(row, 0));
	else
		js_put_text(&id, db_text(row, 0));
	ops_line(out, step->op, step->table, buf_view(&id), str_of(step->set));
	buf_free(&id);
}

/* The rows are listed in a temporary table first: a statement that walks over
 * an index must not see the changes. */
static int
clean(struct db *d, struct ops *out, const struct step *step, msec limit)
{
	char text[DAY_TEXT_MAX];
	sqlite3_stmt *find, *change, *list;
	int n = 0;

	day_print_utc(limit, text);
	state_begin(d);
	db_exec(d, "CREATE TEMP TABLE old (n INTEGER PRIMARY KEY, id)");
	list = db_prepare(d, "INSERT INTO old (id) VALUES (?)");
	find = db_prepare(d, step->find);
	db_bind_text(d, find, 1, str_of(text));
	while (db_step(d, find)) {
		sqlite3_bind_value(list, 1, sqlite3_column_value(find, 0));
		db_step(d, list);
	}
	sqlite3_finalize(list);
	sqlite3_finalize(find);
	list = db_prepare(d, "SELECT id FROM old ORDER BY n");
	change = db_prepare(d, step->change);
	while (db_step(d, list)) {
		sqlite3_bind_value(change, 1, sqlite3_column_value(list, 0));
		db_step(d, change);
		print(out, step, list);
		n++;
	}
	sqlite3_finalize(list);
	sqlite3_finalize(change);
	db_exec(d, "DROP TABLE old");
	ops_commit(out, d);
	return n;
}

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	msec now, limit[STEPS];
	int n[STEPS], c;
	bool dry = false;
	struct ops out;
	struct db *d;

	opt_init(argc, argv, "remove old data (handler)", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			dir = opt_arg;
		else
			dry = true;
	opt_count(0, 0);
	now = day_now();
	limit[0] = now - 2 * DAY_MS;
	limit[1] = now - 60 * DAY_MS;
	limit[2] = months_before(now, 24);
	limit[3] = now - 10 * DAY_MS;
	d = state_open(dir, &passemploi_schema, STATE_CHANGE);
	ops_open(&out, dry);
	for (int i = 0; i < STEPS; i++)
		n[i] = clean(d, &out, &steps[i], limit[i]);
	ops_counts(&out, { "nombreSuiviJobsSupprimes", n[0] },
	    { "nombreJeunesPasConnectesDepuis60Jours", n[1] },
	    { "nombreActionsSupprimees", n[2] },
	    { "nombreNotificationsJeuneSupprimes", n[3] });
	ops_close(&out);
	db_close(d);
	return 0;
}
