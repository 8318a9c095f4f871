#include "queue/queue.h"
#include "queue/job/addition.h"
#include "queue/job/repeat.h"
#include "queue/passemploi/calendar.h"
#include "tap.h"

static bool
glob(const char *pattern, const char *text)
{
	return queue_glob(str_of(pattern), str_of(text));
}

static void
prefix_is(const char *name, const char *id, const char *key, const char *want)
{
	struct buf b = { 0 };

	repeat_put_prefix(&b, str_of(name), str_of(id), str_of(key));
	tap_is(buf_view(&b).p, want, key);
	buf_free(&b);
}

static int64_t
next_attempt(const char *opts, int64_t made)
{
	struct buf scratch = { 0 };
	struct job_opts o;

	opts_read(&o, js_of(str_of(opts)), &scratch);
	buf_free(&scratch);
	return opts_next_attempt(&o, made);
}

/* The text lasts until the next call. */
static const char *
prepared(const char *opts)
{
	static struct buf text;
	struct addition a = { 0 };
	struct opts_text o = { 0 };
	struct err e;
	bool stopped;
	int rc;

	opts_set_all(&o, js_of(str_of(opts)));
	rc = addition_prepare(
	    &a, STR("tic"), STR("{}"), &o, 1795163400000, &stopped, &e);
	opts_free(&o);
	text.n = 0;
	buf_fmt(&text, "%.*s", rc || stopped ? 0 : (int)a.opts.n, a.opts.p);
	addition_free(&a);
	return rc ? "refused" : stopped ? "over" : buf_view(&text).p;
}

int
main(void)
{
#define EXP                                                                    \
	"{\"attempts\":9,\"backoff\":{\"type\":\"exponential\",\"delay\":"     \
	"1000}}"
	char date[11];

	tap_ok(glob("*42*", "rdv:42:7") && !glob("*42*", "rdv:43:7"), "stars");
	tap_ok(glob("a?c", "abc") && !glob("a?c", "ac"), "question mark");
	tap_ok(glob("[a-c]x", "bx") && !glob("[^a-c]x", "bx"), "sets");
	tap_ok(glob("[c-a]x", "bx") && !glob("[c-a]x", "dx"), "a reversed set");
	tap_ok(glob("[\\]]x", "]x") && !glob("[\\]]x", "\\x"),
	    "a bracket in a set");
	tap_ok(glob("a\\*", "a*") && !glob("a\\*", "ab"), "backslash");
	tap_ok(glob("**", "") && !glob("", "a") && glob("", ""), "nothing");
	tap_ok(!glob("a*b", "acbd") && glob("a*b*d", "acbd"), "another try");
	prefix_is("tic", "TIC", "tic:TIC::2000",
	    "repeat:fd65aebc27ab8c0f0edd900c9b1c08fe:");
	prefix_is("nomme", "", "nomme:::60000",
	    "repeat:866b8186748d5d94d33e4c6c965604b9:");
	prefix_is("__default__", "X", "__default__:X::Europe/Paris:0 2 * * *",
	    "repeat:0a70399daf0551cf37c7da84980bad82:");
	tap_ok(next_attempt(EXP, 1) == 1000 && next_attempt(EXP, 2) == 3000 &&
		   next_attempt(EXP, 3) == 7000 &&
		   next_attempt(EXP, 4) == 15000,
	    "an exponential back-off");
	tap_ok(next_attempt("{\"attempts\":3,\"backoff\":500}", 2) == 500 &&
		   next_attempt("{\"attempts\":3}", 2) == 0 &&
		   next_attempt("{\"attempts\":3}", 3) == -1 &&
		   next_attempt("{}", 1) == -1,
	    "other back-offs");
	tap_is(prepared("{\"priority\":2,\"backoff\":300}"),
	    "{\"priority\":2,\"backoff\":{\"type\":\"fixed\",\"delay\":300},"
	    "\"attempts\":1,\"delay\":0,\"timestamp\":1795163400000}",
	    "defaults of opts");
	tap_is(prepared("{\"jobId\":\"TIC\",\"repeat\":{\"every\":2000}}"),
	    "{\"repeat\":{\"count\":1,\"key\":\"tic:TIC::2000\",\"every\":2000,"
	    "\"jobId\":\"TIC\"},\"jobId\":"
	    "\"repeat:fd65aebc27ab8c0f0edd900c9b1c08fe:1795163402000\","
	    "\"delay\":2000,\"timestamp\":1795163400000,"
	    "\"prevMillis\":1795163402000,\"attempts\":1}",
	    "opts of a first iteration");
	tap_is(prepared("{\"repeat\":{\"every\":2000,\"limit\":0}}"), "over",
	    "a repetition that is over");
	tap_is(prepared("{\"priority\":-1}"), "refused", "a priority below 0");
	tap_is(prepared("{\"jobId\":\"a:b\",\"repeat\":{\"every\":1}}"),
	    "refused", "a colon in the id of a repetition");
	put_date(date,
	    months_before(day_read_utc(STR("2026-08-31T00:00:00.000Z")), 2));
	tap_is(date, "2026-06-30", "two months before 31 August");
	put_date(
	    date, monday_of(day_read_utc(STR("2026-11-15T23:59:59.000Z"))));
	tap_is(date, "2026-11-09", "the Monday of a Sunday");
	return tap_done();
}
