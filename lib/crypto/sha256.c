#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypto/sha256_mix.h"

#define BLOCK SHA256_BLOCK

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
	sha256_mix *mix = sha256_mix_best();

	s->n += n;
	while (n) {
		size_t part = n < BLOCK - held ? n : BLOCK - held;

		if (!held && n >= BLOCK) {
			part = n - n % BLOCK;
			mix(s->state, from, n / BLOCK);
		} else {
			memcpy(s->block + held, from, part);
			held += part;
			if (held == BLOCK)
				mix(s->state, s->block, 1);
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
