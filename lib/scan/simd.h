/*
 * Searches for what is mostly some bytes away, in place: sixteen bytes at a
 * time (SSE2, plain bytes elsewhere), which wider registers do not make faster.
 * What looks at a whole text uses scan.h.
 */
#ifndef SIMD_H
#define SIMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#define SIMD_LOAD(p) _mm_loadu_si128((const __m128i *)(const void *)(p))
#define SIMD_IS(v, c) _mm_cmpeq_epi8((v), _mm_set1_epi8(c))
#endif

/* First byte equal to a or b in [p, end), or end. */
static inline const char *
simd_find2(const char *p, const char *end, char a, char b)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = SIMD_LOAD(p);
		int m = _mm_movemask_epi8(
		    _mm_or_si128(SIMD_IS(v, a), SIMD_IS(v, b)));

		if (m)
			return p + __builtin_ctz((unsigned)m);
	}
#endif
	while (p < end && *p != a && *p != b)
		p++;
	return p;
}

/* First byte that is not plain in the text of XML, or end: < & ] and what is
 * below 0x20, but for tab and line feed. */
static inline const char *
simd_find_markup(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = SIMD_LOAD(p);
		__m128i low = _mm_min_epu8(v, _mm_set1_epi8(0x1F));
		__m128i blank =
		    _mm_or_si128(SIMD_IS(v, '\t'), SIMD_IS(v, '\n'));
		__m128i other = _mm_andnot_si128(blank, _mm_cmpeq_epi8(v, low));
		int m = _mm_movemask_epi8(
		    _mm_or_si128(_mm_or_si128(SIMD_IS(v, '<'), SIMD_IS(v, '&')),
			_mm_or_si128(SIMD_IS(v, ']'), other)));

		if (m)
			return p + __builtin_ctz((unsigned)m);
	}
#endif
	while (p < end && *p != '<' && *p != '&' && *p != ']' &&
	       ((unsigned char)*p >= 0x20 || *p == '\t' || *p == '\n'))
		p++;
	return p;
}

/* First byte that is not plain in an attribute of XML, or end: its quote, < &
 * and what is below 0x20. */
static inline const char *
simd_find_value_end(const char *p, const char *end, char quote)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = SIMD_LOAD(p);
		__m128i low = _mm_min_epu8(v, _mm_set1_epi8(0x1F));
		int m = _mm_movemask_epi8(_mm_or_si128(
		    _mm_or_si128(SIMD_IS(v, '<'), SIMD_IS(v, '&')),
		    _mm_or_si128(SIMD_IS(v, quote), _mm_cmpeq_epi8(v, low))));

		if (m)
			return p + __builtin_ctz((unsigned)m);
	}
#endif
	while (p < end && *p != '<' && *p != '&' && *p != quote &&
	       (unsigned char)*p >= 0x20)
		p++;
	return p;
}

/* How many bytes of [p, end) equal c. */
static inline size_t
simd_count(const char *p, const char *end, char c)
{
	size_t n = 0;

#ifdef __SSE2__
	const __m128i zero = _mm_setzero_si128();

	while (end - p >= 16) {
		__m128i counts = zero;

		/* a byte counts up to 255 */
		for (int i = 0; i < 255 && end - p >= 16; i++, p += 16)
			counts = _mm_sub_epi8(counts, SIMD_IS(SIMD_LOAD(p), c));
		counts = _mm_sad_epu8(counts, zero);
		n += (size_t)_mm_cvtsi128_si64(counts) +
		     (size_t)_mm_cvtsi128_si64(_mm_srli_si128(counts, 8));
	}
#endif
	for (; p < end; p++)
		n += *p == c;
	return n;
}

/* First quote or bracket of either kind, or end. Setting bit 5 makes '[' and
 * '{' the same byte, and ']' and '}'. */
static inline const char *
simd_find_bracket(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = SIMD_LOAD(p);
		__m128i w = _mm_or_si128(v, _mm_set1_epi8(0x20));
		int m = _mm_movemask_epi8(_mm_or_si128(SIMD_IS(v, '"'),
		    _mm_or_si128(SIMD_IS(w, '{'), SIMD_IS(w, '}'))));

		if (m)
			return p + __builtin_ctz((unsigned)m);
	}
#endif
	while (p < end && *p != '"' && *p != '[' && *p != ']' && *p != '{' &&
	       *p != '}')
		p++;
	return p;
}

/* Copies 16 bytes; true if none of the first n must be escaped in JSON text. */
static inline bool
simd_copy_plain(char *to, const char *from, size_t n)
{
#ifdef __SSE2__
	__m128i v = SIMD_LOAD(from);
	__m128i low = _mm_min_epu8(v, _mm_set1_epi8(0x1F));
	unsigned m = (unsigned)_mm_movemask_epi8(
	    _mm_or_si128(_mm_or_si128(SIMD_IS(v, '"'), SIMD_IS(v, '\\')),
		_mm_cmpeq_epi8(v, low)));

	_mm_storeu_si128((__m128i *)(void *)to, v);
	return !(m & ((1u << n) - 1));
#else
	for (size_t i = 0; i < n; i++) {
		to[i] = from[i];
		if ((unsigned char)to[i] < 0x20 || to[i] == '"' ||
		    to[i] == '\\')
			return false;
	}
	return true;
#endif
}

/* First byte that JSON text must escape: quote, backslash, below 0x20; or
 * end. */
static inline const char *
simd_find_escape(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = SIMD_LOAD(p);
		__m128i low = _mm_min_epu8(v, _mm_set1_epi8(0x1F));
		int m = _mm_movemask_epi8(_mm_or_si128(
		    _mm_or_si128(SIMD_IS(v, '"'), SIMD_IS(v, '\\')),
		    _mm_cmpeq_epi8(v, low)));

		if (m)
			return p + __builtin_ctz((unsigned)m);
	}
#endif
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

/* First backslash or byte below 0x20, or end. */
static inline const char *
simd_find_backslash(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		__m128i v = SIMD_LOAD(p);
		__m128i low = _mm_min_epu8(v, _mm_set1_epi8(0x1F));
		int m = _mm_movemask_epi8(
		    _mm_or_si128(SIMD_IS(v, '\\'), _mm_cmpeq_epi8(v, low)));

		if (m)
			return p + __builtin_ctz((unsigned)m);
	}
#endif
	while (p < end && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

#endif
