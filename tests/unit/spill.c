/* Bytes set aside are read as they were, wherever and in whatever order. */
#include "store/spill.h"
#include "base/buf.h"
#include "tap.h"

#define PIECES 3000

static struct spill *s;
static struct buf all; /* what was set aside */

/* Lengths from 1 to 6 KB, now and then 300 KB; some MiB in all. */
static bool
add(size_t i)
{
	size_t n = i % 997 == 5 ? 300000 : 1 + i * 7919 % 6000, at = all.n;

	for (size_t k = 0; k < n; k++)
		buf_byte(&all, (char)(i * 31 + k * 7 + k / 256));
	return spill_add(s, (struct str){ all.p + at, n }) == at;
}

static bool
is_read(size_t at, size_t n)
{
	struct buf b = { 0 };
	bool same;

	buf_byte(&b, '!');
	spill_read(s, at, n, &b);
	same = b.n == n + 1 && *b.p == '!' && !memcmp(b.p + 1, all.p + at, n);
	buf_free(&b);
	return same;
}

static void
check(bool near)
{
	bool good = true;

	all.n = 0;
	s = spill_open(near);
	for (size_t i = 0; i < PIECES; i++)
		good &= add(i);
	tap_ok(good, "pieces follow one another");
	for (size_t at = 0; at + 5000 < all.n; at += 1 + at % 5000)
		good &= is_read(at, 1 + at % 5000);
	tap_ok(good, "read in order");
	for (size_t i = 0; i < PIECES; i++)
		good &= is_read(i * 1000003 % (all.n - 5000), 1 + i);
	tap_ok(good, "read in another order");
	for (size_t at = 1024; at < all.n - 1; at += 1024)
		good &=
		    is_read(at - 1, 1) && is_read(at - 1, 2) && is_read(at, 1);
	good &= is_read(all.n - 1, 1);
	tap_ok(good, "read where a block may end");
	good = is_read(1, all.n - 1);
	tap_ok(good, "read at once");
	spill_close(s);
}

int
main(void)
{
	check(true);
	check(false);
	buf_free(&all);
	return tap_done();
}
