/*
 * Sercel: what an ouvrage has after an instant, and its lots, from
 * DIR/sercel/ID/disponibilite.json and ID/LOT.csv.
 */
#include <stdio.h>
#include <stdlib.h>

#include "upstream/serve/serve.h"
#include "json/js.h"

static bool
may(const struct request *r)
{
	const char *given = request_header(r, "authorization"),
		   *token = secret_of("SERCEL_TOKEN", "sercel-token");

	return given && !strncmp(given, "Bearer ", 7) &&
	       !strcmp(given + 7, token);
}

/* The lots of the file that end after depuis. */
static void
put_lots(struct buf *b, struct str file, struct str depuis)
{
	struct js lot, lots = js_get(js_of(file), "lots");
	struct buf scratch = { 0 };

	buf_str(b, "{\"nouvellesDonnees\":");
	js_put_bool(b, js_count(lots) > 0);
	buf_str(b, ",\"lots\":[");
	for (struct js_walk w = js_walk(lots); js_item(&w, &lot);) {
		scratch.n = 0;
		if (str_cmp(js_text(js_get(lot, "fin"), &scratch), depuis) <= 0)
			continue;
		js_put_comma(b);
		js_put_compact(b, lot);
	}
	buf_str(b, "]}");
	buf_free(&scratch);
}

static void
answer_availability(const struct request *r, struct answer *a, const char *id)
{
	struct buf depuis = { 0 };
	char *name = xasprintf("sercel/%s/disponibilite.json", id);

	query_field(r->query, "depuis", &depuis);
	if (file_map(a, name)) {
		a->own.n = 0;
		put_lots(&a->own, a->body, buf_view(&depuis));
		answer_own(a, "application/json");
	}
	buf_free(&depuis);
	free(name);
}

/* /ouvrages/ID/disponibilite and /ouvrages/ID/lots/LOT */
void
serve_sercel(const struct request *r, struct answer *a)
{
	char id[128], lot[128], name[300];
	int end = 0;

	if (!may(r)) {
		answer_error(a, 401, "token\n");
		return;
	}
	if (sscanf(r->path, "/ouvrages/%127[^/]/disponibilite%n", id, &end) ==
		1 &&
	    end && !r->path[end]) {
		answer_availability(r, a, id);
		return;
	}
	end = 0;
	if (sscanf(r->path, "/ouvrages/%127[^/]/lots/%127[^/]%n", id, lot,
		&end) != 2 ||
	    r->path[end])
		return;
	snprintf(name, sizeof(name), "sercel/%s/%s.csv", id, lot);
	answer_file(a, name, "text/csv");
}
