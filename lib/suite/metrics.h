/*
 * The state of the databases as Prometheus reads it: text for the textfile
 * collector of node_exporter (status(1)) [publication 12].
 */
#ifndef METRICS_H
#define METRICS_H

#include "base/buf.h"

/* Appends the metrics of the databases called names, which ends with NULL,
 * after status_open. findings: a file of findings as check-data prints them, to
 * be counted, or NULL; ends the program if it is not such a file. */
void metrics_put(struct buf *b, char *const *names, const char *findings);

#endif
