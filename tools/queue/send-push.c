/*
 * send-push: send the push notifications of passemploi.db that were not sent
 * yet, through Firebase Cloud Messaging, oldest first.
 */
#include <stdlib.h>

#include "base/num.h"
#include "base/opt.h"
#include "net/http.h"
#include "net/url.h"
#include "queue/job/id_list.h"
#include "queue/passemploi/fcm_token.h"
#include "queue/passemploi/passemploi.h"
#include "suite/ops.h"

enum { TRIES = 4, WAIT_MAX_S = 60 };

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where passemploi.db is" },
	OPS_DRY_RUN,
	{ 0 },
};

static struct {
	struct db *d;
	struct ops out;
	char *url;
	int64_t sent, gone, refused;
} run;

/* Appends data with its values as strings, which is all FCM takes. */
static void
put_data(struct buf *b, struct js data)
{
	struct js name, value;

	buf_byte(b, '{');
	for (struct js_walk w = js_walk(data); js_member(&w, &name, &value);) {
		if (js_is_null(value))
			continue;
		js_put_comma(b);
		buf_add(b, name.p, name.n);
		buf_byte(b, ':');
		if (value.type == JS_STRING)
			js_put_raw(b, value);
		else
			js_put_text(b, (struct str){ value.p, value.n });
	}
	buf_byte(b, '}');
}

static void
put_message(struct buf *b, sqlite3_stmt *row)
{
	struct str data = db_text(row, 3);
	struct err e;

	js_open(b, NULL);
	js_open(b, "message");
	js_put_member(b, "token", db_text(row, 0));
	js_open(b, "notification");
	js_put_member(b, "title", db_text(row, 1));
	js_put_member(b, "body", db_text(row, 2));
	js_close(b, 1);
	js_put_key(b, "data");
	if (data.p && !js_check(data.p, data.n, &e) &&
	    js_of(data).type == JS_OBJECT)
		put_data(b, js_of(data));
	else
		buf_str(b, "{}");
	js_close(b, 2);
}

/* True if the error says that the device no longer has the app. */
static bool
is_unregistered(struct str body)
{
	struct js details, item;
	struct err e;

	if (js_check(body.p, body.n, &e))
		return false;
	details = js_at(js_of(body), "error.details");
	for (struct js_walk w = js_walk(details); js_item(&w, &item);)
		if (js_is(js_get(item, "errorCode"), "UNREGISTERED"))
			return true;
	return false;
}

/* ms until the next try: what the server says, else 1, 2, 4 s. */
static int64_t
pause_of(const struct http *h, int tried)
{
	double s =
	    h->head.retry_after ? num_parse(str_of(h->head.retry_after)) : -1;

	if (s >= 0 && s <= WAIT_MAX_S)
		return (int64_t)(s * 1000);
	return INT64_C(1000) << tried;
}

/* One request. Returns the status, 0 if there is no answer. */
static long
post(const char *message, const char *token, struct http *h)
{
	static struct http_site site = { .timeout = 30, .retry = HTTP_ONCE };
	char *bearer = xasprintf("Authorization: Bearer %s", token);
	const char *fields[] = { bearer, "Content-Type: application/json",
		NULL };
	int rc;

	*h = (struct http){ .site = &site,
		.url = run.url,
		.method = "POST",
		.form = message,
		.fields = fields,
		.secret = true };
	rc = http_do(h);
	h->fields = NULL;
	free(bearer);
	return rc ? 0 : h->head.status;
}

/* Sends a message. Returns the statut that the row gets; NULL with an exit
 * code in *rc and the reason in e if it stays. */
static const char *
deliver(const char *message, int *rc, struct err *e)
{
	bool fresh = false, refreshed = false;
	const char *token, *statut = NULL;

	*rc = EXIT_RETRY;
	for (int tried = 0; tried < TRIES && !statut;) {
		struct http h;
		long status;

		*rc = fcm_token(&token, fresh, e);
		if (*rc)
			return NULL;
		*rc = EXIT_RETRY;
		status = post(message, token, &h);
		fresh = status == 401 && !refreshed;
		if (status == 200)
			statut = "envoye";
		else if (status == 404 && is_unregistered(buf_view(&h.body)))
			statut = "desinscrit";
		else if (status && !fresh && status != 401 && status != 429 &&
			 status < 500)
			statut = "refuse";
		else if (!status)
			*e = h.e;
		else
			err_set(e, "%s: status %ld", url_name(run.url), status);
		if (status == 401 && refreshed) {
			*rc = EXIT_FAILED;
			tried = TRIES;
		}
		refreshed |= fresh;
		if (!statut && !fresh && ++tried < TRIES)
			http_pause(pause_of(&h, tried - 1));
		http_reset(&h);
	}
	return statut;
}

