/*
 * The values of a large JSON document one after the other: of a top-level
 * array, or that stand behind one another. Memory is bounded by the longest.
 *
 * The values are told apart by brackets and strings only: js_check says whether
 * one is JSON.
 */
#ifndef VALUES_H
#define VALUES_H

#include <sys/types.h>

#include "base/in.h"

struct values {
	struct in in;
	off_t offset; /* of the unread bytes in the input */
	size_t lines; /* ends of lines between values so far */
	bool array;   /* values_next: of an array */
	size_t n;     /* values that values_next gave */
};

/* path as for in_open. A byte order mark is passed over. */
void values_open(struct values *v, const char *path);
void values_close(struct values *v);

/* The next value of an array, if the document begins with a bracket, or of
 * those that follow one another; false at the end. It holds until the next
 * call. Dies where the document is cut. */
bool values_next(struct values *v, struct str *value);

/* "FILE:12", for messages: the number of the present value in its array, or its
 * line; holds until the next call. */
const char *values_where(const struct values *v);

/*
 * The steps, for who walks through a document himself.
 */

/* The next byte that is not white space, unread; -1 at the end. */
int values_peek(struct values *v);
void values_skip(struct values *v, size_t n);
/* Skips white space and c, or dies: what. */
void values_expect(struct values *v, char c, const char *what);
/* The value at hand, whole; it holds until the next read. Not yet checked. */
struct str values_take(struct values *v);
/* Dies: "FILE: byte N: what". */
_Noreturn void values_wrong(const struct values *v, const char *what);

#endif
