#include "apprentissage/formations/formation_row.h"
#include "base/num.h"

const char *const row_names[MEMBERS] = {
	[CLE_MINISTERE_EDUCATIF] = "cle_ministere_educatif",
	[CFD] = "cfd",
	[CODE_POSTAL] = "code_postal",
	[CODE_COMMUNE_INSEE] = "code_commune_insee",
	[ONISEP_URL] = "onisep_url",
	[ONISEP_INTITULE] = "onisep_intitule",
	[ONISEP_LIBELLE_POURSUITE] = "onisep_libelle_poursuite",
	[ONISEP_LIEN_SITE_ONISEPFR] = "onisep_lien_site_onisepfr",
	[ONISEP_DISCIPLINE] = "onisep_discipline",
	[ONISEP_DOMAINE_SOUSDOMAINE] = "onisep_domaine_sousdomaine",
	[RNCP_CODE] = "rncp_code",
	[CAPACITE] = "capacite",
	[DUREE] = "duree",
	[ANNEE] = "annee",
	[EMAIL] = "email",
	[LIEU_GEO] = "lieu_formation_geo_coordonnees",
	[LIEU_GEO_COMPUTED] = "lieu_formation_geo_coordonnees_computed",
	[LIEU_ADRESSE] = "lieu_formation_adresse",
	[LIEU_SIRET] = "etablissement_lieu_formation_siret",
	[LIEU_UAI] = "etablissement_lieu_formation_uai",
	[BCN_MEFS_10] = "bcn_mefs_10",
	[ENTIEREMENT_A_DISTANCE] = "entierement_a_distance",
	[CONTENU] = "contenu",
	[OBJECTIF] = "objectif",
	[DATE_DEBUT] = "date_debut",
	[DATE_FIN] = "date_fin",
	[NUM_TEL] = "num_tel",
	[DISTANCE] = "distance",
	[PUBLISHED] = "published",
	[FORMATEUR_SIRET] = "etablissement_formateur_siret",
	[FORMATEUR_UAI] = "etablissement_formateur_uai",
	[GESTIONNAIRE_SIRET] = "etablissement_gestionnaire_siret",
	[GESTIONNAIRE_UAI] = "etablissement_gestionnaire_uai",
};

int
row_wrong(struct row *r, enum member m, const char *expected)
{
	struct js v = r->v[m];

	if (v.type == JS_ABSENT)
		return err_set(r->e, "%s: missing", row_names[m]);
	if (v.type == JS_STRING) {
		v.p++;
		v.n -= 2;
	}
	return err_set(r->e, "%s: %s is expected, not '%s'", row_names[m],
	    expected, err_quote(v.p, v.n));
}

struct str
row_text(struct row *r, enum member m)
{
	return js_text(r->v[m], &r->scratch);
}

double
row_number(struct row *r, enum member m)
{
	switch (r->v[m].type) {
	case JS_STRING:
		return num_parse(row_text(r, m));
	case JS_NULL:
	case JS_FALSE:
		return 0;
	case JS_TRUE:
		return 1;
	default:
		return js_number(r->v[m]);
	}
}
