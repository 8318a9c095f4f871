/*
 * SHA-256 (FIPS 180-4), to tell whether a file is the one that was read before.
 * Written here because none of our libraries has it and one check does not
 * justify another dependency.
 */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SHA256_TEXT_MAX 65 /* 64 hexadecimal digits and a NUL */

struct sha256 {
	uint32_t state[8];
	uint64_t n; /* bytes so far */
	unsigned char block[64];
};

void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
/* The digest in lower case; s is used up. */
void sha256_end(struct sha256 *s, char text[SHA256_TEXT_MAX]);

/* The digest of a file's bytes. 0, or -1 with "PATH: why". */
int sha256_file(const char *path, char text[SHA256_TEXT_MAX], struct err *e);

#endif
