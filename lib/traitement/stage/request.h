/*
 * One HTTP request on standard input, and its answer on standard output.
 *
 * HTTP is spoken by hand here: one request of a fixed form, whose connection
 * another program holds. What is no such request is answered, and ends the
 * program.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdint.h>

#include "base/buf.h"

struct request {
	struct buf text; /* the head, then the body from `body` on */
	size_t body, length;
	char method[16], path[512]; /* path: without the query */
};

/* Milliseconds of the monotonic clock, for deadlines. */
int64_t request_clock(void);

/* Read the head, then the body, until deadline (408); 64 KiB at most (413). */
void request_head(struct request *r, int64_t deadline);
void request_body(struct request *r, int64_t deadline);

/* The value of a header field, without blanks around it; NULL: none. */
struct str request_field(const struct request *r, const char *name);

/* Writes the answer and ends the program. more: further header lines. */
_Noreturn void request_answer(int status, const char *more, struct str body);

/* Like request_answer, with the body {"erreur":error}. */
_Noreturn void request_refuse(int status, const char *error);

#endif
