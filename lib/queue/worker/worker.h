/*
 * A worker: takes jobs, runs a process for each, tells the queue what became
 * of them. See work-queue(1).
 */
#ifndef WORKER_H
#define WORKER_H

#include "queue/tools/queue_lines.h"

struct worker_options {
	size_t concurrency;
	bool one, drain;
	const char *handlers; /* -H, or NULL */
	char *const *command; /* after --, or NULL */
	int64_t timeout, lock, stalled, max_stalled, grace; /* ms */
	const char *dir;   /* absolute, or NULL */
	const char *url;   /* or NULL */
	const char *suivi; /* where to keep reports, or NULL */
	const char *after; /* a command for reports, or NULL */
	const char *log;   /* a file, or NULL */
};

struct worker_counts {
	int64_t completed, failed, retried, stalled, lost, returned;
};

/* Works on q until it is to end. Prints changes to out, and fills counts.
 * Returns the exit status. Call worker_prepare before the queue is opened. */
void worker_prepare(const struct worker_options *o);
int worker_run(struct queue *q, const struct worker_options *o, struct ops *out,
    struct worker_counts *counts);

#endif
