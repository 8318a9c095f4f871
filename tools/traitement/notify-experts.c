/*
 * notify-experts: sends the notices of the nightly processing to the experts.
 * As a handler of the queue it does not read its message: what is to be sent
 * stands in the database.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/opt.h"
#include "crypto/secret.h"
#include "crypto/sha256.h"
#include "format/code.h"
#include "mail/outbox/mime.h"
#include "markup/markup.h"
#include "net/smtp.h"
#include "suite/ops.h"
#include "traitement/base/traitement_db.h"

#define ATTEMPTS 5

enum { OUT = 300 };

static const struct opt opts[] = {
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	OPS_DRY_RUN,
	{ OUT, "out", "FOLDER", "write .eml files there, send nothing" },
	{ 's', "starttls", NULL, "smtp: say nothing before TLS" },
	{ 0 },
};

static struct {
	const char *dir, *folder, *sender;
	bool dry, starttls;
	struct db *d;
	struct ops ops;
	struct smtp *smtp;
	int64_t sent, refused, left, given_up;
} my;

struct notice {
	int64_t id, essais;
	char *cle, *email, *sujet, *corps;
};

static struct notice *
read_notices(size_t *n)
{
	sqlite3_stmt *s = db_prepare(my.d,
	    "SELECT n.id, n.essais, n.cle, e.email, n.sujet, n.corps"
	    " FROM notification n JOIN expert e ON e.id = n.id_expert"
	    " WHERE n.statut = 'A_ENVOYER' ORDER BY n.id");
	struct notice *v = NULL;
	size_t cap = 0;

	for (*n = 0; db_step(my.d, s); ++*n) {
		v = xroom(v, *n, &cap, sizeof(*v));
		v[*n] = (struct notice){ sqlite3_column_int64(s, 0),
			sqlite3_column_int64(s, 1), xstrdup(db_text(s, 2).p),
			xstrdup(db_text(s, 3).p), xstrdup(db_text(s, 4).p),
			xstrdup(db_text(s, 5).p) };
	}
	sqlite3_finalize(s);
	return v;
}

static void
put_html(struct buf *b, const char *text)
{
	buf_str(b, "<pre>");
	markup_put(b, str_of(text), "&<");
	buf_str(b, "</pre>\n");
}

/* The same for the same key, so that a mail sent twice can be told. */
static char *
message_id(const char *cle)
{
	const char *at = strchr(my.sender, '@');
	char sum[SHA256_TEXT_MAX];
	struct sha256 s;

	sha256_begin(&s);
	sha256_add(&s, cle, strlen(cle));
	sha256_end(&s, sum);
	return xasprintf("%.32s%s", sum, at ? at : "@localhost");
}

static void
compose(struct buf *b, const struct notice *n)
{
	char date[MIME_DATE_MAX], *id = message_id(n->cle);
	struct buf html = { 0 };

	put_html(&html, n->corps);
	mime_date(day_now(), date);
	mime_put(b, &(struct mime){ .from = my.sender,
			.to = n->email,
			.date = date,
			.id = id,
			.subject = str_of(n->sujet),
			.text = str_of(n->corps),
			.html = buf_view(&html) });
	buf_free(&html);
	free(id);
}

static void
write_file(const struct notice *n)
{
	char *path = xasprintf("%s/%lld.eml", my.folder, (long long)n->id);
	struct out out;

	out_open(&out, path);
	compose(&out.buf, n);
	out_close(&out);
	free(path);
	my.left++;
}

static void
print_change(const struct notice *n, struct str set)
{
	char id[32];

	snprintf(id, sizeof(id), "%lld", (long long)n->id);
	ops_line(&my.ops, "update", "notification", str_of(id), set);
	ops_flush(&my.ops);
}

static void
mark_sent(const struct notice *n)
{
	sqlite3_stmt *s = db_prepare(my.d,
	    "UPDATE notification SET statut = 'ENVOYEE', envoye_le = ?2"
	    " WHERE id = ?1");
	struct buf set = { 0 };

	state_begin(my.d);
	db_bind_int(my.d, s, 1, n->id);
	db_bind_text(my.d, s, 2, str_of(now_text()));
	db_step(my.d, s);
	sqlite3_finalize(s);
	state_commit(my.d);
	buf_fmt(
	    &set, "{\"statut\":\"ENVOYEE\",\"envoye_le\":\"%s\"}", now_text());
	print_change(n, buf_view(&set));
	buf_free(&set);
	my.sent++;
}

