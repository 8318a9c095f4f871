#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "fiches/base/fiches_db.h"
#include "json/python.h"

/* The columns of fiches_metiers as SQL has them, in the order of
 * fiche_fields. */
static const char *const sql_types[FICHE_COLUMNS] = { "INTEGER PRIMARY KEY",
	"VARCHAR(10) NOT NULL", "VARCHAR(10)", "VARCHAR(255) NOT NULL",
	"VARCHAR(255) NOT NULL", "VARCHAR(255) NOT NULL", "TEXT",
	"VARCHAR(500)", "JSON", "JSON", "JSON", "JSON", "JSON", "JSON", "JSON",
	"JSON", "JSON", "TEXT", "JSON", "JSON", "JSON", "JSON", "JSON", "JSON",
	"JSON", "JSON", "JSON", "JSON", "JSON", "VARCHAR(100)", "JSON",
	"INTEGER", "INTEGER", "DATETIME", "JSON", "JSON", "JSON", "VARCHAR(20)",
	"INTEGER", "VARCHAR(50)", "JSON", "DATETIME", "DATETIME",
	"VARCHAR(100)" };

/* The other tables, and the indexes. */
static const char sql_rest[] =
    "CREATE UNIQUE INDEX IF NOT EXISTS ix_fiches_metiers_code_rome"
    " ON fiches_metiers(code_rome);"
    "CREATE INDEX IF NOT EXISTS idx_nom_masculin"
    " ON fiches_metiers(nom_masculin);"
    "CREATE INDEX IF NOT EXISTS idx_statut ON fiches_metiers(statut);"
    "CREATE TABLE IF NOT EXISTS audit_log(id INTEGER PRIMARY KEY,"
    " timestamp DATETIME, type_evenement VARCHAR(30) NOT NULL,"
    " code_rome VARCHAR(10), agent VARCHAR(50) NOT NULL,"
    " description TEXT NOT NULL, donnees_avant TEXT, donnees_apres TEXT,"
    " validateur VARCHAR(100));"
    "CREATE INDEX IF NOT EXISTS ix_audit_log_timestamp"
    " ON audit_log(timestamp);"
    "CREATE INDEX IF NOT EXISTS ix_audit_log_code_rome"
    " ON audit_log(code_rome);"
    "CREATE TABLE IF NOT EXISTS mise_a_jour(id INTEGER PRIMARY KEY,"
    " debut DATETIME NOT NULL, fin DATETIME, cible VARCHAR(10) NOT NULL,"
    " mode VARCHAR(10) NOT NULL, modele VARCHAR(100));"
    "CREATE TABLE IF NOT EXISTS mise_a_jour_fiche("
    "id_mise_a_jour INTEGER NOT NULL, code_rome VARCHAR(10) NOT NULL,"
    " statut VARCHAR(10) NOT NULL, error TEXT,"
    " PRIMARY KEY(id_mise_a_jour, code_rome)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS appel_claude(id INTEGER PRIMARY KEY,"
    " id_mise_a_jour INTEGER NOT NULL, code_rome VARCHAR(10) NOT NULL,"
    " sorte VARCHAR(10) NOT NULL, date DATETIME NOT NULL,"
    " modele VARCHAR(100) NOT NULL, retries INTEGER NOT NULL,"
    " input_tokens INTEGER, output_tokens INTEGER, cost_usd REAL,"
    " stop_reason VARCHAR(30), error TEXT, reponse TEXT);"
    "CREATE INDEX IF NOT EXISTS idx_appel_claude_fiche"
    " ON appel_claude(id_mise_a_jour, code_rome)";

static bool
has_column(struct db *d, const char *name)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT 1 FROM pragma_table_info('fiches_metiers')"
			  " WHERE name = ?");
	bool has;

	db_bind_text(d, s, 1, str_of(name));
	has = db_step(d, s);
	sqlite3_finalize(s);
	return has;
}

/* Adds column i. A column that must not be null needs a value for the existing
 * rows. */
static void
add_column(struct db *d, unsigned i)
{
	char *sql = xasprintf("ALTER TABLE fiches_metiers ADD COLUMN %s %s%s",
	    fiche_fields[i].name, sql_types[i],
	    strstr(sql_types[i], "NOT NULL") ? " DEFAULT ''" : "");

	db_exec(d, sql);
	free(sql);
}

