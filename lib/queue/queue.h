/*
 * A queue of jobs: one interface, two back ends. SQLite keeps it in queue.db,
 * for one machine; Redis keeps it in Bull's layout, for several machines and
 * next to Bull's own workers. Rules, ids and texts are the same on both; see
 * queue(7).
 *
 * Functions return QUEUE_OK or one of the other results; QUEUE_LATER means that
 * the back end is unavailable at the moment (q->e says why). queue_must turns
 * that into the end of the program, for tools that do not wait.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include <poll.h>

#include "queue/job/addition.h"

enum queue_result {
	QUEUE_OK,
	QUEUE_NONE,       /* no such job, cron or event; nothing to take */
	QUEUE_LOCKED,     /* a worker has the job */
	QUEUE_NOT_FAILED, /* the job is in another state */
	QUEUE_LOST,       /* the lock is no longer ours */
	QUEUE_LATER,      /* unavailable now */
};

/* Where a queue is, from the command line. */
struct queue_place {
	const char *dir;    /* -d; may be NULL where url is set */
	const char *url;    /* -b, or NULL for SQLite */
	const char *queue;  /* -Q */
	const char *prefix; /* of the keys in Redis */
};

struct queue {
	const struct queue_ops *ops;
	const char *name;
	const char *token; /* a worker's, for its locks */
	bool dry;          /* -n: nothing is written */
	bool batch;        /* many small changes follow: see settle */
	bool lazy;         /* changes are durable at the next settle only */
	struct err e;      /* of the last QUEUE_LATER */
};

/* A job that was taken, and the iteration after it that was added. */
struct taken {
	struct job job;
	struct buf text; /* holds the job's texts */
	bool has_next;
	struct addition next;
};

/* The end of an attempt. */
struct outcome {
	struct str id;
	enum job_state to; /* completed or failed: for good; waiting or
			      delayed: another attempt follows */
	int64_t attempts_made, priority;
	bool lifo;
	msec due, now;
	struct str returnvalue, stacktrace; /* JSON */
	struct str reason;
	struct keep keep; /* of finished jobs */
};

/* A job that was found without its worker. */
struct stalled {
	struct str id;
	int64_t counter;
	bool failed;
};

struct queue_counts {
	bool paused;
	int64_t state[JOB_STATES], crons;
};

struct queue_event {
	int64_t n; /* -1 on Redis */
	msec at;
	struct str kind, id, payload; /* payload is JSON; NULL: absent */
};

/* Called for each item; those of bool end the walk with false. */
typedef bool job_fn(void *arg, const struct job *j);
typedef void id_fn(void *arg, struct str id);
typedef void text_fn(void *arg, int64_t n, struct str line);
typedef bool cron_fn(void *arg, struct str key, msec next);
typedef void stalled_fn(void *arg, const struct stalled *s);
typedef bool event_fn(void *arg, const struct queue_event *e);

#define STALLED_REASON "job stalled more than allowable limit"

struct queue_ops {
	void (*close)(struct queue *q);

	/* Adds n jobs in their order, durably, and fills their results. */
	int (*add)(struct queue *q, struct addition *a, size_t n);

	/* Walks over the jobs of a state: waiting as they will be taken,
	 * delayed by due, active by processedOn, the others by finishedOn,
	 * then by id. */
	int (*each)(struct queue *q, enum job_state s, job_fn *fn, void *arg);
	/* The job of that id. Its texts hold until the next call. */
	int (*get)(struct queue *q, struct str id, struct job *j);
	int (*counts)(struct queue *q, struct queue_counts *c);
	/* Walks, in order of bytes, over the ids that match a glob pattern. */
	int (*match)(struct queue *q, const char *glob, id_fn *fn, void *arg);

	/* Works on another queue of the same place from now on. */
	void (*use)(struct queue *q, const char *name);
	/* Ends a batch. Afterwards all changes are durable. */
	void (*settle)(struct queue *q);

	/* Puts a failed job back into the queue. */
	int (*retry)(struct queue *q, struct str id, msec now);
	/* Removes a job; unless state is -1, only if it has that state. */
	int (*remove)(struct queue *q, struct str id, int state);
	int (*pause)(struct queue *q, bool paused, bool *changed);
	int (*progress)(struct queue *q, struct str id, struct str json);
	/* Appends a line to the log of a job; *n is its number from 1. */
	int (*log)(struct queue *q, struct str id, struct str line, int64_t *n);
	int (*lines)(struct queue *q, struct str id, text_fn *fn, void *arg);

	/* Walks over the crons by next run, then key. */
	int (*crons)(struct queue *q, cron_fn *fn, void *arg);
	/* Sets *alive to whether an iteration of the key is waiting, delayed or
	 * active, and *count to that of the latest iteration that is kept.
	 * prefix is the one of its ids. */
	int (*cron_alive)(struct queue *q, struct str key, struct str prefix,
	    bool *alive, int64_t *count);
	/* Removes a key and its delayed iteration, whose id goes to removed,
	 * which stays empty if there is none. */
	int (*cron_remove)(struct queue *q, struct str key, struct str prefix,
	    struct buf *removed);

	/* Workers. take does not wait; with wait set it makes the back end
	 * ready to wake the worker through its descriptors. */
	int (*take)(struct queue *q, msec lock, bool wait, struct taken *t);
	/* What to poll until take is worth another call: the number of
	 * descriptors in fd, which has room for two, and *ms, how long at
	 * most. */
	int (*idle)(struct queue *q, struct pollfd fd[2], int *ms);
	/* Stops waiting; a job that comes at that moment is given back. */
	void (*stop_waiting)(struct queue *q);
	int (*finish)(struct queue *q, const struct outcome *o);
	/* Sets lost[i] for the jobs whose lock is no longer ours. */
	int (*renew)(struct queue *q, const struct str *id, size_t n, msec lock,
	    bool *lost);
	int (*give_back)(struct queue *q, struct str id);
	int (*stalled)(struct queue *q, int64_t max, msec interval,
	    stalled_fn *fn, void *arg);

	/* The events after number since (-1: from the first) that are there
	 * already; QUEUE_NONE if there are none. On Redis, those that came
	 * since the last call. */
	int (*events)(struct queue *q, int64_t since, event_fn *fn, void *arg);
	/* What to poll until there may be others, as idle. */
	int (*idle_events)(struct queue *q, struct pollfd fd[2], int *ms);
};

enum queue_use {
	QUEUE_READ,   /* a missing queue.db is an empty queue */
	QUEUE_CHANGE, /* a missing queue.db is an empty queue, not created */
	QUEUE_BEGIN,  /* queue.db is created if it is missing */
};

/* Opens the queue. dry: all changes are reported, but not made. Ends the
 * program if it cannot. */
struct queue *queue_open(
    const struct queue_place *p, enum queue_use use, bool dry);
void queue_close(struct queue *q);

struct queue *queue_sqlite_open(
    const struct queue_place *p, enum queue_use use, bool dry);
struct queue *queue_redis_open(const struct queue_place *p, bool dry);

/* rc, unless it is QUEUE_LATER, which ends the program with EXIT_RETRY. */
int queue_must(struct queue *q, int rc);

/* A token for the locks of this process: a random UUID. It holds for the life
 * of the process. */
const char *queue_token(void);

/* Copies a job, with its texts into b. */
void job_copy(struct job *to, const struct job *from, struct buf *b);

/* True if text matches a glob pattern as Redis understands it. */
bool queue_glob(struct str pattern, struct str text);

#endif
