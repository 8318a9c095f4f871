#include "scan/scan_makers.h"

const struct scan *const *
scan_all(void)
{
	static const struct scan *const all[] = {
#ifdef SCAN_X86
		&scan_avx2, &scan_sse2,
#endif
		&scan_plain, NULL
	};

#ifdef SCAN_X86
	return all + !(__builtin_cpu_supports("avx2") &&
			 __builtin_cpu_supports("popcnt") &&
			 __builtin_cpu_supports("pclmul"));
#else
	return all;
#endif
}

const struct scan *
scan_best(void)
{
	return *scan_all();
}
