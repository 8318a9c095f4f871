/*
 * agg-engagement: handler of CHARGER_LES_VUES_ANALYTICS. Computes the weekly
 * figures of pass-emploi from evenement_engagement: what was used, and how many
 * users came back.
 */
#include <stdlib.h>

#include "base/opt.h"
#include "queue/passemploi/calendar.h"
#include "queue/passemploi/passemploi.h"
#include "suite/ops.h"

#define DAY_MS ((msec)86400000)
#define WEEK_MS (7 * DAY_MS)

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where passemploi.db is" },
	OPS_DRY_RUN,
	{ 'w', "week", "MONDAY", "the week, YYYY-MM-DD (last week)" },
	{ 0 },
};

/* Bound by name in every statement that uses them. */
struct week {
	char monday[11];
	char end[DAY_TEXT_MAX];   /* one week later, included */
	char month[DAY_TEXT_MAX]; /* one month before */
	char two_months[DAY_TEXT_MAX];
	char six_weeks[DAY_TEXT_MAX]; /* five weeks before */
};

static struct db *d;

static void
run(const char *sql, const struct week *w)
{
	const char *const names[] = { ":monday", ":end", ":month",
		":two_months", ":six_weeks" };
	const char *const values[] = { w->monday, w->end, w->month,
		w->two_months, w->six_weeks };
	sqlite3_stmt *s = db_prepare(d, sql);

	for (int i = 0; i < 5; i++) {
		int at = sqlite3_bind_parameter_index(s, names[i]);

		if (at)
			db_bind_text(d, s, at, str_of(values[i]));
	}
	while (db_step(d, s))
		;
	sqlite3_finalize(s);
}

/* One row per (structure, type, categorie, action, nom) of the week; the
 * figures of the upper levels count events whose lower ones are missing. */
static const char *const features[] = {
	"DELETE FROM analytics_fonctionnalites WHERE semaine = :monday",
	"CREATE TEMP TABLE e AS SELECT structure, type_utilisateur, categorie,"
	" action, nom, id_utilisateur FROM evenement_engagement"
	" WHERE semaine = :monday AND structure IS NOT NULL"
	" AND structure <> 'PASS_EMPLOI'",
	"INSERT INTO analytics_fonctionnalites"
	" WITH total AS (SELECT structure, type_utilisateur, count(*) AS ae,"
	" count(DISTINCT id_utilisateur) AS u FROM e GROUP BY 1, 2),"
	" categories AS (SELECT structure, type_utilisateur, categorie,"
	" count(*) AS ae, count(DISTINCT id_utilisateur) AS u FROM e"
	" GROUP BY 1, 2, 3),"
	" actions AS (SELECT structure, type_utilisateur, categorie, action,"
	" count(*) AS ae, count(DISTINCT id_utilisateur) AS u FROM e"
	" GROUP BY 1, 2, 3, 4),"
	" noms AS (SELECT structure, type_utilisateur, categorie, action, nom,"
	" count(*) AS ae, count(DISTINCT id_utilisateur) AS u FROM e"
	" GROUP BY 1, 2, 3, 4, 5)"
	" SELECT :monday, n.structure, n.type_utilisateur, n.categorie,"
	" n.action, n.nom, c.ae, c.u, a.ae, a.u, n.ae, n.u, t.ae, t.u"
	" FROM noms n"
	" JOIN actions a USING (structure, type_utilisateur, categorie, action)"
	" JOIN categories c USING (structure, type_utilisateur, categorie)"
	" JOIN total t USING (structure, type_utilisateur)"
	" ORDER BY n.structure, n.type_utilisateur, n.categorie, n.action,"
	" n.nom",
	"DROP TABLE e",
	NULL,
};

/* The events that the figures of engagement count, as the temporary table u. */
static const char *const users[] = {
	"CREATE TEMP TABLE u AS SELECT structure, type_utilisateur,"
	" coalesce(region, 'NON RENSEIGNE') AS region,"
	" coalesce(departement, 'NON RENSEIGNE') AS departement,"
	" id_utilisateur, date_evenement, semaine, jour"
	" FROM evenement_engagement"
	" WHERE date_evenement >= :two_months AND date_evenement <= :end",
	NULL,
};

