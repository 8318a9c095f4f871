/*
 * One attempt at a job: what its handler writes, and what that means.
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include "queue/passemploi/suivi.h"
#include "queue/queue.h"

enum {
	OUTPUT_MAX = 65536,    /* of standard output, bytes */
	REASON_MAX = 4096,     /* of a reason and of a stack trace, bytes */
	STACK_LINES = 20,      /* last lines of standard error */
	STDERR_KEPT = 1 << 17, /* of standard error, bytes */
	EXIT_NEVER = 65,       /* the job can never succeed */
};

struct attempt {
	struct taken taken;
	struct job_opts opts;
	struct buf scratch; /* holds the texts of opts */
	struct str type;
	struct buf type_text;
	struct buf out, err; /* what the handler wrote, the end of err */
	bool too_much;       /* more than OUTPUT_MAX */
	bool timed_out;
	int64_t timeout; /* ms; 0: none */
	msec started;    /* by the clock */

	/* The result, by attempt_end. */
	struct outcome outcome;
	struct buf text; /* holds the outcome's texts */
	bool has_suivi;
	struct suivi suivi;
};

/* Begins with the job in a->taken. */
void attempt_begin(struct attempt *a, int64_t default_timeout);

/* Takes what the handler wrote. */
void attempt_output(struct attempt *a, struct str bytes);
void attempt_error(struct attempt *a, struct str bytes);

/* The handler ended with that status of waitpid(2). */
void attempt_end(struct attempt *a, int status);
/* There is no handler, or it could not be started. */
void attempt_fail(struct attempt *a, const char *reason);

void attempt_free(struct attempt *a);

#endif
