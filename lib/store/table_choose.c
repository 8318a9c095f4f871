#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "store/table_choose.h"
#include "store/table_parts.h"

static bool
base_is(const char *path, struct str table)
{
	const char *slash = strrchr(path, '/'),
		   *base = slash ? slash + 1 : path;

	return !strncmp(base, table.p, table.n) && base[table.n] == '.';
}

/* Returns the only table, or the one called like the file. */
static char *
default_table(struct db *d)
{
	sqlite3_stmt *s = db_prepare(d, table_names);
	char *name = NULL;
	int n = 0;
	bool named = false;

	while (db_step(d, s)) {
		struct str table = db_text(s, 0);

		n++;
		if (named)
			continue;
		named = base_is(d->path, table);
		free(name);
		name = xstrndup(table.p, table.n);
	}
	sqlite3_finalize(s);
	if (!n)
		die("%s: no table", d->path);
	if (n > 1 && !named)
		opt_wrong("%s has %d tables: name one (cat-table -l lists "
			  "them)",
		    d->path, n);
	return name;
}

char *
table_choose(struct db *d, const char *name)
{
	if (!name)
		return default_table(d);
	if (!db_has_table(d, name))
		die("%s: no table '%s' (cat-table -l lists the tables)",
		    d->path, name);
	return xstrdup(name);
}

char *
table_order(struct db *d, const char *table)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT CASE WHEN type = 'view' THEN '' WHEN wr THEN"
	    " (SELECT group_concat(format('\"%w\"', name)) FROM (SELECT name"
	    " FROM pragma_table_info(?1) WHERE pk ORDER BY pk))"
	    " ELSE 'rowid' END"
	    " FROM pragma_table_list WHERE schema = 'main' AND name = ?1");
	char *order;

	db_bind_text(d, s, 1, str_of(table));
	order = xstrdup(db_step(d, s) ? db_text(s, 0).p : "");
	sqlite3_finalize(s);
	return order;
}
