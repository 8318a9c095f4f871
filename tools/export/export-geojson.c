/*
 * export-geojson: print a table that has a place as GeoJSON, a feature a line.
 */
#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "export/flat.h"
#include "export/geojson.h"

enum { CONTACTS = 256 };

static const struct opt opts[] = {
	{ CONTACTS, "contacts", NULL, "with e-mail addresses and telephones" },
	{ 'n', "lines", NULL, "print the features alone, one a line" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 0 },
};

static struct {
	bool contacts, lines;
	const char *output;
} cl;

static void
put_features(struct out *out, struct flat_reader *r)
{
	long long n;

	for (n = 0; flat_next(r); n++) {
		if (!cl.lines)
			buf_str(&out->buf, n ? ",\n" : "\n");
		geojson_put_feature(&out->buf, r);
		if (cl.lines)
			buf_byte(&out->buf, '\n');
		out_record(out);
	}
	if (!cl.lines && n)
		buf_byte(&out->buf, '\n');
	note("%s: %lld rows", r->t->name, n);
}

static void
export_table(struct db *d, const struct flat_table *t)
{
	struct flat_reader r;
	struct out out;

	if (!flat_has_place(t))
		die("%s: %s: has no place", d->path, t->name);
	flat_open(&r, d, t, cl.contacts);
	out_open(&out, cl.output);
	if (!cl.lines)
		buf_str(
		    &out.buf, "{\"type\":\"FeatureCollection\",\"features\":[");
	put_features(&out, &r);
	if (!cl.lines)
		buf_str(&out.buf, "]}\n");
	flat_close(&r);
	out_close(&out);
}

int
main(int argc, char **argv)
{
	struct db *d;
	int c;

	opt_init(argc, argv, "print a table that has a place as GeoJSON",
	    "DATABASE [TABLE]", opts);
	while ((c = opt_next()) >= 0)
		if (c == CONTACTS)
			cl.contacts = true;
		else if (c == 'n')
			cl.lines = true;
		else
			cl.output = opt_arg;
	opt_count(1, 2);
	d = db_open(opt_operands[0]);
	if (!d)
		die("%s:", opt_operands[0]);
	export_table(d, flat_choose(d, opt_operands[1]));
	db_close(d);
	return 0;
}
