/*
 * Bytes: borrowed strings and growable buffers.
 *
 * A struct str borrows: whoever made it says how long it holds. A struct buf
 * owns its bytes; a zeroed one is an empty buffer. Lengths are explicit
 * everywhere: text may hold NUL. Lack of memory ends the program.
 */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Borrowed bytes; p == NULL stands for "no value" (SQL NULL, JSON null). */
struct str {
	const char *p;
	size_t n;
};

struct buf {
	char *p;
	size_t n, cap;
};

#define STR_NULL ((struct str){ NULL, 0 }) /* no value */
#define STR(literal) ((struct str){ literal, sizeof(literal) - 1 })

/* malloc family that ends the program when there is no memory. The results
 * belong to the caller; xrealloc2 checks n * size. */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc2(void *p, size_t n, size_t size);
/* Returns p, an array of n elements with capacity *cap, grown if needed to hold
 * one more. */
void *xroom(void *p, size_t n, size_t *cap, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
/* printf into a new string. */
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static inline struct str
str_of(const char *s)
{
	return (struct str){ s, s ? strlen(s) : 0 };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && !a.p == !b.p && (!a.n || !memcmp(a.p, b.p, a.n));
}

static inline bool
str_is(struct str a, const char *s)
{
	return a.p && str_eq(a, str_of(s));
}

/* Order of bytes; NULL comes first. */
int str_cmp(struct str a, struct str b);

/* Makes room for more bytes after the content; b->p may move. */
void buf_grow(struct buf *b, size_t more);
void buf_free(struct buf *b);
void buf_fmt(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static inline void
buf_reserve(struct buf *b, size_t more)
{
	if (b->cap - b->n < more)
		buf_grow(b, more);
}

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
	buf_reserve(b, n + 1);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

static inline void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void
buf_byte(struct buf *b, char c)
{
	buf_reserve(b, 2);
	b->p[b->n++] = c;
}

/* The content as a string, NUL-terminated outside its length; it holds until
 * the buffer changes. */
static inline struct str
buf_view(struct buf *b)
{
	buf_reserve(b, 1);
	b->p[b->n] = '\0';
	return (struct str){ b->p, b->n };
}

#endif
