/*
 * import-dares-ape-idcc: which collective agreements (IDCC) the firms of an
 * activity (APE) apply.
 *
 * Reads the rows of `parse-xlsx --all --end` on standard input: the sheet
 * "IDCC<year>_passageAPEIDCC_diff", its header below row 6. Writes table
 * dares_ape_idcc, one record per row, in the order of the sheet. The agreement
 * is null for "Autre", and if the source does not disclose it because too few
 * firms apply it.
 */
#include <ctype.h>
#include <math.h>

#include "apprentissage/records/tables.h"
#include "suite/import_sheet.h"
#include "json/js.h"

enum { APE_CODE, APE_INTITULE, EFFECTIF, IDCC, TITRE, EFFECTIF_PCT };

static const struct column_rule columns[] = {
	[APE_CODE] = { RULE_REQUIRED, "ape_code", { { match_fold, "apen" } } },
	[APE_INTITULE] = { RULE_REQUIRED, "ape_intitule",
	    { { match_fold, "intape" } } },
	[EFFECTIF] = { RULE_REQUIRED, "effectif",
	    { { match_fold, "effarrdiff" } } },
	[IDCC] = { RULE_REQUIRED, "idcc", { { match_fold, "idcc" } } },
	[TITRE] = { RULE_REQUIRED, "titre", { { match_fold, "intidcc" } } },
	[EFFECTIF_PCT] = { RULE_REQUIRED, "effectif_pct",
	    { { match_fold, "pctdiff" } } },
	{ 0 },
};

/* Matches "IDCC", digits, then want. */
static bool
match_year(struct str s, const char *want)
{
	size_t n = 4;

	if (s.n < n || !match_fold((struct str){ s.p, n }, "IDCC"))
		return false;
	while (n < s.n && isdigit((unsigned char)s.p[n]))
		n++;
	return n > 4 && match_fold((struct str){ s.p + n, s.n - n }, want);
}

static const struct sheet_rule rules[] = {
	{ RULE_REQUIRED, "passage", { { match_year, "_passageAPEIDCC_diff" } },
	    6, columns },
	{ RULE_IGNORED, NULL,
	    { { match_fold, "Lisez-moi" },
		{ match_fold, "Dictionnaire de variables" } },
	    0, NULL },
	{ 0 },
};

/* True if there is no agreement: "Autre", or a value that ECMAScript takes
 * for false. */
static bool
is_none(const struct sheet_cell *c)
{
	if (!c || sheet_is_null(c))
		return true;
	switch (c->kind) {
	case SHEET_TEXT:
		return !c->text.n || str_is(c->text, "Autre");
	case SHEET_NUMBER:
		return c->number == 0 || isnan(c->number);
	case SHEET_BOOL:
		return !c->boolean;
	default:
		return false;
	}
}

static int
put(struct buf *doc, const struct sheet_cell *const *cell, struct err *e)
{
	js_open(doc, NULL);
	js_open(doc, "naf");
	if (import_sheet_text(doc, "code", cell[APE_CODE], e) ||
	    import_sheet_text(doc, "intitule", cell[APE_INTITULE], e))
		return -1;
	js_close(doc, 1);
	if (is_none(cell[IDCC])) {
		js_put_key(doc, "convention_collective");
		buf_str(doc, "null}");
		return 0;
	}
	js_open(doc, "convention_collective");
	if (import_sheet_number(doc, "idcc", cell[IDCC], e) ||
	    import_sheet_text(doc, "titre", cell[TITRE], e))
		return -1;
	js_close(doc, 2);
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct import_sheet dares = {
		"import the agreements of each activity from the DARES",
		&table_dares_ape_idcc, rules, put
	};

	return import_sheet_main(argc, argv, &dares);
}
