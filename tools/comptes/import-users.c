/*
 * import-users: the accounts of the users of the API, from NDJSON.
 *
 * Every record is checked against a closed model; addresses become lower case.
 * Creates users.db with tables users and email_events. An existing file is
 * refused, because users.db is state; -f replaces its accounts in place, in
 * one transaction, and keeps the events.
 */
#include <ctype.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apprentissage/comptes/users.h"
#include "apprentissage/records/tables.h"
#include "base/hash.h"
#include "base/opt.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/ndjson.h"

static const struct opt opts[] = {
	{ 'f', "force", NULL, "replace the accounts of a users.db" },
	IMPORT_OPTIONS,
	{ 0 },
};

static struct import im;

/* Values that must not occur twice. */
static struct hash ids, emails, keys;

static int
look_at(
    struct hash *h, bool add, struct js value, const char *field, struct err *e)
{
	struct buf none = { 0 };
	struct str s = js_text(value, &none);
	uint32_t n = h->n;

	if (add ? hash_put(h, s) == n : hash_find(h, s) == HASH_NONE)
		return 0;
	return err_set(e, "%s: '%s' occurs twice", field, err_quote(s.p, s.n));
}

static int
look_at_all(bool add, struct js user, struct err *e)
{
	struct js_walk w = js_walk(js_get(user, "api_keys"));
	struct js key;

	if (look_at(&ids, add, js_get(user, "_id"), "_id", e) ||
	    look_at(&emails, add, js_get(user, "email"), "email", e))
		return -1;
	while (js_item(&w, &key))
		if (look_at(&keys, add, js_get(key, "_id"), "api_keys._id", e))
			return -1;
	return 0;
}

/* A refused record does not make later records duplicates. */
static int
check_unique(struct js user, struct err *e)
{
	return look_at_all(false, user, e) || look_at_all(true, user, e) ? -1
									 : 0;
}

/* An address is ASCII: its bytes are its letters. */
static void
lower_email(struct buf *doc)
{
	struct js email = js_get(js_of(buf_view(doc)), "email");
	size_t at = (size_t)(email.p - doc->p);

	for (size_t i = at; i < at + email.n; i++)
		doc->p[i] = (char)tolower((unsigned char)doc->p[i]);
}

/* A key is a secret: its invalid value is not quoted. */
static void
hide_value(struct err *e)
{
	char *quote = strstr(e->msg, ", not '");

	if (!strncmp(e->msg, "api_keys", 8) && quote)
		*quote = '\0';
}

static int
read_user(struct js record, struct buf *doc, struct err *e)
{
	doc->n = 0;
	if (schema_copy(&user_record, record, doc, e)) {
		hide_value(e);
		return -1;
	}
	lower_email(doc);
	return check_unique(js_of(buf_view(doc)), e);
}

/* The dates, which are the last two members of the record, go to columns. */
static void
add_user(struct table_writer *w, struct buf *doc)
{
	struct js user = js_of(buf_view(doc));
	struct js updated = js_get(user, "updated_at");
	struct buf text = { 0 };
	struct str at = js_text(updated, &text);
	struct str created = js_text(js_get(user, "created_at"), &text);
	size_t n = (size_t)(updated.p - doc->p) - strlen(",\"updated_at\":");

	buf_add(&text, doc->p, n);
	buf_byte(&text, '}');
	table_add(w, js_doc(buf_view(&text)), created, at, NULL);
	buf_free(&text);
}

static void
import_records(struct db *d, struct ndjson *in)
{
	struct table_writer w;
	struct js record;
	struct buf doc = { 0 };
	struct err e;
	int64_t rows;

	table_begin(&w, d, &table_users);
	while (ndjson_next(in, &record))
		if (read_user(record, &doc, &e))
			import_refuse(
			    &im, ndjson_where(in), record.p, record.n, &e);
		else
			add_user(&w, &doc);
	buf_free(&doc);
	ndjson_close(in);
	import_end(&im);
	rows = table_end(&w);
	users_add_events(d);
	counts_print({ "rows", rows });
}

static void
replace(struct ndjson *in)
{
	struct db *d = db_change(im.path);

	db_exec(d, "BEGIN IMMEDIATE; DROP TABLE IF EXISTS users");
	import_records(d, in);
	db_exec(d, "COMMIT");
	db_close(d);
}

/* Refuses to write an existing file: users.db, or a file named by mistake. */
static _Noreturn void
refuse_file(void)
{
	struct db *d = db_open(im.path);
	bool ours = db_has_table(d, "users");

	db_close(d);
	if (!ours)
		die("%s: exists already, and holds no accounts", im.path);
	die("%s: exists already (-f replaces its accounts)", im.path);
}

static void
create(struct ndjson *in)
{
	struct db *d = db_create(im.path);

	if (!access(im.path, F_OK)) /* another run was faster */
		die_code(EXIT_RETRY, "%s: another run has made it meanwhile",
		    im.path);
	db_exec(d, DB_BE_STATE);
	import_records(d, in);
	db_publish(d);
}

int
main(int argc, char **argv)
{
	struct ndjson in;
	struct stat st;
	bool force = false, exists;
	int c;

	opt_init(argc, argv,
	    "import the accounts of users of the API\n"
	    "reads NDJSON on standard input; a pipe must end with an end mark",
	    "<RECORDS", opts);
	while ((c = opt_next()) >= 0)
		if (!import_option(&im, c))
			force = true;
	opt_count(0, 0);
	umask(077); /* keys are secrets */
	import_begin(&im);
	exists = !access(im.path, F_OK);
	if (exists && !force)
		refuse_file();
	/* a file is complete by itself, a pipe may have lost its writer */
	ndjson_open(
	    &in, NULL, fstat(STDIN_FILENO, &st) || !S_ISREG(st.st_mode));
	if (exists)
		replace(&in);
	else
		create(&in);
	hash_free(&ids);
	hash_free(&emails);
	hash_free(&keys);
	return 0;
}
