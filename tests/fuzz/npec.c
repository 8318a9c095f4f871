/* Lines: the name of a workbook of NPEC, then its rows as records. What is
 * read of a row is written as JSON. */
#include "apprentissage/npec/npec_format.h"
#include "apprentissage/npec/npec_row.h"
#include "fuzz.h"
#include "xlsx/sheetrec.h"

static int
on_header(void *ctx, const struct sheet_rule *rule, const char *sheet,
    const struct sheet_header *h, struct err *e)
{
	(void)sheet, (void)e;
	npec_row_begin(ctx, rule, h);
	return 0;
}

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct buf b = { 0 };

	if (!npec_row_read(ctx, row, e)) {
		npec_row_put(&b, ctx);
		fuzz_must(!js_check(b.p, b.n, e));
	}
	buf_free(&b);
	return 0;
}

/* A sheet begins where its name changes, as parse-xlsx prints them. */
static int
take(struct sheetrule *rules, struct sheetrec *r, struct js record,
    struct err *e)
{
	if (sheetrec_get(r, record, e))
		return -1;
	if ((!rules->name || strcmp(rules->name, r->sheet) != 0) &&
	    sheetrule_sheet(rules, r->sheet, e))
		return -1;
	return r->begins ? 0 : sheetrule_row(rules, &r->row, e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = fuzz_text(data, n), rest = text;
	struct npec_row row = { 0 };
	struct sheetrule_handler h = { on_header, on_row, &row };
	struct sheetrule rules;
	struct sheetrec r = { 0 };
	struct err e;
	int rc = 0;

	sheetrule_begin(&rules, npec_format(fuzz_cut(&rest, '\n')), &h);
	while (rest.n && !rc) {
		struct str line = fuzz_cut(&rest, '\n');

		rc = js_check(line.p, line.n, &e) ||
		     take(&rules, &r, js_of(line), &e);
	}
	if (!rc)
		sheetrule_end(&rules, &e);
	sheetrule_free(&rules);
	sheetrec_free(&r);
	npec_row_free(&row);
	return 0;
}
