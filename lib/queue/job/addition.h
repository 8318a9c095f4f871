/*
 * A job on its way into the queue, and what became of it.
 */
#ifndef ADDITION_H
#define ADDITION_H

#include "queue/job/job_opts.h"

enum added {
	ADDED_NEW,
	ADDED_DUPLICATE, /* a job of that id exists: nothing was changed */
	ADDED_NOTHING,   /* its repetition is over or was removed */
};

struct addition {
	/* The job. The texts are borrowed until it is added. */
	struct str name, data, opts; /* data and opts are compact JSON */
	struct str id;               /* NULL: the next number of the queue */
	int64_t priority, delay;
	msec timestamp;
	bool lifo;

	/* The iteration of a repeated job: the key, NULL if it is none, and
	 * when it is due. if_known: only if the queue still has the key. */
	struct str repeat_key;
	msec next;
	bool if_known;

	/* What the back end says. */
	enum added result;
	bool key_was_known;
	struct buf new_id; /* the id; freed by addition_free */

	struct buf text; /* addition_prepare's */
};

/* Makes an addition of a name, data and composed opts, or the first iteration
 * of opts.repeat. Missing defaults are set in opts. now is the clock. Returns
 * 0, or -1 with a message in e. *stopped is set if a repetition is over before
 * it begins: then there is nothing to add. */
int addition_prepare(struct addition *a, struct str name, struct str data,
    struct opts_text *opts, msec now, bool *stopped, struct err *e);

/* Makes the addition of the iteration after that of j, which is being taken.
 * Returns false if j does not repeat or its repetition is over. */
bool addition_next(struct addition *a, const struct job *j, msec now);

static inline void
addition_free(struct addition *a)
{
	buf_free(&a->new_id);
	buf_free(&a->text);
}

/* The job that a new addition became. */
struct job addition_job(struct addition *a);

#endif
