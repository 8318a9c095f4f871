/*
 * passemploi.db: the data that the handlers of pass-emploi's jobs work on; see
 * passemploi(5).
 */
#ifndef PASSEMPLOI_H
#define PASSEMPLOI_H

#include "queue/passemploi/suivi.h"
#include "store/state.h"

extern const struct table *const tables_passemploi[]; /* ended by NULL */
extern const struct state_schema passemploi_schema;

/* Adds the report to suivi_job of DIR/passemploi.db, whose missing date is
 * start. Returns false if the database is locked. */
bool passemploi_add_suivi(const char *dir, const struct suivi *s, msec start);

#endif