static void
mark(struct str id, const char *statut)
{
	sqlite3_stmt *s = db_prepare(
	    run.d, "UPDATE push SET envoye_le = ?, statut = ? WHERE id = ?");
	char now[DAY_TEXT_MAX];
	struct buf key = { 0 }, set = { 0 };

	day_print_utc(day_now(), now);
	js_put_text(&key, id);
	buf_fmt(&set, "{\"envoye_le\":\"%s\",\"statut\":\"%s\"}", now, statut);
	ops_line(&run.out, "update", "push", buf_view(&key), buf_view(&set));
	if (!run.out.dry) {
		state_begin(run.d);
		db_bind_text(run.d, s, 1, str_of(now));
		db_bind_text(run.d, s, 2, str_of(statut));
		db_bind_text(run.d, s, 3, id);
		db_step(run.d, s);
		state_commit(run.d);
	}
	ops_flush(&run.out);
	sqlite3_finalize(s);
	run.sent += !strcmp(statut, "envoye");
	run.gone += !strcmp(statut, "desinscrit");
	run.refused += !strcmp(statut, "refuse");
	buf_free(&key);
	buf_free(&set);
}

/* Sends a row. Returns 0 or an exit code: then the others wait too. */
static int
send_row(struct str id)
{
	sqlite3_stmt *s = db_prepare(run.d,
	    "SELECT token, titre, corps, data FROM push WHERE id = ?"
	    " AND envoye_le IS NULL");
	struct buf message = { 0 };
	const char *statut = NULL;
	struct err e;
	int rc = 0;

	db_bind_text(run.d, s, 1, id);
	if (db_step(run.d, s)) {
		put_message(&message, s);
		statut = run.out.dry ? "envoye"
				     : deliver(buf_view(&message).p, &rc, &e);
	}
	sqlite3_finalize(s);
	buf_free(&message);
	if (statut) {
		mark(id, statut);
		return 0;
	}
	if (rc)
		complain("%.*s: %s", (int)id.n, id.p, e.msg);
	return rc;
}

static int
send_all(void)
{
	sqlite3_stmt *s =
	    db_prepare(run.d, "SELECT id FROM push WHERE envoye_le IS NULL"
			      " ORDER BY cree_le, id");
	struct id_list due = { 0 };
	int rc = 0;

	while (db_step(run.d, s))
		id_list_add(&due, db_text(s, 0), 0);
	sqlite3_finalize(s);
	for (size_t i = 0; i < due.n && !rc; i++)
		rc = send_row(id_list_get(&due, i));
	id_list_free(&due);
	return rc;
}

static void
read_settings(void)
{
	const char *project = getenv("FCM_PROJECT_ID");
	const char *base = getenv("FCM_URL");

	if (!base || !*base)
		base = "https://fcm.googleapis.com";
	if (!url_is_http(base))
		die("FCM_URL=%s: an http or https URL is expected", base);
	if (!project || !*project)
		die("FCM_PROJECT_ID is not set: see send-push(1)");
	run.url = xasprintf("%s/v1/projects/%s/messages:send", base, project);
}

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	bool dry = false;
	int c, rc;

	opt_init(argc, argv, "send push notifications", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			dir = opt_arg;
		else
			dry = true;
	opt_count(0, 0);
	read_settings();
	run.d = state_open(dir, &passemploi_schema, STATE_CHANGE);
	ops_open(&run.out, dry);
	rc = send_all();
	ops_counts(&run.out, { "envoyes", run.sent },
	    { "desinscrits", run.gone }, { "refuses", run.refused });
	ops_close(&run.out);
	db_close(run.d);
	return rc;
}
