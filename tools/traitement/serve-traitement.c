/*
 * serve-traitement: answers one HTTP request on standard input, for a socket
 * that systemd, inetd or ncat listens on: an external scheduler starts the
 * nightly processing with it and asks how it stands.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/text.h"
#include "traitement/base/etat.h"
#include "traitement/stage/depart.h"
#include "traitement/stage/request.h"

#define READ_MS 10000

enum { TOKEN = 300 };

static const struct opt opts[] = {
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	{ TOKEN, "token", "FILE", "its first line is the bearer token" },
	{ 'z', "zone", "ZONE", "UTC or Europe/Paris (default)" },
	{ 0 },
};

static struct {
	const char *dir;
	char *token; /* NULL: none is asked for */
	bool utc;
	struct request r;
} my;

/* Compares in a time that depends on the lengths alone. */
static bool
is_same_secret(struct str given, const char *wanted)
{
	size_t n = strlen(wanted);
	unsigned differ = given.n != n;

	for (size_t i = 0; i < n; i++)
		differ |= (unsigned char)wanted[i] ^
			  (unsigned char)(i < given.n ? given.p[i] : 0);
	return !differ;
}

static void
check_token(void)
{
	struct str given = request_field(&my.r, "Authorization");

	if (!my.token)
		return;
	if (given.n < 7 || strncasecmp(given.p, "Bearer ", 7) != 0)
		request_refuse(401, "JETON");
	given = js_trim((struct str){ given.p + 7, given.n - 7 });
	if (!is_same_secret(given, my.token))
		request_refuse(401, "JETON");
}

/* The members of a POST's body. */
enum { DATE, OUVRAGES, FORCE, ORIGINE, MEMBERS };
static const char *const members[MEMBERS] = { "date", "ouvrages", "force",
	"origine" };

static void
refuse_others(struct js body)
{
	struct js key, value;

	for (struct js_walk w = js_walk(body); js_member(&w, &key, &value);) {
		int i = 0;

		while (i < MEMBERS && !js_is(key, members[i]))
			i++;
		if (i == MEMBERS)
			request_refuse(400, "JSON");
	}
}

static void
take_date(struct depart *p, struct js date)
{
	struct buf b = { 0 };
	struct str day;

	if (js_is_null(date))
		return;
	day = js_text(date, &b);
	if (!day.p || traitement_day(day) == DAY_BAD)
		request_refuse(400, "DATE");
	snprintf(p->date, sizeof(p->date), "%.10s", day.p);
	buf_free(&b);
}

/* Returns the ids, and NULL at the end. */
static const char **
take_ouvrages(struct js list)
{
	const char **ids = xcalloc(js_count(list) + 1, sizeof(*ids));
	struct js item;
	size_t n = 0;

	if (!js_is_null(list) && list.type != JS_ARRAY)
		request_refuse(400, "OUVRAGE");
	for (struct js_walk w = js_walk(list); js_item(&w, &item);) {
		struct buf b = { 0 };
		struct str id = js_text(item, &b);

		if (!id.p)
			request_refuse(400, "OUVRAGE");
		ids[n++] = xstrndup(id.p, id.n);
		buf_free(&b);
	}
	return ids;
}

static void
take_origine(struct depart *p, struct js origine)
{
	struct buf b = { 0 };
	struct str text;

	if (js_is_null(origine))
		return;
	text = js_text(origine, &b);
	if (!text.n)
		request_refuse(400, "JSON");
	p->origine = xstrndup(text.p, text.n);
	buf_free(&b);
}

/* Sets p to what the body of a POST asks for. */
static void
read_wish(struct depart *p, struct str text)
{
	struct js v[MEMBERS] = { 0 };
	struct err e;

	if (js_trim(text).n) {
		if (js_check(text.p, text.n, &e) ||
		    js_of(text).type != JS_OBJECT)
			request_refuse(400, "JSON");
		refuse_others(js_of(text));
		js_pick(js_of(text), members, MEMBERS, v);
	}
	take_date(p, v[DATE]);
	p->ouvrages = take_ouvrages(v[OUVRAGES]);
	if (!js_is_null(v[FORCE]) && v[FORCE].type != JS_TRUE &&
	    v[FORCE].type != JS_FALSE)
		request_refuse(400, "JSON");
	p->force = v[FORCE].type == JS_TRUE;
	take_origine(p, v[ORIGINE]);
}

