/* Sixteen bytes at a time: what every x86-64 has. */
#include "scan/scan_makers.h"

#ifdef SCAN_X86
#include <emmintrin.h>

#define MAKER
#define MAKER_NAME "sse2"
#define MAKER_SCAN scan_sse2
#define MAKER_IS_WIDE

typedef __m128i reg;

#define load(p) _mm_loadu_si128((const reg *)(const void *)(p))
#define equal(v, c) _mm_cmpeq_epi8(v, _mm_set1_epi8(c))
#define least(v, c) _mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8(c)), v)
#define most(v, c) _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(c)), v)
#define either(v, w) _mm_or_si128(v, w)
#define bits(v) (unsigned)_mm_movemask_epi8(v)

#include "scan/scan_maker.h"
#endif
