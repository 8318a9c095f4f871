#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/err.h"
#include "export/postgres/publish.h"

#define CHANNEL "alternance" /* of NOTIFY */
#define NAME_MAX_BYTES 63    /* PostgreSQL's NAMEDATALEN - 1 */

static struct shape_column publication[] = {
	{ "table_name", "text", "PRIMARY KEY", NULL },
	{ "published_at", "timestamp with time zone", "NOT NULL", NULL },
	{ "changed_at", "timestamp with time zone", "NOT NULL", NULL },
	{ "rows", "bigint", "NOT NULL", NULL },
	{ "inserted", "bigint", "NOT NULL", NULL },
	{ "updated", "bigint", "NOT NULL", NULL },
	{ "deleted", "bigint", "NOT NULL", NULL },
	{ 0 },
};

bool
publish_is_schema(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
	static const char all[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
	size_t n = strlen(name);

	return n && n <= NAME_MAX_BYTES && strchr(letters, *name) &&
	       strspn(name, all) == n;
}

void
publish_begin(struct publish *p)
{
	server_open(&p->s);
	p->s.what = p->schema;
	server_run(&p->s, "BEGIN");
	if (!server_ask_int(&p->s,
		"SELECT pg_catalog.pg_try_advisory_xact_lock("
		"pg_catalog.hashtext($1))::int",
		1, &p->schema))
		die_code(
		    EXIT_RETRY, "%s: another run is publishing it", p->schema);
}

/* Refreshes the planner's statistics of a table of which more than a tenth
 * changed. */
static void
analyze(struct server *s, const struct shape *shape, const struct merge *m)
{
	if ((m->inserted + m->updated + m->deleted) * 10 > m->rows)
		server_run_fmt(
		    s, "ANALYZE \"%s\".\"%s\"", shape->schema, shape->table);
}

static void
note_table(struct publish *p, const struct merge *m)
{
	int64_t n[] = { m->rows, m->inserted, m->updated, m->deleted };
	char counts[4][24], now[DAY_TEXT_MAX];
	const char *values[6] = { m->t->name, now };
	char *sql = xasprintf(
	    "INSERT INTO \"%s\".publication AS p (table_name,"
	    " published_at, changed_at, rows, inserted, updated, deleted) "
	    "VALUES"
	    " ($1, $2, $2, $3, $4, $5, $6) ON CONFLICT (table_name) DO UPDATE"
	    " SET published_at = EXCLUDED.published_at, changed_at ="
	    " CASE WHEN EXCLUDED.inserted + EXCLUDED.updated +"
	    " EXCLUDED.deleted > 0 THEN EXCLUDED.changed_at"
	    " ELSE p.changed_at END, rows = EXCLUDED.rows,"
	    " inserted = EXCLUDED.inserted, updated = EXCLUDED.updated,"
	    " deleted = EXCLUDED.deleted",
	    p->schema);

	day_print_utc(day_now(), now);
	for (size_t i = 0; i < 4; i++) {
		snprintf(counts[i], sizeof(*counts), "%" PRId64, n[i]);
		values[2 + i] = counts[i];
	}
	PQclear(server_ask(&p->s, sql, 6, values));
	free(sql);
}

static void
publish_table(struct publish *p, struct merge *m, const struct shape *shape)
{
	char *what = xasprintf("%s.%s", shape->schema, shape->table);

	p->s.what = what;
	merge_run(m, shape);
	shape_indexes(&p->s, shape);
	analyze(&p->s, shape, m);
	note_table(p, m);
	note("%s: %" PRId64 " rows, %" PRId64 " inserted, %" PRId64
	     " updated, %" PRId64 " deleted",
	    what, m->rows, m->inserted, m->updated, m->deleted);
	if (m->nuls)
		note("%s: %" PRId64 " U+0000 written as U+FFFD", what, m->nuls);
	p->s.what = p->schema;
	free(what);
}

void
publish_tables(struct publish *p, struct merge *m, size_t n)
{
	struct shape own = { p->schema, "publication", NULL, publication };
	struct shape *shapes = xcalloc(n, sizeof(*shapes));

	shape_schema(&p->s, p->schema);
	shape_table(&p->s, &own);
	for (size_t i = 0; i < n; i++) {
		shapes[i] = shape_of(p->schema, m[i].t, p->public);
		m[i].s = &p->s;
		m[i].public = p->public;
		m[i].force = p->force;
		m[i].all = shape_table(&p->s, &shapes[i]);
	}
	for (size_t i = 0; i < n; i++) {
		publish_table(p, &m[i], &shapes[i]);
		free(shapes[i].column);
	}
	free(shapes);
}

void
publish_end(struct publish *p, const char *json, bool trial)
{
	const char *const values[] = { CHANNEL, json };

	PQclear(server_ask(
	    &p->s, "SELECT pg_catalog.pg_notify($1, $2)", 2, values));
	server_run(&p->s, trial ? "ROLLBACK" : "COMMIT");
	server_close(&p->s);
}