static void
set_today(struct depart *p)
{
	char today[DAY_TEXT_MAX];

	if (my.utc)
		day_print_utc(day_now(), today);
	else
		day_print_paris(day_now(), today);
	snprintf(p->date, sizeof(p->date), "%.10s", today);
}

static void
refuse_busy(const struct depart *p)
{
	struct buf body = { 0 };

	buf_fmt(&body,
	    "{\"erreur\":\"TRAITEMENT_EN_COURS\",\"idTraitement\":\"%s\"}",
	    p->t.id);
	request_answer(409, "", buf_view(&body));
}

static void
start(void)
{
	struct depart p = { .dir = my.dir, .origine = "IWS" };
	enum depart_result result;
	struct buf body = { 0 };
	char *more;

	set_today(&p);
	read_wish(&p, (struct str){ my.r.text.p + my.r.body, my.r.length });
	p.d = traitement_open(my.dir, STATE_CHANGE);
	result = depart_run(&p);
	if (result == DEPART_OUVRAGE)
		request_refuse(400, "OUVRAGE");
	if (result == DEPART_BUSY)
		refuse_busy(&p);
	if (p.next.n)
		message_send(my.dir, buf_view(&p.next));
	buf_fmt(&body,
	    "{\"idTraitement\":\"%s\",\"statut\":\"%s\",\"nouveau\":%s}",
	    p.t.id, p.t.statut, result == DEPART_NEW ? "true" : "false");
	more = xasprintf("Location: /traitements/%s\r\n", p.t.id);
	db_close(p.d);
	request_answer(result == DEPART_NEW ? 202 : 200, more, buf_view(&body));
}

static void
show(const char *id)
{
	struct db *d = traitement_open(my.dir, STATE_READ);
	struct buf b = { 0 };

	if (!etat_put(&b, d, str_of(id)))
		request_refuse(404, "INCONNU");
	request_answer(200, "", buf_view(&b));
}

static void
serve(void)
{
	bool post = !strcmp(my.r.method, "POST"),
	     get = !strcmp(my.r.method, "GET");
	const char *id = my.r.path + sizeof("/traitements/") - 1;

	if (!strcmp(my.r.path, "/sante")) {
		if (!get)
			request_refuse(405, "METHODE");
		request_answer(200, "", STR("{\"statut\":\"OK\"}"));
	}
	if (!strcmp(my.r.path, "/traitements")) {
		if (!post)
			request_refuse(405, "METHODE");
		start();
	}
	if (strncmp(my.r.path, "/traitements/", 13) || !*id || strchr(id, '/'))
		request_refuse(404, "CHEMIN");
	if (!get)
		request_refuse(405, "METHODE");
	show(id);
}

/* The work is done by a child: whatever ends it before it has answered, such as
 * a locked database, is answered with 503. */
static int
serve_safely(void)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		die("fork:");
	if (!pid)
		serve();
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die("waitpid:");
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		request_refuse(503, "OCCUPE");
	return 0;
}

static void
read_token(const char *path)
{
	FILE *f = fopen(path, "r");
	size_t cap = 0;
	ssize_t n;

	if (!f)
		die("%s:", path);
	n = getline(&my.token, &cap, f);
	fclose(f);
	while (n > 0 && strchr("\r\n \t", my.token[n - 1]))
		my.token[--n] = '\0';
	if (n <= 0)
		die("%s: a token is expected in the first line", path);
}

int
main(int argc, char **argv)
{
	int64_t deadline = request_clock() + READ_MS;
	int c;

	opt_init(argc, argv, "answer one request about the nightly processing",
	    "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else if (c == TOKEN)
			read_token(opt_arg);
		else if (!strcmp(opt_arg, "UTC"))
			my.utc = true;
		else if (strcmp(opt_arg, "Europe/Paris") != 0)
			opt_wrong("-z: UTC or Europe/Paris is expected, not "
				  "'%s'",
			    opt_arg);
	opt_count(0, 0);
	request_head(&my.r, deadline);
	check_token();
	request_body(&my.r, deadline);
	return serve_safely();
}
