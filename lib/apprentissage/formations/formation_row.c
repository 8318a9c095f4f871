#include "apprentissage/formations/formation_row.h"
#include "base/num.h"

const char *const row_names[ROW_MEMBERS] = {
	[ROW_CLE_MINISTERE_EDUCATIF] = "cle_ministere_educatif",
	[ROW_CFD] = "cfd",
	[ROW_CODE_POSTAL] = "code_postal",
	[ROW_CODE_COMMUNE_INSEE] = "code_commune_insee",
	[ROW_ONISEP_URL] = "onisep_url",
	[ROW_ONISEP_INTITULE] = "onisep_intitule",
	[ROW_ONISEP_LIBELLE_POURSUITE] = "onisep_libelle_poursuite",
	[ROW_ONISEP_LIEN_SITE_ONISEPFR] = "onisep_lien_site_onisepfr",
	[ROW_ONISEP_DISCIPLINE] = "onisep_discipline",
	[ROW_ONISEP_DOMAINE_SOUSDOMAINE] = "onisep_domaine_sousdomaine",
	[ROW_RNCP_CODE] = "rncp_code",
	[ROW_CAPACITE] = "capacite",
	[ROW_DUREE] = "duree",
	[ROW_ANNEE] = "annee",
	[ROW_EMAIL] = "email",
	[ROW_LIEU_GEO] = "lieu_formation_geo_coordonnees",
	[ROW_LIEU_GEO_COMPUTED] = "lieu_formation_geo_coordonnees_computed",
	[ROW_LIEU_ADRESSE] = "lieu_formation_adresse",
	[ROW_LIEU_SIRET] = "etablissement_lieu_formation_siret",
	[ROW_LIEU_UAI] = "etablissement_lieu_formation_uai",
	[ROW_BCN_MEFS_10] = "bcn_mefs_10",
	[ROW_ENTIEREMENT_A_DISTANCE] = "entierement_a_distance",
	[ROW_CONTENU] = "contenu",
	[ROW_OBJECTIF] = "objectif",
	[ROW_DATE_DEBUT] = "date_debut",
	[ROW_DATE_FIN] = "date_fin",
	[ROW_NUM_TEL] = "num_tel",
	[ROW_DISTANCE] = "distance",
	[ROW_PUBLISHED] = "published",
	[ROW_FORMATEUR_SIRET] = "etablissement_formateur_siret",
	[ROW_FORMATEUR_UAI] = "etablissement_formateur_uai",
	[ROW_GESTIONNAIRE_SIRET] = "etablissement_gestionnaire_siret",
	[ROW_GESTIONNAIRE_UAI] = "etablissement_gestionnaire_uai",
};

int
row_wrong(struct catalogue_row *r, enum row_member m, const char *expected)
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
row_text(struct catalogue_row *r, enum row_member m)
{
	return js_text(r->v[m], &r->scratch);
}

double
row_number(struct catalogue_row *r, enum row_member m)
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
