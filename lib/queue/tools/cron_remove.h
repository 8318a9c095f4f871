/*
 * Removing a cron, with the lines that say so.
 */
#ifndef CRON_REMOVE_H
#define CRON_REMOVE_H

#include "queue/job/repeat.h"
#include "queue/tools/queue_lines.h"

/* Removes the key and its next run; false if there is no such key. */
bool cron_remove(struct queue *q, struct ops *out, struct str key);

#endif
