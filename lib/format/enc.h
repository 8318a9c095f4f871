/*
 * Text of a known encoding decoded to UTF-8, block by block. Not iconv, because
 * it neither repairs ill-formed UTF-8 nor stops cleanly between two blocks, and
 * is several times slower.
 */
#ifndef ENC_H
#define ENC_H

#include <stdbool.h>

#include "base/buf.h"

enum encoding {
	ENC_UTF8,
	ENC_LATIN1, /* byte N is U+00NN, also from 0x80 to 0x9F */
	ENC_WINDOWS_1252,
	ENC_UTF16LE,
	ENC_UTF16BE,
};

struct enc {
	enum encoding from;
	bool repair;     /* what cannot be decoded becomes U+FFFD */
	size_t replaced; /* how often it did */
	bool failed;     /* without repair: there is such a byte */
};

/* Appends p[0..n) to out and returns how many bytes it took: all of them, or
 * all but the beginning of a character (at most 3 bytes), to be given again
 * with what follows. With last, everything is taken. Without repair it stops
 * before the first byte that cannot be decoded, and sets e->failed. */
size_t enc_utf8(
    struct enc *e, const char *p, size_t n, bool last, struct buf *out);

/* The length of the byte order mark that p[0..n) begins with, 0 if there is
 * none; *from gets the encoding it stands for. */
size_t enc_bom(const char *p, size_t n, enum encoding *from);

/* "UTF-8", "ISO 8859-1" ... */
const char *enc_name(enum encoding e);

/* Tells whether a text that is read as another encoding is UTF-8. Begin with a
 * zeroed watch and give it the text in blocks. */
struct enc_watch {
	bool other;   /* something is not UTF-8 */
	bool accents; /* something is neither ASCII nor U+FFFD */
	char open[4]; /* the beginning of a character */
	size_t n_open;
};
void enc_watch(struct enc_watch *w, const char *p, size_t n);
/* After the last block: there are characters beyond ASCII other than U+FFFD,
 * and all are UTF-8. */
bool enc_watch_is_utf8(const struct enc_watch *w);

#endif
