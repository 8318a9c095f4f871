#include <stdlib.h>

#include "base/in.h"
#include "base/num.h"
#include "base/text.h"
#include "queue/cron/cron.h"
#include "queue/cron/zone.h"
#include "queue/job/cron_file.h"

/* What is left of a line. */
struct reader {
	struct cron_file *f;
	struct str rest;
	size_t line;
	char *zone, *queue; /* TZ= and QUEUE= above */
};

#define WRONG(r, ...) wrong(r, xasprintf(__VA_ARGS__))

static _Noreturn void
wrong(const struct reader *r, const char *what)
{
	die("%s:%zu: %s", r->f->path, r->line, what);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next word, empty at the end; the blanks after it are skipped. */
static struct str
word(struct str *rest)
{
	size_t n = 0, next;
	struct str w;

	while (n < rest->n && !is_blank(rest->p[n]))
		n++;
	w = (struct str){ rest->p, n };
	for (next = n; next < rest->n && is_blank(rest->p[next]); next++)
		;
	*rest = (struct str){ rest->p + next, rest->n - next };
	return w;
}

static bool
starts(struct str s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && !memcmp(s.p, with, n);
}

/* How many fields the expression has: the seventh word tells. */
static int
fields(struct str line)
{
	struct str w = { NULL, 0 };

	for (int i = 0; i < 7; i++)
		w = word(&line);
	return w.n && !memchr(w.p, '=', w.n) && !starts(w, "{") &&
		       !starts(w, "##")
		   ? 6
		   : 5;
}

/* The expression, its words with one blank between; NULL for @every. */
static char *
take_expression(struct reader *r)
{
	int n = *r->rest.p == '@' ? 1 : fields(r->rest);
	struct buf b = { 0 };
	struct cron c;
	struct err e;

	for (int i = 0; i < n; i++) {
		struct str w = word(&r->rest);

		if (i)
			buf_byte(&b, ' ');
		buf_add(&b, w.p, w.n);
	}
	if (str_is(buf_view(&b), "@every")) {
		buf_free(&b);
		return NULL;
	}
	if (cron_parse(&c, buf_view(&b), &e))
		WRONG(r, "'%s': %s", b.p, e.msg);
	return b.p;
}

static int64_t
number(struct reader *r, const char *key, struct str value)
{
	double v = num_parse(value);

	if (!value.n || !(v >= 0 && v <= 9e15) || v != (double)(int64_t)v)
		WRONG(r, "%s= takes a whole number, not '%s'", key,
		    err_quote(value.p, value.n));
	return (int64_t)v;
}

static void
set_instant(struct reader *r, struct opts_text *repeat, const char *name,
    struct str value, struct buf *iso)
{
	msec t = day_parse_utc(value);

	if (t == DAY_BAD || t == DAY_NULL)
		WRONG(r, "'%s' is not an instant", err_quote(value.p, value.n));
	iso->n = 0;
	day_put_utc(iso, t);
	opts_set(repeat, name, buf_view(iso));
}

static void
set_backoff(struct reader *r, struct opts_text *o, struct str value)
{
	bool exponential = starts(value, "exp:");
	size_t skip = exponential ? 4 : starts(value, "fixed:") ? 6 : 0;
	struct buf b = { 0 };

	value = (struct str){ value.p + skip, value.n - skip };
	buf_fmt(&b, "{\"type\":\"%s\",\"delay\":%lld}",
	    exponential ? "exponential" : "fixed",
	    (long long)number(r, "backoff", value));
	opts_set(o, "backoff", buf_view(&b));
	buf_free(&b);
}

/* One KEY=VALUE. */
static void
take_setting(struct reader *r, struct cron_line *l, struct opts_text *repeat,
    struct buf *start, struct str w)
{
	const char *at = memchr(w.p, '=', w.n);
	struct str key = { w.p, at ? (size_t)(at - w.p) : w.n };
	struct str value = { NULL, 0 };
	struct buf end = { 0 };

	if (!at)
		WRONG(
		    r, "KEY=VALUE is expected, not '%s'", err_quote(w.p, w.n));
	value = (struct str){ at + 1, w.n - key.n - 1 };
	if (str_is(key, "start"))
		set_instant(r, repeat, "startDate", value, start);
	else if (str_is(key, "end"))
		set_instant(r, repeat, "endDate", value, &end);
	else if (str_is(key, "limit"))
		opts_set_int(repeat, "limit", number(r, "limit", value));
	else if (str_is(key, "every"))
		opts_set_int(repeat, "every", number(r, "every", value));
	else if (str_is(key, "attempts"))
		opts_set_int(
		    &l->opts, "attempts", number(r, "attempts", value));
	else if (str_is(key, "backoff"))
		set_backoff(r, &l->opts, value);
	else if (str_is(key, "id"))
		opts_set_text(&l->opts, "jobId", value);
	else if (str_is(key, "name"))
		l->name = xstrndup(value.p, value.n);
	else
		WRONG(r, "unknown setting '%s'", err_quote(key.p, key.n));
	buf_free(&end);
}

/* The JSON object that the rest begins with, if it does. */
static char *
take_data(struct reader *r)
{
	const char *after = NULL;
	struct buf b = { 0 };
	struct js v;
	struct err e;

	if (!starts(r->rest, "{"))
		return NULL;
	v = js_value(r->rest.p, r->rest.p + r->rest.n, &after);
	if (v.type != JS_OBJECT || js_check(v.p, v.n, &e))
		WRONG(r, "the data is not a JSON object");
	js_put_compact(&b, v);
	r->rest = js_trim(
	    (struct str){ after, r->rest.n - (size_t)(after - r->rest.p) });
	buf_view(&b);
	return b.p;
}

/* The data that pass-emploi gives a cron. */
static char *
default_data(const struct cron_line *l, struct buf *start)
{
	struct buf b = { 0 };

	buf_str(&b, "{\"type\":");
	js_put_text(&b, str_of(l->type));
	if (l->expression) {
		buf_str(&b, ",\"expression\":");
		js_put_text(&b, str_of(l->expression));
	}
	if (l->description) {
		buf_str(&b, ",\"description\":");
		js_put_text(&b, str_of(l->description));
	}
	if (start->n)
		buf_fmt(&b, ",\"dateDebutExecution\":%s", buf_view(start).p);
	buf_byte(&b, '}');
	buf_view(&b);
	return b.p;
}

static void
set_repeat(struct reader *r, struct cron_line *l, struct opts_text *repeat)
{
	struct buf b = { 0 };
	struct opts_text all = { 0 };

	if (!l->expression && !opts_has(repeat, "every"))
		WRONG(r, "@every needs every=MS");
	if (l->expression && opts_has(repeat, "every"))
		WRONG(r, "every= goes with @every");
	if (l->expression) {
		opts_set_text(&all, "cron", str_of(l->expression));
		opts_set_text(&all, "tz", str_of(r->zone ? r->zone : "UTC"));
	}
	opts_put(&b, repeat);
	opts_set_all(&all, js_of(buf_view(&b)));
	b.n = 0;
	opts_put(&b, &all);
	opts_set(&l->opts, "repeat", buf_view(&b));
	opts_free(&all);
	buf_free(&b);
}

/* A cron: fields, TYPE, settings, data, description. */
static void
take_cron(struct reader *r)
{
	struct cron_line l = { .line = r->line };
	struct opts_text repeat = { 0 };
	struct buf start = { 0 };
	struct str w;

	l.queue = r->queue ? xstrdup(r->queue) : NULL;
	l.expression = take_expression(r);
	w = word(&r->rest);
	if (!w.n || starts(w, "##") || starts(w, "{"))
		WRONG(r, "the type of the job is missing");
	l.type = xstrndup(w.p, w.n);
	opts_set_text(&l.opts, "jobId", w);
	while (r->rest.n && !starts(r->rest, "{") && !starts(r->rest, "##"))
		take_setting(r, &l, &repeat, &start, word(&r->rest));
	l.data = take_data(r);
	if (r->rest.n && !starts(r->rest, "##"))
		WRONG(
		    r, "'%s' after the data", err_quote(r->rest.p, r->rest.n));
	if (r->rest.n) {
		w = js_trim((struct str){ r->rest.p + 2, r->rest.n - 2 });
		l.description = xstrndup(w.p, w.n);
	}
	if (!l.name)
		l.name = xstrdup(JOB_DEFAULT_NAME);
	set_repeat(r, &l, &repeat);
	if (!l.data)
		l.data = default_data(&l, &start);
	opts_free(&repeat);
	buf_free(&start);
	r->f->v = xroom(r->f->v, r->f->n, &r->f->cap, sizeof(*r->f->v));
	r->f->v[r->f->n++] = l;
}

static void
check(struct reader *r, struct cron_line *l)
{
	struct addition a = { 0 };
	struct err e;
	bool stopped;

	if (addition_prepare(&a, str_of(l->name), str_of(l->data), &l->opts,
		day_now(), &stopped, &e))
		WRONG(r, "%s", e.msg);
	addition_free(&a);
}

static void
take_line(struct reader *r)
{
	if (!utf8_valid(r->rest.p, r->rest.n))
		WRONG(r, "not UTF-8");
	if (*r->rest.p == '#')
		return;
	if (starts(r->rest, "TZ=")) {
		free(r->zone);
		r->zone = xstrndup(r->rest.p + 3, r->rest.n - 3);
		if (!zone_known(str_of(r->zone)))
			WRONG(r, "TZ=%s: unknown zone", r->zone);
	} else if (starts(r->rest, "QUEUE=")) {
		free(r->queue);
		r->queue = xstrndup(r->rest.p + 6, r->rest.n - 6);
		if (!*r->queue)
			WRONG(r, "QUEUE= is empty");
	} else {
		take_cron(r);
		check(r, &r->f->v[r->f->n - 1]);
	}
}

void
cron_file_read(struct cron_file *f, const char *path)
{
	struct reader r = { .f = f };
	struct str line;
	struct in in;

	*f = (struct cron_file){ .path = path };
	in_open(&in, path);
	while (in_line(&in, &line)) {
		r.line = in.line;
		if (in.line == 1 && starts(line, "\xef\xbb\xbf"))
			line = (struct str){ line.p + 3, line.n - 3 };
		r.rest = js_trim(line);
		if (!in_line_ended(&in))
			WRONG(&r, "no line end: the file was cut short");
		if (r.rest.n)
			take_line(&r);
	}
	in_close(&in);
	free(r.zone);
	free(r.queue);
}

void
cron_file_free(struct cron_file *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct cron_line *l = &f->v[i];

		free(l->queue);
		free(l->type);
		free(l->name);
		free(l->expression);
		free(l->description);
		free(l->data);
		opts_free(&l->opts);
	}
	free(f->v);
}
