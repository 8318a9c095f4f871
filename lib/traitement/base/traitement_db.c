#include <stdio.h>

#include "base/err.h"
#include "traitement/base/traitement_db.h"
#include "traitement/base/traitement_tables.h"

const char *const etape_names[ETAPES] = { "recuperation", "validation",
	"matching", "calcul", "postcalcul" };

static const struct state_schema schema = { "traitement", 1,
	tables_traitement };

enum etape
etape_of(struct str name)
{
	enum etape e = 0;

	while (e < ETAPES && !str_is(name, etape_names[e]))
		e++;
	return e;
}

struct db *
traitement_open(const char *dir, enum state_use use)
{
	return state_open(dir, &schema, use);
}

struct db *
traitement_memory(void)
{
	return state_memory(&schema);
}

bool
traitement_exists(const char *dir)
{
	return state_exists(dir, &schema);
}

msec
traitement_day(struct str day)
{
	if (day.n != sizeof("YYYY-MM-DD") - 1)
		return DAY_BAD;
	return day_parse_utc(day);
}

static void
copy_text(char *to, size_t size, struct str s)
{
	snprintf(to, size, "%.*s", (int)s.n, s.p ? s.p : "");
}

bool
traitement_read(struct db *d, struct str id, struct traitement *t)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT id, date_reference, force, statut FROM traitement"
	    " WHERE id = ?");
	bool found;

	db_bind_text(d, s, 1, id);
	found = db_step(d, s);
	if (found) {
		copy_text(t->id, sizeof(t->id), db_text(s, 0));
		copy_text(t->date_reference, sizeof(t->date_reference),
		    db_text(s, 1));
		t->fin = traitement_day(db_text(s, 1));
		t->force = sqlite3_column_int(s, 2);
		copy_text(t->statut, sizeof(t->statut), db_text(s, 3));
	}
	sqlite3_finalize(s);
	if (found && t->fin == DAY_BAD)
		die("%s: traitement: %s: '%s' is not a day", d->path, t->id,
		    t->date_reference);
	return found;
}

void
traitement_set(struct db *d, const char *id, const char *statut, bool finished)
{
	sqlite3_stmt *s = db_prepare(
	    d, "UPDATE traitement SET statut = ?2, fini_le = ?3 WHERE id = ?1");

	db_bind_text(d, s, 1, str_of(id));
	db_bind_text(d, s, 2, str_of(statut));
	db_bind_text(d, s, 3, str_of(finished ? now_text() : NULL));
	db_step(d, s);
	sqlite3_finalize(s);
}

int64_t
execution_current(struct db *d, const char *id, enum etape e)
{
	return db_number(d,
	    "SELECT max(id) FROM execution WHERE id_traitement = ?1"
	    " AND etape = ?2 AND statut IN ('OK', 'PARTIEL')",
	    id, etape_names[e], 0);
}

int64_t
db_number(struct db *d, const char *sql, const char *a, const char *b,
    int64_t otherwise)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	int64_t v = otherwise;

	if (a)
		db_bind_text(d, s, 1, str_of(a));
	if (b)
		db_bind_text(d, s, 2, str_of(b));
	if (db_step(d, s))
		v = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return v;
}

const char *
now_text(void)
{
	static char text[DAY_TEXT_MAX];

	if (!*text)
		day_print_utc(day_now(), text);
	return text;
}
