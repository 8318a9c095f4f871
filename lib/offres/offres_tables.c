#include "offres/offres_tables.h"
#include "mail/mail_ledger.h"

/* Look-ups and bookkeeping. */

const struct table table_referentielromes = {
	.name = "referentielromes",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS referentielromes_key ON "
		 "referentielromes(code_rome)",
	.col = COLUMNS({ "code_rome", C_TEXT, NULL },
	    { "intitule", C_TEXT, NULL }, { "definition", C_TEXT, NULL },
	    { "acces_metier", C_TEXT, NULL }, { "competences", C_JSON, NULL }),
};

const struct table table_referentiel_engagement_entreprise = {
	.name = "referentiel_engagement_entreprise",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS "
		 "referentiel_engagement_entreprise_key ON "
		 "referentiel_engagement_entreprise(siret)",
	.col = COLUMNS({ "siret", C_TEXT, NULL },
	    { "engagement", C_TEXT, NULL }, { "sources", C_JSON, NULL }),
};

const struct table table_unsubscribedofs = {
	.name = "unsubscribedofs",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS unsubscribedofs_key ON "
		 "unsubscribedofs(_id)",
	.col =
	    COLUMNS({ "_id", C_TEXT, NULL }, { "catalogue_id", C_TEXT, NULL },
		{ "establishment_siret", C_TEXT, NULL },
		{ "unsubscribe_date", C_TEXT, NULL }),
};

const struct table table_formationcatalogues = {
	.name = "formationcatalogues",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS formationcatalogues_key ON "
		 "formationcatalogues(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "rome_codes", C_JSON, NULL },
	    { "etablissement_formateur_id", C_TEXT, NULL },
	    { "etablissement_formateur_courriel", C_TEXT, NULL },
	    { "etablissement_gestionnaire_courriel", C_TEXT, NULL },
	    { "catalogue_published", C_BOOL, NULL }),
};

const struct table table_catalogue_etablissements = {
	.name = "catalogue_etablissements",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS catalogue_etablissements_key ON "
	    "catalogue_etablissements(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "siret", C_TEXT, NULL },
	    { "certifie_qualite", C_BOOL, NULL },
	    { "geo_coordonnees", C_TEXT, NULL },
	    { "entreprise_raison_sociale", C_TEXT, NULL }),
};

const struct table table_job_runs = {
	.name = "job_runs",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS job_runs_key ON "
		 "job_runs(run_id)",
	.col = COLUMNS({ "run_id", C_INT, NULL }, { "tool", C_TEXT, NULL },
	    { "item", C_TEXT, NULL }, { "at", C_TEXT, NULL },
	    { "phase", C_INT, NULL }, { "exit_code", C_INT, NULL },
	    { "counts", C_JSON, NULL }),
};

const struct table table_recruiters_changes = {
	.name = "recruiters_changes",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS recruiters_changes_key ON "
		 "recruiters_changes(seq)",
	.col = COLUMNS({ "seq", C_INT, NULL }, { "source", C_TEXT, NULL },
	    { "doc_id", C_TEXT, NULL }, { "op", C_TEXT, NULL }),
};

const struct table table_resumetokens = {
	.name = "resumetokens",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS resumetokens_key ON "
		 "resumetokens(collection)",
	.col = COLUMNS({ "collection", C_TEXT, NULL },
	    { "resumeTokenData", C_INT, NULL }, { "updatedAt", C_TEXT, NULL }),
};

const struct table table_migration_state = {
	.name = "migration_state",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS migration_state_key ON "
		 "migration_state(key)",
	.col = COLUMNS({ "key", C_TEXT, NULL }, { "value", C_TEXT, NULL },
	    { "updated_at", C_TEXT, NULL }),
};

const struct table *const offres_tables[] = {
	&table_jobs_partners,
	&table_recruiters,
	&table_recruiters_jobs,
	&table_userswithaccounts,
	&table_cfas,
	&table_rolemanagements,
	&table_applications,
	&table_applicants,
	&table_appointment_users,
	&table_appointments,
	&table_anonymized_userswithaccounts,
	&table_anonymized_applicants,
	&table_anonymized_applications,
	&table_anonymized_users,
	&table_anonymized_appointments,
	&table_anonymized_recruiters,
	&table_referentielromes,
	&table_referentiel_engagement_entreprise,
	&table_unsubscribedofs,
	&table_formationcatalogues,
	&table_catalogue_etablissements,
	&table_computed_jobs_partners,
	&table_job_runs,
	&table_email_events,
	&table_recruiters_changes,
	&table_resumetokens,
	&table_migration_state,
	NULL,
};

const struct table *
offres_table(const char *name)
{
	for (const struct table *const *t = offres_tables; *t; t++)
		if (!strcmp((*t)->name, name))
			return *t;
	return NULL;
}
