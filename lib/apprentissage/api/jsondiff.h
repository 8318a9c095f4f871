/*
 * The differences between two JSON values. The documents have some hundred
 * kilobytes, so they are trees of jansson, read with JSON_DECODE_INT_AS_REAL so
 * that numbers compare as in JavaScript. Rules: [doc_check_sync 4].
 */
#ifndef JSONDIFF_H
#define JSONDIFF_H

#include <jansson.h>

#include "base/buf.h"

/* Returns a new object, or NULL if there is no difference:
 * {"source": from, "result": to, "diff": {PATH: {"type": "removed", "source":
 * value} | {"type": "added", "result": value} | {"type": "changed", "source":
 * value, "result": value}, ...}}. PATH joins keys and array
 * indexes with dots; dots in keys stay. Objects are compared by key, arrays by
 * index; NULL counts as an empty object. */
json_t *json_difference(
    const char *from, json_t *source, const char *to, json_t *result);

/* Appends v as JSON.stringify prints it, members in their order. */
void json_put(struct buf *b, const json_t *v);

#endif
