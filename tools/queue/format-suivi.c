/*
 * format-suivi: reports of jobs as messages for the team's chat.
 */
#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/text.h"
#include "queue/passemploi/suivi.h"
#include "queue/passemploi/webhook.h"

enum { ALL = 256, POST };

static const struct opt opts[] = {
	{ ALL, "all", NULL, "also reports that are not worth a message" },
	{ POST, "post", "URL", "post the messages, print nothing" },
	{ 0 },
};

/* The members of a report in their order, and the columns of suivi_job. */
enum { TYPE, ERRORS, SUCCES, DATE, DURATION, RESULTAT, MEMBERS };
static const char *const members[MEMBERS] = { "jobType", "nbErreurs", "succes",
	"dateExecution", "tempsExecution", "resultat" };
static const char *const columns[MEMBERS] = { "job_type", "nb_erreurs",
	"succes", "date_execution", "temps_execution", "resultat" };

static struct out out;
static const char *url;

static void
send(struct str text)
{
	if (url) {
		webhook_post(url, text);
		return;
	}
	webhook_put(&out.buf, text);
	buf_byte(&out.buf, '\n');
	out_record(&out);
}

/* An instant in the zone of Paris; other texts as they are. */
static void
put_date(struct buf *b, struct str text)
{
	msec t = day_parse(text);
	char paris[DAY_TEXT_MAX];

	if (t == DAY_BAD || t == DAY_NULL)
		buf_add(b, text.p, text.n);
	else
		buf_add(b, paris, day_print_paris(t, paris));
}

/* Appends a row of the table, unless the value is an object, array or null. */
static void
put_row(struct buf *b, struct str name, struct js v, bool *first)
{
	struct buf scratch = { 0 };

	if (js_is_null(v) || v.type == JS_OBJECT || v.type == JS_ARRAY)
		return;
	if (!*first)
		buf_byte(b, '\n');
	*first = false;
	buf_str(b, "| ");
	buf_add(b, name.p, name.n);
	buf_str(b, " | ");
	if (v.type != JS_STRING)
		js_put_compact(b, v);
	else if (str_is(name, "dateExecution"))
		put_date(b, js_text(v, &scratch));
	else
		buf_add(b, js_text(v, &scratch).p, js_text(v, &scratch).n);
	buf_str(b, " |");
	buf_free(&scratch);
}

static void
put_rows(struct buf *b, struct js object, bool *first)
{
	struct js name, value;
	struct buf scratch = { 0 };

	for (struct js_walk w = js_walk(object); js_member(&w, &name, &value);)
		if (!js_is(name, "erreur") && !js_is(name, "resultat")) {
			scratch.n = 0;
			put_row(b, js_text(name, &scratch), value, first);
		}
	buf_free(&scratch);
}

/* A row of suivi_job as the report that it was made of. */
static void
put_report(struct buf *b, struct js row)
{
	buf_byte(b, '{');
	for (int i = 0; i < MEMBERS; i++) {
		js_put_key(b, members[i]);
		js_put_raw(b, js_get(row, columns[i]));
	}
	buf_byte(b, '}');
}

static void
send_error(struct js error)
{
	struct js text = js_get(error, "stack");
	struct buf b = { 0 }, scratch = { 0 };
	struct str s;

	if (text.type != JS_STRING)
		text = js_get(error, "message");
	s = js_text(text, &scratch);
	buf_str(&b, "```\n");
	buf_add(&b, s.p, s.n);
	buf_str(&b, "\n```");
	send(buf_view(&b));
	buf_free(&b);
	buf_free(&scratch);
}

static void
format(struct js report, bool all)
{
	struct js error = js_get(report, "erreur");
	bool good = js_get(report, "succes").type == JS_TRUE, first = true;
	struct buf b = { 0 }, scratch = { 0 };
	struct str type = js_text(js_get(report, "jobType"), &scratch);

	if (all || !good || suivi_is_notified(type)) {
		buf_str(&b, "### Résultat du job _");
		buf_add(&b, type.p, type.n);
		buf_fmt(&b,
		    "_\n| Statut | :%s: |\n"
		    "    |:------------------------|:------------|\n    ",
		    good ? "white_check_mark" : "x");
		put_rows(&b, report, &first);
		put_rows(&b, js_get(report, "resultat"), &first);
		send(buf_view(&b));
		if (error.type == JS_OBJECT)
			send_error(error);
	}
	buf_free(&b);
	buf_free(&scratch);
}

static bool
format_line(struct str line, size_t number, bool all)
{
	struct buf report = { 0 };
	struct js v;
	struct err e;

	if (js_check(line.p, line.n, &e)) {
		complain("stdin:%zu: %s", number, e.msg);
		return false;
	}
	v = js_of(line);
	if (js_get(v, "job_type").type == JS_STRING) {
		put_report(&report, v);
		v = js_of(buf_view(&report));
	}
	if (js_get(v, "jobType").type != JS_STRING) {
		complain("stdin:%zu: jobType: missing", number);
		buf_free(&report);
		return false;
	}
	format(v, all);
	buf_free(&report);
	return true;
}

int
main(int argc, char **argv)
{
	bool all = false, good = true;
	struct str line;
	struct in in;
	int c;

	opt_init(argc, argv, "format reports of jobs as messages", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == ALL)
			all = true;
		else
			url = opt_arg;
	opt_count(0, 0);
	in_open(&in, NULL);
	out_open(&out, NULL);
	while (in_line(&in, &line))
		if (js_trim(line).n)
			good &= format_line(line, in.line, all);
	in_close(&in);
	out_close(&out);
	return good ? 0 : EXIT_FAILED;
}