/* place is the columns that a user is counted by, "" for the whole country. */
static char *
engagement_sql(const char *table, const char *place)
{
	const char *key = *place ? "structure, type_utilisateur, region,"
				   " departement"
				 : "structure, type_utilisateur";

	return xasprintf(
	    "INSERT INTO %s"
	    " WITH two AS (SELECT %s, count(DISTINCT id_utilisateur) AS n"
	    " FROM u GROUP BY %s),"
	    " one AS (SELECT %s, count(DISTINCT id_utilisateur) AS n FROM u"
	    " WHERE date_evenement >= :month GROUP BY %s),"
	    " weeks AS (SELECT %s, id_utilisateur, semaine FROM u"
	    " WHERE date_evenement >= :six_weeks GROUP BY %s,"
	    " id_utilisateur, semaine HAVING count(DISTINCT jour) >= 2),"
	    " engaged AS (SELECT %s, count(*) AS n FROM"
	    " (SELECT %s, id_utilisateur FROM u WHERE semaine = :monday"
	    " GROUP BY %s, id_utilisateur HAVING count(DISTINCT jour) >= 2)"
	    " GROUP BY %s),"
	    " active AS (SELECT %s, count(*) FILTER (WHERE n >= 3) AS three,"
	    " count(*) FILTER (WHERE n >= 4) AS four FROM (SELECT %s,"
	    " count(*) AS n FROM weeks WHERE semaine IS NOT NULL"
	    " GROUP BY %s, id_utilisateur) GROUP BY %s)"
	    " SELECT :monday, %s, two.n, coalesce(one.n, 0),"
	    " coalesce(engaged.n, 0), coalesce(three, 0), coalesce(four, 0)"
	    " FROM two LEFT JOIN one USING (%s) LEFT JOIN engaged USING (%s)"
	    " LEFT JOIN active USING (%s) ORDER BY %s",
	    table, key, key, key, key, key, key, key, key, key, key, key, key,
	    key, key, key, key, key, key, key);
}

static void
run_all(const char *const *sql, const struct week *w)
{
	for (; *sql; sql++)
		run(*sql, w);
}

static void
fill_engagement(const char *table, const char *place, const struct week *w)
{
	char *delete =
	    xasprintf("DELETE FROM %s WHERE semaine = :monday", table);
	char *sql = engagement_sql(table, place);

	run(delete, w);
	run(sql, w);
	free(delete);
	free(sql);
}

static long long
count(const char *table, const struct week *w)
{
	char *sql =
	    xasprintf("SELECT count(*) FROM %s WHERE semaine = ?", table);
	sqlite3_stmt *s = db_prepare(d, sql);
	long long n;

	db_bind_text(d, s, 1, str_of(w->monday));
	n = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	free(sql);
	return n;
}

/* The Monday of last week in Paris. */
static msec
last_monday(void)
{
	char text[DAY_TEXT_MAX];

	day_print_paris(day_now(), text);
	text[10] = '\0';
	return monday_of(day_parse_utc(str_of(text))) - WEEK_MS;
}

static msec
monday(const char *text)
{
	msec t = strlen(text) == 10 ? day_parse_utc(str_of(text)) : DAY_BAD;

	if (t == DAY_BAD || t == DAY_NULL || monday_of(t) != t)
		opt_wrong(
		    "-w takes a Monday such as 2026-11-09, not '%s'", text);
	return t;
}

static void
set_week(struct week *w, msec t)
{
	put_date(w->monday, t);
	day_print_utc(t + WEEK_MS, w->end);
	day_print_utc(months_before(t, 1), w->month);
	day_print_utc(months_before(t, 2), w->two_months);
	day_print_utc(t - 5 * WEEK_MS, w->six_weeks);
}

int
main(int argc, char **argv)
{
	const char *dir = NULL, *week = NULL;
	bool dry = false;
	struct week w;
	struct ops out;
	int c;

	opt_init(
	    argc, argv, "compute the figures of a week (handler)", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			dir = opt_arg;
		else if (c == 'w')
			week = opt_arg;
		else
			dry = true;
	opt_count(0, 0);
	set_week(&w, week ? monday(week) : last_monday());
	d = state_open(dir, &passemploi_schema, STATE_CHANGE);
	ops_open(&out, dry);
	state_begin(d);
	run_all(features, &w);
	run_all(users, &w);
	fill_engagement("analytics_engagement", "region, departement", &w);
	fill_engagement("analytics_engagement_national", "", &w);
	ops_counts(&out,
	    { "analytics_fonctionnalites",
		count("analytics_fonctionnalites", &w) },
	    { "analytics_engagement", count("analytics_engagement", &w) },
	    { "analytics_engagement_national",
		count("analytics_engagement_national", &w) });
	ops_commit(&out, d);
	ops_close(&out);
	db_close(d);
	return 0;
}
