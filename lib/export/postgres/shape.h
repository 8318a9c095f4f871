/*
 * The schema, its tables, columns, comments and indexes: what is absent is
 * added, what is there and should not be is refused (EXIT_GUARD) and never
 * dropped, because views may stand on it.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include "export/flat.h"
#include "export/postgres/server.h"

struct shape_column {
	const char *name;
	const char *type; /* as format_type of PostgreSQL calls it */
	const char *rest; /* of its definition, or NULL */
	const char *description;
};

struct shape {
	const char *schema, *table;
	const char *description;
	struct shape_column *column; /* ends with a zeroed one */
};

/* The shape of a flat table: its id, columns, record and hash. The columns are
 * the caller's to free. For the public, it has neither private columns nor the
 * record. */
struct shape shape_of(
    const char *schema, const struct flat_table *t, bool public);
/* True if a row of t contains the whole record. */
bool shape_has_doc(const struct flat_table *t, bool public);

void shape_schema(struct server *s, const char *schema);
/* Makes the table or completes it; true if it was there and a column was
 * added. */
bool shape_table(struct server *s, const struct shape *shape);
/* Makes the indexes of a flat table that are absent. */
void shape_indexes(struct server *s, const struct shape *shape);

#endif
