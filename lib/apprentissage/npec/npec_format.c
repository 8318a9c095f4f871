#include <ctype.h>

#include "apprentissage/npec/npec_format.h"
#include "base/text.h"

static struct str
skip_blanks(struct str s)
{
	struct str t = js_trim(s);
	const char *p = t.n ? t.p : s.p + s.n;

	return (struct str){ p, (size_t)(s.p + s.n - p) };
}

/* Matches the whole text, in any case. want is ASCII, where a blank stands for
 * any number of blanks, # for a digit and + for any number of digits. */
static bool
match_title(struct str s, const char *want)
{
	for (; *want; want++) {
		unsigned char c = s.n ? (unsigned char)*s.p : '\0';

		if (*want == ' ') {
			s = skip_blanks(s);
		} else if (*want == '+') {
			for (; s.n && isdigit((unsigned char)*s.p); s.n--)
				s.p++;
		} else if (*want == '#' ? isdigit(c)
					: toupper(c) == toupper(*want)) {
			s.p++, s.n--;
		} else {
			return false;
		}
	}
	return !s.n;
}

/* Matches a text that begins with want and a blank. Letters keep their length
 * when their case changes, so the blank is found after as many bytes. */
static bool
match_noted(struct str s, const char *want)
{
	size_t n = strlen(want);

	if (!match_prefix(s, want))
		return false;
	s.p += n;
	s.n -= n;
	return skip_blanks(s).n < s.n;
}

/* clang-format off */
#define SAME(text) { match_same, text }
#define FOLD(text) { match_fold, text }
#define NEED(name, ...) { RULE_REQUIRED, name, { __VA_ARGS__ } }
#define MAY(name, ...) { RULE_OPTIONAL, name, { __VA_ARGS__ } }
#define DROP(text) MAY("", FOLD(text))
#define END { RULE_NONE, NULL, { { NULL, NULL } } }

/* Fields whose header is the same in several formats. */
#define DIPLOME_CODE MAY("diplome_code", SAME("Code diplôme"))
#define RNCP NEED("rncp", FOLD("Code RNCP"))
#define CERTIFICATION \
	MAY("formation_libelle", FOLD("Libellé de la certification"))
#define FORMATION MAY("formation_libelle", FOLD("Libellé de la formation"))
#define CPNE_CODE NEED("cpne_code", FOLD("Code CPNE"))
#define CPNE_LIBELLE NEED("cpne_libelle", FOLD("Libellé CPNE"))
#define CPNE NEED("cpne_libelle", FOLD("CPNE"))
#define CODE_IDCC NEED("idcc", FOLD("Code IDCC"))
#define IDCC NEED("idcc", FOLD("IDCC"))
#define VALEUR NEED("npec", FOLD("Valeur finale"))
#define FINAL NEED("npec", FOLD("NPEC final"))
#define STATUT MAY("statut", FOLD("Statut"))
#define PROCEDURE NEED("procedure", FOLD("Procédure"))

static const struct column_rule f1[] = {
	MAY("diplome_code", SAME("Code la formation")),
	MAY("diplome_libelle", FOLD("Libellé de la formation")),
	CPNE_LIBELLE, VALEUR, STATUT, END };

static const struct column_rule f2[] = {
	MAY("diplome_code", SAME("Code la formation"), SAME("Code diplôme")),
	MAY("diplome_libelle", FOLD("Libellé de la formation"),
	    FOLD("Libellé du Diplôme")),
	CPNE_CODE, CPNE_LIBELLE, CODE_IDCC, VALEUR, STATUT, END };

static const struct column_rule f3[] = {
	NEED("rncp", FOLD("Code diplôme/Code RNCP")),
	MAY("formation_libelle", FOLD("Libellé dde la certification")),
	CPNE_CODE, CPNE_LIBELLE, CODE_IDCC, VALEUR, STATUT, END };

static const struct column_rule f4[] = {
	DIPLOME_CODE, RNCP, CERTIFICATION, CPNE_CODE, CPNE_LIBELLE, CODE_IDCC,
	VALEUR, STATUT, END };

#define F5 DIPLOME_CODE, RNCP, CERTIFICATION, CPNE_CODE, CPNE_LIBELLE, IDCC, \
	VALEUR, STATUT, PROCEDURE
static const struct column_rule f5a[] = { F5, END };
static const struct column_rule f5b[] = {
	DROP("NPEC historisée (\"H\")"), F5, END };

static const struct column_rule f6[] = {
	DROP("Valeur historisée (\"H\")"), DIPLOME_CODE, RNCP, CERTIFICATION,
	CPNE_CODE, CPNE_LIBELLE, IDCC, VALEUR, STATUT, END };

