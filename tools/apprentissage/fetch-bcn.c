/*
 * fetch-bcn: the four tables of the Base Centrale des Nomenclatures, as
 * exported: CSV, ISO 8859-1, without quotes [bcn 1]. One after the other,
 * without retries.
 */
#include <stdlib.h>

#include "fetch/addresses.h"
#include "fetch/fetch.h"

static const struct table {
	const char *name, *column;
} tables[] = {
	{ "N_FORMATION_DIPLOME", "FORMATION_DIPLOME" },
	{ "N_FORMATION_DIPLOME_ENQUETE_51", "FORMATION_DIPLOME" },
	{ "N_NIVEAU_FORMATION_DIPLOME", "NIVEAU_FORMATION_DIPLOME" },
	{ "V_FORMATION_DIPLOME", "FORMATION_DIPLOME" },
};

static struct http_site bcn = { .timeout = 90 };

static void
fetch_table(struct fetch *f, const struct table *t)
{
	char *name = xasprintf("%s.csv", t->name);
	char *url = fetch_url(f, ADDRESS_BCN,
	    "/index.php/export/CSV?n=%s&separator=%%3B&withForeign=true",
	    t->name);
	struct fetch_file file = { .name = name,
		.http = { .site = &bcn, .url = url, .form = "" },
		.content = { CONTENT_LATIN1, t->column, false } };

	fetch_file(f, &file);
	free(name);
	free(url);
}

int
main(int argc, char **argv)
{
	struct fetch f;

	fetch_begin(&f, argc, argv, "bcn",
	    "fetch the Base Centrale des Nomenclatures", NULL);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		fetch_table(&f, &tables[i]);
	fetch_end(&f);
	return 0;
}
