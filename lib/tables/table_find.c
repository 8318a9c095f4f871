#include "tables/table_find.h"
#include "apprentissage/records/tables.h"
#include "fiches/base/fiches_db.h"
#include "offres/offres_tables.h"
#include "queue/passemploi/passemploi.h"
#include "queue/queue_tables.h"
#include "traitement/base/traitement_tables.h"

/* A list for each system, ended by NULL. */
static const struct table *const *const systems[] = { tables_apprentissage,
	tables_fiches, offres_tables, tables_queue, tables_passemploi,
	tables_traitement };

const struct table *
table_find(const char *name)
{
	for (size_t i = 0; i < sizeof(systems) / sizeof(*systems); i++)
		for (const struct table *const *t = systems[i]; *t; t++)
			if (!strcmp((*t)->name, name))
				return *t;
	return NULL;
}
