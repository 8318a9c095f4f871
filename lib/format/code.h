/*
 * The field's identifiers: shapes, normal forms and check digits [models 2].
 */
#ifndef CODE_H
#define CODE_H

#include <stdbool.h>

#include "base/buf.h"

bool code_cfd(struct str s);          /* [A-Z0-9]{3}[0-9]{3}[A-Z0-9]{2} */
bool code_rncp(struct str s);         /* RNCP[0-9]{3,5} */
bool code_numero_fiche(struct str s); /* (RNCP|RS)[0-9]+ */
bool code_nsf(struct str s);          /* [0-9]{2,3}[a-z]? */
bool code_mef10(struct str s);        /* [0-9]{10} */
bool code_rome(struct str s);         /* [A-Z][0-9]{0,4} (the flexible form) */
bool code_bloc(struct str s);         /* (RNCP[0-9]{3,5}BC)?[0-9]{1,2} */
/* [A-Z0-9]{2,3}: a region, a collectivité or a departement; such codes become
 * part of the names of raw files. */
bool code_territoire(struct str s);
bool code_email(struct str s);
bool code_url(struct str s); /* after trimming; an absolute URL (WHATWG) */

/* Normal form of a SIRET (14 digits, checked) or UAI (8 characters, checked)
 * into out, NUL-terminated; false if s is none, and out is then of no use.
 * Zeros lost in front are restored: 9 digits do for a SIRET, 2 characters for a
 * UAI. */
bool code_siret(struct str s, char out[15]);
bool code_uai(struct str s, char out[9]);

#endif
