/*
 * Text of a known encoding made UTF-8, block by block. Written here because
 * iconv knows neither the repair of ill-formed UTF-8 nor when to stop between
 * two blocks, and is several times slower.
 */
#ifndef ENC_H
#define ENC_H

#include <stdbool.h>

#include "base/buf.h"

enum enc {
	ENC_UTF8,    /* ill-formed parts become U+FFFD */
	ENC_LATIN1,  /* byte N is U+00NN, also from 0x80 to 0x9F */
	ENC_UTF16LE, /* unpaired surrogates become U+FFFD */
};

/* Appends p[0..n) to out and returns how many bytes it took: all of them, or
 * all but the beginning of a character (at most 3 bytes), to be given again
 * with what follows. With last, everything is taken. */
size_t enc_utf8(
    enum enc from, const char *p, size_t n, bool last, struct buf *out);

/* The length of the byte order mark that p[0..n) begins with, 0 if there is
 * none; *from gets the encoding it stands for. */
size_t enc_bom(const char *p, size_t n, enum enc *from);

#endif
