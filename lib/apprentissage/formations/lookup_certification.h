/*
 * The certification of a formation, by fiche and diploma (formation.md 5).
 *
 * The row of exactly that pair is known; failing that, one is composed of the
 * diploma's side and the fiche's, and is not.
 */
#ifndef LOOKUP_CERTIFICATION_H
#define LOOKUP_CERTIFICATION_H

#include "base/buf.h"
#include "base/err.h"

struct lookup_certification;

/* Reads DIR/certifications.db, or dies. */
struct lookup_certification *lookup_certification_open(const char *dir);

enum { CERTIFICATION_UNKNOWN = 1 };

/* Appends {"valeur":...,"connue":...}. rncp may be NULL. Returns 0;
 * CERTIFICATION_UNKNOWN and e if the diploma, or a fiche that is named, is in
 * no row; -1 and e if the record is wrong. */
int lookup_certification_find(struct lookup_certification *c, struct str rncp,
    struct str cfd, struct buf *out, struct err *e);

void lookup_certification_close(struct lookup_certification *c);

#endif