static void
make_fiches_metiers(struct db *d)
{
	struct buf sql = { 0 };

	buf_str(&sql, "CREATE TABLE IF NOT EXISTS fiches_metiers(");
	for (unsigned i = 0; i < FICHE_COLUMNS; i++)
		buf_fmt(&sql, "%s%s %s", i ? ", " : "", fiche_fields[i].name,
		    sql_types[i]);
	buf_byte(&sql, ')');
	db_exec(d, buf_view(&sql).p);
	buf_free(&sql);
	for (unsigned i = FICHE_ID + 1; i < FICHE_COLUMNS; i++)
		if (!has_column(d, fiche_fields[i].name))
			add_column(d, i);
}

void
fiches_make(struct db *d)
{
	make_fiches_metiers(d);
	db_exec(d, sql_rest);
}

static const struct state_schema schema = { "fiches", 1, tables_fiches };

/* The content of d in memory. */
static struct db *
copy_of(struct db *d)
{
	struct db *copy = db_memory(d->path);
	sqlite3_backup *b = sqlite3_backup_init(copy->h, "main", d->h, "main");
	int rc = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;

	if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
		die_code(EXIT_RETRY, "%s: %s", d->path, sqlite3_errstr(rc));
	if (rc != SQLITE_DONE)
		die("%s: %s", d->path, sqlite3_errstr(rc));
	sqlite3_backup_finish(b);
	return copy;
}

static bool
is_whole(struct db *d)
{
	bool whole = true;

	for (const struct table *const *t = tables_fiches; *t; t++)
		whole &= db_has_table(d, (*t)->name);
	for (unsigned i = 0; whole && i < FICHE_COLUMNS; i++)
		whole = has_column(d, fiche_fields[i].name);
	return whole;
}

struct db *
fiches_open(const char *dir, enum state_use use, bool dry)
{
	struct db *d, *file;

	if (dry && !state_exists(dir, &schema) && use == STATE_BEGIN)
		return state_memory(&schema);
	d = state_open(dir, &schema, dry ? STATE_READ : use);
	if (dry) {
		file = d;
		d = copy_of(file);
		db_close(file);
	}
	if (use == STATE_READ && !db_has_table(d, "fiches_metiers"))
		die("%s: no table fiches_metiers: import-fiches-rome(1) "
		    "makes it",
		    d->path);
	if (use == STATE_READ || is_whole(d))
		return d;
	state_begin(d);
	fiches_make(d);
	state_commit(d);
	return d;
}

void
fiche_zone_option(struct fiche_zone *z, const char *arg)
{
	z->is_utc = !strcmp(arg, "UTC");
	if (!z->is_utc && strcmp(arg, "Europe/Paris") != 0)
		opt_wrong("-z: UTC or Europe/Paris, not '%s'", arg);
}

const char *
fiche_time(struct fiche_zone z, msec t, char text[FICHE_TIME_MAX])
{
	char iso[DAY_TEXT_MAX];

	if (z.is_utc)
		day_print_utc(t, iso);
	else
		day_print_paris(t, iso);
	memcpy(text, iso, 23); /* without Z or the offset */
	memcpy(text + 23, "000", 4);
	text[10] = ' ';
	return text;
}

msec
fiche_time_read(struct fiche_zone z, struct str text)
{
	struct buf iso = { 0 };
	msec t = DAY_BAD;

	if (text.n >= 19) {
		buf_add(&iso, text.p, text.n < 23 ? 19 : 23);
		iso.p[10] = 'T';
		buf_byte(&iso, 'Z');
		t = day_parse_utc(buf_view(&iso));
		buf_free(&iso);
	}
	return t == DAY_BAD || t == DAY_NULL || z.is_utc ? t
							 : day_paris_wall(t);
}

void
fiches_audit(struct db *d, const char *time, const struct audit *a)
{
	sqlite3_stmt *s = db_prepare(d,
	    "INSERT INTO audit_log(timestamp, type_evenement, agent, code_rome,"
	    " description, donnees_avant, donnees_apres)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?)");

	db_bind_text(d, s, 1, str_of(time));
	db_bind_text(d, s, 2, str_of(a->event));
	db_bind_text(d, s, 3, str_of(a->agent));
	db_bind_text(d, s, 4, a->code);
	db_bind_text(d, s, 5, a->description);
	db_bind_text(d, s, 6, a->before);
	db_bind_text(d, s, 7, a->after);
	db_step(d, s);
	sqlite3_finalize(s);
}
