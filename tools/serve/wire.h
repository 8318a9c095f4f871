/* Bytes to a socket: chunks, gzip, a rate. */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

struct wire {
	int fd;
	bool gzip, chunked; /* how the body is sent; gzip only in chunks */
	long rate;          /* bytes of it per second, 0: no limit */
	uint64_t bytes;     /* of it, sent so far */
	bool broken;        /* the peer is gone */
};

/* Sends bytes as they are. */
void wire_raw(struct wire *w, const void *p, size_t n);
/* Sends a body to its end, that of its chunks too. */
void wire_body(struct wire *w, struct str body);

#endif
