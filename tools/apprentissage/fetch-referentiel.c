/*
 * fetch-referentiel: the organismes of the Référentiel de l'apprentissage, all
 * on one page of its API [referentiel 1].
 */
#include <stdlib.h>

#include "fetch/addresses.h"
#include "fetch/fetch.h"

#define PATH "/api/v1/organismes.json?items_par_page=60000"

static struct http_site referentiel = { .timeout = 5 };

int
main(int argc, char **argv)
{
	struct fetch f;
	struct fetch_file file = { .name = "organismes.json",
		.http = { .site = &referentiel },
		.content = { .kind = CONTENT_JSON, .begins = "{organismes" } };
	char *url;

	fetch_begin(&f, argc, argv, "referentiel",
	    "fetch the Référentiel de l'apprentissage", NULL);
	url = fetch_url(&f, ADDRESS_REFERENTIEL, PATH);
	file.http.url = url;
	fetch_file(&f, &file);
	fetch_end(&f);
	free(url);
	return 0;
}
