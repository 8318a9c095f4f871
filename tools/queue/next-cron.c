/*
 * next-cron: when a cron expression is due next.
 */
#include <stdlib.h>

#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/text.h"
#include "queue/cron/cron.h"
#include "queue/cron/zone.h"
#include "json/js.h"

enum { FROM = 256 };

static const struct opt opts[] = {
	{ 'n', "count", "K", "so many runs (1)" },
	{ 'z', "zone", "ZONE", "time zone of the clock (UTC)" },
	{ FROM, "from", "ISO", "runs after that instant (now)" },
	{ 0 },
};

static struct {
	long count;
	const char *zone;
	msec from;
} cl = { 1, "UTC", DAY_NULL };

static msec
instant(struct str s)
{
	msec t = s.p ? day_parse_utc(s) : DAY_BAD;

	return t == DAY_BAD ? DAY_NULL : t;
}

/* Appends the instants as an array; false if the expression is wrong, with the
 * reason in e. */
static bool
put_runs(struct buf *b, struct str expression, const char *zone, msec t,
    const char *separator, struct err *e)
{
	struct cron c;

	if (cron_parse(&c, expression, e))
		return false;
	for (long i = 0; i < cl.count; i++) {
		t = cron_next(&c, zone, t);
		if (t == DAY_NULL) {
			err_set(e, "never due within 26 years");
			return false;
		}
		if (i)
			buf_str(b, separator);
		day_put_utc(b, t);
	}
	return true;
}

static void
print_runs(const char *expression, struct out *out)
{
	struct buf *b = &out->buf;
	struct err e;

	buf_str(b, "{\"next\":");
	if (!put_runs(
		b, str_of(expression), cl.zone, cl.from, "}\n{\"next\":", &e))
		die("'%s': %s", expression, e.msg);
	buf_str(b, "}\n");
}

/* Appends the members of a question but next and error. */
static void
put_question(struct buf *b, struct js question)
{
	struct js name, value;

	buf_byte(b, '{');
	for (struct js_walk w = js_walk(question);
	     js_member(&w, &name, &value);) {
		if (js_is(name, "next") || js_is(name, "error"))
			continue;
		js_put_comma(b);
		buf_add(b, name.p, name.n);
		buf_byte(b, ':');
		js_put_compact(b, value);
	}
	js_put_comma(b);
}

static void
put_answer(struct buf *b, struct js question)
{
	struct js tz = js_get(question, "tz"), from = js_get(question, "from");
	struct buf one = { 0 }, two = { 0 }, three = { 0 }, runs = { 0 };
	struct str expression = js_text(js_get(question, "expr"), &one);
	struct str zone = js_is_null(tz) ? str_of(cl.zone) : js_text(tz, &two);
	msec t = js_is_null(from) ? cl.from : instant(js_text(from, &three));
	char *name = xstrndup(zone.p ? zone.p : "", zone.n);
	struct err e;

	put_question(b, question);
	if (expression.p && t != DAY_NULL && zone_known(zone) &&
	    put_runs(&runs, expression, name, t, ",", &e))
		buf_fmt(b, "\"next\":[%s]}\n", buf_view(&runs).p);
	else
		buf_str(b, "\"error\":true}\n");
	free(name);
	buf_free(&one);
	buf_free(&two);
	buf_free(&three);
	buf_free(&runs);
}

static bool
answer_lines(struct out *out)
{
	bool good = true;
	struct str line;
	struct err e;
	struct in in;

	in_open(&in, NULL);
	while (in_line(&in, &line)) {
		if (!js_trim(line).n)
			continue;
		if (js_check(line.p, line.n, &e)) {
			complain("stdin:%zu: %s", in.line, e.msg);
			good = false;
		} else if (js_of(line).type != JS_OBJECT) {
			complain("stdin:%zu: an object is expected", in.line);
			good = false;
		} else {
			put_answer(&out->buf, js_of(line));
			out_record(out);
		}
	}
	in_close(&in);
	return good;
}

static void
take_option(int c)
{
	switch (c) {
	case 'n':
		cl.count = opt_number("-n", opt_arg, 1, 1000000);
		break;
	case 'z':
		cl.zone = opt_arg;
		if (!zone_known(str_of(opt_arg)))
			opt_wrong("-z: unknown time zone '%s'", opt_arg);
		break;
	default:
		cl.from = instant(str_of(opt_arg));
		if (cl.from == DAY_NULL)
			opt_wrong("--from takes an instant such as "
				  "2026-11-23T08:30:00Z, not '%s'",
			    opt_arg);
	}
}

int
main(int argc, char **argv)
{
	struct out out;
	bool good = true;
	int c;

	opt_init(
	    argc, argv, "when a cron expression is due", "[EXPRESSION]", opts);
	while ((c = opt_next()) >= 0)
		take_option(c);
	opt_count(0, 1);
	if (cl.from == DAY_NULL)
		cl.from = day_now();
	out_open(&out, NULL);
	if (*opt_operands)
		print_runs(*opt_operands, &out);
	else
		good = answer_lines(&out);
	out_close(&out);
	return good ? 0 : EXIT_FAILED;
}
