/*
 * notify-rappel-action: handler of RAPPEL_ACTION. Reminds a young person of an
 * action that is due in three days: writes the notification, and the push that
 * send-push sends. A second run for the same job changes nothing.
 */
#include <stdlib.h>

#include "base/in.h"
#include "base/opt.h"
#include "crypto/sha256.h"
#include "queue/passemploi/passemploi.h"
#include "suite/ops.h"

enum { EXIT_NEVER = 65 };

#define DAY_MS ((msec)86400000)
#define TITLE "Rappel action"
#define TEXT "Une action arrive à échéance dans 3 jours"
#define KIND "DETAIL_ACTION"

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where passemploi.db is" },
	OPS_DRY_RUN,
	{ 0 },
};

static struct {
	struct db *d;
	struct ops out;
	struct buf job, action; /* ids */
	int notifications;
	struct buf resultat; /* its members after notificationEnvoyee */
	bool sent;
} run;

/* Reads the job line: its id and data.contenu.idAction. */
static void
read_job(void)
{
	struct buf scratch = { 0 };
	struct str line, id, action;
	struct err e;
	struct in in;

	in_open(&in, NULL);
	if (!in_line(&in, &line))
		die_code(EXIT_NEVER, "stdin: the job is missing");
	if (js_check(line.p, line.n, &e))
		die_code(EXIT_NEVER, "stdin: %s", e.msg);
	id = js_text(js_get(js_of(line), "id"), &scratch);
	buf_add(&run.job, id.p, id.n);
	scratch.n = 0;
	action = js_text(js_at(js_of(line), "data.contenu.idAction"), &scratch);
	if (!action.p)
		die_code(EXIT_NEVER, "stdin: data.contenu.idAction: missing");
	buf_add(&run.action, action.p, action.n);
	buf_free(&scratch);
	in_close(&in);
}

/* SHA-256 of JOB/JEUNE in the form of a UUID. */
static void
make_id(char id[37], struct str jeune)
{
	static const int groups[] = { 8, 4, 4, 4, 12 };
	char digest[SHA256_TEXT_MAX], *p = id;
	struct sha256 s;
	int at = 0;

	sha256_begin(&s);
	sha256_add(&s, run.job.p, run.job.n);
	sha256_add(&s, "/", 1);
	sha256_add(&s, jeune.p, jeune.n);
	sha256_end(&s, digest);
	for (int i = 0; i < 5; i++) {
		if (i)
			*p++ = '-';
		memcpy(p, digest + at, (size_t)groups[i]);
		p += groups[i];
		at += groups[i];
	}
	*p = '\0';
}

static void
line(const char *table, const char *id, struct buf *set)
{
	struct buf key = { 0 };

	js_put_text(&key, str_of(id));
	ops_line(&run.out, "insert", table, buf_view(&key), buf_view(set));
	buf_free(&key);
}

static void
insert_notification(const char *id, struct str jeune, const char *now)
{
	sqlite3_stmt *s = db_prepare(run.d,
	    "INSERT INTO notification_jeune (id, id_jeune, date_notif, type,"
	    " titre, description, id_objet) VALUES (?, ?, ?, '" KIND
	    "', '" TITLE "', '" TEXT "', ?)");
	struct buf b = { 0 };

	db_bind_text(run.d, s, 1, str_of(id));
	db_bind_text(run.d, s, 2, jeune);
	db_bind_text(run.d, s, 3, str_of(now));
	db_bind_text(run.d, s, 4, buf_view(&run.action));
	db_step(run.d, s);
	sqlite3_finalize(s);
	buf_byte(&b, '{');
	js_put_member(&b, "id_jeune", jeune);
	js_put_member(&b, "date_notif", str_of(now));
	js_put_member(&b, "type", STR(KIND));
	js_put_member(&b, "titre", STR(TITLE));
	js_put_member(&b, "description", STR(TEXT));
	js_put_member(&b, "id_objet", buf_view(&run.action));
	buf_byte(&b, '}');
	line("notification_jeune", id, &b);
	buf_free(&b);
}