static void
mark_refused(const struct notice *n, const char *why)
{
	bool last = n->essais + 1 >= ATTEMPTS;
	sqlite3_stmt *s = db_prepare(my.d,
	    "UPDATE notification SET essais = ?2, erreur = ?3, statut ="
	    " CASE WHEN ?4 THEN 'ECHEC' ELSE statut END WHERE id = ?1");
	struct buf set = { 0 };

	complain("notification %lld: %s: %s", (long long)n->id, n->email, why);
	state_begin(my.d);
	db_bind_int(my.d, s, 1, n->id);
	db_bind_int(my.d, s, 2, n->essais + 1);
	db_bind_text(my.d, s, 3, str_of(why));
	db_bind_int(my.d, s, 4, last);
	db_step(my.d, s);
	sqlite3_finalize(s);
	state_commit(my.d);
	buf_fmt(&set, "{\"essais\":%lld,\"erreur\":", (long long)n->essais + 1);
	js_put_text(&set, str_of(why));
	buf_str(&set, last ? ",\"statut\":\"ECHEC\"}" : "}");
	print_change(n, buf_view(&set));
	buf_free(&set);
	my.refused++;
	my.given_up += last;
	my.left += !last;
}

/* Sends a notice; false if there is no session with the server. */
static bool
send_one(const struct notice *n)
{
	struct buf mail = { 0 };
	enum smtp_result result = SMTP_REFUSED;
	struct err e;

	if (!code_email(str_of(n->email))) {
		mark_refused(n, "not a mail address");
		return true;
	}
	compose(&mail, n);
	result = smtp_send(my.smtp, my.sender, n->email, buf_view(&mail), &e);
	buf_free(&mail);
	if (result == SMTP_ACCEPTED)
		mark_sent(n);
	else if (result == SMTP_REFUSED || result == SMTP_DEFERRED)
		mark_refused(n, e.msg);
	else
		complain("%s", e.msg);
	return result <= SMTP_DEFERRED;
}

static const char *
need(const char *name, const char *what)
{
	const char *value = getenv(name);

	if (!value || !*value)
		die("%s is not set: %s, see notify-experts(1)", name, what);
	return value;
}

static void
open_server(void)
{
	struct smtp_server server = { .starttls = my.starttls };
	struct err e;

	my.sender = need("EMAIL", "the sender's address");
	if (!code_email(str_of(my.sender)))
		die("EMAIL=%s: a mail address is expected", my.sender);
	if (my.dry || my.folder)
		return;
	server.url = need("SMTP_URL", "the mail server");
	server.username = secret_find("SMTP_USERNAME");
	server.password = secret_find("SMTP_PASSWORD");
	my.smtp = smtp_open(&server, &e);
	if (!my.smtp)
		die("SMTP_URL: %s", e.msg);
}

/* One at a time: two runs would send a notice twice. */
static void
lock(void)
{
	char *path = xasprintf("%s/traitement.notification.lock", my.dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		die("%s:", path);
	if (flock(fd, LOCK_EX | LOCK_NB))
		die_code(EXIT_RETRY, "%s: another run is active", path);
	free(path);
}

static void
send_all(void)
{
	size_t n;
	struct notice *v = read_notices(&n);
	bool away = false;

	for (size_t i = 0; i < n; i++) {
		if (my.folder && !my.dry)
			write_file(&v[i]);
		else if (my.dry || away)
			my.left++;
		else if (!send_one(&v[i])) {
			away = true;
			my.left++;
		}
		free(v[i].cle);
		free(v[i].email);
		free(v[i].sujet);
		free(v[i].corps);
	}
	free(v);
}

static void
read_command_line(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "send the notices to the experts", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else if (c == 'n')
			my.dry = true;
		else if (c == OUT)
			my.folder = opt_arg;
		else
			my.starttls = true;
	opt_count(0, 0);
}

int
main(int argc, char **argv)
{
	read_command_line(argc, argv);
	open_server();
	if (my.folder && !my.dry && mkdir(my.folder, 0777) < 0 &&
	    errno != EEXIST)
		die("%s:", my.folder);
	my.d = traitement_open(
	    my.dir, my.dry || my.folder ? STATE_READ : STATE_CHANGE);
	if (!my.dry && !my.folder)
		lock();
	ops_open(&my.ops, my.dry);
	send_all();
	ops_counts(&my.ops, { "sent", my.sent }, { "refused", my.refused },
	    { "left", my.left });
	ops_close(&my.ops);
	smtp_close(my.smtp);
	db_close(my.d);
	if (my.left && !my.dry && !my.folder)
		return EXIT_RETRY;
	return my.given_up ? EXIT_FAILED : 0;
}
