/* The tables of fiches.db, for cat-table and load-table. */
#include "fiches/base/fiches_db.h"
#include "json/python.h"

static void
put_json(struct buf *b, struct js v)
{
	python_put(b, v, PYTHON_DUMPS);
}

/* clang-format off */
const struct table table_fiches_metiers = {
	.name = "fiches_metiers",
	.flags = TABLE_STATE,
	.make = fiches_make,
	.put_json = put_json,
	.col = COLUMNS(
	    { "id", C_INT, NULL }, { "code_rome", C_TEXT, NULL },
	    { "code_ogr", C_TEXT, NULL }, { "nom_masculin", C_TEXT, NULL },
	    { "nom_feminin", C_TEXT, NULL }, { "nom_epicene", C_TEXT, NULL },
	    { "description", C_TEXT, NULL },
	    { "description_courte", C_TEXT, NULL },
	    { "competences", C_JSON, NULL },
	    { "competences_transversales", C_JSON, NULL },
	    { "formations", C_JSON, NULL }, { "certifications", C_JSON, NULL },
	    { "conditions_travail", C_JSON, NULL },
	    { "environnements", C_JSON, NULL },
	    { "metiers_proches", C_JSON, NULL },
	    { "secteurs_activite", C_JSON, NULL },
	    { "missions_principales", C_JSON, NULL },
	    { "acces_metier", C_TEXT, NULL }, { "savoirs", C_JSON, NULL },
	    { "autres_appellations", C_JSON, NULL },
	    { "traits_personnalite", C_JSON, NULL },
	    { "aptitudes", C_JSON, NULL }, { "profil_riasec", C_JSON, NULL },
	    { "competences_dimensions", C_JSON, NULL },
	    { "domaine_professionnel", C_JSON, NULL },
	    { "preferences_interets", C_JSON, NULL },
	    { "sites_utiles", C_JSON, NULL },
	    { "conditions_travail_detaillees", C_JSON, NULL },
	    { "statuts_professionnels", C_JSON, NULL },
	    { "niveau_formation", C_TEXT, NULL },
	    { "types_contrats", C_JSON, NULL },
	    { "rome_update_pending", C_INT, NULL },
	    { "validation_ia_score", C_INT, NULL },
	    { "validation_ia_date", C_TEXT, NULL },
	    { "validation_ia_details", C_JSON, NULL },
	    { "salaires", C_JSON, NULL }, { "perspectives", C_JSON, NULL },
	    { "statut", C_TEXT, NULL }, { "version", C_INT, NULL },
	    { "source", C_TEXT, NULL }, { "tags", C_JSON, NULL },
	    { "date_creation", C_TEXT, NULL }, { "date_maj", C_TEXT, NULL },
	    { "auteur", C_TEXT, NULL }),
};

const struct table table_audit_log = {
	.name = "audit_log",
	.flags = TABLE_STATE,
	.make = fiches_make,
	.col = COLUMNS(
	    { "id", C_INT, NULL }, { "timestamp", C_TEXT, NULL },
	    { "type_evenement", C_TEXT, NULL }, { "code_rome", C_TEXT, NULL },
	    { "agent", C_TEXT, NULL }, { "description", C_TEXT, NULL },
	    { "donnees_avant", C_TEXT, NULL },
	    { "donnees_apres", C_TEXT, NULL }, { "validateur", C_TEXT, NULL }),
};

const struct table table_mise_a_jour = {
	.name = "mise_a_jour",
	.flags = TABLE_STATE,
	.make = fiches_make,
	.col = COLUMNS(
	    { "id", C_INT, NULL }, { "debut", C_TEXT, NULL },
	    { "fin", C_TEXT, NULL }, { "cible", C_TEXT, NULL },
	    { "mode", C_TEXT, NULL }, { "modele", C_TEXT, NULL }),
};

const struct table table_mise_a_jour_fiche = {
	.name = "mise_a_jour_fiche",
	.flags = TABLE_STATE,
	.make = fiches_make,
	.col = COLUMNS(
	    { "id_mise_a_jour", C_INT, NULL }, { "code_rome", C_TEXT, NULL },
	    { "statut", C_TEXT, NULL }, { "error", C_TEXT, NULL }),
};

const struct table table_appel_claude = {
	.name = "appel_claude",
	.flags = TABLE_STATE,
	.make = fiches_make,
	.col = COLUMNS(
	    { "id", C_INT, NULL }, { "id_mise_a_jour", C_INT, NULL },
	    { "code_rome", C_TEXT, NULL }, { "sorte", C_TEXT, NULL },
	    { "date", C_TEXT, NULL }, { "modele", C_TEXT, NULL },
	    { "retries", C_INT, NULL }, { "input_tokens", C_INT, NULL },
	    { "output_tokens", C_INT, NULL }, { "cost_usd", C_REAL, NULL },
	    { "stop_reason", C_TEXT, NULL }, { "error", C_TEXT, NULL },
	    { "reponse", C_TEXT, NULL }),
};
/* clang-format on */

const struct table *const tables_fiches[] = { &table_fiches_metiers,
	&table_audit_log, &table_mise_a_jour, &table_mise_a_jour_fiche,
	&table_appel_claude, NULL };
