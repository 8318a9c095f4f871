/* The document tables, and the two small flat ones. */
#include "table.h"

const struct table tables_records[] = {
	{ "kit_apprentissage", false, false,
	    "CREATE INDEX kit_apprentissage_rncp ON"
	    " kit_apprentissage(rncp, cfd)",
	    { { "cfd", C_TEXT, NULL }, { "rncp", C_TEXT, NULL } } },
	{ "archive", false, false, NULL,
	    { { "nom", C_TEXT, NULL }, { "date_publication", C_TEXT, NULL } } },
	/* date_active: the archive that set `active`; the importer's own */
	{ "france_competence", true, true,
	    "CREATE UNIQUE INDEX france_competence_numero_fiche ON"
	    " france_competence(numero_fiche)",
	    { { "numero_fiche", C_TEXT, NULL }, { "active", C_BOOL, NULL },
		{ "date_premiere_publication", C_TEXT, NULL },
		{ "date_derniere_publication", C_TEXT, NULL },
		{ "date_premiere_activation", C_TEXT, NULL },
		{ "date_derniere_activation", C_TEXT, NULL },
		{ "date_active", C_TEXT, "" } } },
	{ "referentiel", true, false,
	    "CREATE INDEX referentiel_siret ON referentiel(siret, uai);"
	    "CREATE INDEX referentiel_uai ON referentiel(uai, siret)",
	    { { "siret", C_TEXT, NULL }, { "uai", C_TEXT, NULL } } },
	{ "catalogue", true, false,
	    "CREATE INDEX catalogue_cle ON catalogue(cle_ministere_educatif)",
	    { { "cle_ministere_educatif", C_TEXT, NULL },
		{ "cfd", C_TEXT, NULL }, { "rncp_code", C_TEXT, NULL },
		{ "published", C_BOOL, NULL } } },
	{ "commune", true, true,
	    "CREATE UNIQUE INDEX commune_code_insee ON commune(code_insee)",
	    { { "code_insee", C_TEXT, "code.insee" }, { "nom", C_TEXT, NULL },
		{ "departement", C_TEXT, "departement.codeInsee" },
		{ "region", C_TEXT, "region.codeInsee" },
		{ "mission_locale", C_INT, "mission_locale.id" } } },
	{ "insee_to_ml", true, false,
	    "CREATE UNIQUE INDEX insee_to_ml_code ON insee_to_ml(code_insee)",
	    { { "code_insee", C_TEXT, NULL }, { "ml", C_INT, "ml.id" } } },
	{ "etablissement", true, false,
	    "CREATE UNIQUE INDEX etablissement_id ON"
	    " etablissement(identifiant)",
	    { { "identifiant", C_TEXT, NULL }, { "ttl", C_TEXT, NULL } } },
	{ "unite_legale", true, false,
	    "CREATE UNIQUE INDEX unite_legale_id ON unite_legale(identifiant)",
	    { { "identifiant", C_TEXT, NULL }, { "ttl", C_TEXT, NULL } } },
	{ "adresse", true, false,
	    "CREATE INDEX adresse_key ON"
	    " adresse(adresse, codeInsee, codePostal)",
	    { { "codePostal", C_TEXT, NULL }, { "codeInsee", C_TEXT, NULL },
		{ "adresse", C_TEXT, NULL }, { "ttl", C_TEXT, NULL } } },
	/* rang: the order of insertion that agg-formation looks rows up by */
	{ "certifications", true, true,
	    "CREATE INDEX certifications_cfd ON certifications(cfd, rncp);"
	    "CREATE INDEX certifications_rncp ON certifications(rncp, cfd)",
	    { { "cfd", C_TEXT, "identifiant.cfd" },
		{ "rncp", C_TEXT, "identifiant.rncp" },
		{ "debut", C_TEXT, "periode_validite.debut" },
		{ "fin", C_TEXT, "periode_validite.fin" },
		{ "rang", C_INT, "" } } },
	{ "organisme", true, true,
	    "CREATE UNIQUE INDEX organisme_key ON"
	    " organisme(siret, coalesce(uai, ''))",
	    { { "siret", C_TEXT, "identifiant.siret" },
		{ "uai", C_TEXT, "identifiant.uai" },
		{ "statut", C_TEXT, "statut.referentiel" },
		{ "raison_sociale", C_TEXT, "unite_legale.raison_sociale" } } },
	{ "formation", true, true,
	    "CREATE UNIQUE INDEX formation_cle ON"
	    " formation(cle_ministere_educatif);"
	    "CREATE INDEX formation_certification ON formation(cfd, rncp)",
	    { { "cle_ministere_educatif", C_TEXT,
		  "identifiant.cle_ministere_educatif" },
		{ "statut", C_TEXT, "statut.catalogue" },
		{ "cfd", C_TEXT, "certification.valeur.identifiant.cfd" },
		{ "rncp", C_TEXT, "certification.valeur.identifiant.rncp" },
		{ "code_insee", C_TEXT, "lieu.adresse.commune.code_insee" },
		{ "formateur", C_TEXT,
		    "formateur.organisme.identifiant.siret" },
		{ "responsable", C_TEXT,
		    "responsable.organisme.identifiant.siret" } } },
	{ "source_kit_apprentissage", false, false,
	    "CREATE UNIQUE INDEX source_kit_apprentissage_date ON"
	    " source_kit_apprentissage(date)",
	    { { "date", C_TEXT, NULL }, { "missingRncp", C_INT, NULL },
		{ "missingCfd", C_INT, NULL } } },
	{ 0 },
};
