/*
 * Output: a buffered stream to standard output, or a file that appears whole
 * or not at all.
 *
 * A file is written to NAME.tmp, next to its final name, and renamed when it is
 * complete; if it is then equal to the file already there, that one is left
 * untouched. When the program ends before out_close, the temporary file is
 * removed. Anything that is not a regular file (/dev/null, a FIFO) is written
 * as it goes, like standard output. Write errors, a full disk included, end the
 * program.
 */
#ifndef OUT_H
#define OUT_H

#include <stdbool.h>

#include "base/buf.h"

struct out {
	const char *path; /* NULL for standard output */
	char *tmp;        /* NULL if it is written as it goes */
	int fd;
	bool flush_lines; /* standard output is a terminal */
	struct buf buf;
};

/* path NULL or "-": standard output. path is borrowed until out_close. */
void out_open(struct out *o, const char *path);
/* Writes what is buffered. */
void out_flush(struct out *o);

/* Completes the output; true if a file was replaced or created, false if the
 * published one had the same bytes (always true if path is not a regular
 * file). */
bool out_close(struct out *o);

/* To be called after each record: writes when enough is buffered. */
static inline void
out_record(struct out *o)
{
	if (o->buf.n >= (size_t)256 << 10 || o->flush_lines)
		out_flush(o);
}

/* Prints one line on standard output, or dies: the statistics of a tool that
 * builds a database. */
void out_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Writes all the bytes to a descriptor; false with errno if it cannot. */
bool out_write(int fd, struct str bytes);

/* True if path exists and is not a regular file, so that it must not be
 * replaced by one. */
bool out_is_special(const char *path);

/* True if both paths are files that contain the same bytes. */
bool out_same_files(const char *a, const char *b);

/* The identifier of the running kernel's boot, "" if the system has none: what
 * was written under another one and not synced may be lost. Valid for the life
 * of the process. */
const char *out_boot_id(void);

/* The steps of publishing a file, shared with db.h. tmp_open gives a locked
 * descriptor for an empty TMP (EXIT_RETRY if another run is writing it);
 * tmp_publish compares, syncs and renames, and closes the descriptor: true if
 * path was replaced or created; tmp_drop removes TMP instead. The temporary is
 * removed if the program ends in between; four can be under way at a time. */
int tmp_open(const char *tmp);
bool tmp_publish(int fd, const char *tmp, const char *path);
void tmp_drop(int fd, const char *tmp);

#endif
