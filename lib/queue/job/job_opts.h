/*
 * The opts of a job: Bull's options, a JSON object. Producers compose them with
 * struct opts_text; workers read them with opts_read.
 */
#ifndef JOB_OPTS_H
#define JOB_OPTS_H

#include "queue/job/job.h"

enum backoff {
	BACKOFF_NONE,
	BACKOFF_FIXED,
	BACKOFF_EXPONENTIAL,
	BACKOFF_UNKNOWN, /* a strategy that only its producer knows */
};

/* Which finished jobs to keep: removeOnComplete, removeOnFail. */
struct keep {
	bool none;     /* true: not even this one */
	int64_t count; /* at most so many of the state; -1: any number */
	int64_t age;   /* none older than so many s; -1: any age */
};

struct repeat {
	bool is;           /* there is a repeat */
	struct str cron;   /* NULL: by interval */
	int64_t every;     /* ms; 0: by cron */
	struct str tz;     /* NULL: UTC */
	struct str job_id; /* NULL: none */
	struct str key;    /* of an iteration; NULL before the first */
	msec start, end;   /* DAY_NULL: none */
	int64_t limit;     /* -1: none */
	int64_t count;     /* of this iteration; 0 before the first */
};

struct job_opts {
	struct str job_id; /* NULL: none */
	int64_t attempts, delay, priority, timestamp;
	bool has_timestamp, lifo;
	enum backoff backoff;
	double backoff_delay; /* ms */
	int64_t timeout;      /* ms; 0: none */
	int64_t stack_limit;  /* -1: none */
	struct keep on_complete, on_fail;
	struct repeat repeat;
	msec prev_millis; /* due time of this iteration; 0: none */
};

/* Reads opts as Bull does: what is missing has its default, and what has
 * another type counts as missing. Texts borrow from opts and scratch. */
void opts_read(struct job_opts *o, struct js opts, struct buf *scratch);

/* Checks opts that a producer gave: an object whose members have the types
 * that Bull gives them. Returns 0, or -1 with "opts.MEMBER: ..." in e. */
int opts_check(struct js opts, struct err *e);

/* What a failed attempt leads to: ms until the next one, 0 for at once, or -1
 * for none. attempts_made counts this failure. */
int64_t opts_next_attempt(const struct job_opts *o, int64_t attempts_made);

/* A composed opts: members in the order in which they first came, each with
 * its last value. A zeroed one is empty. */
struct opts_text {
	struct opts_member *member;
	size_t n, cap;
	struct buf text;
};

/* Sets a member; json is the text of its value, which is copied. */
void opts_set(struct opts_text *o, const char *name, struct str json);
void opts_set_int(struct opts_text *o, const char *name, int64_t v);
void opts_set_text(struct opts_text *o, const char *name, struct str s);
/* Sets a member whose name is given as JSON too. */
void opts_set_raw(struct opts_text *o, struct js name, struct js value);
/* Sets all the members of an object. */
void opts_set_all(struct opts_text *o, struct js object);
/* Sets a member unless it is there. */
void opts_default_int(struct opts_text *o, const char *name, int64_t v);
bool opts_has(const struct opts_text *o, const char *name);
/* Appends the object. A backoff that is a number becomes an object, as in
 * Bull. */
void opts_put(struct buf *b, const struct opts_text *o);
/* Makes o empty; its memory is kept. */
void opts_clear(struct opts_text *o);
void opts_free(struct opts_text *o);

#endif
