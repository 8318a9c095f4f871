/* Test points for unit tests: TAP on standard output. */
#ifndef TAP_H
#define TAP_H

#include <stdio.h>
#include <string.h>

static int tap_n, tap_bad;

static inline void
tap_ok(int good, const char *name)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_n, name);
	tap_bad += !good;
}

static inline void
tap_is(const char *got, const char *want, const char *name)
{
	int good = got && want ? !strcmp(got, want) : got == want;

	tap_ok(good, name);
	if (!good)
		printf("# got:    %s\n# wanted: %s\n", got ? got : "(null)",
		    want ? want : "(null)");
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_n);
	return tap_bad != 0;
}

#endif
