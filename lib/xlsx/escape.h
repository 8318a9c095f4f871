/*
 * Text in a part of a workbook: characters that XML cannot carry are written as
 * _xHHHH_ (ECMA-376 part 1, 22.9.2.19). The reverse of what parse-xlsx reads.
 */
#ifndef ESCAPE_H
#define ESCAPE_H

#include "base/buf.h"

/* Appends text, which must be UTF-8, with such escapes: for control characters
 * except tab and LF, for U+FFFE and U+FFFF, and for the first underscore of
 * what is no escape but looks like one. */
void escape_put(struct buf *b, struct str text);

#endif
