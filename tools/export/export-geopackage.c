/*
 * export-geopackage: write the published tables into one GeoPackage.
 */
#include "base/err.h"
#include "base/opt.h"
#include "export/flat.h"
#include "export/geopackage.h"

enum { CONTACTS = 256 };

static const struct opt opts[] = {
	{ CONTACTS, "contacts", NULL, "with e-mail addresses and telephones" },
	{ 'd' | OPT_NEEDED, "databases", "DIR", "directory of the databases" },
	{ 'o' | OPT_NEEDED, "output", "FILE", "GeoPackage to write" },
	{ 0 },
};

static struct {
	bool contacts;
	const char *dir, *output;
} cl;

/* Adds the table called name and closes d. */
static void
add_table(struct db *g, struct db *d, const char *name)
{
	const struct flat_table *t = flat_choose(d, name);
	struct flat_reader r;

	flat_open(&r, d, t, cl.contacts);
	note("%s: %lld rows", name, geopackage_add(g, &r));
	flat_close(&r);
	db_close(d);
}

static void
add_named(struct db *g, char **names)
{
	for (; *names; names++)
		add_table(
		    g, db_need(cl.dir, flat_find(*names)->database), *names);
}

/* Adds every table whose database is there. */
static void
add_all(struct db *g)
{
	bool some = false;

	for (const struct flat_table *t = flat_tables; t->name; t++) {
		struct db *d = db_open_in(cl.dir, t->database);

		if (d)
			add_table(g, d, t->name);
		some |= d != NULL;
	}
	if (!some)
		die("%s: no database that has a flat form", cl.dir);
}

/* Refuses names before anything is written. */
static void
check_names(char **names)
{
	for (char **name = names; *name; name++) {
		if (!flat_find(*name))
			die("%s: no flat form", *name);
		for (char **other = names; other < name; other++)
			if (!strcmp(*other, *name))
				opt_wrong("table %s is named twice", *name);
	}
}

int
main(int argc, char **argv)
{
	struct db *g;
	int c;

	opt_init(argc, argv, "write the published tables into one GeoPackage",
	    "[TABLE...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == CONTACTS)
			cl.contacts = true;
		else if (c == 'd')
			cl.dir = opt_arg;
		else
			cl.output = opt_arg;
	check_names(opt_operands);
	g = geopackage_create(cl.output);
	if (*opt_operands)
		add_named(g, opt_operands);
	else
		add_all(g);
	db_publish(g);
	return 0;
}
