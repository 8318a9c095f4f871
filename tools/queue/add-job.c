/*
 * add-job: put jobs into a queue, each durably before its line is printed.
 */
#include <stdlib.h>

#include "base/in.h"
#include "base/text.h"
#include "queue/tools/job_block.h"
#include "queue/tools/queue_options.h"

enum { TYPE = 256, CONTENU };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ 'N', "name", "NAME", "name of the jobs (" JOB_DEFAULT_NAME ")" },
	{ 'i', "id", "ID", "id of the job, instead of the next number" },
	{ 'p', "priority", "N", "priority; 1 is the most urgent, 0 is none" },
	{ 'a', "attempts", "N", "how often the job is tried (1)" },
	{ 'B', "backoff", "MS",
	    "pause between attempts: MS, fixed:MS, exp:MS" },
	{ 'D', "delay", "MS", "run it so many ms from now" },
	{ 't', "at", "ISO", "run it at that instant" },
	{ 'l', "lifo", NULL, "take it before the jobs that wait" },
	{ 'O', "opts", "JSON", "options of Bull's, over those above" },
	{ 'j', "jobs", NULL, "the lines are {\"name\",\"data\",\"opts\"}" },
	{ TYPE, "type", "TYPE", "a job of pass-emploi's of that type" },
	{ CONTENU, "contenu", "JSON", "  and what it is about" },
	{ 0 },
};

static struct {
	const char *name, *id, *backoff, *delay, *at, *type, *contenu;
	const char *priority, *attempts, *opts;
	bool lifo, jobs, dry;
	msec when; /* -t */
} cl;

static struct {
	struct queue *q;
	struct ops out;
	struct job_block block;
	bool failed;
} run;

static void
set_number(struct opts_text *o, const char *name, const char *option,
    const char *text, long min)
{
	if (text)
		opts_set_int(
		    o, name, opt_number(option, text, min, 9000000000000000));
}

static void
set_backoff(struct opts_text *o)
{
	const char *ms = cl.backoff;
	bool exponential = ms && !strncmp(ms, "exp:", 4);
	struct buf b = { 0 };

	if (!ms)
		return;
	if (exponential)
		ms += 4;
	else if (!strncmp(ms, "fixed:", 6))
		ms += 6;
	buf_fmt(&b, "{\"type\":\"%s\",\"delay\":%ld}",
	    exponential ? "exponential" : "fixed",
	    opt_number("-B", ms, 0, 9000000000000000));
	opts_set(o, "backoff", buf_view(&b));
	buf_free(&b);
}

/* The options of the command line, over those of a job of pass-emploi's. */
static void
set_given(struct opts_text *o, msec now)
{
	opts_clear(o);
	if (cl.type) {
		opts_set_int(o, "delay", cl.at ? cl.when - now : 0);
		opts_set_int(o, "attempts", 1);
		opts_set_int(o, "priority", 0);
		opts_set_int(o, "backoff", 0);
	}
	if (cl.id)
		opts_set_text(o, "jobId", str_of(cl.id));
	set_number(o, "priority", "-p", cl.priority, 0);
	set_number(o, "attempts", "-a", cl.attempts, 0);
	set_backoff(o);
	set_number(o, "delay", "-D", cl.delay, -9000000000000000);
	if (cl.at)
		opts_set_int(o, "delay", cl.when - now);
	if (cl.lifo)
		opts_set(o, "lifo", STR("true"));
	if (cl.opts)
		opts_set_all(o, js_of(str_of(cl.opts)));
}

/* Puts a job into the block, with the options of the command line, under those
 * of its line. name and data are in p->line. Returns -1 with a message in e if
 * its options are wrong. */
static int
add(struct pending_job *p, struct str name, struct str data,
    struct js line_opts, struct err *e)
{
	static struct opts_text o;
	msec now = day_clock();

	set_given(&o, now);
	if (line_opts.type == JS_OBJECT)
		opts_set_all(&o, line_opts);
	return job_block_add(&run.block, p, name, data, &o, now, e);
}

static void
add_data(struct js data)
{
	struct pending_job *p = job_block_next(&run.block);
	struct err e;

	p->line.n = 0;
	js_put_compact(&p->line, data);
	if (add(p, str_of(cl.name), buf_view(&p->line), (struct js){ 0 }, &e))
		opt_wrong("%s", e.msg);
}

/* A line of -j. */
static int
add_job(struct pending_job *p, struct js line, struct err *e)
{
	struct js name = js_get(line, "name"), data = js_get(line, "data");
	struct js o = js_get(line, "opts");
	struct str text = str_of(cl.name);

	if (line.type != JS_OBJECT)
		return err_set(e, "an object is expected, not '%s'",
		    err_quote(line.p, line.n));
	if (!js_is_null(name) && name.type != JS_STRING)
		return err_set(e, "name: a text is expected, not '%s'",
		    err_quote(name.p, name.n));
	if (!js_is_null(o) && o.type != JS_OBJECT)
		return err_set(e, "opts: an object is expected, not '%s'",
		    err_quote(o.p, o.n));
	p->line.n = p->name.n = 0;
	if (name.type == JS_STRING) {
		struct buf scratch = { 0 };

		text = js_text(name, &scratch);
		buf_add(&p->name, text.p, text.n);
		text = buf_view(&p->name);
		buf_free(&scratch);
	}
	if (data.type == JS_ABSENT)
		buf_str(&p->line, "{}");
	else
		js_put_compact(&p->line, data);
	return add(p, text, buf_view(&p->line), o, e);
}

