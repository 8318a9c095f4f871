/*
 * send-mail: send the messages that list-expiring-api-keys prints, and mark in
 * users.db the keys whose owners were told.
 *
 * One SMTP transaction a message. A row of email_events is written before it,
 * and completed, with the key's mark, as soon as the server has accepted it.
 * A message that was accepted is not sent again; one that was not is sent by
 * the next run. If a run is killed between the server's answer and the mark,
 * the next sends the message again, under the same Message-ID: nothing is
 * lost, and the receiver can tell.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "apprentissage/comptes/email_event.h"
#include "apprentissage/comptes/users.h"
#include "base/day.h"
#include "base/opt.h"
#include "base/out.h"
#include "format/code.h"
#include "format/mime.h"
#include "net/smtp.h"
#include "json/ndjson.h"

#define OUT 512
#define LIST_HELP                                                              \
	"https://mission-apprentissage.gitbook.io/general/"                    \
	"les-services-en-devenir/accompagner-les-futurs-apprentis"

static const struct opt opts[] = {
	USERS_OPTIONS,
	{ 'n', "dry-run", NULL, "send nothing, change nothing" },
	{ OUT, "out", "DIR", "write .eml files there instead" },
	{ 's', "starttls", NULL, "smtp: say nothing before TLS" },
	{ 0 },
};

static const char *dir;
static bool dry, starttls;
static const char *sender, *public_url;
static struct db *users; /* NULL: none was named */
static struct smtp *smtp;

/* What became of the messages; left: not tried. */
static struct {
	long long sent, written, known, refused, deferred, left;
} count;

static int silences; /* messages in a row that had no answer */
static bool over;    /* no more are tried */
static bool closed;  /* the server has no session for us */

/*
 * The environment.
 */
static const char *
need(const char *name, const char *what)
{
	const char *s = getenv(name);

	if (!s || !*s)
		die("%s is not set: %s, see send-mail(1)", name, what);
	return s;
}

static const char *
need_sender(void)
{
	const char *s = need("EMAIL", "the sender's address");

	if (!user_email(str_of(s)))
		die("EMAIL=%s: an e-mail address is expected",
		    err_quote(s, strlen(s)));
	return s;
}

/* Checked, because it is inserted into text and HTML without escaping. */
static const char *
need_public_url(void)
{
	char *s = xstrdup(need("PUBLIC_URL", "the address of the site"));
	size_t n = strlen(s);

	while (n && s[n - 1] == '/')
		s[--n] = '\0';
	if (!code_url(str_of(s)) ||
	    (strncmp(s, "http://", 7) != 0 && strncmp(s, "https://", 8) != 0) ||
	    strcspn(s, " \"'<>&\t\r\n") < n)
		die("PUBLIC_URL=%s: an http or https URL is expected",
		    err_quote(s, n));
	return s;
}

static struct smtp *
open_server(void)
{
	struct smtp_server server = { .url =
					  need("SMTP_URL", "the mail server"),
		.username = getenv("SMTP_USERNAME"),
		.starttls = starttls };
	struct smtp *s;
	struct err e;

	if (server.username && !*server.username)
		server.username = NULL;
	if (server.username)
		server.password =
		    need("SMTP_PASSWORD", "the password of SMTP_USERNAME");
	s = smtp_open(&server, &e);
	if (!s)
		die("SMTP_URL: %s", e.msg);
	return s;
}

/*
 * A message.
 */
static void
compose(struct buf *mail, const struct expiry_notice *a, const char *id)
{
	struct buf subject = { 0 }, text = { 0 }, html = { 0 };
	char date[MIME_DATE_MAX];

	mime_date(day_now(), date);
	expiry_notice_put_subject(&subject, a);
	expiry_notice_put_text(&text, a, public_url);
	expiry_notice_put_html(&html, a, public_url);
	mime_put(mail, &(struct mime){ .from_name = "Mission Apprentissage",
			   .from = sender,
			   .to = a->to,
			   .date = date,
			   .id = id,
			   .list_help = LIST_HELP,
			   .subject = buf_view(&subject),
			   .text = buf_view(&text),
			   .html = buf_view(&html) });
	buf_free(&subject);
	buf_free(&text);
	buf_free(&html);
}

static void
write_file(const struct expiry_notice *a, struct str mail)
{
	char *path = xasprintf("%s/%s.eml", dir, a->id);
	struct out out;

	out_open(&out, path);
	buf_add(&out.buf, mail.p, mail.n);
	out_close(&out);
	free(path);
	count.written++;
}

