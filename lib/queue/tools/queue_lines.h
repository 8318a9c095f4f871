/*
 * The lines that the tools of the queue print about changes.
 */
#ifndef QUEUE_LINES_H
#define QUEUE_LINES_H

#include "queue/queue.h"
#include "suite/ops.h"

/* insert job: a job that was added. */
void line_added(struct ops *o, struct addition *a);
/* delete TABLE ID. */
void line_deleted(struct ops *o, const char *table, struct str id);
/* OP TABLE ID SET; set is a JSON object. */
void line_set(struct ops *o, const char *op, const char *table, struct str id,
    struct str set);

#endif