static int
add_line(struct str line, struct err *e)
{
	struct pending_job *p = job_block_next(&run.block);

	if (js_check(line.p, line.n, e))
		return -1;
	if (cl.jobs)
		return add_job(p, js_of(line), e);
	p->line.n = 0;
	js_put_compact(&p->line, js_of(line));
	return add(p, str_of(cl.name), buf_view(&p->line), (struct js){ 0 }, e);
}

static void
add_lines(void)
{
	struct str line;
	struct err e;
	struct in in;

	in_open(&in, NULL);
	while (job_block_line(&run.block, &in, &line))
		if (js_trim(line).n && add_line(line, &e)) {
			complain("stdin:%zu: %s", in.line, e.msg);
			run.failed = true;
		}
	in_close(&in);
}

/* The data that pass-emploi gives a job. */
static void
add_type(void)
{
	struct buf b = { 0 };

	buf_str(&b, "{\"dateExecution\":");
	day_put_utc(&b, cl.at ? cl.when : day_clock());
	buf_str(&b, ",\"type\":");
	js_put_text(&b, str_of(cl.type));
	if (cl.contenu)
		buf_fmt(&b, ",\"contenu\":%s", cl.contenu);
	buf_byte(&b, '}');
	add_data(js_of(buf_view(&b)));
	buf_free(&b);
}

/* Where the argument of an option goes; NULL for flags. */
static const char **
setting(int c)
{
	static const struct {
		int c;
		const char **to;
	} settings[] = {
		{ 'N', &cl.name },
		{ 'i', &cl.id },
		{ 'p', &cl.priority },
		{ 'a', &cl.attempts },
		{ 'B', &cl.backoff },
		{ 'D', &cl.delay },
		{ 't', &cl.at },
		{ 'O', &cl.opts },
		{ TYPE, &cl.type },
		{ CONTENU, &cl.contenu },
	};

	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		if (settings[i].c == c)
			return settings[i].to;
	return NULL;
}

static void
take_option(int c)
{
	const char **to = setting(c);

	if (to)
		*to = opt_arg;
	else if (c == 'n')
		cl.dry = true;
	else if (c == 'l')
		cl.lifo = true;
	else if (c == 'j')
		cl.jobs = true;
	else
		queue_option(c);
}

/* An instant with a zone. */
static msec
instant(const char *text)
{
	size_t n = strlen(text);
	bool zoned = n > 16 && (text[n - 1] == 'Z' || text[n - 6] == '+' ||
				   text[n - 6] == '-');
	msec t = zoned ? day_parse(str_of(text)) : DAY_BAD;

	if (t == DAY_BAD || t == DAY_NULL)
		opt_wrong("-t takes an instant such as 2026-11-23T08:30:00Z, "
			  "not '%s'",
		    text);
	return t;
}

static void
check_options(void)
{
	struct opts_text o = { 0 };
	struct buf b = { 0 };
	struct err e;

	if (cl.at && cl.delay)
		opt_wrong("-D and -t exclude each other");
	if (cl.type && (cl.jobs || *opt_operands))
		opt_wrong("--type is one job: it takes neither JSON nor -j");
	if (cl.jobs && *opt_operands)
		opt_wrong("-j reads standard input and takes no JSON");
	if (cl.contenu && !cl.type)
		opt_wrong("--contenu goes with --type");
	if (cl.at)
		cl.when = instant(cl.at);
	if (cl.opts && queue_json("-O", cl.opts).type != JS_OBJECT)
		opt_wrong("-O takes an object, not '%s'", cl.opts);
	if (cl.contenu)
		queue_json("--contenu", cl.contenu);
	for (char **p = opt_operands; *p; p++)
		queue_json("JSON", *p);
	set_given(&o, 0);
	opts_put(&b, &o);
	if (opts_check(js_of(buf_view(&b)), &e))
		opt_wrong("%s", e.msg);
	opts_free(&o);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	const struct queue_place *place;
	int c;

	opt_init(argc, argv, "put jobs into a queue", "[JSON...]", opts);
	cl.name = JOB_DEFAULT_NAME;
	while ((c = opt_next()) >= 0)
		take_option(c);
	place = queue_place();
	check_options();
	run.q = queue_open(place, QUEUE_BEGIN, cl.dry);
	ops_open(&run.out, cl.dry);
	job_block_open(&run.block, run.q, &run.out);
	if (cl.type)
		add_type();
	for (char **p = opt_operands; *p; p++)
		add_data(js_of(str_of(*p)));
	if (!cl.type && !*opt_operands)
		add_lines();
	job_block_flush(&run.block);
	ops_counts(&run.out, { "added", run.block.added },
	    { "duplicates", run.block.duplicates });
	ops_flush(&run.out);
	job_block_close(&run.block);
	ops_close(&run.out);
	queue_close(run.q);
	return run.failed ? EXIT_FAILED : 0;
}
