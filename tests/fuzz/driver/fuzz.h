/* What the fuzz targets share. A target is tests/fuzz/NAME.c: it takes any
 * bytes and aborts where a promise of the library is broken. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void
fuzz_must(bool good)
{
	if (!good)
		abort();
}

/* The bytes as text, in a block of their very size so that a sanitizer sees
 * the first byte read behind them. It holds until the next call. */
struct str fuzz_text(const uint8_t *data, size_t n);

/* Cuts what is before the first byte `at` from s (all of it if there is none),
 * and that byte. */
struct str fuzz_cut(struct str *s, char at);

/* A file without name that holds the bytes, at its beginning. */
FILE *fuzz_file(const void *p, size_t n);

/* Calls f(ctx); false if it ended the program, which then goes on. */
bool fuzz_survives(void (*f)(void *ctx), void *ctx);

#endif
