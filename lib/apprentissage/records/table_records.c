/* The document tables, and the two small flat ones. */
#include "apprentissage/records/tables.h"

const struct table table_kit_apprentissage = {
	.name = "kit_apprentissage",
	.index = "CREATE INDEX kit_apprentissage_rncp ON"
		 " kit_apprentissage(rncp, cfd)",
	.col = COLUMNS({ "cfd", C_TEXT, NULL }, { "rncp", C_TEXT, NULL }),
};

const struct table table_archive = {
	.name = "archive",
	.col = COLUMNS(
	    { "nom", C_TEXT, NULL }, { "date_publication", C_TEXT, NULL }),
};

/* date_active: date of the archive that set `active`; used by the importer
 * only */
const struct table table_france_competence = {
	.name = "france_competence",
	.flags = TABLE_DOC | TABLE_DATED,
	.index = "CREATE UNIQUE INDEX france_competence_numero_fiche ON"
		 " france_competence(numero_fiche)",
	.col = COLUMNS({ "numero_fiche", C_TEXT, NULL },
	    { "active", C_BOOL, NULL },
	    { "date_premiere_publication", C_TEXT, NULL },
	    { "date_derniere_publication", C_TEXT, NULL },
	    { "date_premiere_activation", C_TEXT, NULL },
	    { "date_derniere_activation", C_TEXT, NULL },
	    { "date_active", C_TEXT, "" }),
};

const struct table table_referentiel = {
	.name = "referentiel",
	.flags = TABLE_DOC,
	.index = "CREATE INDEX referentiel_siret ON referentiel(siret, uai);"
		 "CREATE INDEX referentiel_uai ON referentiel(uai, siret)",
	.col = COLUMNS({ "siret", C_TEXT, NULL }, { "uai", C_TEXT, NULL }),
};

const struct table table_catalogue = {
	.name = "catalogue",
	.flags = TABLE_DOC,
	.index =
	    "CREATE INDEX catalogue_cle ON catalogue(cle_ministere_educatif)",
	.col = COLUMNS({ "cle_ministere_educatif", C_TEXT, NULL },
	    { "cfd", C_TEXT, NULL }, { "rncp_code", C_TEXT, NULL },
	    { "published", C_BOOL, NULL }),
};

const struct table table_kali_ccn = {
	.name = "kali_ccn",
	.flags = TABLE_DOC,
	.index = "CREATE INDEX kali_ccn_idcc ON kali_ccn(type, idcc)",
	.col = COLUMNS({ "type", C_TEXT, NULL }, { "id", C_TEXT, NULL },
	    { "idcc", C_INT, NULL }, { "titre", C_TEXT, NULL }),
};

const struct table table_dares_ccn = {
	.name = "dares_ccn",
	.flags = TABLE_DOC,
	.index = "CREATE INDEX dares_ccn_idcc ON dares_ccn(idcc)",
	.col = COLUMNS({ "idcc", C_INT, NULL }, { "titre", C_TEXT, NULL }),
};

const struct table table_dares_ape_idcc = {
	.name = "dares_ape_idcc",
	.flags = TABLE_DOC,
	.index = "CREATE INDEX dares_ape_idcc_naf ON dares_ape_idcc(naf);"
		 "CREATE INDEX dares_ape_idcc_idcc ON dares_ape_idcc(idcc)",
	.col = COLUMNS({ "naf", C_TEXT, "naf.code" },
	    { "idcc", C_INT, "convention_collective.idcc" }),
};

const struct table table_commune = {
	.name = "commune",
	.flags = TABLE_DOC | TABLE_DATED,
	.index =
	    "CREATE UNIQUE INDEX commune_code_insee ON commune(code_insee)",
	.col = COLUMNS({ "code_insee", C_TEXT, "code.insee" },
	    { "nom", C_TEXT, NULL },
	    { "departement", C_TEXT, "departement.codeInsee" },
	    { "region", C_TEXT, "region.codeInsee" },
	    { "mission_locale", C_INT, "mission_locale.id" }),
};

