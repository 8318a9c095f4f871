/*
 * The certification of a formation, by fiche and diploma (formation(5)
 * [formation 5]).
 *
 * If table certifications has exactly that pair, connue is true. Otherwise the
 * record combines the diploma's side with the fiche's, and connue is false.
 */
#ifndef LOOKUP_CERTIFICATION_H
#define LOOKUP_CERTIFICATION_H

#include <stdbool.h>

#include "apprentissage/formations/part.h"
#include "base/buf.h"
#include "base/err.h"

struct lookup_certification;

/* Opens DIR/certifications.db; ends the program if it is missing. */
struct lookup_certification *lookup_certification_open(const char *dir);

enum { CERTIFICATION_UNKNOWN = 1 };

/* The codes of a part that is a certification: those of its record, which are
 * not always those that were asked for. */
enum { CERTIFICATION_CFD, CERTIFICATION_RNCP };

/* Makes out the answer {"valeur":...,"connue":...}. rncp may be NULL. Returns
 * 0; CERTIFICATION_UNKNOWN and e if no row has the diploma, or the fiche if one
 * is given; -1 and e if the record is invalid. */
int lookup_certification_find(struct lookup_certification *c,
    const struct parts *kept, struct str rncp, struct str cfd, struct part *out,
    struct err *e);

/* True if rncp, which may be NULL, is one of the codes that mean "no fiche". */
bool certification_without_fiche(struct str rncp);

void lookup_certification_close(struct lookup_certification *c);

#endif
