/*
 * SHA-256 (FIPS 180-4), to tell whether bytes are those that were read before:
 * a file, or a part of a record. Written here because none of our libraries has
 * it and a check does not justify another dependency.
 */
#ifndef SHA256_H
#define SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SHA256_BYTES 32
#define SHA256_TEXT_MAX 65 /* 64 hexadecimal digits and a NUL */

struct sha256 {
	uint32_t state[8];
	uint64_t n; /* bytes so far */
	unsigned char block[64];
};

void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
/* The digest, as hexadecimal digits in lower case or as bytes; s is used up. */
void sha256_end(struct sha256 *s, char text[SHA256_TEXT_MAX]);
void sha256_end_bytes(struct sha256 *s, unsigned char digest[SHA256_BYTES]);

/* The digest of a file's bytes. 0, or -1 with "PATH: why". */
int sha256_file(const char *path, char text[SHA256_TEXT_MAX], struct err *e);

#endif
