/*
 * update-fiches: brings fiches métiers up to date through Claude's Messages
 * API, or simulates it.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/err.h"
#include "base/num.h"
#include "base/opt.h"
#include "fiches/update/update.h"

enum {
	OPT_ALL = 256,
	OPT_BATCH,
	OPT_PAUSE,
	OPT_RATE,
	OPT_MODEL,
	OPT_INSTRUCTIONS,
	OPT_LOG,
	OPT_SIMULATE,
	OPT_LIMIT,
	OPT_MAX_COST,
	OPT_PRICES,
	OPT_NO_STREAM,
	OPT_COMPAT,
	OPT_PROMPTS
};

static const struct opt opts[] = {
	{ OPT_ALL, "all", NULL, "update all published fiches" },
	{ OPT_BATCH, "batch", "N", "fiches in a lot (default 10)" },
	{ OPT_COMPAT, "compat", NULL, "a published fiche becomes enrichi" },
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where fiches.db is" },
	{ OPT_INSTRUCTIONS, "instructions", "TEXT", "what counts first" },
	{ 'j', "jobs", "N", "requests under way at a time (default 1)" },
	{ OPT_LIMIT, "limit", "N", "at most N of the published fiches" },
	{ OPT_LOG, "log", "FILE", "append a log, for people, to FILE" },
	{ OPT_MAX_COST, "max-cost", "USD", "stop before the run costs more" },
	{ OPT_MODEL, "model", "M", "the model to ask" },
	{ OPT_NO_STREAM, "no-stream", NULL, "ask for answers in one piece" },
	OPS_DRY_RUN,
	{ OPT_PAUSE, "pause", "SECONDS", "wait after a lot (default 2)" },
	{ OPT_PRICES, "prices", "IN,OUT",
	    "USD for a million tokens read, written (default 3,15)" },
	{ OPT_PROMPTS, "prompts", "DIR", "where the prompts are" },
	{ OPT_RATE, "rate", "N",
	    "requests that begin in a minute (default 50)" },
	{ OPT_SIMULATE, "simulate", NULL, "ask nobody, invent the content" },
	FICHE_ZONE_OPTION,
	{ 0 },
};

static struct {
	struct update update;
	const char *dir, *log;
	unsigned rate;
	bool simulate, dry;
} cl = { .update = { .jobs = 1,
	     .batch = 10,
	     .pause = 2,
	     .limit = -1,
	     .price_in = 3,
	     .price_out = 15 },
	.rate = 50 };

/* A number that is not negative, or EXIT_USE naming the option. */
static double
parse_number(const char *name, struct str s)
{
	double v = s.n ? num_parse(s) : NAN;

	if (!(v >= 0 && v <= 1e9))
		opt_wrong("%s takes a number from 0 on, not '%.*s'", name,
		    (int)s.n, s.p);
	return v;
}

static void
parse_prices(const char *arg)
{
	const char *comma = strchr(arg, ',');

	if (!comma)
		opt_wrong("--prices takes IN,OUT, not '%s'", arg);
	cl.update.price_in = parse_number(
	    "--prices", (struct str){ arg, (size_t)(comma - arg) });
	cl.update.price_out = parse_number("--prices", str_of(comma + 1));
}

static unsigned
parse_count(const char *name, long min, long max)
{
	return (unsigned)opt_number(name, opt_arg, min, max);
}

/* Takes an option about the requests to Claude; false if c is another one's
 * letter. */
static bool
parse_request_option(int c)
{
	struct update *u = &cl.update;

	switch (c) {
	case OPT_INSTRUCTIONS:
		u->prompts.instructions = opt_arg;
		return true;
	case 'j':
		u->jobs = parse_count("-j", 1, CLAUDE_PARALLEL_MAX);
		return true;
	case OPT_MAX_COST:
		u->max_cost_text = opt_arg;
		u->max_cost = parse_number("--max-cost", str_of(opt_arg));
		return true;
	case OPT_MODEL:
		u->prompts.model = opt_arg;
		return true;
	case OPT_NO_STREAM:
		u->prompts.no_stream = true;
		return true;
	case OPT_PRICES:
		parse_prices(opt_arg);
		return true;
	case OPT_PROMPTS:
		u->prompts.dir = opt_arg;
		return true;
	case OPT_RATE:
		cl.rate = parse_count("--rate", 0, 1000000);
		return true;
	default:
		return false;
	}
}

