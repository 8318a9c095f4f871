/* Open addressing, linear probing, at most half of the slots in use. */
#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"

struct hash_entry {
	size_t at; /* in text */
	uint32_t n, sum;
};

static uint64_t
mix(uint64_t sum, uint64_t w)
{
	sum = (sum ^ w) * 0x9e3779b97f4a7c15;
	return sum ^ sum >> 32;
}

/* Hashes eight bytes at a time. Keys are short codes that differ at the end, or
 * long records. */
uint64_t
hash_sum(struct str s)
{
	uint64_t sum = s.n, w;

	for (; s.n >= 8; s.p += 8, s.n -= 8) {
		memcpy(&w, s.p, 8);
		sum = mix(sum, w);
	}
	for (w = 0; s.n; s.p++, s.n--)
		w = w << 8 | (unsigned char)*s.p;
	return mix(mix(sum, w), 0);
}

static uint32_t
sum_of(struct str s)
{
	return (uint32_t)hash_sum(s);
}

struct str
hash_text(const struct hash *h, uint32_t i)
{
	const struct hash_entry *e = &h->entry[i];

	return (struct str){ h->text.p + e->at, e->n };
}

/* The slot of s, or the free one where it belongs. */
static size_t
slot_of(const struct hash *h, struct str s, uint32_t sum)
{
	size_t at = sum & h->mask;

	for (; h->slot[at]; at = (at + 1) & h->mask) {
		const struct hash_entry *e = &h->entry[h->slot[at] - 1];

		if (e->sum == sum && e->n == s.n &&
		    (!s.n || !memcmp(h->text.p + e->at, s.p, s.n)))
			break;
	}
	return at;
}

uint32_t
hash_find(const struct hash *h, struct str s)
{
	uint32_t found;

	if (!h->n)
		return HASH_NONE;
	found = h->slot[slot_of(h, s, sum_of(s))];
	return found ? found - 1 : HASH_NONE;
}

static void
grow(struct hash *h)
{
	size_t slots = h->slot ? (h->mask + 1) * 2 : 64;

	if (slots / 2 >= HASH_NONE)
		die("out of numbers (%u strings)", h->n);
	free(h->slot);
	h->slot = xcalloc(slots, sizeof(*h->slot));
	h->mask = slots - 1;
	h->cap = (uint32_t)(slots / 2);
	h->entry = xrealloc2(h->entry, h->cap, sizeof(*h->entry));
	for (uint32_t i = 0; i < h->n; i++) {
		size_t at = h->entry[i].sum & h->mask;

		while (h->slot[at])
			at = (at + 1) & h->mask;
		h->slot[at] = i + 1;
	}
}

uint32_t
hash_put(struct hash *h, struct str s)
{
	uint32_t sum = sum_of(s);
	size_t at;

	if (s.n >= UINT32_MAX)
		die("a key of %zu bytes is too long", s.n);
	if (h->n == h->cap)
		grow(h);
	at = slot_of(h, s, sum);
	if (h->slot[at])
		return h->slot[at] - 1;
	h->entry[h->n] = (struct hash_entry){ h->text.n, (uint32_t)s.n, sum };
	buf_add(&h->text, s.p, s.n);
	h->slot[at] = ++h->n;
	return h->n - 1;
}

void
hash_free(struct hash *h)
{
	free(h->entry);
	free(h->slot);
	buf_free(&h->text);
	*h = (struct hash){ 0 };
}
