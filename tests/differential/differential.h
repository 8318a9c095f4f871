/* What the differential tests share: random cases that a seed repeats, and the
 * count of those tried.
 *
 * Each program, NAME CASES SEED, holds a module of lib/ against an oracle: the
 * same rules read from the specification and written again, as slowly and
 * plainly as they are said there. */
#ifndef DIFFERENTIAL_H
#define DIFFERENTIAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"

static uint64_t random_state;

/* 0 to n - 1 (xorshift64*). */
static inline int
pick(int n)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (int)((random_state * 2685821657736338717u >> 33) % (unsigned)n);
}

/* One chance in n. */
static inline bool
rarely(int n)
{
	return pick(n) == 0;
}

/* Calls one_case as many times as the command line says; it returns false
 * where lib and oracle differ, after it has printed how. */
static inline int
differential(char **argv, bool (*one_case)(void))
{
	long n = argv[1] ? atol(argv[1]) : 10000;
	uint64_t seed = argv[1] && argv[2] ? strtoull(argv[2], NULL, 10) : 1;

	err_init(argv[0]);
	for (long i = 0; i < n; i++) {
		random_state = (seed + (uint64_t)i) * 0x9E3779B97F4A7C15u | 1;
		if (!one_case()) {
			printf("%s: differs in the first case of seed %llu\n",
			    tool_name,
			    (unsigned long long)(seed + (uint64_t)i));
			return 1;
		}
	}
	printf("%s: %ld cases, no difference\n", tool_name, n);
	return 0;
}

#endif
