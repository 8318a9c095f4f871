/*
 * A job of the queue, as both back ends keep it: the members of Bull's hash
 * and the state and due time, which Bull keeps elsewhere. Instants are ms
 * since 1970.
 */
#ifndef JOB_H
#define JOB_H

#include "base/day.h"
#include "json/js.h"

#define JOB_DEFAULT_NAME "__default__"

enum job_state {
	JOB_WAITING, /* also where the queue is paused */
	JOB_ACTIVE,
	JOB_DELAYED,
	JOB_COMPLETED,
	JOB_FAILED,
	JOB_STATES,
};

extern const char *const job_state_names[JOB_STATES];

/* The texts borrow from whoever filled the job. JSON texts are compact. */
struct job {
	struct str id, name;
	struct str data, opts; /* JSON */
	enum job_state state;
	int64_t priority; /* 0: none, which comes last */
	int64_t timestamp, delay;
	int64_t attempts_made, stalled_counter;
	msec due, processed_on, finished_on, retried_on; /* DAY_NULL: absent */
	struct str progress, returnvalue, stacktrace; /* JSON; NULL: absent */
	struct str failed_reason;                     /* NULL: absent */
};

/* A job without anything. */
struct job job_none(void);

/* The state called name, or -1. */
int job_state_of(struct str name);

/* The type: data.type if that is a text, otherwise the name. Unescaped text
 * goes to scratch, which must hold until the type is no longer needed. */
struct str job_type(struct str name, struct str data, struct buf *scratch);

/* Appends the job line that list-jobs(1) prints and that handlers read. */
void job_put(struct buf *b, const struct job *j, struct str queue);

#endif
