/* Eight bytes at a time, in the registers that every machine has. */
#include "scan/scan_makers.h"

#define MAKER
#define MAKER_NAME "plain"
#define MAKER_SCAN scan_plain

typedef uint64_t reg;

#define ONES ((reg)0x0101010101010101)
#define HIGH (ONES << 7)

/* The first byte becomes the lowest. */
static inline reg
load(const char *p)
{
	reg v;

	__builtin_memcpy(&v, p, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

static inline reg
equal(reg v, char c)
{
	v ^= ONES * (unsigned char)c;
	return ~(((v & ~HIGH) + ~HIGH) | v);
}

/* A byte below 0x80 reaches its highest bit when 0x80 - c is added. */
static inline reg
least(reg v, char limit)
{
	unsigned c = (unsigned char)limit;

	if (c > 0x80)
		return v & ((v & ~HIGH) + ONES * (0x100 - c));
	return v | ((v & ~HIGH) + ONES * (0x80 - c));
}

static inline reg
most(reg v, char limit)
{
	return ~least(v, (char)(limit + 1));
}

static inline reg
either(reg v, reg w)
{
	return v | w;
}

static inline unsigned
bits(reg v)
{
	return (unsigned)(((v & HIGH) >> 7) * 0x0102040810204080 >> 56);
}

#include "scan/scan_maker.h"
