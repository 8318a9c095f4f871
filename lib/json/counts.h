/*
 * What a tool prints when its work is done: numbers, each with its name.
 *
 *	counts_print({ "rows", rows }, { "skipped", skipped });
 *
 * prints the line {"rows":3,"skipped":0}. A tool that changes a state database
 * prints its counts by suite/ops.h.
 */
#ifndef COUNTS_H
#define COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct count {
	const char *name; /* NULL ends a list */
	int64_t n;
};

/* clang-format off */
#define COUNTS(...) (const struct count[]){ __VA_ARGS__, { NULL, 0 } }
/* clang-format on */

/* Appends "name":n for each count: members of the object that b ends in. */
#define counts_add(b, ...) counts_add_list((b), COUNTS(__VA_ARGS__))
void counts_add_list(struct buf *b, const struct count *c);

/* Prints the object {"name":n,...} as a line on standard output, or dies. */
#define counts_print(...) counts_print_list(COUNTS(__VA_ARGS__))
void counts_print_list(const struct count *c);

#endif
