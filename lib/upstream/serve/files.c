/* The sources that are files: BCN, référentiel, catalogue, missions locales,
 * and what publishers no longer serve. */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "format/arc.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

void
serve_bcn(const struct request *r, struct answer *a)
{
	struct buf table = { 0 };
	char *name;

	if (strcmp(r->path, "/bcn/index.php/export/CSV") != 0)
		return;
	if (strcmp(r->method, "POST") != 0) {
		answer_error(a, 405, "POST only\n");
		return;
	}
	if (query_field(r->query, "n", &table)) {
		name = xasprintf("bcn/%s.csv", buf_view(&table).p);
		answer_file(a, name, "text/csv; charset=ISO-8859-1");
		free(name);
	}
	buf_free(&table);
}

void
serve_file(const struct request *r, struct answer *a)
{
	const char *path = r->source->prefixes[0];
	char *name = xasprintf("%s%s", r->source->name, strrchr(path, '/'));

	if (!strcmp(r->path, path))
		answer_file(a, name, type_of(name));
	free(name);
}

void
serve_mission_locale(const struct request *r, struct answer *a)
{
	struct buf prefix = { 0 };
	char *name;

	if (!strcmp(r->path, "/TrouveTaML/") &&
	    query_field(r->query, "search_", &prefix)) {
		name = xasprintf(
		    "mission_locale/unml/%s.json", buf_view(&prefix).p);
		answer_file(a, name, type_of(name));
		a->file = false; /* an answer, not a file */
		free(name);
		if (a->status == 404) {
			a->own.n = 0;
			buf_str(&a->own,
			    "{\"results\":[],\"total\":0,\"success\":true}");
			answer_own(a, type_of(".json"));
		}
	}
	buf_free(&prefix);
}

/* Copies the only member of the catalogue's archive, an array or JSON lines, to
 * own as an array. False: there is no archive. */
static bool
unpack(struct answer *a)
{
	char *path = xasprintf("%s/catalogue/formations.zip", serve_dir);
	struct err e;
	struct arc *z = arc_open(path, &e);
	struct arc_member *m = z ? arc_member_open(z, 0, &e) : NULL;
	struct buf text = { 0 };
	struct str rest, line;
	ssize_t n;

	free(path);
	while (m) {
		buf_reserve(&text, 1 << 20);
		n = arc_member_read(m, text.p + text.n, 1 << 20, &e);
		if (n <= 0)
			break;
		text.n += (size_t)n;
	}
	arc_member_close(m);
	arc_close(z);
	rest = buf_view(&text);
	a->own.n = 0;
	if (m && *rest.p != '[')
		buf_byte(&a->own, '[');
	while (next_line(&rest, &line)) {
		if (a->own.n > 1)
			buf_byte(&a->own, ',');
		buf_add(&a->own, line.p, line.n);
	}
	if (m && *text.p != '[')
		buf_byte(&a->own, ']');
	buf_free(&text);
	return m;
}

static bool
formations(struct answer *a)
{
	if (file_map(a, "catalogue/formations.json")) {
		a->status = 200;
		a->type = type_of(".json");
		a->file = true;
		return true;
	}
	if (unpack(a)) {
		answer_own(a, type_of(".json"));
		a->file = true;
		return true;
	}
	return false;
}

void
serve_catalogue(const struct request *r, struct answer *a)
{
	size_t n;

	if (!strcmp(r->path, "/api/v1/entity/formations.json")) {
		formations(a);
	} else if (!strcmp(r->path, "/api/v1/entity/formations/count") &&
		   formations(a)) {
		n = js_count(js_of(a->body));
		a->own.n = 0;
		buf_fmt(&a->own, "%zu", n);
		answer_own(a, type_of(".json"));
		a->file = false;
	}
}
