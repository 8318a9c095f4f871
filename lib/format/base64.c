#include <stdint.h>

#include "format/base64.h"

#define COMMON "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static const char digits[] = COMMON "+/";
static const char url_digits[] = COMMON "-_";

/* Three bytes at a time, as four digits; fewer bytes give fewer digits. */
static void
put(struct buf *b, struct str bytes, const char *with)
{
	for (size_t i = 0; i < bytes.n; i += 3) {
		uint32_t v = 0;

		for (size_t k = 0; k < 3; k++)
			v = v << 8 |
			    (i + k < bytes.n ? (unsigned char)bytes.p[i + k]
					     : 0u);
		for (size_t k = 0; k < 4 && i + k <= bytes.n; k++)
			buf_byte(b, with[v >> (18 - 6 * k) & 63]);
	}
}

void
base64_put(struct buf *b, struct str bytes)
{
	put(b, bytes, digits);
	for (size_t n = bytes.n; n % 3; n++)
		buf_byte(b, '=');
}

void
base64_put_url(struct buf *b, struct str bytes)
{
	put(b, bytes, url_digits);
}

/* Four characters; the number of bytes they give, or -1. */
static int
read_four(const char *p, bool last, unsigned char out[3])
{
	uint32_t v = 0;
	int padding = 0;

	for (int k = 0; k < 4; k++) {
		const char *at =
		    p[k] && p[k] != '=' ? strchr(digits, p[k]) : NULL;

		if (!at && !(last && p[k] == '=' && k > 1))
			return -1;
		if (at && padding)
			return -1;
		padding += !at;
		v = v << 6 | (at ? (uint32_t)(at - digits) : 0u);
	}
	for (int k = 0; k < 3; k++)
		out[k] = (unsigned char)(v >> (16 - 8 * k));
	return 3 - padding;
}

int
base64_read(struct buf *b, struct str text)
{
	if (text.n % 4)
		return -1;
	for (size_t i = 0; i < text.n; i += 4) {
		unsigned char out[3];
		int n = read_four(text.p + i, i + 4 == text.n, out);

		if (n < 0)
			return -1;
		buf_add(b, out, (size_t)n);
	}
	return 0;
}
