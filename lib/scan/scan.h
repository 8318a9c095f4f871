/*
 * Looks at many bytes at once: which of them are of a kind, and whether they
 * are UTF-8. There are three makers of the same answers: plain C, SSE2 and
 * AVX2.
 *
 * A mask is an array of words: bit i of word k stands for p[64 * k + i]. The
 * caller gives SCAN_WORDS(n) words; the bits that stand for no byte are 0. No
 * byte outside p[0..n) is read.
 */
#ifndef SCAN_H
#define SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCAN_WORDS(n) (((n) + 63) / 64)

struct scan {
	const char *name;
	/* Which bytes equal a, b or c. */
	void (*any)(
	    const char *p, size_t n, char a, char b, char c, uint64_t *mask);
	/* Which bytes are above 0x7F. */
	void (*high)(const char *p, size_t n, uint64_t *mask);
	/* Which bytes a JSON string cannot hold as they are: quote, backslash,
	 * below 0x20. Returns true if p[0..n) is UTF-8, as utf8_valid says. */
	bool (*json)(const char *p, size_t n, uint64_t *mask);
	/* Is p[0..n) UTF-8? NULL: a walk by characters is faster. */
	bool (*utf8)(const char *p, size_t n);
	/* p follows the opening bracket of a JSON object or array. Returns what
	 * follows the closing bracket, or NULL if it is not in p[0..n). The two
	 * kinds of brackets count alike. */
	const char *(*close)(const char *p, size_t n);
	/* p[0..n) begins outside a string. Returns the place of the first byte
	 * up to a space (0x20) that is outside JSON strings, or n. */
	size_t (*blank)(const char *p, size_t n);
};

/* The fastest maker that this processor can run. */
const struct scan *scan_best(void);

/* All that it can run, the fastest first; NULL-terminated. For tests. */
const struct scan *const *scan_all(void);

#endif
