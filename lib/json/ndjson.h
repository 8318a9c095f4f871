/*
 * Record streams: NDJSON read record by record, every record checked.
 *
 * A reader cannot tell a writer that failed from the end of the input, so the
 * format tools (parse-csv, parse-json, ...) can frame what they write:
 *
 *	{"#file":"N_FORMATION_DIPLOME"}	optional, names what follows
 *	...records...
 *	{"#end":3923}			how many records there were
 *
 * See ndjson(5). A framed stream that stops before its end mark, or whose
 * count is wrong, ends the program.
 */
#ifndef NDJSON_H
#define NDJSON_H

#include <stdbool.h>

#include "base/in.h"
#include "json/js.h"

struct ndjson {
	struct in in;
	bool need_end; /* refuse input without an end mark */
	bool in_frame; /* a #file line was seen, its #end not yet */
	bool ended;    /* the last thing seen was an end mark */
	char *file;    /* name of the current frame, or NULL */
	size_t frames; /* how many have begun, empty ones included */
	size_t n;      /* number of the record last returned in its frame */
	size_t total;  /* records returned in all */
	struct js_index index; /* of the current record */
	struct buf rest;       /* text of the last end mark's line */
	struct js end;         /* the last end mark, an object over rest */
};

/* path as for in_open. need_end: true for tools that publish something. */
void ndjson_open(struct ndjson *r, const char *path, bool need_end);

/* The next record (an object), false at the end of the stream. It holds until
 * the next call. Dies, naming input and line, on anything that is not a
 * record stream. */
bool ndjson_next(struct ndjson *r, struct js *record);

/* "N_FORMATION_DIPLOME:12" or "stdin:12": where the current record is, for
 * messages; holds until the next call. */
const char *ndjson_where(struct ndjson *r);

void ndjson_close(struct ndjson *r);

#endif