static void
insert_push(const char *id, struct str token, const char *now)
{
	sqlite3_stmt *s = db_prepare(run.d,
	    "INSERT INTO push (id, token, titre, corps, data, cree_le)"
	    " VALUES (?, ?, '" TITLE "', '" TEXT "', ?, ?)");
	struct buf data = { 0 }, b = { 0 };

	buf_str(&data, "{\"type\":\"" KIND "\",\"id\":");
	js_put_text(&data, buf_view(&run.action));
	buf_byte(&data, '}');
	db_bind_text(run.d, s, 1, str_of(id));
	db_bind_text(run.d, s, 2, token);
	db_bind_text(run.d, s, 3, buf_view(&data));
	db_bind_text(run.d, s, 4, str_of(now));
	db_step(run.d, s);
	sqlite3_finalize(s);
	buf_byte(&b, '{');
	js_put_member(&b, "token", token);
	js_put_member(&b, "titre", STR(TITLE));
	js_put_member(&b, "corps", STR(TEXT));
	js_put_key(&b, "data");
	buf_add(&b, data.p, data.n);
	js_put_member(&b, "cree_le", str_of(now));
	buf_str(&b, ",\"envoye_le\":null,\"statut\":null}");
	line("push", id, &b);
	buf_free(&data);
	buf_free(&b);
}

static bool
has_notification(const char *id)
{
	sqlite3_stmt *s =
	    db_prepare(run.d, "SELECT 1 FROM notification_jeune WHERE id = ?");
	bool has;

	db_bind_text(run.d, s, 1, str_of(id));
	has = db_step(run.d, s);
	sqlite3_finalize(s);
	return has;
}

/* The young person: a notification and a push, if they want them. */
static void
notify(struct str jeune)
{
	sqlite3_stmt *s = db_prepare(run.d,
	    "SELECT push_notification_token, notifications_rappel_actions"
	    " FROM jeune WHERE id = ?");
	char id[37], now[DAY_TEXT_MAX];

	db_bind_text(run.d, s, 1, jeune);
	if (jeune.p && db_step(run.d, s)) {
		js_put_member(&run.resultat, "idJeune", jeune);
		run.sent = db_text(s, 0).n && sqlite3_column_int(s, 1);
		make_id(id, jeune);
		day_print_utc(day_now(), now);
		if (run.sent && !has_notification(id)) {
			insert_notification(id, jeune, now);
			insert_push(id, db_text(s, 0), now);
			run.notifications++;
		}
	}
	sqlite3_finalize(s);
}

/* Why nothing is sent, or NULL. */
static char *
reason(msec due, bool wanted, struct str statut)
{
	msec day = (day_now() + 3 * DAY_MS) / DAY_MS;

	if (due / DAY_MS != day)
		return xstrdup("l'action n'arrive pas à échéance dans 3 jours");
	if (!wanted)
		return xstrdup("le rappel est désactivé");
	if (str_is(statut, "canceled") || str_is(statut, "done"))
		return xasprintf("le statut est %.*s", (int)statut.n, statut.p);
	return NULL;
}

static void
remind(void)
{
	sqlite3_stmt *s = db_prepare(run.d,
	    "SELECT id_jeune, date_echeance, rappel, statut FROM action"
	    " WHERE id = ?");
	struct str id = buf_view(&run.action);
	char *why, *text;
	msec due;

	db_bind_text(run.d, s, 1, id);
	if (db_step(run.d, s)) {
		due = day_parse(db_text(s, 1));
		if (due == DAY_BAD || due == DAY_NULL)
			die("action %s: date_echeance: not an instant", id.p);
		js_put_member(&run.resultat, "idAction", id);
		why = reason(due, sqlite3_column_int(s, 2), db_text(s, 3));
		if (why) {
			text = xasprintf("Pas de rappel à envoyer pour "
					 "l'action %s car %s",
			    id.p, why);
			js_put_member(&run.resultat, "raison", str_of(text));
			free(text);
		} else {
			notify(db_text(s, 0));
		}
		free(why);
	}
	sqlite3_finalize(s);
}

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	bool dry = false;
	int c;

	opt_init(argc, argv, "remind of an action (handler)", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			dir = opt_arg;
		else
			dry = true;
	opt_count(0, 0);
	read_job();
	run.d = state_open(dir, &passemploi_schema, STATE_CHANGE);
	ops_open(&run.out, dry);
	state_begin(run.d);
	remind();
	buf_fmt(&run.out.out.buf,
	    "{\"counts\":{\"notifications\":%d},\"resultat\":"
	    "{\"notificationEnvoyee\":%s%s%s},\"nbErreurs\":0}\n",
	    run.notifications, run.sent ? "true" : "false",
	    run.resultat.n ? "," : "", buf_view(&run.resultat).p);
	ops_commit(&run.out, run.d);
	ops_close(&run.out);
	db_close(run.d);
	return 0;
}
