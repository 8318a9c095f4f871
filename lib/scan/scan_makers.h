/*
 * The makers that scan.c chooses from, as far as this machine's compiler has
 * them.
 */
#ifndef SCAN_MAKERS_H
#define SCAN_MAKERS_H

#include "scan/scan.h"

#ifdef __SSE2__
#define SCAN_X86
extern const struct scan scan_sse2, scan_avx2;
#endif
extern const struct scan scan_plain;

#endif
