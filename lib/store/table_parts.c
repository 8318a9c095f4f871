#include "store/table_parts.h"

#include <stdlib.h>

#include "base/err.h"

#define SCHEMA(type)                                                           \
	"EXISTS (SELECT 1 FROM sqlite_schema WHERE type = '" type "' AND "

const char table_names[] =
    "SELECT name FROM sqlite_schema AS t WHERE"
    " name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND iif(type = 'table',"
    "  NOT " SCHEMA("view") "t.name IN (name || '_row', name || '_part')),"
			    "  type = 'view' AND " SCHEMA(
				"table") "name = t.name || '_part'))"
					 " ORDER BY rowid";

bool
table_in_parts(struct db *d, const char *name)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT 1 FROM sqlite_schema WHERE"
			  " type = 'view' AND name = ?1 || '_rowid'");
	bool is;

	db_bind_text(d, s, 1, str_of(name));
	is = db_step(d, s);
	sqlite3_finalize(s);
	return is;
}

char *
table_with_rowid(struct db *d, const char *name)
{
	return table_in_parts(d, name) ? xasprintf("%s_rowid", name)
				       : xstrdup(name);
}
