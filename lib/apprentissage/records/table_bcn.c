/* The four BCN tables: columns in the order of the source's exports. */
#include "apprentissage/records/tables.h"

#define T(name)                                                                \
	{                                                                      \
		name, C_TEXT, NULL                                             \
	}
#define J(name)                                                                \
	{                                                                      \
		name, C_JSON, NULL                                             \
	}

/* The base list of V_FORMATION_DIPLOME, cut where the other tables insert
 * columns of their own. */
#define BASE_TO_FERMETURE                                                      \
	T("FORMATION_DIPLOME"), T("NIVEAU_FORMATION_DIPLOME"),                 \
	    T("N_NIVEAU_FORMATION_DIPLOME_LIBELLE_100"),                       \
	    T("GROUPE_SPECIALITE"), T("N_GROUPE_SPECIALITE_LIBELLE_LONG"),     \
	    T("LETTRE_SPECIALITE"), T("N_LETTRE_SPECIALITE_LIBELLE_LONG"),     \
	    T("ANCIEN_RECME"), T("LIBELLE_COURT"), T("LIBELLE_STAT_33"),       \
	    T("LIBELLE_LONG_200"), T("DATE_OUVERTURE"), T("DATE_FERMETURE")
#define BASE_TO_INTERVENTION                                                   \
	T("UNITE_CAPITALISABLE"), T("DATE_PREMIERE_SESSION"),                  \
	    T("DATE_DERNIERE_SESSION"), T("DATE_ARRETE_CREATION"),             \
	    T("DATE_ARRETE_ABROGATION"), T("DATE_ARRETE_MODIFICATION_1"),      \
	    T("DATE_ARRETE_MODIFICATION_2"), T("DATE_ARRETE_MODIFICATION_3"),  \
	    T("DATE_ARRETE_MODIFICATION_4"), T("DATE_ARRETE_MODIFICATION_5"),  \
	    T("DATE_ARRETE_MODIFICATION_6"), T("DATE_ARRETE_MODIFICATION_7"),  \
	    T("DATE_ARRETE_MODIFICATION_8"), T("DATE_ARRETE_MODIFICATION_9"),  \
	    T("DATE_ARRETE_MODIFICATION_10"), T("COMMENTAIRE"),                \
	    T("NATURE_FORMATION_DIPLOME"),                                     \
	    T("N_NATURE_FORMATION_DIPLOME_LIBELLE_100"),                       \
	    T("GESTIONNAIRE_FORMATION_DIPLOME"), T("DATE_INTERVENTION")
#define BASE_TO_CITE                                                           \
	T("ID_DOCUMENT"), T("CITE_DOMAINE_FORMATION"),                         \
	    T("N_CITE_DOMAINE_FORMATION_LIBELLE_EDITION")
#define BASE_END                                                               \
	T("NIVEAU_QUALIFICATION_RNCP"),                                        \
	    T("N_NIVEAU_QUALIFICATION_RNCP_LIBELLE_LONG")
#define DETAILLE                                                               \
	T("N_COMMENTAIRE"), T("CITE_DOMAINE_DETAILLE"),                        \
	    T("N_CITE_2013_DOMAINE_DETAILL_LIBELLE_EDITION")

const struct table table_n_formation_diplome = {
	.name = "n_formation_diplome",
	.index = "CREATE INDEX n_formation_diplome_code ON"
		 " n_formation_diplome(FORMATION_DIPLOME)",
	.col = COLUMNS(BASE_TO_FERMETURE, J("ANCIEN_DIPLOMES"),
	    J("NOUVEAU_DIPLOMES"), BASE_TO_INTERVENTION, T("NB_MEF_OUVERT"),
	    T("NB_MEF_FERME"), BASE_TO_CITE, T("DATE_SESSION_RATTRAPAGE"),
	    T("OBSERVATION"), DETAILLE, BASE_END),
};

const struct table table_n_formation_diplome_enquete_51 = {
	.name = "n_formation_diplome_enquete_51",
	.index = "CREATE INDEX n_formation_diplome_enquete_51_code ON"
		 " n_formation_diplome_enquete_51(FORMATION_DIPLOME)",
	.col = COLUMNS(BASE_TO_FERMETURE, BASE_TO_INTERVENTION, BASE_TO_CITE,
	    T("DIPLOME_SISE"), T("N_DIPLOME_SISE_LIBELLE_INTITULE_1"),
	    T("HABILITATION_ORIGINE"), T("NUMERO_UAI"), DETAILLE, BASE_END),
};

const struct table table_n_niveau_formation_diplome = {
	.name = "n_niveau_formation_diplome",
	.col =
	    COLUMNS(T("NIVEAU_FORMATION_DIPLOME"), T("NIVEAU_INTERMINISTERIEL"),
		T("N_NIVEAU_INTERMINISTERIEL_LIBELLE_LONG"), T("LIBELLE_COURT"),
		T("LIBELLE_100"), T("ANCIEN_NIVEAU"), T("DATE_OUVERTURE"),
		T("DATE_FERMETURE"), T("DATE_INTERVENTION"), T("N_COMMENTAIRE"),
		T("NIVEAU_QUALIFICATION_RNCP"),
		T("N_NIVEAU_QUALIFICATION_RNCP_LIBELLE_LONG")),
};

const struct table table_v_formation_diplome = {
	.name = "v_formation_diplome",
	.index = "CREATE INDEX v_formation_diplome_code ON"
		 " v_formation_diplome(FORMATION_DIPLOME)",
	.col = COLUMNS(
	    BASE_TO_FERMETURE, BASE_TO_INTERVENTION, BASE_TO_CITE, BASE_END),
};
