/*
 * Progress on standard error, for people only: nothing is shown unless it is
 * a terminal, the run lasts more than a second, and -q was not given. A tool
 * that writes into a pipe leaves it to the reader.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdint.h>

/* Says that n things (a plural: "rows", "records") are done; cheap enough to
 * be called for each. */
void progress(int64_t n, const char *things);

/* Wipes the line; every message and the end of the program do it. */
void progress_clear(void);

#endif
