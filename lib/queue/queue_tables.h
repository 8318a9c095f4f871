/*
 * The tables of queue.db; see queue(7).
 */
#ifndef QUEUE_TABLES_H
#define QUEUE_TABLES_H

#include "store/state.h"

extern const struct table *const tables_queue[]; /* ended by NULL */
extern const struct state_schema queue_schema;

#endif
