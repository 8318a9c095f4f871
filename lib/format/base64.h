/*
 * Base64 (RFC 4648, with padding).
 */
#ifndef BASE64_H
#define BASE64_H

#include "base/buf.h"

/* Appends the encoded bytes. */
void base64_put(struct buf *b, struct str bytes);

/* Appends the decoded bytes; -1 if text is not base64. */
int base64_read(struct buf *b, struct str text);

#endif
