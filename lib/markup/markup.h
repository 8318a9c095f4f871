/*
 * Text for HTML and XML.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include "base/buf.h"

/* The characters to escape in HTML and XML, in texts and attributes. */
#define MARKUP_ALL "&<>\"'"

/* Appends s. Each character of special, which are & < > " ' and LF, is written
 * as &amp; &lt; &gt; &quot; &#39; and &#10;. */
void markup_put(struct buf *b, struct str s, const char *special);

#endif
