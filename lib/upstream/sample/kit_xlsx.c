/* The kit's later history: workbooks, their XML written by hand. */
#include <stdio.h>
#include <stdlib.h>

#include "upstream/sample/sample.h"
#include "upstream/write/ooxml.h"

/* Strings shared by every row come first, then three for each pair. */
enum {
	S_TITRE,
	S_CFD,
	S_INTITULE,
	S_FICHE,
	S_NIVEAU,
	S_ABREGE,
	S_MAJ,
	S_ACCES,
	S_ECHEANCE,
	S_ETAT,
	S_OUI,
	S_NON,
	S_ACTIVE,
	S_INACTIVE,
	S_NIVEAU_3,
	S_NIVEAU_4,
	S_CAP,
	S_PRESENTATION,
	S_FIRST
};

struct classeur {
	const char *name, *fiche; /* header of the fiche's column */
	unsigned version;
	unsigned styled;   /* empty styled cells per row */
	unsigned first_id; /* of the relationships: rId1 or rId3 */
};

static const struct classeur classeurs[] = {
	{ "Kit_apprentissage_20240119.xlsx", "FicheRNCP", .version = 5,
	    .first_id = 1 },
	{ "Kit_apprentissage_20240625.xlsx", "Fiche RNCP", .version = 6,
	    .styled = 4, .first_id = 3 },
	{ "Kit_apprentissage_20250131.xlsx", "FicheRNCP", .version = 7,
	    .styled = 8, .first_id = 1 },
};

static void
put_si(struct buf *b, const char *s)
{
	buf_str(b, "<si><t xml:space=\"preserve\">");
	put_xml(b, s);
	buf_str(b, "</t></si>");
}

/* A title in two runs. */
static void
put_rich(struct buf *b, const char *s)
{
	buf_str(b, "<si><r><rPr><b/></rPr><t xml:space=\"preserve\">");
	put_xml(b, s);
	buf_str(b, " </t></r><r><t>(texte enrichi)</t></r></si>");
}

static void
put_strings(struct buf *b, uint64_t i, const void *arg)
{
	const struct classeur *c = arg;
	struct buf intitule = { 0 };
	char cfd[9], rncp[12];

	if (!paire_in(i, c->version) || !paire_at(i, cfd, rncp)) {
		buf_str(b, "<si><t/></si><si><t/></si><si><t/></si>");
		return;
	}
	put_si(b, cfd);
	put_kit_intitule(&intitule, i);
	(i % 23 == 4 ? put_rich : put_si)(b, buf_view(&intitule).p);
	put_si(b, rncp);
	buf_free(&intitule);
}

static void
put_string_cell(struct buf *b, char column, uint64_t row, uint64_t string)
{
	buf_fmt(b, "<c r=\"%c%llu\" s=\"1\" t=\"s\"><v>%llu</v></c>", column,
	    (unsigned long long)row, (unsigned long long)string);
}

/* A code of digits may have become a number, its leading zero lost. */
static void
put_cfd_cell(struct buf *b, uint64_t row, const char *cfd, uint64_t i)
{
	if (i % 17 == 0 && strspn(cfd, "0123456789") == 8)
		buf_fmt(b, "<c r=\"A%llu\"><v>%lu</v></c>",
		    (unsigned long long)row, strtoul(cfd, NULL, 10));
	else
		put_string_cell(b, 'A', row, S_FIRST + 3 * i);
}

/* Appends row i + 3. A pair that is not in this version has no row or, in
 * styled workbooks, a row of empty cells. */
