/* The API of the kit d'apprentissage: the records of a file, in pages. */
#include <stdlib.h>

#include "upstream/serve/serve.h"

static unsigned long
number(const struct request *r, const char *name, unsigned long by_default)
{
	struct buf text = { 0 };
	unsigned long n = by_default;

	if (query_field(r->query, name, &text))
		n = strtoul(buf_view(&text).p, NULL, 10);
	buf_free(&text);
	return n;
}

/* Appends the records of a page, unchanged; sets their number and the total. */
static unsigned long
put_page(struct buf *b, struct str file, unsigned long page, unsigned long size,
    unsigned long *total)
{
	unsigned long n = 0;
	struct str line;

	for (*total = 0; next_line(&file, &line); ++*total) {
		if (*total / size + 1 != page)
			continue;
		if (n++)
			buf_byte(b, ',');
		buf_add(b, line.p, line.n);
	}
	return n;
}

void
serve_kit_apprentissage(const struct request *r, struct answer *a)
{
	unsigned long page = number(r, "page_num", 1), total, n;
	unsigned long size = number(r, "page_size", 100);
	const char *token = request_header(r, "token-connexion");
	struct buf records = { 0 };

	if (strcmp(r->path, "/cfd_rncp_intitule") != 0)
		return;
	if (!token || strcmp(token, secret_of("API_KIT_APPRENTISSAGE_TOKEN",
					"kit-token")) != 0) {
		answer_error(a, 401, "token-connexion\n");
		return;
	}
	if (!size || !file_map(a, "kit_apprentissage/api.ndjson"))
		return;
	n = put_page(&records, a->body, page, size, &total);
	a->own.n = 0;
	buf_fmt(&a->own, "{\"total\":%lu,\"data\":[", total);
	buf_add(&a->own, records.p, records.n);
	buf_fmt(&a->own,
	    "],\"count\":%lu,\"pagination\":{\"page_num\":%lu,"
	    "\"page_size\":%lu}}",
	    n, page, size);
	answer_own(a, type_of(".json"));
	buf_free(&records);
}
