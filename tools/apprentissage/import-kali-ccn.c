/*
 * import-kali-ccn: the collective agreements (IDCC) and the texts without IDCC
 * (TI) of the KALI base.
 *
 * Reads the rows of `parse-xlsx --all --end` on standard input: one sheet,
 * Feuil1, its header below row 3. Writes table kali_ccn, one record per row,
 * in the order of the sheet. Dates are local times of Paris; nature and state
 * are in capitals without accents.
 */
#include "apprentissage/records/tables.h"
#include "base/text.h"
#include "format/code.h"
#include "suite/import_sheet.h"
#include "json/js.h"

enum { ID, TYPE, IDCC, TITRE, NATURE, ETAT, DEBUT, FIN, URL };

static const struct column_rule columns[] = {
	[ID] = { RULE_REQUIRED, "id", { { match_same, "ID" } } },
	[TYPE] = { RULE_REQUIRED, "type", { { match_fold, "CC_TI" } } },
	[IDCC] = { RULE_REQUIRED, "idcc", { { match_fold, "IDCC" } } },
	[TITRE] = { RULE_REQUIRED, "titre", { { match_fold, "TITRE" } } },
	[NATURE] = { RULE_REQUIRED, "nature", { { match_fold, "NATURE" } } },
	[ETAT] = { RULE_REQUIRED, "etat", { { match_fold, "ETAT" } } },
	[DEBUT] = { RULE_REQUIRED, "debut", { { match_fold, "DEBUT" } } },
	[FIN] = { RULE_REQUIRED, "fin", { { match_fold, "FIN" } } },
	[URL] = { RULE_REQUIRED, "url", { { match_fold, "URL" } } },
	{ RULE_IGNORED, NULL, { { match_blank, NULL } } },
	{ 0 },
};

static const struct sheet_rule rules[] = {
	{ RULE_REQUIRED, "kali", { { match_same, "Feuil1" } }, 3, columns },
	{ 0 },
};

/* clang-format off */
static const char *const natures_idcc[] = {
	"ACCORD COLLECTIF NATIONAL", "AVENANT", "CONVENTION",
	"CONVENTION COLLECTIVE", "CONVENTION COLLECTIVE DEPARTEMENTALE",
	"CONVENTION COLLECTIVE NATIONALE",
	"CONVENTION COLLECTIVE INTERREGIONALE",
	"CONVENTION COLLECTIVE REGIONALE", NULL };
static const char *const natures_ti[] = {
	"ACCORD INTERBRANCHE", "ACCORD COLLECTIF NATIONAL", "ACCORD DE BRANCHE",
	"AVENANT", "ACCORD NATIONAL INTERPROFESSIONNEL", "ACCORD DE METHODE",
	"ACCORD PARITAIRE", "ACCORD CADRE INTERSECTEURS", "ACCORD REGIONAL",
	"ACCORD PROFESSIONNEL", "ANNEXE", "ACCORD NATIONAL INTERBRANCHES",
	"PROCES-VERBAL", "CONVENTION COLLECTIVE NATIONALE", "ACCORD-CADRE",
	"ACCORD COLLECTIF", "ACCORD NATIONAL PLURIPROFESSIONNEL",
	"PROTOCOLE D'ACCORD INTERBRANCHE", "ACCORD MULTIBRANCHES",
	"PROTOCOLE D'ACCORD", "ACCORD PARITAIRE NATIONAL",
	"ACCORD PROFESSIONNEL INTER-SECTEURS",
	"CONVENTION COLLECTIVE DEPARTEMENTALE",
	"CONVENTION COLLECTIVE INTERREGIONALE", "CONVENTION",
	"CONVENTION COLLECTIVE REGIONALE", "ACCORD NATIONAL PROFESSIONNEL",
	"CONVENTION COLLECTIVE", "ACCORD INTERPROFESSIONNEL",
	"ACCORD INTERSECTEURS", "ACCORD INTERBRANCHES",
	"ACCORD PLURIPROFESSIONNEL", "ACCORD NATIONAL",
	"ACCORD NATIONAL COLLECTIF", "PROTOCOLE D'ACCORD NATIONAL", "ACCORD",
	"DECISION", "ACCORD DE SUBSTITUTION", NULL };
static const char *const etats[] = { "ABROGE", "DENONCE", "MODIFIE", "PERIME",
	"REMPLACE", "VIGUEUR", "VIGUEUR_ETEN", "VIGUEUR_NON_ETEN", NULL };
/* clang-format on */

static bool
is_text(const struct sheet_cell *c, const char *text)
{
	return c && c->kind == SHEET_TEXT && str_is(c->text, text);
}

/* A text that, in capitals without accents, is one of the values. */
static int
put_plain(struct buf *doc, const char *field, const struct sheet_cell *c,
    const char *const *values, struct err *e)
{
	struct buf plain = { 0 };

	if (c && c->kind == SHEET_TEXT) {
		text_put_plain(&plain, c->text);
		while (*values && !str_is(buf_view(&plain), *values))
			values++;
		buf_free(&plain);
		if (*values) {
			js_put_member(doc, field, str_of(*values));
			return 0;
		}
	}
	return import_sheet_wrong(field, c, "one of the known values", e);
}

static int
put_date(struct buf *doc, const char *field, const struct sheet_cell *c,
    struct err *e)
{
	if (!c || c->kind != SHEET_DATE || c->date == DAY_BAD)
		return import_sheet_wrong(field, c, "a date", e);
	js_put_key(doc, field);
	day_put_utc(doc, day_paris_wall(c->date));
	return 0;
}

static int
put_fin(struct buf *doc, const struct sheet_cell *c, struct err *e)
{
	if (!c || !sheet_is_null(c))
		return put_date(doc, "fin", c, e);
	js_put_key(doc, "fin");
	buf_str(doc, "null");
	return 0;
}

static int
put_url(struct buf *doc, const struct sheet_cell *c, struct err *e)
{
	if (!c || c->kind != SHEET_TEXT || !code_url(js_trim(c->text)))
		return import_sheet_wrong("url", c, "an absolute URL", e);
	js_put_member(doc, "url", js_trim(c->text));
	return 0;
}

static int
put(struct buf *doc, const struct sheet_cell *const *cell, struct err *e)
{
	bool idcc = is_text(cell[TYPE], "IDCC");

	if (!idcc && !is_text(cell[TYPE], "TI"))
		return import_sheet_wrong("type", cell[TYPE], "IDCC or TI", e);
	buf_fmt(doc, "{\"type\":\"%s\"", idcc ? "IDCC" : "TI");
	if (import_sheet_text(doc, "id", cell[ID], e) ||
	    (idcc && import_sheet_number(doc, "idcc", cell[IDCC], e)) ||
	    import_sheet_text(doc, "titre", cell[TITRE], e) ||
	    put_plain(doc, "nature", cell[NATURE],
		idcc ? natures_idcc : natures_ti, e) ||
	    put_plain(doc, "etat", cell[ETAT], etats, e) ||
	    put_date(doc, "debut", cell[DEBUT], e) ||
	    put_fin(doc, cell[FIN], e) || put_url(doc, cell[URL], e))
		return -1;
	buf_byte(doc, '}');
	return 0;
}

int
main(int argc, char **argv)
{
	static const struct import_sheet kali = {
		"import the collective agreements of KALI", &table_kali_ccn,
		rules, put
	};

	return import_sheet_main(argc, argv, &kali);
}
