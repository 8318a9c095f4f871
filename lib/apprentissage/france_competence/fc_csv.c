#include <ctype.h>

#include "apprentissage/france_competence/fc_csv.h"
#include "format/code.h"
#include "json/js.h"

#define NUMERO "Numero_Fiche"

/* clang-format off */
const struct fc_part fc_parts[FC_PARTS] = {
	{ "CCN", "ccn",
	    { NUMERO, "Ccn_1_Numero", "Ccn_1_Libelle", "Ccn_2_Numero",
	    "Ccn_2_Libelle", "Ccn_3_Numero", "Ccn_3_Libelle" }, 1, 0 },
	{ "Partenaires", "partenaires",
	    { NUMERO, "Nom_Partenaire", "Siret_Partenaire",
	    "Habilitation_Partenaire" }, 1, 0 },
	{ "Blocs_De_Compétences", "blocs_de_competences",
	    { NUMERO, "Bloc_Competences_Code", "Bloc_Competences_Libelle" },
	    3, 0 },
	{ "Nsf", "nsf", { NUMERO, "Nsf_Code", "Nsf_Intitule" }, 3, 0 },
	{ "Formacode", "formacode",
	    { NUMERO, "Formacode_Code", "Formacode_Libelle" }, 7, 0 },
	{ "Ancienne_Nouvelle_Certification", "ancienne_nouvelle_certification",
	    { NUMERO, "Ancienne_Certification", "Nouvelle_Certification" },
	    1, 0 },
	{ "VoixdAccès", "voies_d_acces", { NUMERO, "Si_Jury" }, 1, 0 },
	{ "Rome", "rome", { NUMERO, "Codes_Rome_Code", "Codes_Rome_Libelle" },
	    7, 0 },
	{ "Certificateurs", "certificateurs",
	    { NUMERO, "Siret_Certificateur", "Nom_Certificateur" }, 7, 0 },
	{ "Standard", "standard",
	    { "Id_Fiche", NUMERO, "Intitule", "Abrege_Libelle",
	    "Abrege_Intitule", "Nomenclature_Europe_Niveau",
	    "Nomenclature_Europe_Intitule", "Accessible_Nouvelle_Caledonie",
	    "Accessible_Polynesie_Francaise", "Date_dernier_jo",
	    "Date_Decision", "Date_Fin_Enregistrement", "Date_Effet",
	    "Type_Enregistrement", "Validation_Partielle", "Actif" },
	    1 << 0 | 1 << 1 | 1 << 2 | 1 << 13, 1 },
};
/* clang-format on */

/* The columns with a closed set of values. */
static const struct {
	const char *column;
	const char *value[2];
} closed[] = {
	{ "Type_Enregistrement",
	    { "Enregistrement de droit", "Enregistrement sur demande" } },
	{ "Actif", { "ACTIVE", "INACTIVE" } },
};

/* True if s begins with pattern, in which '0' stands for any digit. */
static bool
begins(const char *s, const char *pattern)
{
	for (; *pattern; s++, pattern++)
		if (*pattern == '0' ? !isdigit((unsigned char)*s)
				    : *s != *pattern)
			return false;
	return true;
}

const struct fc_part *
fc_part_of(const char *name)
{
	static const char prefix[] = "export_fiches_CSV_";
	size_t n;

	if (!begins(name, prefix))
		return NULL;
	name += sizeof(prefix) - 1;
	for (const struct fc_part *p = fc_parts; p < fc_parts + FC_PARTS; p++) {
		n = strlen(p->file);
		if (!strncmp(name, p->file, n) &&
		    begins(name + n, "_0000_00_00.csv"))
			return p;
	}
	return NULL;
}

size_t
fc_part_columns(const struct fc_part *p)
{
	size_t n = 0;

	while (p->column[n])
		n++;
	return n;
}

static int
check_closed(const char *column, struct str s, struct err *e)
{
	for (size_t i = 0; i < sizeof(closed) / sizeof(*closed); i++)
		if (!strcmp(column, closed[i].column) && s.p &&
		    !str_is(s, closed[i].value[0]) &&
		    !str_is(s, closed[i].value[1]))
			return err_set(e,
			    "%s: '%s' or '%s' is expected, not"
			    " '%s'",
			    column, closed[i].value[0], closed[i].value[1],
			    err_quote(s.p, s.n));
	return 0;
}

int
fc_part_check(const struct fc_part *p, const struct str *cell, struct err *e)
{
	struct str numero = cell[p->numero];

	for (size_t i = 0; p->column[i]; i++) {
		if (!cell[i].p && p->mandatory & 1U << i)
			return err_set(e, "%s: empty", p->column[i]);
		if (p == fc_parts + FC_STANDARD &&
		    check_closed(p->column[i], cell[i], e))
			return -1;
	}
	if (!code_numero_fiche(numero))
		return err_set(e,
		    NUMERO ": RNCP or RS and digits are"
			   " expected, not '%s'",
		    err_quote(numero.p, numero.n));
	return 0;
}

void
fc_part_put(const struct fc_part *p, const struct str *cell, struct buf *b)
{
	/* not js_put_key: this runs for every cell of every archive */
	for (size_t i = 0; p->column[i]; i++) {
		buf_str(b, i ? ",\"" : "{\"");
		buf_str(b, p->column[i]);
		buf_str(b, "\":");
		js_put_text(b, cell[i]);
	}
	buf_byte(b, '}');
}

void
fc_part_views(struct buf *b)
{
	for (const struct fc_part *p = fc_parts; p < fc_parts + FC_PARTS; p++) {
		bool standard = p == fc_parts + FC_STANDARD;

		buf_fmt(b, "CREATE VIEW france_competence_%s AS SELECT ",
		    p->member);
		for (size_t i = 0; p->column[i]; i++)
			buf_fmt(b, "%s%s ->> '$.%s%s' AS %s", i ? ", " : "",
			    standard ? "doc" : "value",
			    standard ? "data.standard." : "", p->column[i],
			    p->column[i]);
		buf_str(b, " FROM france_competence");
		if (standard)
			buf_str(
			    b, " WHERE doc -> '$.data.standard' <> 'null';");
		else
			buf_fmt(b, ", json_each(doc, '$.data.%s');", p->member);
	}
}
