#include "apprentissage/records/tables.h"
#include "mail/mail_ledger.h"

#define LISTED(name) &table_##name,

const struct table *const tables_apprentissage[] = { TABLES_APPRENTISSAGE(
    LISTED) NULL };
