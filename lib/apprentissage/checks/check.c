#include "apprentissage/checks/check.h"
#include "base/day.h"
#include "base/err.h"
#include "format/code.h"
#include "json/js.h"

static struct str
argument(sqlite3_value *v)
{
	const char *p = (const char *)sqlite3_value_text(v);

	return (struct str){ p, p ? (size_t)sqlite3_value_bytes(v) : 0 };
}

static void
siret(sqlite3_context *c, int n, sqlite3_value **v)
{
	char normal[15];

	(void)n;
	if (code_siret(argument(*v), normal))
		sqlite3_result_text(c, normal, -1, SQLITE_TRANSIENT);
}

static void
uai(sqlite3_context *c, int n, sqlite3_value **v)
{
	char normal[9];

	(void)n;
	if (code_uai(argument(*v), normal))
		sqlite3_result_text(c, normal, -1, SQLITE_TRANSIENT);
}

static void
is_cfd(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	sqlite3_result_int(c, code_cfd(argument(*v)));
}

static void
is_rncp(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	sqlite3_result_int(c, code_rncp(argument(*v)));
}

static void
paris(sqlite3_context *c, int n, sqlite3_value **v)
{
	int64_t t = sqlite3_value_int64(*v);
	char text[DAY_TEXT_MAX];

	(void)n;
	if (sqlite3_value_type(*v) == SQLITE_NULL || t < -62135596800 ||
	    t >= 253402300800 - 86400) {
		sqlite3_result_text(c, "...", -1, SQLITE_STATIC);
		return;
	}
	day_print_paris(t * 1000, text);
	sqlite3_result_text(
	    c, text, sizeof("YYYY-MM-DD") - 1, SQLITE_TRANSIENT);
}

struct db *
check_open(const char *dir)
{
	static const struct {
		const char *name;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = { { "siret", siret }, { "uai", uai },
		{ "is_cfd", is_cfd }, { "is_rncp", is_rncp },
		{ "paris", paris } };
	struct db *d = db_memory(dir);

	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		if (sqlite3_create_function(d->h, functions[i].name, 1,
			SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
			functions[i].call, NULL, NULL))
			die("%s: %s", dir, sqlite3_errmsg(d->h));
	return d;
}

struct buf *
check_begin(struct checker *k, const char *table)
{
	struct buf *b = &k->line;

	b->n = 0;
	buf_fmt(b,
	    "{\"check\":\"%s\",\"severity\":\"%s\",\"table\":", k->check->name,
	    check_severity_name[k->check->severity]);
	js_put_text(b, str_of(table));
	js_open(b, "key");
	return b;
}

void
check_end(struct checker *k, const char *detail)
{
	js_close(&k->line, 1);
	js_put_member(&k->line, "detail", str_of(detail));
	js_close(&k->line, 1);
	buf_byte(&k->line, '\n');
	k->found++;
	if (!k->out)
		return;
	buf_add(&k->out->buf, k->line.p, k->line.n);
	out_record(k->out);
}

/* The roles of a statement's columns, determined once. */
struct columns {
	int n, table, detail;
};

static struct columns
columns_of(sqlite3_stmt *s)
{
	struct columns c = { sqlite3_column_count(s), -1, -1 };

	for (int i = 0; i < c.n; i++)
		if (!strcmp(sqlite3_column_name(s, i), "table"))
			c.table = i;
		else if (!strcmp(sqlite3_column_name(s, i), "detail"))
			c.detail = i;
	return c;
}

static void
put_row(struct checker *k, sqlite3_stmt *s, const struct columns *c)
{
	struct buf *b = check_begin(
	    k, c->table >= 0 ? db_text(s, c->table).p : k->check->table);

	for (int i = 0; i < c->n; i++) {
		if (i == c->table || i == c->detail)
			continue;
		js_put_key(b, sqlite3_column_name(s, i));
		if (sqlite3_column_type(s, i) == SQLITE_INTEGER)
			js_put_int(b, sqlite3_column_int64(s, i));
		else
			js_put_text(b, db_text(s, i));
	}
	check_end(k, c->detail >= 0 ? db_text(s, c->detail).p : k->check->what);
}

void
check_run(struct checker *k)
{
	char now[DAY_TEXT_MAX];
	struct columns c;
	sqlite3_stmt *s;
	int at;

	if (!k->check->sql) {
		k->check->find(k);
		return;
	}
	s = db_prepare(k->d, k->check->sql);
	c = columns_of(s);
	at = sqlite3_bind_parameter_index(s, ":now");
	if (at)
		db_bind_text(k->d, s, at,
		    (struct str){ now, day_print_utc(day_now(), now) });
	while (db_step(k->d, s))
		put_row(k, s, &c);
	sqlite3_finalize(s);
}
