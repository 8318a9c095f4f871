/*
 * Deflated bytes of an archive unpacked by ISA-L, three times faster than
 * libzip's zlib does it. Where it was built without (config.mk), and for what
 * is not deflated, there is no unpacker, and libzip does it all.
 */
#ifndef UNPACK_H
#define UNPACK_H

#include <sys/types.h>

#include <zip.h>

#include "base/err.h"

struct unpack;

/* For member i of zip; NULL if libzip is to unpack it. */
struct unpack *unpack_open(zip_t *zip, zip_uint64_t i);
/* As arc_member_read, but for the size, which it does not look at. */
ssize_t unpack_read(struct unpack *u, void *p, size_t n, struct err *e);
void unpack_close(struct unpack *u); /* u may be NULL */

#endif
