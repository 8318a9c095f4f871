/*
 * A flat row in the text format of PostgreSQL's COPY.
 */
#ifndef COPY_H
#define COPY_H

#include "export/flat.h"

#define COPY_HASH 16 /* bytes of the digest of a row that are kept */

/* Appends the reader's present row: its id, the columns and, if doc is true,
 * the record, with tabs between them and no end of line. U+0000, which
 * PostgreSQL cannot hold, becomes U+FFFD; *nuls counts them. */
void copy_put_row(struct buf *b, struct str id, struct flat_reader *r, bool doc,
    int64_t *nuls);

/* Appends an id as a value of COPY's binary format has it. */
void copy_put_binary_id(struct buf *b, struct str id);

/* The first bytes of the SHA-256 of a row as copy_put_row writes it. */
void copy_hash(struct str row, unsigned char hash[COPY_HASH]);
/* Appends a hash as a value of type bytea. */
void copy_put_hash(struct buf *b, const unsigned char hash[COPY_HASH]);

#endif
