/* Faults: the rules, and which of them apply to a request. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/in.h"
#include "upstream/serve/serve.h"

/* K, N-, N/M or *: applies to the requests first, first + every, ... up to
 * last. */
struct rule {
	const struct source *source; /* NULL: any */
	uint64_t first, last, every;
	enum fault_kind kind;
	long arg;
};

struct rules {
	struct rule *rule;
	size_t n, cap;
};

const char *const fault_names[FAULTS] = { "none", "latency", "refuse", "reset",
	"truncate", "cut", "429", "500", "503", "404", "401", "html", "charset",
	"column", "empty", "drip", "session", "etag", "gone", "529",
	"overloaded" };

/* Faults at random are drawn from the kinds up to this one: those after it are
 * of one source. */
#define RANDOM_LAST F_GONE

static struct rules given, read_in; /* by options; by the file */
static uint64_t random_seed;

static int
parse_source(const char *s, const struct source **source)
{
	*source = NULL;
	if (!strcmp(s, "*"))
		return 0;
	for (size_t i = 0; i < n_sources && !*source; i++)
		if (!strcmp(s, sources[i].name))
			*source = &sources[i];
	return *source ? 0 : -1;
}

static int
parse_which(const char *s, struct rule *rule)
{
	char *end;

	rule->every = rule->first = 1;
	rule->last = UINT64_MAX;
	if (!strcmp(s, "*"))
		return 0;
	errno = 0;
	rule->first = strtoull(s, &end, 10);
	if (end == s || *s == '-' || errno || !rule->first)
		return -1;
	if (!strcmp(end, "-"))
		return 0;
	if (!*end) {
		rule->last = rule->first;
		return 0;
	}
	if (*end != '/')
		return -1;
	s = end + 1;
	rule->every = strtoull(s, &end, 10);
	return end == s || *s == '-' || *end || !rule->every ? -1 : 0;
}

static int
parse_what(char *s, struct rule *rule)
{
	char *arg = strchr(s, '='), *end;
	unsigned i = F_LATENCY;

	rule->arg = -1;
	if (arg) {
		*arg++ = '\0';
		rule->arg = strtol(arg, &end, 10);
		if (end == arg || *end || rule->arg < 0)
			return -1;
	}
	while (i < FAULTS && strcmp(s, fault_names[i]) != 0)
		i++;
	rule->kind = (enum fault_kind)i;
	if (i == FAULTS)
		return -1;
	if (rule->kind == F_LATENCY)
		return arg ? 0 : -1;
	if (rule->kind == F_DRIP)
		return rule->arg > 0 ? 0 : -1;
	return arg && rule->kind != F_429 && rule->kind != F_529 ? -1 : 0;
}

/* Parses SOURCE:K:WHAT[=ARG], which it cuts; -1 and e if a part is invalid. */
static int
parse_rule(char *text, struct rule *rule, struct err *e)
{
	char *source = strsep(&text, ":"), *which = strsep(&text, ":");

	if (!text)
		return err_set(e, "SOURCE:K:FAULT is expected");
	if (parse_source(source, &rule->source))
		return err_set(e,
		    "unknown source '%s' (serve-upstream(1) lists them)",
		    source);
	if (parse_which(which, rule))
		return err_set(
		    e, "K, N-, N/M or * is expected, not '%s'", which);
	if (parse_what(text, rule))
		return err_set(e,
		    "unknown fault '%s', or a wrong argument"
		    " (serve-upstream(1) lists them)",
		    text);
	return 0;
}

static int
add_rule(struct rules *rules, const char *text, struct err *e)
{
	char *copy = xstrdup(text);
	struct rule rule;
	struct err why;
	int bad = parse_rule(copy, &rule, &why);

	free(copy);
	if (bad)
		return err_set(
		    e, "%s: %s", err_quote(text, strlen(text)), why.msg);
	rules->rule = xroom(rules->rule, rules->n, &rules->cap, sizeof(rule));
	rules->rule[rules->n++] = rule;
	return 0;
}

int
fault_rule(const char *text, struct err *e)
{
	return add_rule(&given, text, e);
}

/* Reads one rule per line; a # begins a comment. Reports and skips an invalid
 * rule, because the server must go on. */
static void
read_rules(const char *path)
{
	struct in in;
	struct str line;
	struct err e;

	in_open(&in, path);
	while (in_line(&in, &line)) {
		char *text = xstrndup(line.p, line.n);

		text[strcspn(text, "# \t\r")] = '\0';
		if (*text && add_rule(&read_in, text, &e))
			warn("%s:%zu: %s", path, in.line, e.msg);
		free(text);
	}
	in_close(&in);
}

void
fault_file(const char *path)
{
	static struct stat seen;
	struct stat st;

	if (!path || stat(path, &st) < 0)
		memset(&st, 0, sizeof(st));
	if (st.st_ino == seen.st_ino && st.st_size == seen.st_size &&
	    st.st_mtim.tv_sec == seen.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == seen.st_mtim.tv_nsec)
		return;
	seen = st;
	read_in.n = 0;
	if (st.st_ino)
		read_rules(path);
}

static bool
is_met(const struct rule *rule, const struct request *r)
{
	return (!rule->source || rule->source == r->source) &&
	       r->k >= rule->first && r->k <= rule->last &&
	       (r->k - rule->first) % rule->every == 0;
}

/* Latencies add up; of other faults the first one counts. */
static void
apply_rules(struct fault *f, const struct rules *rules, const struct request *r)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = &rules->rule[i];

		if (!is_met(rule, r))
			continue;
		if (rule->kind == F_LATENCY) {
			f->latency += rule->arg;
		} else if (f->kind <= F_LATENCY) {
			f->kind = rule->kind;
			f->arg = rule->arg;
			continue;
		}
		if (f->kind == F_NONE)
			f->kind = F_LATENCY;
	}
}

void
fault_random(uint64_t seed, uint64_t n)
{
	random_seed = seed;
	state->random = n;
}

/* splitmix64's finalizer: the draw is a function of seed and request only. */
static uint64_t
draw(uint64_t n)
{
	uint64_t x = (random_seed + 1) * 0x9e3779b97f4a7c15u + n;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

/* Would clients take it for what the source says, and not ask again? */
static bool
is_answer(const struct source *s, enum fault_kind kind)
{
	if (kind == F_EMPTY)
		return s->finds_nothing;
	return s->ends && (kind == F_401 || kind == F_404 || kind == F_GONE);
}

static void
apply_random(struct fault *f, const struct request *r)
{
	uint64_t x = draw(r->n);

	state_lock();
	if (f->kind == F_NONE && state->random && x % 3 == 0) {
		state->random--;
		f->kind = (enum fault_kind)(1 + x / 3 % RANDOM_LAST);
		if (is_answer(r->source, f->kind))
			f->kind = F_503;
		f->latency = f->kind == F_LATENCY ? 20 : 0;
		f->arg = f->kind == F_DRIP ? 10000000 : 1;
	}
	state_unlock();
}

struct fault
fault_of(const struct request *r)
{
	struct fault f = { F_NONE, -1, 0 };

	apply_rules(&f, &given, r);
	apply_rules(&f, &read_in, r);
	apply_random(&f, r);
	return f;
}
