/*
 * Which rows of a flat table the server lacks or has otherwise: it is told the
 * hash of every row and answers with the numbers of those.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include "export/postgres/copy.h"
#include "export/postgres/server.h"

/* The temporary table of the hashes: n (from 0), _id, _hash. */
#define COMPARE_TABLE "pg_temp.publish_hash"

/* Begins to send hashes. */
void compare_begin(struct server *s);
void compare_send(
    struct server *s, int64_t n, struct str id, const unsigned char *hash);
void compare_end(struct server *s);

/* The rows of the numbers 0 to n - 1 that differ from those of table, a name in
 * SQL: a bit each, the caller's to free. *count gets how many they are. */
unsigned char *compare_answer(
    struct server *s, const char *table, int64_t n, int64_t *count);
/* The answer of compare_answer if all rows are to be sent. */
unsigned char *compare_all(int64_t n, int64_t *count);

static inline bool
compare_differs(const unsigned char *bits, int64_t n)
{
	return bits[n / 8] >> n % 8 & 1;
}

#endif
