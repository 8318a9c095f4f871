#include "tables.h"

static const struct table *const tables[] = {
	&table_acce_uai,
	&table_acce_uai_zone,
	&table_acce_uai_spec,
	&table_acce_uai_mere,
	&table_acce_uai_fille,
	&table_n_formation_diplome,
	&table_n_formation_diplome_enquete_51,
	&table_n_niveau_formation_diplome,
	&table_v_formation_diplome,
	&table_npec,
	&table_npec_normalized,
	&table_npec_file,
	&table_kit_apprentissage,
	&table_archive,
	&table_france_competence,
	&table_referentiel,
	&table_catalogue,
	&table_kali_ccn,
	&table_dares_ccn,
	&table_dares_ape_idcc,
	&table_commune,
	&table_insee_to_ml,
	&table_etablissement,
	&table_unite_legale,
	&table_adresse,
	&table_certifications,
	&table_organisme,
	&table_formation,
	&table_source_kit_apprentissage,
	&table_users,
	&table_email_events,
};

const struct table *
table_find(const char *name)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (!strcmp(tables[i]->name, name))
			return tables[i];
	return NULL;
}