static void
parse_option(int c)
{
	struct update *u = &cl.update;

	switch (c) {
	case OPT_ALL:
		u->all = true;
		break;
	case OPT_BATCH:
		u->batch = parse_count("--batch", 1, 1000000);
		break;
	case OPT_COMPAT:
		u->compat = true;
		break;
	case 'd':
		cl.dir = opt_arg;
		break;
	case OPT_LIMIT:
		u->limit = parse_count("--limit", 0, 1000000);
		break;
	case OPT_LOG:
		cl.log = opt_arg;
		break;
	case 'n':
		cl.dry = true;
		break;
	case OPT_PAUSE:
		u->pause = parse_number("--pause", str_of(opt_arg));
		break;
	case OPT_SIMULATE:
		cl.simulate = true;
		break;
	case 'z':
		fiche_zone_option(&u->zone, opt_arg);
		break;
	}
}

/* One run of --all at a time; the lock ends with the process. */
static void
lock_all(void)
{
	char *path = xasprintf("%s/fiches.lock", cl.dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		die("%s:", path);
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		die_code(EXIT_RETRY,
		    "%s: another update of all fiches is under way", path);
	free(path);
}

static void
print_counts(struct update *u, const struct update_counts *c)
{
	struct buf *b = &u->ops.out.buf;

	js_open(b, NULL);
	js_open(b, "counts");
	counts_add(b, { "fiches", c->fiches }, { "updated", c->updated },
	    { "failed", c->failed }, { "requests", c->requests },
	    { "retries", c->retries }, { "input_tokens", c->input_tokens },
	    { "output_tokens", c->output_tokens });
	js_put_key(b, "cost_usd");
	js_put_number(b, round(c->cost * 1e6) / 1e6);
	js_close(b, 1);
	buf_fmt(b, ",\"mode\":\"%s\"}\n", u->api ? "api" : "simulation");
}

/* With -n and a key: prints how many fiches would be updated, and the estimated
 * cost. Returns the exit code. */
static int
print_estimate(struct update *u, bool known)
{
	struct update_counts c = { .fiches = (int64_t)u->n,
		.cost = UPDATE_ESTIMATE * (double)u->n };

	print_counts(u, &c);
	return known ? 0 : EXIT_FAILED;
}

static void
log_begin(struct update *u)
{
	fiche_log(&u->log, "INFO", "%s de la mise à jour %s (%s)",
	    u->resumed ? "Reprise" : "Début", u->all ? "mensuelle" : "manuelle",
	    u->api ? "api" : "simulation");
	if (u->n || u->resumed)
		fiche_log(&u->log, "INFO",
		    "%zu fiches à mettre à jour, coût estimé %.2f USD", u->n,
		    u->api ? UPDATE_ESTIMATE * (double)u->n : 0);
	else
		fiche_log(&u->log, "INFO", "Aucune fiche publiée");
}

/* The exit code. */
static int
run(struct update *u, bool known)
{
	struct update_counts c;

	log_begin(u);
	if (u->n || u->resumed) {
		update_lots(u);
		if (!update_stopped(u))
			update_end(u);
	}
	c = update_count(u);
	print_counts(u, &c);
	if (update_stopped(u)) {
		complain("%s", buf_view(&u->message).p);
		fiche_log(&u->log, "ERROR", "Arrêt : %s", buf_view(&u->stop).p);
		return u->stop_code;
	}
	fiche_log(&u->log, "INFO", "Fin");
	return known && !c.failed ? 0 : EXIT_FAILED;
}

static void
parse(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "bring fiches métiers up to date",
	    "(--all | CODE...)", opts);
	while ((c = opt_next()) >= 0)
		if (!parse_request_option(c))
			parse_option(c);
	if (!cl.update.all && !*opt_operands)
		opt_wrong("--all or a CODE is needed");
	if (cl.update.all && *opt_operands)
		opt_wrong("--all takes no CODE");
}

int
main(int argc, char **argv)
{
	struct update *u = &cl.update;
	bool known;
	int rc;

	parse(argc, argv);
	u->api = !cl.simulate && claude_has_key();
	u->d = fiches_open(cl.dir, STATE_CHANGE, cl.dry);
	db_exec(u->d, UPDATE_SYNC);
	if (u->all && !cl.dry)
		lock_all();
	if (u->api && !cl.dry)
		claude_open(&u->claude, u->jobs, cl.rate);
	if (!u->api || !cl.dry)
		prompt_load(&u->prompts, !u->api);
	fiche_log_open(&u->log, cl.dry ? NULL : cl.log, u->zone);
	ops_open(&u->ops, cl.dry);
	known = update_begin(u, opt_operands, !(cl.dry && u->api));
	rc = cl.dry && u->api ? print_estimate(u, known) : run(u, known);
	ops_close(&u->ops);
	if (u->api && !cl.dry)
		claude_close(&u->claude);
	fiche_log_close(&u->log);
	db_close(u->d);
	update_free(u);
	return rc;
}
