/*
 * The options that every tool of a queue has.
 */
#ifndef QUEUE_OPTIONS_H
#define QUEUE_OPTIONS_H

#include "base/opt.h"
#include "queue/queue.h"

enum { QUEUE_PREFIX = 300 };

/* clang-format off */
#define QUEUE_OPTIONS \
	{ 'd', "databases", "DIR", "where queue.db is" }, \
	{ 'b', "backend", "URL", "the queue is in Redis: redis://HOST:PORT" }, \
	{ 'Q', "queue", "NAME", "the queue (JobQueue)" }, \
	{ QUEUE_PREFIX, "prefix", "WORD", "of the keys in Redis (bull)" }
/* clang-format on */

/* Takes an option of QUEUE_OPTIONS; false if c is another one's letter. */
bool queue_option(int c);

/* Where the queue is, by the options, $QUEUE_URL and $QUEUE. Ends with EXIT_USE
 * if they do not say. */
const struct queue_place *queue_place(void);

/* An argument that must be JSON, or EXIT_USE naming the option. */
struct js queue_json(const char *name, const char *text);

#endif
