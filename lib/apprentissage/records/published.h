/*
 * The records this suite publishes, as tables of fields (certification(5),
 * organisme(5), commune(5), formation(5) [models 3 to 6]): what each must
 * contain, in the order in which it is written.
 *
 * schema_copy with one of them re-reads a record in any accepted date form and
 * order of keys, and writes it canonically (instants in the Paris form). A
 * SIRET or UAI must be valid, but is copied without being normalised.
 */
#ifndef PUBLISHED_H
#define PUBLISHED_H

#include "json/schema.h"

extern const struct field certification_field;
extern const struct field certification_members[]; /* to embed it */
extern const struct field adresse_field; /* of an organisme or a formation */
extern const struct field
    adresse_commune_field; /* its part about the commune */
extern const struct field organisme_field;
extern const struct field commune_field;     /* the stored record */
extern const struct field insee_to_ml_field; /* [mission_locale 5] */
extern const struct field formation_field;

#endif
