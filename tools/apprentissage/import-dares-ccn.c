/*
 * import-dares-ccn: the collective agreements that the Ministry of Labour
 * lists, number (IDCC) and title.
 *
 * Reads the rows of `parse-xlsx --all --end` on standard input: the sheet
 * "Liste IDCC-Publication", its header below row 3. Writes table dares_ccn,
 * one record per row, in the order of the sheet. A footnote is a record too,
 * with IDCC 0.
 */
#include "apprentissage/records/tables.h"
#include "suite/import_sheet.h"

enum { IDCC, TITRE };

static const struct column_rule columns[] = {
	[IDCC] = { RULE_REQUIRED, "idcc", { { match_fold, "IDCC" } } },
	[TITRE] = { RULE_REQUIRED, "titre",
	    { { match_fold, "TITRE DE LA CONVENTION" } } },
	{ 0 },
};

static const struct sheet_rule rules[] = {
	{ RULE_REQUIRED, "liste", { { match_fold, "Liste IDCC-Publication" } },
	    3, columns },
	{ RULE_IGNORED, NULL, { { match_fold, "Feuil2" } }, 0, NULL },
	{ 0 },
};

static int
put(struct buf *doc, const struct sheet_cell *const *cell, struct err *e)
{
	buf_byte(doc, '{');
	if (import_sheet_number(doc, "idcc", cell[IDCC], e) ||
	    import_sheet_text(doc, "titre", cell[TITRE], e))
		return -1;
	buf_byte(doc, '}');
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct import_sheet dares = {
		"import the list of collective agreements of the DARES",
		&table_dares_ccn, rules, put
	};

	return import_sheet_main(argc, argv, &dares);
}
