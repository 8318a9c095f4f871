#include "store/table_parts.h"

#include <stdlib.h>

const char table_names[] =
    "WITH kept(name) AS (SELECT v.name FROM sqlite_schema AS v"
    "  JOIN sqlite_schema AS r ON r.name = v.name || '_rowid'"
    "  WHERE v.type = 'view' AND r.type = 'view')"
    " SELECT name FROM sqlite_schema WHERE type = 'table'"
    "  AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    "  AND name NOT IN (SELECT name || '_row' FROM kept"
    "   UNION ALL SELECT name || '_part' FROM kept)"
    " OR name IN kept ORDER BY rowid";

bool
table_in_parts(struct db *d, const char *name)
{
	char *numbered = xasprintf("%s_rowid", name);
	bool is = db_has_table(d, numbered);

	free(numbered);
	return is;
}

char *
table_with_rowid(struct db *d, const char *name)
{
	return table_in_parts(d, name) ? xasprintf("%s_rowid", name)
				       : xstrdup(name);
}
