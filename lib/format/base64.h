/*
 * Base64 (RFC 4648).
 */
#ifndef BASE64_H
#define BASE64_H

#include "base/buf.h"

/* Appends the encoded bytes, padded with "=". */
void base64_put(struct buf *b, struct str bytes);

/* Like base64_put, in the alphabet for URLs and without padding: base64url, the
 * form of tokens. */
void base64_put_url(struct buf *b, struct str bytes);

/* Appends the decoded bytes; -1 if text is not base64 with its padding. */
int base64_read(struct buf *b, struct str text);

#endif
