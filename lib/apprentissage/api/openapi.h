/*
 * OpenAPI 3.1.0 documents: extracts the parts of an operation that are
 * compared. Rules: [doc_check_sync 2, 3].
 */
#ifndef OPENAPI_H
#define OPENAPI_H

#include <jansson.h>

#include "base/err.h"

/* Returns 0 if doc is an OpenAPI document of version 3.1.0 by its own words, or
 * -1 and e. */
int openapi_check(const json_t *doc, struct err *e);

/* Returns the operation "METHOD:PATH" of doc, reduced to what is compared, as a
 * new object {"parameters", "requestBody", "responses"}. References ("$ref") to
 * a part of doc are followed; references to other documents stay. Returns NULL
 * if there is no such operation (e->msg is then empty), or if a reference
 * points nowhere or into itself. */
json_t *openapi_operation(json_t *doc, const char *id, struct err *e);

/* Like openapi_operation, but not reduced: the members parameters, requestBody
 * and responses (of success only), without references. */
json_t *openapi_parts(json_t *doc, const char *id, struct err *e);

/* Returns the part of a schema without references that is compared, as a new
 * value, or NULL if there is nothing to compare. For openapi.c and unit tests.
 */
json_t *openapi_schema(json_t *schema);

#endif
