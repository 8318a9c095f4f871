/* Subtraction of periods ([certifications 8.3]), twice: by the rules as they
 * are said there, on any bounds; and as sets of seconds, on whole ones. */
#include <math.h>

#include "apprentissage/certifications/interval.h"
#include "differential.h"

#define PIECES 64
#define SECOND 1000

struct piece {
	double start, end; /* milliseconds, exactly */
};

/* Bounds less than a second apart are equal. */
static int
compare(double x, double y)
{
	if (x == y || fabs(x - y) < SECOND)
		return 0;
	return x < y ? -1 : 1;
}

static size_t
subtract(struct piece a, struct piece b, struct piece *rest)
{
	size_t n = 0;

	if (compare(b.end, a.start) < 0 || compare(b.start, a.end) > 0) {
		rest[n++] = a;
	} else if (compare(a.start, b.end) == 0) {
		rest[n++] = (struct piece){ a.start + SECOND, a.end };
	} else if (compare(a.end, b.start) == 0) {
		rest[n++] = (struct piece){ a.start, a.end - SECOND };
	} else {
		if (compare(a.start, b.start) < 0)
			rest[n++] = (struct piece){ a.start, b.start - SECOND };
		if (compare(b.end, a.end) < 0)
			rest[n++] = (struct piece){ b.end + SECOND, a.end };
	}
	return n;
}

static struct piece
piece_of(struct interval i)
{
	return (struct piece){
		i.debut == DAY_NULL ? -INFINITY : (double)i.debut,
		i.fin == DAY_NULL ? INFINITY : (double)i.fin,
	};
}

/* Whole seconds, or now and then a part of one. */
static msec
instant(bool whole)
{
	return (pick(40) - 20) * SECOND +
	       (whole || !rarely(4) ? 0 : pick(SECOND));
}

static struct interval
period(bool whole)
{
	struct interval i = { instant(whole), instant(whole) };

	if (whole && i.debut > i.fin)
		i = (struct interval){ i.fin, i.debut };
	if (rarely(6))
		i.debut = DAY_NULL;
	if (rarely(6))
		i.fin = DAY_NULL;
	return i;
}

static void
print(const char *what, struct interval i)
{
	struct piece p = piece_of(i);

	printf("%s [%.0f, %.0f]\n", what, p.start, p.end);
}

static bool
same(const struct intervals *got, const struct piece *want, size_t n)
{
	if (got->n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct piece p = piece_of(got->v[i]);

		if (p.start != want[i].start || p.end != want[i].end)
			return false;
	}
	return true;
}

static bool
holds(struct interval i, int second)
{
	struct piece p = piece_of(i);

	return p.start <= second * SECOND && second * SECOND <= p.end;
}

/* Every second of a, and no other, is in a piece or in one of the b. */
static bool
covers(struct interval a, const struct interval *b, size_t n,
    const struct intervals *got)
{
	for (int s = -23; s < 24; s++) {
		bool taken = false;
		int pieces = 0;

		for (size_t i = 0; i < n; i++)
			taken |= holds(b[i], s);
		for (size_t i = 0; i < got->n; i++)
			pieces += holds(got->v[i], s);
		if (pieces != (holds(a, s) && !taken))
			return false;
	}
	return true;
}

static size_t
subtract_all(struct piece *list, size_t n, struct piece b)
{
	struct piece next[PIECES];
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		m += subtract(list[i], b, next + m);
	for (size_t i = 0; i < m; i++)
		list[i] = next[i];
	return m;
}

static bool
one_case(void)
{
	bool whole = rarely(2), good;
	struct interval a = period(whole), b[8];
	struct intervals got = { 0 };
	struct piece want[PIECES] = { piece_of(a) };
	size_t n = (size_t)pick(8), m = 1;

	intervals_add(&got, a);
	for (size_t i = 0; i < n; i++) {
		b[i] = period(whole);
		intervals_subtract(&got, b[i]);
		m = subtract_all(want, m, piece_of(b[i]));
	}
	good = same(&got, want, m) && (!whole || covers(a, b, n, &got));
	if (!good) {
		print("from", a);
		for (size_t i = 0; i < n; i++)
			print("less", b[i]);
		for (size_t i = 0; i < got.n; i++)
			print("gives", got.v[i]);
	}
	free(got.v);
	return good;
}

int
main(int argc, char **argv)
{
	(void)argc;
	return differential(argv, one_case);
}
