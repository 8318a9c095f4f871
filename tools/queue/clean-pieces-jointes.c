/*
 * clean-pieces-jointes: handler of NETTOYER_LES_PIECES_JOINTES. Deletes from S3
 * the attachments that are four months old, and marks their rows.
 */
#include <stdlib.h>

#include "base/opt.h"
#include "crypto/secret.h"
#include "net/http.h"
#include "net/url.h"
#include "queue/job/id_list.h"
#include "queue/passemploi/calendar.h"
#include "queue/passemploi/passemploi.h"
#include "suite/ops.h"

enum { PATH_STYLE = 256, TRIES = 3 };

/* S3 wants the SHA-256 of the body, which is empty; libcurl 7.88 does not add
 * it by itself. */
#define EMPTY                                                                  \
	"x-amz-content-sha256: "                                               \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where passemploi.db is" },
	OPS_DRY_RUN,
	{ PATH_STYLE, "path-style", NULL, "URL/BUCKET/KEY, for MinIO" },
	{ 0 },
};

static struct {
	struct db *d;
	struct ops out;
	const char *endpoint, *bucket, *prefix;
	char *login, *sign, now[DAY_TEXT_MAX];
	bool path_style;
	int deleted, errors;
} run;

static const char *
setting(const char *name, const char *other)
{
	const char *value = getenv(name);

	return value && *value ? value : other;
}

static char *
needed(const char *name)
{
	char *value = secret_find(name);

	if (!value)
		die("%s is not set: see clean-pieces-jointes(1)", name);
	return value;
}

static void
read_settings(void)
{
	char *key, *secret;

	run.endpoint =
	    setting("S3_ENDPOINT", "https://s3.gra.perf.cloud.ovh.net");
	run.prefix = setting("S3_BUCKET_PREFIX_PJ", "pj/");
	run.sign = xasprintf("aws:amz:%s:s3", setting("S3_REGION", "gra"));
	if (!url_is_http(run.endpoint))
		die("S3_ENDPOINT=%s: an http or https URL is expected",
		    run.endpoint);
	if (run.out.dry)
		return;
	run.bucket = needed("S3_BUCKET");
	key = needed("S3_ACCESS_KEY_ID");
	secret = needed("S3_SECRET_ACCESS_KEY");
	run.login = xasprintf("%s:%s", key, secret);
	free(key);
	free(secret);
}

static char *
url_of(struct str id)
{
	const char *host = strstr(run.endpoint, "://") + 3;
	size_t n = strlen(host);
	struct buf key = { 0 };
	char *url;

	while (n && host[n - 1] == '/')
		n--;
	url_put_escaped(&key, str_of(run.prefix), "/");
	url_put_escaped(&key, id, "/");
	url =
	    run.path_style
		? xasprintf("%.*s%.*s/%s/%s", (int)(host - run.endpoint),
		      run.endpoint, (int)n, host, run.bucket, buf_view(&key).p)
		: xasprintf("%.*s%s.%.*s/%s", (int)(host - run.endpoint),
		      run.endpoint, run.bucket, (int)n, host, buf_view(&key).p);
	buf_free(&key);
	return url;
}

/* Returns 0; -1 with the reason in e; 1 if it is worth another try. */
static int
try_delete(const char *url, struct err *e)
{
	static struct http_site site = { .timeout = 30, .retry = HTTP_ONCE };
	static const char *const fields[] = { EMPTY, NULL };
	struct http h = { .site = &site,
		.url = url,
		.method = "DELETE",
		.fields = fields,
		.secret = true,
		.sign = run.sign,
		.login = run.login };
	int failed = http_do(&h), rc = 1;
	long status = h.head.status;

	if (failed)
		err_set(e, "%s", h.e.msg);
	else if (status == 200 || status == 204 || status == 404)
		rc = 0;
	else
		rc = err_set(e, "%s: status %ld", url_name(url), status);
	if (rc < 0 && status >= 500)
		rc = 1;
	http_reset(&h);
	return rc;
}

static int
delete_object(struct str id, struct err *e)
{
	char *url = url_of(id);
	int rc = 1;

	for (int i = 0; i < TRIES && rc > 0; i++) {
		if (i)
			http_pause(1000 * i);
		rc = try_delete(url, e);
	}
	free(url);
	return rc;
}

