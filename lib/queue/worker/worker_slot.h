/*
 * What the files of the worker share: its state, and a slot per child.
 */
#ifndef WORKER_SLOT_H
#define WORKER_SLOT_H

#include "queue/worker/child.h"
#include "queue/worker/worker.h"
#include "queue/worker/worker_log.h"

enum {
	KILL_AFTER_MS = 5000, /* from SIGTERM to SIGKILL */
	AFTER_MAX_MS = 60000, /* for the command of --after */
};

enum slot_state {
	SLOT_FREE,
	SLOT_RUNS,  /* a handler */
	SLOT_ENDED, /* the queue does not know the result yet */
	SLOT_AFTER, /* the command of --after */
};

/* Times that end in _at are ms of the monotonic clock; 0: never. */
struct slot {
	enum slot_state state;
	struct attempt a;
	struct child child;
	struct buf log; /* an unfinished line for the log */
	int64_t began_at, ended_at, timeout_at, kill_at;
	bool lost, returned;
};

struct worker {
	struct queue *q;
	const struct worker_options *o;
	struct ops *out;
	struct worker_counts *counts;
	struct worker_log log;
	struct slot *slot; /* o->concurrency of them */
	int signals;       /* descriptor */

	bool may_take;   /* take is worth a call */
	bool took;       /* a job, for -1 */
	bool nothing;    /* the last take found nothing */
	int64_t take_at; /* take is worth a call then */
	int64_t renew_at, stalled_at;
	int64_t later_at; /* the back end was unavailable: next try */
	int64_t pause;    /*   after so many ms */
	int stop;         /* number of signals to end */
	int64_t stop_at;  /* end of the grace */
};

int64_t worker_clock(void);

/* The back end answered, or not (QUEUE_LATER): passes rc through. */
int worker_heard(struct worker *w, int rc);

/* Starts the handler of the job that was taken. */
void slot_start(struct worker *w, struct slot *s);
/* Reads what the child wrote. */
void slot_read(struct worker *w, struct slot *s);
/* The child ended with that status. */
void slot_ended(struct worker *w, struct slot *s, int status);
/* Tells the queue the result of a SLOT_ENDED; it is free afterwards, unless
 * the back end is unavailable. */
void slot_tell(struct worker *w, struct slot *s);
/* Ends the handler's process group: SIGTERM now, SIGKILL soon. */
void slot_terminate(struct slot *s);

#endif
