/*
 * SHA-256 with the SHA extensions of x86 (Intel's Software Developer's Manual,
 * SHA256RNDS2): four rounds a step, the state in two registers.
 */
#include "crypto/sha256_mix.h"

#ifdef __x86_64__

#include <cpuid.h>
#include <immintrin.h>

#define MAKER __attribute__((target("sha,sse4.1")))

static __m128i
load(const void *p, int i)
{
	return _mm_loadu_si128((const __m128i *)p + i);
}

/* The instructions want a, b, e, f in one register and c, d, g, h in the other,
 * the first letter in the highest lane. */
MAKER static void
take_state(const uint32_t v[8], __m128i *abef, __m128i *cdgh)
{
	__m128i badc = _mm_shuffle_epi32(load(v, 0), 0xB1);
	__m128i hgfe = _mm_shuffle_epi32(load(v, 1), 0x1B);

	*abef = _mm_alignr_epi8(badc, hgfe, 8);
	*cdgh = _mm_blend_epi16(hgfe, badc, 0xF0);
}

MAKER static void
give_state(uint32_t v[8], __m128i abef, __m128i cdgh)
{
	__m128i feba = _mm_shuffle_epi32(abef, 0x1B);
	__m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);

	_mm_storeu_si128(
	    (__m128i *)(void *)v, _mm_blend_epi16(feba, dchg, 0xF0));
	_mm_storeu_si128(
	    (__m128i *)(void *)(v + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/* Words i..i+3 of the schedule from the 16 before, which w holds in turn. */
MAKER static __m128i
next_words(const __m128i w[4], int i)
{
	__m128i before = w[(i + 3) & 3];
	__m128i sum =
	    _mm_add_epi32(_mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]),
		_mm_alignr_epi8(before, w[(i + 2) & 3], 4));

	return _mm_sha256msg2_epu32(sum, before);
}

MAKER static void
mix(uint32_t state[8], const unsigned char *p, size_t blocks)
{
	const __m128i swap =
	    _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i abef, cdgh;

	take_state(state, &abef, &cdgh);
	for (; blocks--; p += SHA256_BLOCK) {
		__m128i w[4], a = abef, c = cdgh;

		for (int i = 0; i < SHA256_BLOCK / 4; i++) {
			__m128i m;

			w[i & 3] = i < 4 ? _mm_shuffle_epi8(load(p, i), swap)
					 : next_words(w, i);
			m = _mm_add_epi32(w[i & 3], load(sha256_k, i));
			c = _mm_sha256rnds2_epu32(c, a, m);
			m = _mm_shuffle_epi32(m, 0x0E);
			a = _mm_sha256rnds2_epu32(a, c, m);
		}
		abef = _mm_add_epi32(abef, a);
		cdgh = _mm_add_epi32(cdgh, c);
	}
	give_state(state, abef, cdgh);
}

sha256_mix *
sha256_mix_x86(void)
{
	unsigned a, b = 0, c, d;

	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_SHA &&
		       __builtin_cpu_supports("sse4.1")
		   ? mix
		   : NULL;
}

#else

sha256_mix *
sha256_mix_x86(void)
{
	return NULL;
}

#endif
