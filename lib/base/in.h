/*
 * Input: blocks and lines from a file or standard input.
 */
#ifndef IN_H
#define IN_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

/* A line longer than this ends the program (see ndjson(5)). */
#define IN_LINE_MAX ((size_t)64 << 20)

struct in {
	const char *name; /* path, or "stdin" */
	size_t line;      /* number of the line last returned, from 1 */
	int fd;
	bool eof;
	struct buf buf; /* unread bytes are buf.p[at .. buf.n) */
	size_t at;
};

/* Opens path ("-" or NULL: standard input) or dies. path is borrowed until
 * in_close. A pipe is asked to be 1 MiB large. */
void in_open(struct in *in, const char *path);

/* Reads more bytes and appends them to the unread ones. False at the end of the
 * input. Dies on a read error. in->buf.p may move. */
bool in_more(struct in *in);

/* The next line that is not empty, without its LF or CRLF; false at the end.
 * It holds until the next call. */
bool in_line(struct in *in, struct str *line);

/* Did that line end with LF, and not only with the input? */
bool in_line_ended(const struct in *in);

void in_close(struct in *in);

/* Asks the kernel for a 1 MiB pipe if fd is one (performance only). */
void pipe_widen(int fd);

#endif
