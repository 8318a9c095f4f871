#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypto/sha256.h"

#define BLOCK 64

/* The fractional parts of the cube roots of the first 64 primes. */
static const uint32_t k[BLOCK] = { 0x428a2f98, 0x71374491, 0xb5c0fbcf,
	0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
	0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7,
	0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
	0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
	0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
	0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c,
	0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee,
	0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2 };

static uint32_t
rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void
schedule(uint32_t w[BLOCK], const unsigned char *p)
{
	for (int i = 0; i < 16; i++, p += 4)
		w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		       (uint32_t)p[2] << 8 | p[3];
	for (int i = 16; i < BLOCK; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		a = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
		b = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
		w[i] = w[i - 16] + a + w[i - 7] + b;
	}
}

/* The names are those of FIPS 180-4. */
static void
mix(uint32_t v[8], const unsigned char *p)
{
	uint32_t a = v[0], b = v[1], c = v[2], d = v[3];
	uint32_t e = v[4], f = v[5], g = v[6], h = v[7];
	uint32_t w[BLOCK];

	schedule(w, p);
	for (int i = 0; i < BLOCK; i++) {
		uint32_t t1 = h +
			      (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
			      ((e & f) ^ (~e & g)) + k[i] + w[i];
		uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
			      ((a & b) ^ (a & c) ^ (b & c));

		h = g, g = f, f = e, e = d + t1;
		d = c, c = b, b = a, a = t1 + t2;
	}
	v[0] += a, v[1] += b, v[2] += c, v[3] += d;
	v[4] += e, v[5] += f, v[6] += g, v[7] += h;
}

void
sha256_begin(struct sha256 *s)
{
	/* The first 32 bits of the fractional parts of the square roots of the
	 * first 8 primes. */
	*s = (struct sha256){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372,
				  0xa54ff53a, 0x510e527f, 0x9b05688c,
				  0x1f83d9ab, 0x5be0cd19 } };
}

void
sha256_add(struct sha256 *s, const void *p, size_t n)
{
	const unsigned char *from = p;
	size_t held = s->n % BLOCK;

	s->n += n;
	while (n) {
		size_t part = n < BLOCK - held ? n : BLOCK - held;

		if (part == BLOCK) {
			mix(s->state, from);
		} else {
			memcpy(s->block + held, from, part);
			held += part;
			if (held == BLOCK)
				mix(s->state, s->block);
		}
		held %= BLOCK;
		from += part;
		n -= part;
	}
}

static void
finish(struct sha256 *s)
{
	static const unsigned char padding[BLOCK] = { 0x80 };
	uint64_t bits = s->n * 8;
	unsigned char length[8];

	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)(bits >> (56 - 8 * i));
	sha256_add(s, padding, 1 + (BLOCK + 55 - s->n % BLOCK) % BLOCK);
	sha256_add(s, length, sizeof(length));
}

void
sha256_end(struct sha256 *s, char text[SHA256_TEXT_MAX])
{
	finish(s);
	for (int i = 0; i < 8; i++)
		sprintf(text + (ptrdiff_t)8 * i, "%08x", s->state[i]);
}

void
sha256_end_bytes(struct sha256 *s, unsigned char digest[SHA256_BYTES])
{
	finish(s);
	for (int i = 0; i < SHA256_BYTES; i++)
		digest[i] =
		    (unsigned char)(s->state[i / 4] >> (24 - i % 4 * 8));
}

int
sha256_file(const char *path, char text[SHA256_TEXT_MAX], struct err *e)
{
	static unsigned char block[1 << 16];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct sha256 s;
	ssize_t n;

	if (fd < 0)
		return err_set(e, "%s: %s", path, strerror(errno));
	sha256_begin(&s);
	while ((n = read(fd, block, sizeof(block))) > 0)
		sha256_add(&s, block, (size_t)n);
	close(fd);
	if (n < 0)
		return err_set(e, "read %s: %s", path, strerror(errno));
	sha256_end(&s, text);
	return 0;
}
