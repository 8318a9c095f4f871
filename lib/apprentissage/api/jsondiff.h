/*
 * The differences between two JSON values. Documents of hundreds of
 * kilobytes: trees of jansson, read with JSON_DECODE_INT_AS_REAL so that
 * numbers compare as JavaScript's. Rules: doc_check_sync.md 4 of the records'
 * specification.
 */
#ifndef JSONDIFF_H
#define JSONDIFF_H

#include <jansson.h>

#include "base/buf.h"

/* A new object, or NULL if there is no difference:
 * {"source": from, "result": to, "diff": {PATH: {"type": "removed", "source":
 * value} | {"type": "added", "result": value} | {"type": "changed", "source":
 * value, "result": value}, ...}}. PATH is made of keys and array indexes with
 * dots between; dots in keys stay. Objects are compared by key, arrays by
 * index; NULL is an empty object. */
json_t *json_difference(
    const char *from, json_t *source, const char *to, json_t *result);

/* Appends v as JSON.stringify prints it, members in their order. */
void json_put(struct buf *b, const json_t *v);

#endif
