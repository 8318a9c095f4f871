#include "suite/import_documents.h"
#include "base/opt.h"
#include "base/out.h"
#include "store/table.h"
#include "suite/import.h"
#include "json/counts.h"

static const struct opt opts[] = {
	IMPORT_OPTIONS,
	{ 0 },
};

/* Returns how many records were left out. */
static int64_t
import_records(const struct import_documents *what, struct import *im,
    struct ndjson *in, struct table_writer *w)
{
	struct buf doc = { 0 };
	struct js_index members = { 0 };
	struct js record, copy;
	struct err e;
	int64_t skipped = 0;

	while (ndjson_next(in, &record)) {
		if (what->skip && what->skip(record)) {
			skipped++;
			continue;
		}
		if (schema_record(
			what->record, record, &doc, &members, &copy, &e))
			import_refuse(
			    im, ndjson_where(in), record.p, record.n, &e);
		else
			table_add(w, copy, STR_NULL, STR_NULL, NULL);
	}
	buf_free(&doc);
	js_index_free(&members);
	return skipped;
}

static void
report(const struct import_documents *what, int64_t rows, int64_t skipped)
{
	if (what->skip)
		counts_print({ "rows", rows }, { what->skipped, skipped });
	else
		counts_print({ "rows", rows });
}

static void
import(const struct import_documents *what, struct import *im)
{
	struct table_writer w;
	struct ndjson in;
	struct db *d;
	int64_t skipped;

	ndjson_open(&in, NULL, true);
	d = db_create(im->path);
	table_begin(&w, d, what->table);
	skipped = import_records(what, im, &in, &w);
	if (what->check)
		what->check(&in);
	ndjson_close(&in);
	import_end(im);
	report(what, table_end(&w), skipped);
	import_publish(d);
}

int
import_documents_main(
    int argc, char **argv, const struct import_documents *what)
{
	struct import im = { 0 };
	int c;

	opt_init(argc, argv, what->what, "<RECORDS", opts);
	while ((c = opt_next()) >= 0)
		import_option(&im, c);
	opt_count(0, 0);
	import_begin(&im);
	import(what, &im);
	return 0;
}
