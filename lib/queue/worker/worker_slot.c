#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "queue/passemploi/passemploi.h"
#include "queue/worker/worker_slot.h"

static const char *const job_variables[] = { "JOB_ID=", "JOB_QUEUE=",
	"JOB_NAME=", "JOB_TYPE=", "JOB_ATTEMPT=", "JOB_PRIORITY=", "JOB_DIR=",
	"QUEUE_URL=" };
enum { VARIABLES = sizeof(job_variables) / sizeof(*job_variables) };

/* A text with a NUL cannot be a variable: it is cut. */
static char *
variable(int i, struct str value)
{
	return xasprintf("%s%.*s", job_variables[i], (int)value.n, value.p);
}

static bool
is_job_variable(const char *entry)
{
	for (size_t i = 0; i < VARIABLES; i++)
		if (!strncmp(entry, job_variables[i], strlen(job_variables[i])))
			return true;
	return false;
}

/* Fills own with the variables of the job, NULL for none. */
static void
make_own(struct worker *w, const struct attempt *a, char **own)
{
	const struct job *j = &a->taken.job;
	char number[32];

	own[0] = variable(0, j->id);
	own[1] = variable(1, str_of(w->q->name));
	own[2] = variable(2, j->name);
	own[3] = variable(3, a->type);
	snprintf(
	    number, sizeof(number), "%lld", (long long)j->attempts_made + 1);
	own[4] = variable(4, str_of(number));
	snprintf(number, sizeof(number), "%lld", (long long)j->priority);
	own[5] = variable(5, str_of(number));
	own[6] = w->o->dir ? variable(6, str_of(w->o->dir)) : NULL;
	own[7] = w->o->url ? variable(7, str_of(w->o->url)) : NULL;
}

/* The environment with own in it; the caller frees the array. */
static char **
make_environment(char *const *own)
{
	size_t n = 0, k = 0;
	char **env;

	while (environ[n])
		n++;
	env = xcalloc(n + VARIABLES + 1, sizeof(*env));
	for (size_t i = 0; i < n; i++)
		if (!is_job_variable(environ[i]))
			env[k++] = environ[i];
	for (size_t i = 0; i < VARIABLES; i++)
		if (own[i])
			env[k++] = own[i];
	return env;
}

/* The path of the handler; NULL if the type has none. */
static char *
handler_of(const struct worker *w, struct str type)
{
	struct stat st;
	char *path;

	if (!type.n || *type.p == '.' || memchr(type.p, '/', type.n) ||
	    memchr(type.p, '\0', type.n))
		return NULL;
	path = xasprintf("%s/%.*s", w->o->handlers, (int)type.n, type.p);
	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode) ||
	    access(path, X_OK) < 0) {
		free(path);
		return NULL;
	}
	return path;
}

static bool
start(struct worker *w, struct slot *s, char *path)
{
	char *own[VARIABLES], **env, *argv[] = { path, NULL };
	struct buf line = { 0 };
	bool started;

	make_own(w, &s->a, own);
	env = make_environment(own);
	job_put(&line, &s->a.taken.job, str_of(w->q->name));
	buf_byte(&line, '\n');
	started = child_start(&s->child, (size_t)(s - w->slot),
	    path ? path : w->o->command[0], path ? argv : w->o->command, env,
	    buf_view(&line));
	for (size_t i = 0; i < VARIABLES; i++)
		free(own[i]);
	free(env);
	buf_free(&line);
	return started;
}

/* The attempt is over without a process. */
static void
fail(struct worker *w, struct slot *s, const char *reason)
{
	attempt_fail(&s->a, reason);
	s->state = SLOT_ENDED;
	s->ended_at = worker_clock();
	log_terminated(&w->log, &s->a, 0);
	slot_tell(w, s);
}

static void
fail_without_handler(struct worker *w, struct slot *s)
{
	struct buf b = { 0 };

	buf_str(&b, "Missing process handler for job type ");
	buf_add(&b, s->a.type.p, s->a.type.n);
	fail(w, s, buf_view(&b).p);
	buf_free(&b);
}

void
slot_start(struct worker *w, struct slot *s)
{
	char *path = NULL;

	attempt_begin(&s->a, w->o->timeout);
	s->lost = s->returned = false;
	s->kill_at = s->timeout_at = 0;
	s->log.n = 0;
	s->began_at = worker_clock();
	log_started(&w->log, &s->a);
	if (w->o->handlers) {
		path = handler_of(w, s->a.type);
		if (!path) {
			fail_without_handler(w, s);
			return;
		}
	}
	if (!start(w, s, path)) {
		free(path);
		fail(w, s, strerror(errno));
		return;
	}
	free(path);
	s->state = SLOT_RUNS;
	if (s->a.timeout)
		s->timeout_at = s->began_at + s->a.timeout;
}

static void
log_more(struct worker *w, struct slot *s, struct str bytes, bool last)
{
	size_t n;

	if (w->log.fd < 0)
		return;
	buf_add(&s->log, bytes.p, bytes.n);
	n = log_text(&w->log, s->a.taken.job.id, buf_view(&s->log), last);
	memmove(s->log.p, s->log.p + n, s->log.n - n);
	s->log.n -= n;
}

/* Reads one pipe as far as there is something; closes it at its end. */
static void
read_pipe(struct worker *w, struct slot *s, int *fd, bool error)
{
	char bytes[16384];
	ssize_t n;

	while (*fd >= 0) {
		struct str got = { bytes, 0 };

		n = read(*fd, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			close(*fd);
			*fd = -1;
			return;
		}
		got.n = (size_t)n;
		if (error || s->state == SLOT_AFTER)
			log_more(w, s, got, false);
		if (s->state == SLOT_AFTER)
			continue;
		if (error)
			attempt_error(&s->a, got);
		else
			attempt_output(&s->a, got);
	}
}

void
slot_terminate(struct slot *s)
{
	if (s->kill_at)
		return;
	child_signal(&s->child, SIGTERM);
	s->kill_at = worker_clock() + KILL_AFTER_MS;
	s->timeout_at = 0;
}

void
slot_read(struct worker *w, struct slot *s)
{
	read_pipe(w, s, &s->child.out, false);
	read_pipe(w, s, &s->child.err, true);
	if (s->a.too_much && s->state == SLOT_RUNS)
		slot_terminate(s);
}

void
slot_ended(struct worker *w, struct slot *s, int status)
{

	slot_read(w, s);
	log_more(w, s, STR_NULL, true);
	child_end(&s->child);
	s->kill_at = s->timeout_at = 0;
	if (s->state == SLOT_AFTER) {
		if (status)
			complain("--after: failed");
		s->state = SLOT_FREE;
		return;
	}
	s->ended_at = worker_clock();
	s->state = SLOT_ENDED;
	attempt_end(&s->a, status);
	if (!s->lost && !s->returned)
		log_terminated(&w->log, &s->a, s->ended_at - s->began_at);
	slot_tell(w, s);
}
