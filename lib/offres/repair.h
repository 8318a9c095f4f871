/*
 * Faults of offers that are repaired, and what is repaired of them: shared by
 * fix-offer-data and by check-migration, which must know the repair.
 */
#ifndef REPAIR_H
#define REPAIR_H

#include "base/buf.h"
#include "base/err.h"

/* Is s a JSON array? */
bool repair_is_array(struct str s);

/* What contract_rythm becomes; NULL if it is no faulty one. */
const char *repair_rythm(struct str rythm);

/* Appends delegations with the dates of cfa_read_company_detail_at in canonical
 * form. Returns whether any differs, or -1 with the reason in e. */
int repair_delegations(
    struct buf *b, struct str delegations, bool paris, struct err *e);

#endif
