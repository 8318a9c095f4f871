/*
 * Bytes set aside in a temporary file, in the directory where SQLite keeps
 * its own, and read again at any place: for what memory has no room for. Some
 * MiB of what is read last stay in memory. Failures end the program.
 */
#ifndef SPILL_H
#define SPILL_H

#include <stdint.h>

#include "base/buf.h"

struct spill;

struct spill *spill_open(void);
void spill_close(struct spill *s);

/* Appends the bytes; returns their place. */
uint64_t spill_add(struct spill *s, struct str bytes);

/* Appends the n bytes at a place to a buffer. What was read once, no more is
 * added to. */
void spill_read(struct spill *s, uint64_t at, size_t n, struct buf *to);

#endif
