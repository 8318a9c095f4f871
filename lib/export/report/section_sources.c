/* Sources: who publishes what, under which licence, and when it was fetched. */
#include <stdlib.h>

#include "export/report/french.h"
#include "export/report/page.h"
#include "export/report/report.h"
#include "reference/reference.h"
#include "suite/status.h"
#include "json/js.h"

/* The cells of pipelines/sources.tsv. */
enum { NAME, TITLE = 6, PUBLISHER, LICENCE, LINK, CELLS };

/* The date of the newest run of that name that is done; DAY_NULL if there is
 * none. */
static msec
last_done(const char *name)
{
	struct db *ledger = status_ledger();
	msec t = DAY_NULL;
	sqlite3_stmt *s;

	if (!ledger)
		return t;
	s = db_prepare(ledger,
	    "SELECT import_date FROM import_meta WHERE type = ? AND"
	    " status = 'done' ORDER BY id DESC LIMIT 1");
	db_bind_text(ledger, s, 1, str_of(name));
	if (db_step(ledger, s))
		t = day_parse(db_text(s, 0));
	sqlite3_finalize(s);
	return t == DAY_BAD ? DAY_NULL : t;
}

static msec
last_fetch(const char *name)
{
	char *job = xasprintf("fetch:%s", name);
	msec t = last_done(job);

	free(job);
	return t;
}

/* Sources that were put there by hand, or are the sample's, have no fetch. */
static void
put_date(struct buf *b, const char *name)
{
	msec fetched = last_fetch(name), built = last_done(name);

	buf_str(b, "<td class=\"n\">");
	if (fetched != DAY_NULL) {
		french_put_date(b, fetched);
	} else if (built != DAY_NULL) {
		buf_str(b, "importée le ");
		french_put_date(b, built);
	} else {
		buf_str(b, "jamais");
	}
	buf_str(b, "</td>");
}

static void
put_row(struct buf *b, char *const *cell)
{
	buf_str(b, "<tr><th scope=\"row\"><a href=\"");
	page_put(b, str_of(cell[LINK]));
	buf_str(b, "\">");
	page_put(b, str_of(cell[TITLE]));
	buf_str(b, "</a> <small>");
	page_put(b, str_of(cell[NAME]));
	buf_str(b, "</small></th><td>");
	page_put(b, str_of(cell[PUBLISHER]));
	buf_str(b, "</td><td>");
	page_put(b, str_of(cell[LICENCE]));
	buf_str(b, "</td>");
	put_date(b, cell[NAME]);
	buf_str(b, "</tr>\n");
}

void
sources_put(struct buf *b, const struct report *r)
{
	static const char *const heads[] = { "Source", "Producteur", "Licence",
		"#Dernière récupération", NULL };
	struct reference sources = { 0 };

	(void)r;
	reference_read(&sources, "pipelines", "sources.tsv", CELLS);
	page_table(b, "stack",
	    "Les sources, leurs producteurs et leurs licences. Une information "
	    "publique sans licence désignée se réutilise selon le code des "
	    "relations entre le public et l’administration, livre III.",
	    heads);
	for (size_t i = 0; i < sources.n; i++)
		put_row(b, sources.row[i]);
	page_table_end(b);
	reference_free(&sources);
}

void
sources_put_json(struct buf *b, const struct report *r)
{
	static const char *const names[CELLS] = { [NAME] = "name",
		[TITLE] = "title",
		[PUBLISHER] = "publisher",
		[LICENCE] = "licence",
		[LINK] = "link" };
	struct reference sources = { 0 };

	(void)r;
	reference_read(&sources, "pipelines", "sources.tsv", CELLS);
	js_put_key(b, "sources");
	buf_byte(b, '[');
	for (size_t i = 0; i < sources.n; i++) {
		js_put_comma(b);
		js_open(b, NULL);
		for (int k = 0; k < CELLS; k++) {
			if (!names[k])
				continue;
			js_put_member(b, names[k], str_of(sources.row[i][k]));
		}
		js_put_key(b, "fetched");
		day_put_utc(b, last_fetch(sources.row[i][NAME]));
		js_close(b, 1);
	}
	buf_byte(b, ']');
	reference_free(&sources);
}
