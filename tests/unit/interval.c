#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/certifications/interval.h"
#include "tap.h"

#define NUL DAY_NULL

/* Milliseconds; the rest as text: "100..199 201..". */
static const struct {
	struct interval a, b;
	const char *rest;
} retire[] = {
	{ { 100000, 200000 }, { 200000, 300000 }, "100000..199000" },
	{ { 100000, 200000 }, { 50000, 100000 }, "101000..200000" },
	{ { 100000, 200000 }, { 201000, 300000 }, "100000..200000" },
	{ { 100000, 200000 }, { 200500, 300000 }, "100000..199000" },
	{ { 100000, 200000 }, { 100400, 199600 }, "" },
	{ { 100000, 200000 }, { 150000, 150000 },
	    "100000..149000 151000..200000" },
	{ { 100000, 200000 }, { 101000, 199000 },
	    "100000..100000 200000..200000" },
	{ { 100000, 200000 }, { 160000, 140000 },
	    "100000..159000 141000..200000" },
	{ { 100000, 200000 }, { 300000, 150000 }, "100000..200000" },
	{ { 100000, 200000 }, { NUL, 100000 }, "101000..200000" },
	{ { NUL, NUL }, { 100000, 200000 }, "-..99000 201000..-" },
	{ { NUL, 100000 }, { 100000, NUL }, "-..99000" },
	{ { 100000, 100000 }, { 100000, 100000 }, "101000..100000" },
	{ { NUL, NUL }, { NUL, NUL }, "" },
	{ { NUL, 100000 }, { NUL, NUL }, "" },
	{ { 100000, NUL }, { 50000, 99000 }, "100000..-" },
	{ { 100000, NUL }, { 50000, 99001 }, "101000..-" },
	{ { 100000, NUL }, { NUL, 150000 }, "151000..-" },
};

static const struct {
	struct interval cfd, rncp, commun;
} commun[] = {
	{ { 1, 9 }, { 3, 7 }, { 3, 7 } },
	{ { 3, 7 }, { 1, 9 }, { 3, 7 } },
	{ { 1, 2 }, { 5, 9 }, { 5, 2 } },
	{ { NUL, NUL }, { 3, 7 }, { 3, 7 } },
	{ { 3, 7 }, { NUL, NUL }, { 3, 7 } },
	{ { NUL, NUL }, { NUL, NUL }, { NUL, NUL } },
	{ { -5, -1 }, { NUL, -3 }, { -5, -3 } },
};

static char *
text(const struct interval *v, size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		buf_str(&b, i ? " " : "");
		if (v[i].debut == NUL)
			buf_str(&b, "-..");
		else
			buf_fmt(&b, "%lld..", (long long)v[i].debut);
		if (v[i].fin == NUL)
			buf_str(&b, "-");
		else
			buf_fmt(&b, "%lld", (long long)v[i].fin);
	}
	buf_view(&b);
	return b.p;
}

static void
test_retire(void)
{
	for (size_t i = 0; i < sizeof(retire) / sizeof(*retire); i++) {
		struct interval rest[2];
		size_t n = interval_subtract(retire[i].a, retire[i].b, rest);
		char *got = text(rest, n), name[32];

		snprintf(name, sizeof(name), "subtraction %zu", i + 1);
		tap_is(got, retire[i].rest, name);
		free(got);
	}
}

static void
test_list(void)
{
	struct intervals l = { 0 };
	char *got;

	intervals_add(&l, (struct interval){ NUL, NUL });
	for (msec t = 1; t <= 9; t++)
		intervals_subtract(
		    &l, (struct interval){ t * 100000, t * 100000 + 50000 });
	intervals_subtract(&l, (struct interval){ 151000, 799000 });
	got = text(l.v, l.n);
	tap_is(got,
	    "-..99000 "
	    "851000..899000 951000..-",
	    "a list, each piece in its place");
	free(got);
	free(l.v);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(commun) / sizeof(*commun); i++) {
		struct interval v =
		    interval_common(commun[i].cfd, commun[i].rncp);
		char *got = text(&v, 1), *want = text(&commun[i].commun, 1);

		tap_is(got, want, "common period");
		free(got);
		free(want);
	}
	test_retire();
	test_list();
	return tap_done();
}
