#include <math.h>
#include <stdio.h>

#include "base/opt.h"
#include "store/table.h"
#include "suite/import.h"
#include "suite/import_sheet.h"
#include "xlsx/sheetrec.h"
#include "json/counts.h"
#include "json/ndjson.h"

struct importing {
	const struct import_sheet *s;
	struct import im;
	struct sheetrule rule;
	struct table_writer writer;
	int at[IMPORT_SHEET_COLUMNS]; /* a column rule's position, or -1 */
	struct js record;             /* the row as it came */
	struct buf doc;
};

static int
on_header(void *ctx, const struct sheet_rule *rule, const char *sheet,
    const struct sheet_header *h, struct err *e)
{
	struct importing *i = ctx;

	(void)sheet;
	(void)e;
	for (size_t k = 0; rule->column[k].type; k++)
		i->at[k] = rule->column[k].name
			       ? sheetrule_find(h, rule->column[k].name)
			       : -1;
	return 0;
}

static void
refuse_row(
    struct importing *i, const struct sheet_row *row, const struct err *e)
{
	char where[256];

	snprintf(where, sizeof(where), "%s:%lld", i->rule.name,
	    (long long)row->number);
	import_refuse(&i->im, where, i->record.p, i->record.n, e);
}

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct importing *i = ctx;
	struct sheet_cell cell[IMPORT_SHEET_COLUMNS];
	const struct sheet_cell *found[IMPORT_SHEET_COLUMNS];

	for (size_t k = 0; i->rule.rule->column[k].type; k++) {
		found[k] = i->at[k] < 0 ? NULL : &cell[k];
		if (found[k])
			cell[k] = sheet_cell(row, (size_t)i->at[k]);
	}
	i->doc.n = 0;
	if (i->s->put(&i->doc, found, e))
		refuse_row(i, row, e);
	else
		table_add(&i->writer, js_of(buf_view(&i->doc)), STR_NULL,
		    STR_NULL, NULL);
	return 0;
}

/* A row counts for the sheet that began last; the beginnings tell apart what
 * has no row from what is not there. */
static int
take(struct importing *i, const struct sheetrec *r, struct err *e)
{
	if (r->begins)
		return sheetrule_sheet(&i->rule, r->sheet, e);
	if (!i->rule.name || strcmp(i->rule.name, r->sheet) != 0)
		return err_set(e,
		    "%s: the sheet did not begin: parse-xlsx --all says so",
		    err_quote(r->sheet, strlen(r->sheet)));
	return sheetrule_row(&i->rule, &r->row, e);
}

static void
import_rows(struct importing *i)
{
	const struct sheetrule_handler h = { on_header, on_row, i };
	struct sheetrec row = { 0 };
	struct ndjson in;
	struct err e;

	ndjson_open(&in, NULL, true);
	sheetrule_begin(&i->rule, i->s->rules, &h);
	while (ndjson_next(&in, &i->record)) {
		if (sheetrec_get(&row, i->record, &e))
			die("%s: %s", ndjson_where(&in), e.msg);
		if (take(i, &row, &e))
			die("%s", e.msg);
	}
	if (sheetrule_end(&i->rule, &e))
		die("%s", e.msg);
	sheetrec_free(&row);
	sheetrule_free(&i->rule);
	ndjson_close(&in);
}

int
import_sheet_main(int argc, char **argv, const struct import_sheet *s)
{
	static const struct opt opts[] = { IMPORT_OPTIONS, { 0 } };
	struct importing i = { .s = s };
	struct db *d;
	char *what = xasprintf("%s\nreads the rows of parse-xlsx --all --end on"
			       " standard input",
	    s->what); /* for the life of the process */
	int c;

	opt_init(argc, argv, what, "<ROWS", opts);
	while ((c = opt_next()) >= 0)
		import_option(&i.im, c);
	opt_count(0, 0);
	import_begin(&i.im);
	d = db_create(i.im.path);
	table_begin(&i.writer, d, s->table);
	import_rows(&i);
	table_end(&i.writer);
	import_end(&i.im);
	counts_print({ "rows", i.writer.rows });
	import_publish(d);
	buf_free(&i.doc);
	return 0;
}

int
import_sheet_wrong(const char *field, const struct sheet_cell *c,
    const char *expected, struct err *e)
{
	struct buf b = { 0 };
	struct str text;

	if (!c)
		return err_set(e, "%s: no such column", field);
	if (sheet_is_null(c))
		return err_set(
		    e, "%s: %s is expected, not null", field, expected);
	sheet_put_text(&b, c);
	text = buf_view(&b);
	err_set(e, "%s: %s is expected, not '%s'", field, expected,
	    err_quote(text.p, text.n));
	buf_free(&b);
	return -1;
}

int
import_sheet_text(struct buf *doc, const char *field,
    const struct sheet_cell *c, struct err *e)
{
	if (!c || c->kind != SHEET_TEXT)
		return import_sheet_wrong(field, c, "a text", e);
	js_put_member(doc, field, c->text);
	return 0;
}

int
import_sheet_number(struct buf *doc, const char *field,
    const struct sheet_cell *c, struct err *e)
{
	double n = c ? sheet_to_number(c) : (double)NAN;

	if (!isfinite(n))
		return import_sheet_wrong(field, c, "a number", e);
	js_put_key(doc, field);
	js_put_number(doc, n);
	return 0;
}
