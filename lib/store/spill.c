#include <stdlib.h>

#include <sqlite3.h>

#include "base/err.h"
#include "store/spill.h"

#define BLOCK ((size_t)32 << 10) /* SQLite moves less than 128 KiB at once */
#define BLOCKS 64                /* in memory */
#define SHORT ((size_t)2 << 10)  /* what is longer is read by itself */

struct block {
	uint64_t number; /* in the file, from 1; 0: none */
	uint64_t used;   /* when, by the number of blocks read until then */
	char *p;
};

struct spill {
	sqlite3_file *file;
	uint64_t size;   /* of the file */
	struct buf tail; /* what follows in it */
	struct block block[BLOCKS];
	struct block *last; /* the one used last */
	uint64_t reads;
	bool near;
};

static void
check(int code, const char *what)
{
	if (code)
		die("temporary file: cannot %s: %s", what,
		    sqlite3_errstr(code));
}

struct spill *
spill_open(bool near)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	struct spill *s = xcalloc(1, sizeof(*s));

	s->file = xcalloc(1, (size_t)vfs->szOsFile);
	check(vfs->xOpen(vfs, NULL, s->file,
		  SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_READWRITE |
		      SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE |
		      SQLITE_OPEN_DELETEONCLOSE,
		  NULL),
	    "open");
	s->last = s->block;
	s->near = near;
	return s;
}

void
spill_close(struct spill *s)
{
	s->file->pMethods->xClose(s->file);
	free(s->file);
	for (size_t i = 0; i < BLOCKS; i++)
		free(s->block[i].p);
	buf_free(&s->tail);
	free(s);
}

static size_t
piece(uint64_t left)
{
	return left < BLOCK ? (size_t)left : BLOCK;
}

/* Writes the first n bytes of the tail. */
static void
flush(struct spill *s, size_t n)
{
	for (size_t at = 0, k; at < n; at += k, s->size += k) {
		k = piece(n - at);
		check(s->file->pMethods->xWrite(s->file, s->tail.p + at, (int)k,
			  (sqlite3_int64)s->size),
		    "write");
	}
	s->tail.n -= n;
	memmove(s->tail.p, s->tail.p + n, s->tail.n);
}

uint64_t
spill_add(struct spill *s, struct str bytes)
{
	uint64_t at = s->size + s->tail.n;

	buf_add(&s->tail, bytes.p, bytes.n);
	if (s->tail.n >= BLOCK)
		flush(s, s->tail.n - s->tail.n % BLOCK);
	return at;
}

static void
read_at(struct spill *s, uint64_t at, size_t n, char *p)
{
	for (size_t k; n; at += k, p += k, n -= k) {
		k = piece(n);
		check(s->file->pMethods->xRead(
			  s->file, p, (int)k, (sqlite3_int64)at),
		    "read");
	}
}

/* Reads a block in place of the one that was not used for the longest time. */
static struct block *
read_block(struct spill *s, uint64_t number)
{
	struct block *b = s->block;
	uint64_t from = (number - 1) * BLOCK;

	for (size_t i = 1; i < BLOCKS; i++)
		if (s->block[i].used < b->used)
			b = &s->block[i];
	if (!b->p)
		b->p = xmalloc(BLOCK);
	b->number = number;
	s->reads++;
	read_at(s, from, piece(s->size - from), b->p);
	return b;
}

static struct block *
find_block(struct spill *s, uint64_t number)
{
	struct block *b = s->last;

	for (size_t i = 0; b->number != number && i < BLOCKS; i++)
		b = &s->block[i];
	if (b->number != number)
		b = read_block(s, number);
	b->used = s->reads;
	s->last = b;
	return b;
}

void
spill_read(struct spill *s, uint64_t at, size_t n, struct buf *to)
{
	size_t from = at % BLOCK;

	if (s->tail.n)
		flush(s, s->tail.n);
	buf_reserve(to, n);
	if (s->near && n < SHORT && from + n <= BLOCK)
		memcpy(
		    to->p + to->n, find_block(s, at / BLOCK + 1)->p + from, n);
	else
		read_at(s, at, n, to->p + to->n);
	to->n += n;
}
