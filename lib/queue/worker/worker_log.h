/*
 * The log of a worker: a line of JSON per start and end of an attempt and per
 * line that handlers write to standard error.
 */
#ifndef WORKER_LOG_H
#define WORKER_LOG_H

#include "queue/worker/attempt.h"

struct worker_log {
	int fd; /* -1: without a log */
	struct str queue;
	struct buf line;
};

/* Opens path for appending, or dies; NULL: without a log. */
void log_open(struct worker_log *l, const char *path, const char *queue);
void log_started(struct worker_log *l, const struct attempt *a);
void log_terminated(
    struct worker_log *l, const struct attempt *a, int64_t duration);
/* Writes the whole lines of text, and the rest too if it is the last. Returns
 * how many bytes were written. */
size_t log_text(
    struct worker_log *l, struct str id, struct str text, bool last);

#endif