static void
take_result(enum smtp_result r)
{
	count.sent += r == SMTP_ACCEPTED;
	count.refused += r == SMTP_REFUSED;
	count.deferred += r > SMTP_REFUSED;
	silences = r == SMTP_SILENT ? silences + 1 : 0;
	closed = r == SMTP_CLOSED;
	over = closed || r == SMTP_AWAY || silences > 1;
}

static void
send_by_smtp(const char *where, const struct expiry_notice *a, struct str mail,
    const char *message_id)
{
	struct err e;
	enum smtp_result r = smtp_send(smtp, sender, a->to, mail, &e);

	if (r == SMTP_ACCEPTED) {
		event_accepted(users, a, message_id);
		note("%s: accepted for %s", where, a->to);
	} else {
		event_failed(users, a, e.msg);
		complain("%s: to %s: %s", where, a->to, e.msg);
	}
	take_result(r);
}

/* Is the message to be sent? */
static bool
look(const char *where, const struct expiry_notice *a)
{
	bool change = !dry && !dir;
	enum event_state state = EVENT_NEW;

	if (users)
		state = change ? event_begin(users, a) : event_look(users, a);
	switch (state) {
	case EVENT_UNKNOWN:
		complain(
		    "%s: key: %s has no key called '%s'", where, a->to, a->key);
		count.refused++;
		return false;
	case EVENT_KNOWN:
		note("%s: %s was told before", where, a->to);
		count.known++;
		return false;
	case EVENT_CUT:
		warn("%s: to %s: an earlier run was cut short while it sent "
		     "this message: sent again with the same Message-ID",
		    where, a->to);
		return true;
	default:
		return true;
	}
}

/* Signals that would end the run wait until it is written down what became of
 * the message. */
static void
handle(const char *where, const struct expiry_notice *a)
{
	char *id = xasprintf("%s%s", a->id, strchr(sender, '@'));
	char *message_id = xasprintf("<%s>", id);
	struct buf mail = { 0 };
	sigset_t ending, before;

	sigemptyset(&ending);
	sigaddset(&ending, SIGHUP);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigprocmask(SIG_BLOCK, &ending, &before);
	compose(&mail, a, id);
	if (!look(where, a))
		;
	else if (dry)
		count.left++;
	else if (dir)
		write_file(a, buf_view(&mail));
	else
		send_by_smtp(where, a, buf_view(&mail), message_id);
	sigprocmask(SIG_SETMASK, &before, NULL);
	buf_free(&mail);
	free(message_id);
	free(id);
}

static void
handle_all(void)
{
	struct ndjson in;
	struct js record;
	struct expiry_notice a = { 0 };
	struct err e;

	ndjson_open(&in, NULL, false);
	while (ndjson_next(&in, &record)) {
		if (expiry_notice_read(&a, record, &e)) {
			complain("%s: %s", ndjson_where(&in), e.msg);
			count.refused++;
		} else if (over) {
			count.left++;
		} else {
			handle(ndjson_where(&in), &a);
		}
	}
	ndjson_close(&in);
	expiry_notice_free(&a);
}

/* Checked before input is read, so that a run that cannot send fails at once.
 */
static void
open_all(void)
{
	sender = need_sender();
	public_url = need_public_url();
	umask(077); /* addresses are nobody else's business */
	if (dry || dir) {
		users = users_path() ? users_open() : NULL;
		if (dir && !dry && mkdir(dir, 0777) && errno != EEXIST)
			die("%s:", dir);
		return;
	}
	smtp = open_server();
	users = db_change(users_need());
	users_add_events(users);
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "send messages, and mark who was told",
	    USERS_NEEDED, opts);
	while ((c = opt_next()) >= 0)
		if (c == 'n')
			dry = true;
		else if (c == 's')
			starttls = true;
		else if (c == OUT)
			dir = opt_arg;
		else
			users_option(c);
	opt_count(0, 0);
	if (!dry && !dir)
		users_need();
	open_all();
	handle_all();
	smtp_close(smtp);
	db_close(users);
	out_line("{\"sent\":%lld,\"written\":%lld,\"known\":%lld,"
		 "\"refused\":%lld,\"deferred\":%lld,\"left\":%lld}",
	    count.sent, count.written, count.known, count.refused,
	    count.deferred, count.left);
	if (count.refused || closed)
		return EXIT_FAILED;
	return count.deferred || (count.left && !dry) ? EXIT_RETRY : 0;
}
