#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <uninorm.h>

#include "base/text.h"
#include "offres/duplicates/title.h"

#define SIMILAR 0.8

/* Appends s decomposed, without the marks U+0300 to U+036F: accents. */
static void
put_plain(struct buf *b, struct str s)
{
	size_t n = 0;
	uint8_t *d =
	    u8_normalize(UNINORM_NFD, (const uint8_t *)s.p, s.n, NULL, &n);

	for (size_t i = 0; d && i < n;) {
		const char *p = (const char *)d + i;
		size_t k = utf8_len(p, n - i);
		uint32_t c = k ? utf8_get(p, k) : 0xFFFD;

		k = k ? k : 1;
		if (c < 0x300 || c > 0x36F)
			buf_add(b, p, k);
		i += k;
	}
	free(d);
}

static bool
has_word(struct str words, struct str word)
{
	for (const char *p = words.p, *end = words.p + words.n; p < end;) {
		const char *blank = memchr(p, ' ', (size_t)(end - p));
		size_t n = (size_t)((blank ? blank : end) - p);

		if (str_eq((struct str){ p, n }, word))
			return true;
		p += n + 1;
	}
	return false;
}

static void
add_word(struct buf *clean, struct str word)
{
	if (has_word(buf_view(clean), word))
		return;
	if (clean->n)
		buf_byte(clean, ' ');
	buf_add(clean, word.p, word.n);
}

/* A part between characters that are no letters; short ones say little: those
 * of three letters, or less where the whole title is short. */
static void
add_part(struct buf *clean, struct str part, size_t length)
{
	struct buf lower = { 0 };

	if (str_is(part, "MFR")) {
		add_word(clean, STR("maison"));
		add_word(clean, STR("familiale"));
		add_word(clean, STR("rurale"));
	} else if (str_is(part, "RH")) {
		add_word(clean, STR("ressources"));
		add_word(clean, STR("humaines"));
	} else if (part.n > 3 || part.n * 5 > length) {
		for (size_t i = 0; i < part.n; i++)
			buf_byte(&lower, (char)(part.p[i] | 0x20));
		add_word(clean, buf_view(&lower));
	}
	buf_free(&lower);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
put_clean(struct buf *clean, struct str raw)
{
	struct buf plain = { 0 };
	size_t length = utf16_length(raw);

	put_plain(&plain, raw);
	for (size_t i = 0, start; i < plain.n;) {
		for (start = i; i < plain.n && is_letter(plain.p[i]); i++)
			;
		if (i > start)
			add_part(clean,
			    (struct str){ plain.p + start, i - start }, length);
		else
			i++;
	}
	buf_free(&plain);
}

static int
compare_pairs(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

void
title_make(struct title *t, struct str raw)
{
	*t = (struct title){ .raw = raw };
	if (!raw.n)
		return;
	put_clean(&t->clean, raw);
	for (size_t i = 0; i < t->clean.n; i++)
		if (t->clean.p[i] != ' ')
			buf_byte(&t->letters, t->clean.p[i]);
	if (t->letters.n < 2)
		return;
	t->pairs = t->letters.n - 1;
	t->pair = xcalloc(t->pairs, sizeof(*t->pair));
	for (size_t i = 0; i < t->pairs; i++)
		t->pair[i] =
		    (uint16_t)(t->letters.p[i] << 8 | t->letters.p[i + 1]);
	qsort(t->pair, t->pairs, sizeof(*t->pair), compare_pairs);
}

void
title_free(struct title *t)
{
	buf_free(&t->clean);
	buf_free(&t->letters);
	free(t->pair);
}

/* Twice the pairs that both have, by all their pairs. */
static double
dice(const struct title *a, const struct title *b)
{
	size_t common = 0, i = 0, k = 0;

	if (a->letters.n == b->letters.n &&
	    (!a->letters.n ||
		!memcmp(a->letters.p, b->letters.p, a->letters.n)))
		return 1;
	if (!a->pairs || !b->pairs)
		return 0;
	while (i < a->pairs && k < b->pairs) {
		if (a->pair[i] == b->pair[k])
			common++, i++, k++;
		else if (a->pair[i] < b->pair[k])
			i++;
		else
			k++;
	}
	return 2.0 * (double)common / (double)(a->pairs + b->pairs);
}

bool
title_similar(
    const struct title *a, const struct title *b, char reason[TITLE_REASON_MAX])
{
	double similarity;

	if (!a->raw.n || !b->raw.n)
		return false;
	if (str_eq(a->raw, b->raw)) {
		strcpy(reason, "identical");
		return true;
	}
	if (a->clean.n == b->clean.n &&
	    (!a->clean.n || !memcmp(a->clean.p, b->clean.p, a->clean.n))) {
		strcpy(reason, "similar after clean");
		return true;
	}
	similarity = dice(a, b);
	snprintf(reason, TITLE_REASON_MAX, "similar %.2f", similarity);
	return similarity >= SIMILAR;
}
