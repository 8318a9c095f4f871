/*
 * A line plot of a number per day.
 */
#ifndef PLOT_H
#define PLOT_H

#include <stdint.h>

#include "base/buf.h"

/* Appends an <svg> of n days, the last of which is the civil day last. value:
 * -1 where there is none; one at least is not. title is not escaped. */
void plot_put(struct buf *b, const char *title, const int64_t *value, int n,
    int64_t last);

#endif