static const struct column_rule f7[] = {
	RNCP, FORMATION, MAY("certificateur", FOLD("Certificateur")),
	MAY("diplome_libelle", FOLD("Libellé du Diplôme")),
	CPNE_CODE, CPNE, FINAL, STATUT, PROCEDURE, END };

static const struct column_rule f8[] = {
	NEED("rncp", FOLD("Code RNCP"), FOLD("RNCP")), FORMATION,
	MAY("certificateur", { match_noted, "Certificateur*" }),
	MAY("diplome_libelle", FOLD("Libellé du Diplôme"),
	    FOLD("Type de diplôme")),
	CPNE_CODE, CPNE, FINAL, STATUT,
	NEED("date_applicabilite",
	    { match_noted, "Date d'applicabilité des NPEC**" }),
	END };

static const struct column_rule cpne_idcc[] = {
	NEED("idcc", { match_prefix, "IDCC" }),
	CPNE_CODE,
	MAY("cpne_libelle", FOLD("Intitulé CPNE"), { match_prefix, "CPNE" }),
	END };

#define MONTANTS(title, skip, columns) \
	{ RULE_REQUIRED, NPEC_KEY, { FOLD(title) }, skip, columns }
#define IDCC_CPNE(skip) \
	{ RULE_REQUIRED, CPNE_KEY, { { match_title, "Onglet # - IDCC-CPNE" } }, skip, \
	    cpne_idcc }
#define CPNE_IDCC \
	{ RULE_REQUIRED, CPNE_KEY, { { match_title, "Onglet # - CPNE-IDCC" } }, 2, \
	    cpne_idcc }
/* After the other rules, so that a sheet CPNE-IDCC is read if the layout has
 * it. */
#define IGNORED \
	{ RULE_IGNORED, NULL, { FOLD("Lisez-moi"), FOLD("Me lire"), \
	    { match_title, "Onglet 2 - global" }, \
	    { match_title, "Onglet #+ - CPNE-IDCC" } }, \
	    0, NULL }, \
	{ RULE_NONE, NULL, { { NULL, NULL } }, 0, NULL }

static const struct {
	const char *filename[5]; /* empty: all other names */
	struct sheet_rule sheet[5];
} formats[] = {
	{ { "referentiel_des_npec-2-1.xlsx" },
	    { MONTANTS("Onglet 3 - par formation-CPNE", 1, f1), IGNORED } },
	{ { "vf_referentiel_avec_idcc_oct_2019.xlsx",
	      "VF_Référentiel_avec_idcc_avril2020.xlsx",
	      "VF_Référentiel_avec_idcc_août2020.xlsx" },
	    { MONTANTS("Onglet 3 - par formation-CPNE", 1, f2), IDCC_CPNE(1),
	      IGNORED } },
	{ { "VF_Référentiel_avec_idcc_octobre2020.xlsx" },
	    { MONTANTS("Onglet 3 - par formation-CPNE", 1, f3), IDCC_CPNE(1),
	      IGNORED } },
	{ { "VF_11.02.2021_Référentiel-NPEC-20192020_avec_idcc.xlsx" },
	    { MONTANTS("Onglet 2 - par formation-CPNE", 1, f4), IDCC_CPNE(1),
	      IGNORED } },
	{ { "V05.10.2021_Référentiel-NPEC-201920202021.xlsx-2.zip",
	      "V14.01.2022_Référentiel-NPEC-201920202021.xlsx.zip",
	      "V03.05.2022_Référentiel-NPEC-201920202021-2.xlsx",
	      "V27.07.2022_Référentiel-NPEC-201920202021-1.xlsx.zip" },
	    { MONTANTS("Onglet 3a - référentiel NPEC", 2, f5a),
	      MONTANTS("Onglet 3b - NPEC historisées", 2, f5b), IDCC_CPNE(2),
	      IGNORED } },
	{ { "VF_17.03.2021_Référentiel-NPEC-20192020_avec_idcc.xlsb.zip" },
	    { MONTANTS("Onglet 3-par formation-CPNE", 2, f6), IDCC_CPNE(2),
	      IGNORED } },
	{ { "Référentiel-NPEC-_01092022-1.zip" },
	    { MONTANTS("Onglet 3 - référentiel NPEC", 3, f7), CPNE_IDCC,
	      IGNORED } },
	{ { NULL },
	    { MONTANTS("Onglet 3 - référentiel NPEC", 3, f8), CPNE_IDCC,
	      IGNORED } },
};
/* clang-format on */

const struct sheet_rule *
npec_format(struct str filename)
{
	size_t i;

	for (i = 0; formats[i].filename[0]; i++)
		for (const char *const *name = formats[i].filename; *name;
		     name++)
			if (str_is(filename, *name))
				return formats[i].sheet;
	return formats[i].sheet;
}
