/* France Compétences' list of NPEC, two files per page. */
#include <stdlib.h>

#include "base/day.h"
#include "markup/markup.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

#define PAGE 2

/* Sets b to the text of a member. */
static struct str
member(struct js record, const char *name, struct buf *b)
{
	struct str s;

	b->n = 0;
	s = js_text(js_get(record, name), b);
	return s.p ? s : STR("");
}

/* Returns the path of a URL, as it is written. */
static struct str
url_path(struct str url)
{
	const char *host = memmem(url.p, url.n, "://", 3);
	const char *end = url.p + url.n;
	const char *path =
	    host ? memchr(host + 3, '/', (size_t)(end - host) - 3) : NULL;

	return path ? (struct str){ path, (size_t)(end - path) } : STR("/");
}

static void
put_field(struct buf *b, const char *class, struct str text)
{
	buf_fmt(
	    b, "<p class=\"card--documents-list__container__%s\">\n  ", class);
	markup_put(b, text, "&<\"");
	buf_str(b, "\n</p>");
}

static void
put_date(struct buf *b, msec t)
{
	char text[DAY_TEXT_MAX];

	day_print_paris(t, text);
	buf_fmt(b,
	    "<p class=\"x card--documents-list__container__date\">"
	    "%.2s.%.2s.%.2s</p>",
	    text + 8, text + 5, text + 2);
}

static void
put_card(struct buf *b, struct js record)
{
	struct buf text = { 0 };

	buf_str(b, "<li><a download class=\"card\" href=\"");
	buf_str(b, serve_origin);
	markup_put(b, url_path(member(record, "url", &text)), "&<\"");
	buf_str(b, "\"><div>");
	put_date(b, day_parse(member(record, "file_date", &text)));
	put_field(b, "title", member(record, "title", &text));
	put_field(b, "description", member(record, "description", &text));
	buf_str(b, "</div></a></li>\n");
	buf_free(&text);
}

static void
answer_page(const struct request *r, struct answer *a)
{
	struct buf text = { 0 };
	struct str rest = a->body, line;
	unsigned long page = 1;

	if (query_field(r->query, "paged", &text))
		page = strtoul(buf_view(&text).p, NULL, 10);
	buf_free(&text);
	a->own.n = 0;
	buf_str(&a->own, "<!DOCTYPE html>\n<html><body><a download "
			 "href=\"/plaquette.pdf\">Plaquette</a>\n"
			 "<div class=\"block block--documents-list__results\">"
			 "<ul>\n");
	for (unsigned long i = 0; next_line(&rest, &line); i++)
		if (i / PAGE + 1 == page)
			put_card(&a->own, js_of(line));
	buf_str(&a->own, "</ul></div></body></html>\n");
	answer_own(a, "text/html; charset=utf-8");
}

static bool
is_at(struct js record, const char *path)
{
	struct buf url = { 0 }, decoded = { 0 };
	struct str p = url_path(member(record, "url", &url));
	bool is = percent_decode(p.p, p.n, false, &decoded) &&
		  str_is(buf_view(&decoded), path);

	buf_free(&url);
	buf_free(&decoded);
	return is;
}

static void
answer_resource(const struct request *r, struct answer *a)
{
	struct buf text = { 0 };
	struct str rest = a->body, line;
	char *name = NULL;

	while (next_line(&rest, &line)) {
		struct js record = js_of(line);
		struct str file;

		if (!is_at(record, r->path))
			continue;
		file = member(record, "file", &text);
		free(name);
		name = xasprintf("npec/%.*s", (int)file.n, file.p);
	}
	if (name)
		answer_file(a, name, type_of(name));
	free(name);
	buf_free(&text);
}

void
serve_npec(const struct request *r, struct answer *a)
{
	if (!file_map(a, "npec/resources.ndjson"))
		return;
	if (!strncmp(r->path, "/app/", 5))
		answer_resource(r, a);
	else
		answer_page(r, a);
}