static void
put_row(struct buf *b, uint64_t i, const void *arg)
{
	const struct classeur *c = arg;
	unsigned long long row = i + 3;
	char cfd[9], rncp[12];
	bool there = paire_in(i, c->version) && paire_at(i, cfd, rncp);

	if (!there && !c->styled)
		return;
	buf_fmt(b, "<row r=\"%llu\" spans=\"1:9\">", row);
	if (there) {
		put_cfd_cell(b, row, cfd, i);
		put_string_cell(b, 'B', row, S_FIRST + 3 * i + 1);
		put_string_cell(b, 'C', row, S_FIRST + 3 * i + 2);
		put_string_cell(b, 'D', row, S_NIVEAU_3 + i % 2);
		put_string_cell(b, 'E', row, S_CAP);
		buf_fmt(b, "<c r=\"F%llu\" s=\"2\"><v>%llu</v></c>", row,
		    45292 + (unsigned long long)i % 300);
		put_string_cell(b, 'G', row, i % 5 ? S_OUI : S_NON);
		if (i % 5)
			buf_fmt(
			    b, "<c r=\"H%llu\" s=\"2\"><v>46265</v></c>", row);
		put_string_cell(b, 'I', row, i % 4 ? S_ACTIVE : S_INACTIVE);
	}
	for (unsigned k = 0; k < c->styled; k++)
		buf_fmt(b, "<c r=\"%c%llu\" s=\"1\"/>", (char)('J' + k), row);
	buf_str(b, "</row>");
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"

static const char content_types[] =
    XML OOXML_TYPES_HEAD OOXML_TYPE("/xl/workbook.xml", "sheet.main")
	OOXML_TYPE("/xl/worksheets/sheet1.xml", "worksheet")
	    OOXML_TYPE("/xl/worksheets/sheet2.xml", "worksheet")
		OOXML_TYPE("/xl/styles.xml", "styles")
		    OOXML_TYPE("/xl/sharedStrings.xml", "sharedStrings")
			OOXML_TYPES_TAIL;

static const char root_rels[] = XML OOXML_ROOT_RELS;

static const char styles[] =
    XML OOXML_STYLES("3", "<xf numFmtId=\"0\"/><xf numFmtId=\"49\"/>"
			  "<xf numFmtId=\"14\" applyNumberFormat=\"1\"/>");

static const char presentation[] = XML OOXML_SHEET_HEAD
    "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>17</v></c></row>" OOXML_SHEET_TAIL;
_Static_assert(S_PRESENTATION == 17, "the string of the first sheet");

/* The sheets in the order of the workbook; their files are in reverse order. */
static void
put_workbook(struct buf *b, unsigned id)
{
	buf_fmt(b,
	    XML OOXML_BOOK_HEAD
	    "<sheet name=\"Présentation Kit\" sheetId=\"1\" r:id=\"rId%u\"/>"
	    "<sheet name=\"Kit Apprentissage\" sheetId=\"2\" "
	    "r:id=\"rId%u\"/>" OOXML_BOOK_TAIL,
	    id, id + 1);
}

static void
put_rels(struct buf *b, unsigned id)
{
	buf_fmt(b,
	    XML OOXML_RELS_HEAD OOXML_RELATION("rId%u", "styles", "styles.xml")
		OOXML_RELATION("rId%u", "worksheet", "worksheets/sheet2.xml")
		    OOXML_RELATION("rId%u", "worksheet",
			"worksheets/sheet1.xml") OOXML_RELATION("rId%u",
			"sharedStrings", "sharedStrings.xml") OOXML_RELS_TAIL,
	    id + 2, id + 1, id, id + 3);
}

static void
put_common_strings(struct buf *b, const struct classeur *c)
{
	const char *const text[S_FIRST] = { "Kit apprentissage et RNCP",
		"Code Diplôme", "Intitulé diplôme (DEPP)", c->fiche,
		"Niveau fiche RNCP", "Abrégé de diplôme (RNCP)", "Dernière MaJ",
		"Accès à l'apprentissage de la fiche RNCP (oui/non)",
		"Date d'échéance de la fiche RNCP", "Fiche ACTIVE/INACTIVE",
		"oui", "non", "ACTIVE", "INACTIVE", "niveau3", "niveau4", "CAP",
		"Mode d'emploi du kit" };

	buf_str(b, XML "<sst xmlns=\"" OOXML_MAIN "\">");
	for (unsigned i = 0; i < S_FIRST; i++)
		put_si(b, text[i]);
}

static void
put_sheet_head(struct buf *b)
{
	buf_str(b, XML OOXML_SHEET_HEAD "<row r=\"1\">");
	put_string_cell(b, 'A', 1, S_TITRE);
	buf_str(b, "</row><row r=\"2\">");
	for (unsigned i = 0; i < 9; i++)
		put_string_cell(b, (char)('A' + i), 2, S_CFD + i);
	buf_str(b, "</row>");
}

static void
write_classeur(const char *dir, const struct classeur *c)
{
	struct buf book = { 0 }, rels = { 0 }, strings = { 0 }, sheet = { 0 };
	char name[96];

	put_workbook(&book, c->first_id);
	put_rels(&rels, c->first_id);
	put_common_strings(&strings, c);
	put_sheet_head(&sheet);
	const struct member members[] = {
		{ "[Content_Types].xml", { .head = content_types } },
		{ "_rels/.rels", { .head = root_rels } },
		{ "xl/workbook.xml", { .head = buf_view(&book).p } },
		{ "xl/_rels/workbook.xml.rels", { .head = buf_view(&rels).p } },
		{ "xl/worksheets/sheet1.xml", { .head = presentation } },
		{ "xl/worksheets/sheet2.xml",
		    { buf_view(&sheet).p, paires(), put_row, c,
			OOXML_SHEET_TAIL, UTF_8 } },
		{ "xl/styles.xml", { .head = styles } },
		{ "xl/sharedStrings.xml",
		    { buf_view(&strings).p, paires(), put_strings, c, "</sst>",
			UTF_8 } },
	};
	snprintf(name, sizeof(name), "kit_apprentissage/history/%s", c->name);
	write_zip(dir, name, members, sizeof(members) / sizeof(*members),
	    NAMES_UNDECLARED);
	buf_free(&book);
	buf_free(&rels);
	buf_free(&strings);
	buf_free(&sheet);
}

void
sample_kit_xlsx(const char *dir)
{
	for (size_t i = 0; i < sizeof(classeurs) / sizeof(*classeurs); i++)
		write_classeur(dir, &classeurs[i]);
}
