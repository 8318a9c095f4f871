/*
 * ask-claude: asks Claude what each line requests, a filter.
 *
 * Several requests are under way at a time, and lines come out in the order of
 * the input: a ring keeps those that wait for an earlier one.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "fiches/claude/claude.h"

#define AHEAD 8 /* lines kept for each request under way */

enum { OPT_RATE = 256 };

static const struct opt opts[] = {
	{ 'j', "jobs", "N", "requests under way at a time (default 1)" },
	{ OPT_RATE, "rate", "N",
	    "requests that begin in a minute (default 50)" },
	{ 0 },
};

/* A line on its way. */
struct slot {
	struct claude_call call;
	struct buf line; /* as it came */
	size_t number;
	bool done;
};

static struct {
	unsigned jobs, rate;
	struct claude api;
	struct in in;
	struct out out;
	struct slot *slot;         /* a ring: number n is slot[n % slots] */
	size_t slots, first, next; /* those in the ring: first .. next - 1 */
	unsigned under_way;
	bool ended; /* no more lines are read */
	int rc;
} my = { .jobs = 1, .rate = 50 };

static void start_some(void);

static void
put_count(struct buf *b, const char *key, int64_t n)
{
	js_put_key(b, key);
	if (n < 0)
		buf_str(b, "null");
	else
		js_put_int(b, n);
}

static void
put_answer(struct buf *b, const struct claude_call *c)
{
	const struct claude_answer *a = &c->answer;
	struct str text = { a->text.p ? a->text.p : "", a->text.n };

	js_open(b, "answer");
	js_put_member(b, "text", text);
	js_put_member(b, "stop_reason", str_of(a->stop_reason));
	js_put_member(b, "model", str_of(a->model));
	js_open(b, "usage");
	put_count(b, "input_tokens", a->input_tokens);
	put_count(b, "output_tokens", a->output_tokens);
	js_close(b, 1);
	put_count(b, "retries", c->retries);
	js_close(b, 1);
}

static void
put_error(struct buf *b, const struct claude_call *c)
{
	js_open(b, "error");
	js_put_member(b, "type", str_of(c->answer.error));
	js_put_member(b, "message", str_of(c->answer.message));
	put_count(b, "status", c->status ? c->status : -1);
	put_count(b, "retries", c->retries);
	js_close(b, 1);
}

/* The members of the line but its request, then what came of that. */
static void
print(struct slot *s)
{
	struct buf *b = &my.out.buf;
	struct js key, value;
	struct js_walk w = js_walk(js_of(buf_view(&s->line)));

	buf_byte(b, '{');
	while (js_member(&w, &key, &value)) {
		if (js_is(key, "request"))
			continue;
		js_put_comma(b);
		js_put_raw(b, key);
		buf_byte(b, ':');
		js_put_raw(b, value);
	}
	if (s->call.answer.error)
		put_error(b, &s->call);
	else
		put_answer(b, &s->call);
	buf_str(b, "}\n");
	out_flush(&my.out); /* it was paid for */
}

static void
complain_of(const struct slot *s)
{
	struct buf text = { 0 };

	claude_put_message(&text, &s->call);
	complain("stdin:%zu: %s", s->number, buf_view(&text).p);
	buf_free(&text);
}

/* Prints the lines that wait for no earlier one. */
static void
print_some(void)
{
	for (; my.first < my.next; my.first++) {
		struct slot *s = &my.slot[my.first % my.slots];

		if (!s->done)
			return;
		if (!claude_stops(&s->call))
			print(s);
		claude_reset(&s->call);
	}
}

static void
on_retry(struct claude_call *c, double seconds)
{
	const struct slot *s = c->arg;

	note("stdin:%zu: %s, retry %d of %d in %g s", s->number,
	    c->answer.error, c->retries, CLAUDE_RETRIES, seconds);
}

static void
on_done(struct claude_call *c)
{
	struct slot *s = c->arg;
	int stops = claude_stops(c);

	s->done = true;
	my.under_way--;
	if (c->answer.error)
		complain_of(s);
	if (stops) {
		my.ended = true;
		my.rc = my.rc == EXIT_RETRY ? my.rc : stops;
	} else if (c->answer.error && !my.rc)
		my.rc = EXIT_FAILED;
	print_some();
	start_some();
}

/* Copies the next line that has a request into b; false at the end. Reports the
 * lines that have none. Reading ends at a line that is not JSON. */
static bool
read_line(struct buf *b)
{
	struct str line;
	struct err e;

	while (!my.ended && in_line(&my.in, &line)) {
		if (js_check(line.p, line.n, &e)) {
			complain("stdin:%zu: %s", my.in.line, e.msg);
			my.ended = true;
		} else if (js_get(js_of(line), "request").type != JS_OBJECT)
			complain("stdin:%zu: request: missing", my.in.line);
		else {
			b->n = 0;
			buf_add(b, line.p, line.n);
			return true;
		}
		my.rc = EXIT_FAILED;
	}
	my.ended = true;
	return false;
}

static void
start_some(void)
{
	while (!my.ended && my.under_way < my.jobs &&
	       my.next - my.first < my.slots) {
		struct slot *s = &my.slot[my.next % my.slots];
		struct js request;

		if (!read_line(&s->line))
			return;
		request = js_get(js_of(buf_view(&s->line)), "request");
		s->number = my.in.line;
		s->done = false;
		s->call =
		    (struct claude_call){ .request = { request.p, request.n },
			    .retry = on_retry,
			    .done = on_done,
			    .arg = s };
		my.next++;
		my.under_way++;
		claude_ask(&my.api, &s->call);
	}
}

static void
filter(void)
{
	claude_open(&my.api, my.jobs, my.rate);
	my.slots = (size_t)my.jobs * AHEAD;
	my.slot = xcalloc(my.slots, sizeof(*my.slot));
	in_open(&my.in, NULL);
	out_open(&my.out, NULL);
	start_some();
	http_run();
	out_close(&my.out);
	in_close(&my.in);
	for (size_t i = 0; i < my.slots; i++)
		buf_free(&my.slot[i].line);
	free(my.slot);
	claude_close(&my.api);
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "ask Claude what each line requests", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'j')
			my.jobs = (unsigned)opt_number(
			    "-j", opt_arg, 1, CLAUDE_PARALLEL_MAX);
		else
			my.rate =
			    (unsigned)opt_number("--rate", opt_arg, 0, 1000000);
	opt_count(0, 0);
	filter();
	return my.rc;
}
