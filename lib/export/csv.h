/*
 * A value as a field of CSV, quoted so that readers tell null from empty text:
 * PostgreSQL's COPY, and DuckDB with allow_quoted_nulls=false (publication(7)).
 */
#ifndef CSV_H
#define CSV_H

#include "base/buf.h"

/* Appends text; null (text.p is NULL) is nothing. The text is put in quotes,
 * its own quotes doubled, if it is empty, is `\.`, begins or ends with a space
 * or tab, or holds separator, a quote, CR or LF. */
void csv_put(struct buf *b, struct str text, char separator);

#endif