const struct table table_insee_to_ml = {
	.name = "insee_to_ml",
	.flags = TABLE_DOC,
	.index =
	    "CREATE UNIQUE INDEX insee_to_ml_code ON insee_to_ml(code_insee)",
	.col =
	    COLUMNS({ "code_insee", C_TEXT, NULL }, { "ml", C_INT, "ml.id" }),
};

const struct table table_etablissement = {
	.name = "etablissement",
	.flags = TABLE_DOC,
	.index = "CREATE UNIQUE INDEX etablissement_id ON"
		 " etablissement(identifiant)",
	.col =
	    COLUMNS({ "identifiant", C_TEXT, NULL }, { "ttl", C_TEXT, NULL }),
};

const struct table table_unite_legale = {
	.name = "unite_legale",
	.flags = TABLE_DOC,
	.index =
	    "CREATE UNIQUE INDEX unite_legale_id ON unite_legale(identifiant)",
	.col =
	    COLUMNS({ "identifiant", C_TEXT, NULL }, { "ttl", C_TEXT, NULL }),
};

const struct table table_adresse = {
	.name = "adresse",
	.flags = TABLE_DOC,
	.index = "CREATE INDEX adresse_key ON"
		 " adresse(adresse, codeInsee, codePostal)",
	.col = COLUMNS({ "codePostal", C_TEXT, NULL },
	    { "codeInsee", C_TEXT, NULL }, { "adresse", C_TEXT, NULL },
	    { "ttl", C_TEXT, NULL }),
};

/* rang: the order of insertion, which agg-formation uses for look-ups */
const struct table table_certifications = {
	.name = "certifications",
	.flags = TABLE_DOC | TABLE_DATED,
	.index =
	    "CREATE INDEX certifications_cfd ON certifications(cfd, rncp);"
	    "CREATE INDEX certifications_rncp ON certifications(rncp, cfd)",
	.col = COLUMNS({ "cfd", C_TEXT, "identifiant.cfd" },
	    { "rncp", C_TEXT, "identifiant.rncp" },
	    { "debut", C_TEXT, "periode_validite.debut" },
	    { "fin", C_TEXT, "periode_validite.fin" }, { "rang", C_INT, "" }),
};

const struct table table_organisme = {
	.name = "organisme",
	.flags = TABLE_DOC | TABLE_DATED,
	.index = "CREATE UNIQUE INDEX organisme_key ON"
		 " organisme(siret, coalesce(uai, ''))",
	.col = COLUMNS({ "siret", C_TEXT, "identifiant.siret" },
	    { "uai", C_TEXT, "identifiant.uai" },
	    { "statut", C_TEXT, "statut.referentiel" },
	    { "raison_sociale", C_TEXT, "unite_legale.raison_sociale" }),
};

const struct table table_formation = {
	.name = "formation",
	.flags = TABLE_DOC | TABLE_DATED,
	.index = "CREATE UNIQUE INDEX formation_cle ON"
		 " formation(cle_ministere_educatif);"
		 "CREATE INDEX formation_certification ON formation(cfd, rncp)",
	.col = COLUMNS({ "cle_ministere_educatif", C_TEXT,
			   "identifiant.cle_ministere_educatif" },
	    { "statut", C_TEXT, "statut.catalogue" },
	    { "cfd", C_TEXT, "certification.valeur.identifiant.cfd" },
	    { "rncp", C_TEXT, "certification.valeur.identifiant.rncp" },
	    { "code_insee", C_TEXT, "lieu.adresse.commune.code_insee" },
	    { "formateur", C_TEXT, "formateur.organisme.identifiant.siret" },
	    { "responsable", C_TEXT,
		"responsable.organisme.identifiant.siret" }),
};

const struct table table_source_kit_apprentissage = {
	.name = "source_kit_apprentissage",
	.index = "CREATE UNIQUE INDEX source_kit_apprentissage_date ON"
		 " source_kit_apprentissage(date)",
	.col = COLUMNS({ "date", C_TEXT, NULL }, { "missingRncp", C_INT, NULL },
	    { "missingCfd", C_INT, NULL }),
};
