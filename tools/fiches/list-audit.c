/*
 * list-audit: prints what was done to fiches métiers, newest first.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "fiches/base/fiches_db.h"
#include "fiches/fiche/fiche_text.h"

enum { OPT_AGENT = 256, OPT_CODE, OPT_TYPE, OPT_SINCE, OPT_LIMIT };

static const struct opt opts[] = {
	{ OPT_AGENT, "agent", "TEXT", "whose agent's name holds TEXT" },
	{ OPT_CODE, "code", "C", "of this code ROME" },
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where fiches.db is" },
	{ OPT_LIMIT, "limit", "N", "at most N rows (default 100)" },
	{ OPT_SINCE, "since", "ISO",
	    "of this date, or YYYY-MM-DDTHH:MM:SS, on" },
	{ OPT_TYPE, "type", "T", "of this type_evenement" },
	{ 0 },
};

static struct {
	const char *dir, *agent, *code, *type;
	char *since;
	long limit;
} cl = { .limit = 100 };

/* A date, or a date and a time, as the column timestamp has it. */
static char *
parse_since(const char *arg)
{
	static const char form[] = "0000-00-00T00:00:00";
	size_t n = strlen(arg);
	bool good = n == 10 || n == sizeof(form) - 1;
	char *since;

	for (size_t i = 0; good && i < n; i++)
		good = form[i] == '0' ? arg[i] >= '0' && arg[i] <= '9'
				      : arg[i] == form[i];
	if (!good)
		opt_wrong("--since takes YYYY-MM-DD[THH:MM:SS], not '%s'", arg);
	since = xstrdup(arg);
	if (n > 10)
		since[10] = ' ';
	return since;
}

static void
parse_option(int c)
{
	switch (c) {
	case OPT_AGENT:
		cl.agent = opt_arg;
		break;
	case OPT_CODE:
		cl.code = opt_arg;
		break;
	case 'd':
		cl.dir = opt_arg;
		break;
	case OPT_LIMIT:
		cl.limit = opt_number("--limit", opt_arg, 0, 1000000000);
		break;
	case OPT_SINCE:
		free(cl.since);
		cl.since = parse_since(opt_arg);
		break;
	case OPT_TYPE:
		cl.type = opt_arg;
		break;
	}
}

/* SQL: lower(text), of all alphabets. */
static void
lower(sqlite3_context *context, int n, sqlite3_value **v)
{
	const char *p = (const char *)sqlite3_value_text(v[0]);
	struct buf b = { 0 };

	(void)n;
	if (!p)
		return;
	fiche_put_lower(
	    &b, (struct str){ p, (size_t)sqlite3_value_bytes(v[0]) });
	sqlite3_result_text(
	    context, buf_view(&b).p, (int)b.n, SQLITE_TRANSIENT);
	buf_free(&b);
}

static sqlite3_stmt *
prepare(struct db *d)
{
	sqlite3_stmt *s;

	if (sqlite3_create_function(d->h, "lower_all", 1,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, lower, NULL, NULL))
		die("%s: %s", d->path, sqlite3_errmsg(d->h));
	s = db_prepare(d,
	    "SELECT id, timestamp, type_evenement, code_rome, agent,"
	    " description, donnees_avant, donnees_apres, validateur"
	    " FROM audit_log"
	    " WHERE (?1 IS NULL OR instr(lower_all(agent), lower_all(?1)))"
	    " AND (?2 IS NULL OR code_rome = ?2)"
	    " AND (?3 IS NULL OR type_evenement = ?3)"
	    " AND (?4 IS NULL OR timestamp >= ?4)"
	    " ORDER BY timestamp DESC, id DESC LIMIT ?5");
	db_bind_text(d, s, 1, str_of(cl.agent));
	db_bind_text(d, s, 2, str_of(cl.code));
	db_bind_text(d, s, 3, str_of(cl.type));
	db_bind_text(d, s, 4, str_of(cl.since));
	db_bind_int(d, s, 5, cl.limit);
	return s;
}

static void
list(struct db *d)
{
	sqlite3_stmt *s = prepare(d);
	struct table_reader r;
	struct out out;
	int64_t rows = 0;

	out_open(&out, NULL);
	table_read(&r, &table_audit_log, s, true);
	for (; db_step(d, s); rows++) {
		table_put(&out.buf, &r);
		buf_byte(&out.buf, '\n');
		out_record(&out);
	}
	table_read_end(&r);
	sqlite3_finalize(s);
	out_close(&out);
	note("%lld rows", (long long)rows);
}

int
main(int argc, char **argv)
{
	struct db *d;
	int c;

	opt_init(argc, argv, "print what was done to fiches métiers", "", opts);
	while ((c = opt_next()) >= 0)
		parse_option(c);
	opt_count(0, 0);
	d = fiches_open(cl.dir, STATE_READ, false);
	if (db_has_table(d, table_audit_log.name))
		list(d);
	db_close(d);
	return 0;
}
