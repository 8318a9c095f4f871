/*
 * OpenAPI 3.1.0 documents: what of an operation is compared with another's.
 * Rules: doc_check_sync.md 2 and 3 of the records' specification.
 */
#ifndef OPENAPI_H
#define OPENAPI_H

#include <jansson.h>

#include "base/err.h"

/* 0 if doc says that it is an OpenAPI document of version 3.1.0, else -1. */
int openapi_check(const json_t *doc, struct err *e);

/* The operation "METHOD:PATH" of doc, reduced to what is compared, as a new
 * object {"parameters", "requestBody", "responses"}; NULL if there is none.
 * References ("$ref") to a part of doc are followed; those to elsewhere stay.
 * NULL with a message in e if one points nowhere or into itself (e->msg is
 * empty otherwise). */
json_t *openapi_operation(json_t *doc, const char *id, struct err *e);

/* The same as the document has it: the members parameters, requestBody and
 * responses (those of success), without references. */
json_t *openapi_parts(json_t *doc, const char *id, struct err *e);

/* What of a schema without references is compared, as a new value; NULL if
 * that is nothing. */
json_t *openapi_schema(json_t *schema);

#endif
