/*
 * Bytes set aside in a temporary file, in the directory where SQLite keeps
 * its own, and read again at any place: for what memory has no room for.
 * Failures end the program.
 */
#ifndef SPILL_H
#define SPILL_H

#include <stdint.h>

#include "base/buf.h"

struct spill;

/* near: most of what is read lies near to what was read before, so blocks of
 * the file are kept in memory. */
struct spill *spill_open(bool near);
void spill_close(struct spill *s);

/* Appends the bytes; returns their place. */
uint64_t spill_add(struct spill *s, struct str bytes);

/* Appends the n bytes at a place to a buffer. After the first call nothing may
 * be added to s. */
void spill_read(struct spill *s, uint64_t at, size_t n, struct buf *to);

#endif
