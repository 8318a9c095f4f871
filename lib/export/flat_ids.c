/* flat_ids.c: how often an id came, in 16 bytes per id whatever its length. */
#include <stdlib.h>

#include "base/text.h"
#include "crypto/sha256.h"
#include "export/flat_source.h"

/* 96 bits of the id's digest: with a million ids, two are taken for one with a
 * probability of 1 in 10^17. */
struct seen {
	unsigned char digest[12];
	uint32_t times; /* 0: free */
};

struct flat_ids {
	struct seen *slot;
	size_t mask, n;
};

static struct seen *
slot_of(const struct flat_ids *ids, const unsigned char digest[12])
{
	size_t at;

	memcpy(&at, digest, sizeof(at));
	for (at &= ids->mask; ids->slot[at].times; at = (at + 1) & ids->mask)
		if (!memcmp(ids->slot[at].digest, digest, 12))
			break;
	return &ids->slot[at];
}

static void
grow(struct flat_ids *ids)
{
	struct flat_ids old = *ids;

	ids->mask = old.slot ? 2 * old.mask + 1 : 1023;
	ids->slot = xcalloc(ids->mask + 1, sizeof(*ids->slot));
	for (size_t i = 0; old.slot && i <= old.mask; i++)
		if (old.slot[i].times)
			*slot_of(ids, old.slot[i].digest) = old.slot[i];
	free(old.slot);
}

static void
digest_of(struct str id, unsigned char digest[12])
{
	char text[SHA256_TEXT_MAX];
	struct sha256 sum;

	sha256_begin(&sum);
	sha256_add(&sum, id.p, id.n);
	sha256_end(&sum, text);
	for (int i = 0; i < 12; i++)
		digest[i] = (unsigned char)(hex_value(text[2 * i]) << 4 |
					    hex_value(text[2 * i + 1]));
}

uint32_t
flat_ids_count(struct flat_ids **all, struct str id)
{
	struct flat_ids *ids = *all;
	unsigned char digest[12];
	struct seen *s;

	if (!ids)
		*all = ids = xcalloc(1, sizeof(*ids));
	if (!ids->slot || ids->n > ids->mask / 4 * 3)
		grow(ids);
	digest_of(id, digest);
	s = slot_of(ids, digest);
	if (!s->times) {
		memcpy(s->digest, digest, sizeof(digest));
		ids->n++;
	}
	return s->times++;
}

void
flat_ids_free(struct flat_ids *ids)
{
	if (ids)
		free(ids->slot);
	free(ids);
}
