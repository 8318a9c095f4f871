/* The five tables of ACCE: the columns of its CSV files, in their order. */
#include "apprentissage/records/tables.h"

#define T(name)                                                                \
	{                                                                      \
		name, C_TEXT, NULL                                             \
	}
#define N(name)                                                                \
	{                                                                      \
		name, C_REAL, NULL                                             \
	}
/* The cells of unknown columns, by name. */
#define AUTRES                                                                 \
	{                                                                      \
		"autres", C_SIDE, NULL                                         \
	}

/* A column with its label. */
#define L(name) T(name), T(name "_libe")

/* The columns about an establishment, which several files share. */
#define BASE                                                                   \
	L("nature_uai"), L("type_uai"), L("etat_etablissement"),               \
	    L("ministere_tutelle"), L("tutelle_2"), L("secteur_public_prive"), \
	    T("sigle_uai"), L("categorie_juridique"),                          \
	    L("contrat_etablissement"), L("categorie_financiere"),             \
	    L("situation_comptable"), L("niveau_uai"), L("commune"),           \
	    L("academie"), L("pays"), L("departement_insee_3"),                \
	    T("denomination_principale"), T("appellation_officielle"),         \
	    T("patronyme_uai"), L("hebergement_etablissement"),                \
	    T("numero_siren_siret_uai"), T("numero_finess_uai"),               \
	    T("date_ouverture"), T("date_fermeture"),                          \
	    T("date_derniere_mise_a_jour"), T("lieu_dit_uai"),                 \
	    T("adresse_uai"), T("boite_postale_uai"), T("code_postal_uai"),    \
	    T("etat_sirad_uai"), T("localite_acheminement_uai"),               \
	    T("pays_etranger_acheminement"), T("numero_telephone_uai"),        \
	    T("numero_telecopieur_uai"), T("mention_distribution"),            \
	    T("mel_uai"), T("site_web"), N("coordonnee_x"), N("coordonnee_y"), \
	    T("appariement"), T("appariement_complement"), T("localisation"),  \
	    T("localisation_complement"), T("date_geolocalisation"),           \
	    T("source"), AUTRES

const struct table table_acce_uai = {
	.name = "acce_uai",
	.index = "CREATE INDEX acce_uai_numero ON acce_uai(numero_uai)",
	.col = COLUMNS(T("numero_uai"), BASE),
};

const struct table table_acce_uai_zone = {
	.name = "acce_uai_zone",
	.index =
	    "CREATE INDEX acce_uai_zone_numero ON acce_uai_zone(numero_uai)",
	.col = COLUMNS(T("numero_uai"), L("type_zone_uai"), L("zone"),
	    T("date_ouverture"), T("date_fermeture"),
	    T("date_derniere_mise_a_jour"), AUTRES),
};

const struct table table_acce_uai_spec = {
	.name = "acce_uai_spec",
	.index =
	    "CREATE INDEX acce_uai_spec_numero ON acce_uai_spec(numero_uai)",
	.col = COLUMNS(T("numero_uai"), L("specificite_uai"),
	    T("date_ouverture"), T("date_fermeture"), AUTRES),
};

const struct table table_acce_uai_mere = {
	.name = "acce_uai_mere",
	.index = "CREATE INDEX acce_uai_mere_numero ON"
		 " acce_uai_mere(numero_uai_trouve)",
	.col = COLUMNS(T("numero_uai_trouve"), T("numero_uai_mere"),
	    T("type_rattachement"), BASE),
};

const struct table table_acce_uai_fille = {
	.name = "acce_uai_fille",
	.index = "CREATE INDEX acce_uai_fille_numero ON"
		 " acce_uai_fille(numero_uai_trouve)",
	.col = COLUMNS(T("numero_uai_trouve"), T("numero_uai_fille"),
	    T("type_rattachement"), BASE),
};