static void
print(const char *op, const char *table, struct str id, struct buf *set)
{
	struct buf key = { 0 };

	js_put_text(&key, id);
	ops_line(&run.out, op, table, buf_view(&key), buf_view(set));
	buf_free(&key);
}

/* The status of the attachment in the chat, for who sends it there. */
static void
put_status(struct str id, struct str createur, struct str message)
{
	sqlite3_stmt *s = db_prepare(run.d,
	    "INSERT INTO chat_statut_pj (id_fichier, id_createur, id_message,"
	    " statut, cree_le) VALUES (?, ?, ?, 'expiree', ?)");
	struct buf set = { 0 };

	db_bind_text(run.d, s, 1, id);
	db_bind_text(run.d, s, 2, createur);
	db_bind_text(run.d, s, 3, message);
	db_bind_text(run.d, s, 4, str_of(run.now));
	db_step(run.d, s);
	sqlite3_finalize(s);
	buf_str(&set, "{\"id_createur\":");
	js_put_text(&set, createur);
	buf_str(&set, ",\"id_message\":");
	js_put_text(&set, message);
	buf_fmt(&set,
	    ",\"statut\":\"expiree\",\"cree_le\":\"%s\",\"envoye_le\":null}",
	    run.now);
	print("insert", "chat_statut_pj", id, &set);
	buf_free(&set);
}

static void
mark(struct str id)
{
	sqlite3_stmt *update = db_prepare(
	    run.d, "UPDATE fichier SET date_suppression = ? WHERE id = ?");
	sqlite3_stmt *s = db_prepare(
	    run.d, "SELECT id_createur, id_message FROM fichier WHERE id = ?");
	struct buf set = { 0 };

	state_begin(run.d);
	db_bind_text(run.d, update, 1, str_of(run.now));
	db_bind_text(run.d, update, 2, id);
	db_step(run.d, update);
	buf_fmt(&set, "{\"date_suppression\":\"%s\"}", run.now);
	print("update", "fichier", id, &set);
	db_bind_text(run.d, s, 1, id);
	if (db_step(run.d, s) && db_text(s, 1).p)
		put_status(id, db_text(s, 0), db_text(s, 1));
	sqlite3_finalize(s);
	sqlite3_finalize(update);
	ops_flush(&run.out);
	state_commit(run.d);
	buf_free(&set);
}

static void
clean(struct str id)
{
	struct buf set = { 0 };
	struct err e;

	if (run.out.dry) {
		buf_fmt(&set, "{\"date_suppression\":\"%s\"}", run.now);
		print("update", "fichier", id, &set);
		buf_free(&set);
	} else if (delete_object(id, &e)) {
		complain("%.*s: %s", (int)id.n, id.p, e.msg);
		run.errors++;
		return;
	} else {
		mark(id);
	}
	run.deleted++;
}

static void
clean_all(msec limit)
{
	sqlite3_stmt *s = db_prepare(run.d,
	    "SELECT id FROM fichier WHERE date_suppression IS NULL"
	    " AND date_creation <= ? ORDER BY date_creation, id");
	struct id_list due = { 0 };
	char text[DAY_TEXT_MAX];

	day_print_utc(limit, text);
	db_bind_text(run.d, s, 1, str_of(text));
	while (db_step(run.d, s))
		id_list_add(&due, db_text(s, 0), 0);
	sqlite3_finalize(s);
	for (size_t i = 0; i < due.n; i++)
		clean(id_list_get(&due, i));
	id_list_free(&due);
}

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	bool dry = false;
	int c;

	opt_init(argc, argv, "delete old attachments (handler)", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			dir = opt_arg;
		else if (c == PATH_STYLE)
			run.path_style = true;
		else
			dry = true;
	opt_count(0, 0);
	ops_open(&run.out, dry);
	read_settings();
	day_print_utc(day_now(), run.now);
	run.d = state_open(dir, &passemploi_schema, STATE_CHANGE);
	clean_all(months_before(day_now(), 4));
	buf_fmt(&run.out.out.buf,
	    "{\"counts\":{\"fichiersSupprimes\":%d},"
	    "\"resultat\":{\"fichiersSupprimes\":%d},\"nbErreurs\":%d}\n",
	    run.deleted, run.deleted, run.errors);
	ops_close(&run.out);
	db_close(run.d);
	return run.errors ? EXIT_FAILED : 0;
}
