/* Thirty-two bytes at a time: what x86-64 has had since 2013. */
#include "scan/scan_makers.h"

#ifdef SCAN_X86
#include <immintrin.h>

#define MAKER __attribute__((target("avx2,popcnt,pclmul")))
#define MAKER_NAME "avx2"
#define MAKER_SCAN scan_avx2
#define MAKER_IS_WIDE

typedef __m256i reg;

#define load(p) _mm256_loadu_si256((const reg *)(const void *)(p))
#define equal(v, c) _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c))
#define least(v, c)                                                            \
	_mm256_cmpeq_epi8(_mm256_max_epu8(v, _mm256_set1_epi8(c)), v)
#define most(v, c) _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(c)), v)
#define either(v, w) _mm256_or_si256(v, w)
#define bits(v) (unsigned)_mm256_movemask_epi8(v)

/* A product without carries by 64 ones. */
#define parities(w)                                                            \
	(uint64_t) _mm_cvtsi128_si64(_mm_clmulepi64_si128(                     \
	    _mm_cvtsi64_si128((long long)(w)), _mm_set1_epi8(-1), 0))

#include "scan/scan_maker.h"
#endif
