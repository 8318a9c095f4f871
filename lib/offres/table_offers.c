#include "offres/offres_tables.h"

/* Offers, and the recruiters of old. */

const struct table table_jobs_partners = {
	.name = "jobs_partners",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS jobs_partners_key ON "
	    "jobs_partners(_id);"
	    "CREATE INDEX IF NOT EXISTS "
	    "jobs_partners_partner_label_partner_job_id ON "
	    "jobs_partners(partner_label, partner_job_id);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_partner_job_id ON "
	    "jobs_partners(partner_job_id);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_partner_label ON "
	    "jobs_partners(partner_label);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_workplace_siret ON "
	    "jobs_partners(workplace_siret);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_workplace_brand ON "
	    "jobs_partners(workplace_brand);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_workplace_legal_name ON "
	    "jobs_partners(workplace_legal_name);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_workplace_name ON "
	    "jobs_partners(workplace_name);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_offer_status ON "
	    "jobs_partners(offer_status);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_offer_expiration ON "
	    "jobs_partners(offer_expiration);"
	    "CREATE INDEX IF NOT EXISTS jobs_partners_updated_at ON "
	    "jobs_partners(updated_at);"
	    "CREATE INDEX IF NOT EXISTS "
	    "jobs_partners_offer_status_partner_label_offer_expiration ON "
	    "jobs_partners(offer_status, partner_label, offer_expiration)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "partner_label", C_TEXT, NULL },
	    { "partner_job_id", C_TEXT, NULL },
	    { "is_delegated", C_BOOL, NULL },
	    { "contract_start", C_TEXT, NULL },
	    { "contract_start_type", C_TEXT, NULL },
	    { "contract_start_is_flexible", C_BOOL, NULL },
	    { "contract_duration", C_INT, NULL },
	    { "contract_type", C_JSON, NULL },
	    { "contract_remote", C_TEXT, NULL },
	    { "contract_rythm", C_TEXT, NULL },
	    { "contract_is_disabled_elligible", C_BOOL, NULL },
	    { "offer_title", C_TEXT, NULL },
	    { "offer_rome_codes", C_JSON, NULL },
	    { "offer_rome_appellation", C_TEXT, NULL },
	    { "offer_description", C_TEXT, NULL },
	    { "offer_target_diploma_european", C_TEXT, NULL },
	    { "offer_target_diploma_label", C_TEXT, NULL },
	    { "offer_desired_skills", C_JSON, NULL },
	    { "offer_to_be_acquired_skills", C_JSON, NULL },
	    { "offer_to_be_acquired_knowledge", C_JSON, NULL },
	    { "offer_access_conditions", C_JSON, NULL },
	    { "offer_creation", C_TEXT, NULL },
	    { "offer_expiration", C_TEXT, NULL },
	    { "offer_opening_count", C_INT, NULL },
	    { "offer_status", C_TEXT, NULL },
	    { "offer_status_history", C_JSON, NULL },
	    { "offer_multicast", C_BOOL, NULL },
	    { "offer_origin", C_TEXT, NULL },
	    { "workplace_siret", C_TEXT, NULL },
	    { "workplace_brand", C_TEXT, NULL },
	    { "workplace_legal_name", C_TEXT, NULL },
	    { "workplace_name", C_TEXT, NULL },
	    { "workplace_website", C_TEXT, NULL },
	    { "workplace_description", C_TEXT, NULL },
	    { "workplace_size", C_TEXT, NULL },
	    { "workplace_address_label", C_TEXT, NULL },
	    { "workplace_address_street_label", C_TEXT, NULL },
	    { "workplace_address_city", C_TEXT, NULL },
	    { "workplace_address_zipcode", C_TEXT, NULL },
	    { "workplace_geopoint_lon", C_REAL, NULL },
	    { "workplace_geopoint_lat", C_REAL, NULL },
	    { "workplace_idcc", C_INT, NULL },
	    { "workplace_opco", C_TEXT, NULL },
	    { "workplace_naf_code", C_TEXT, NULL },
	    { "workplace_naf_label", C_TEXT, NULL },
	    { "apply_url", C_TEXT, NULL }, { "apply_phone", C_TEXT, NULL },
	    { "apply_email", C_TEXT, NULL },
	    { "apply_recipient_id", C_TEXT, NULL },
	    { "cfa_siret", C_TEXT, NULL }, { "cfa_legal_name", C_TEXT, NULL },
	    { "cfa_apply_phone", C_TEXT, NULL },
	    { "cfa_apply_email", C_TEXT, NULL },
	    { "cfa_address_label", C_TEXT, NULL },
	    { "job_status_comment", C_TEXT, NULL },
	    { "job_delegation_count", C_INT, NULL },
	    { "delegations", C_JSON, NULL }, { "rank", C_REAL, NULL },
	    { "duplicates", C_JSON, NULL }, { "applicationCount", C_INT, NULL },
	    { "lba_url", C_TEXT, NULL }, { "stats_detail_view", C_INT, NULL },
	    { "stats_search_view", C_INT, NULL },
	    { "stats_postuler", C_INT, NULL }, { "created_at", C_TEXT, NULL },
	    { "updated_at", C_TEXT, NULL }, { "managed_by", C_TEXT, NULL },
	    { "establishment_id", C_TEXT, NULL },
	    { "recruiter_status", C_TEXT, NULL },
	    { "relance_mail_expiration_J7", C_TEXT, NULL },
	    { "relance_mail_expiration_J1", C_TEXT, NULL },
	    { "job_last_prolongation_date", C_TEXT, NULL },
	    { "job_prolongation_count", C_INT, NULL },
	    { "mer_sent", C_TEXT, NULL }, { "autres", C_SIDE, NULL }),
};

const char offres_indexes_m[] =
    "CREATE INDEX IF NOT EXISTS jobs_partners_managed_by ON "
    "jobs_partners(managed_by);"
    "CREATE INDEX IF NOT EXISTS jobs_partners_establishment_id ON "
    "jobs_partners(establishment_id);"
    "CREATE INDEX IF NOT EXISTS jobs_partners_relance_J7 ON "
    "jobs_partners(relance_mail_expiration_J7, offer_status);"
    "CREATE INDEX IF NOT EXISTS jobs_partners_relance_J1 ON "
    "jobs_partners(relance_mail_expiration_J1, offer_status);"
    "CREATE INDEX IF NOT EXISTS jobs_partners_recruiter_status ON "
    "jobs_partners(recruiter_status);"
    "CREATE INDEX IF NOT EXISTS jobs_partners_offers_of ON "
    "jobs_partners(managed_by, offer_status, offer_expiration DESC)";

const struct table table_recruiters = {
	.name = "recruiters",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS recruiters_key ON "
		 "recruiters(_id);"
		 "CREATE INDEX IF NOT EXISTS "
		 "recruiters_email_establishment_siret ON "
		 "recruiters(email, establishment_siret);"
		 "CREATE INDEX IF NOT EXISTS recruiters_establishment_siret ON "
		 "recruiters(establishment_siret);"
		 "CREATE INDEX IF NOT EXISTS recruiters_cfa_delegated_siret ON "
		 "recruiters(cfa_delegated_siret);"
		 "CREATE INDEX IF NOT EXISTS recruiters_managed_by ON "
		 "recruiters(managed_by)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "establishment_id", C_TEXT, NULL },
	    { "establishment_raison_sociale", C_TEXT, NULL },
	    { "establishment_enseigne", C_TEXT, NULL },
	    { "establishment_siret", C_TEXT, NULL },
	    { "address_detail", C_JSON, NULL }, { "address", C_TEXT, NULL },
	    { "geo_coordinates", C_TEXT, NULL },
	    { "geopoint_lon", C_REAL, NULL }, { "geopoint_lat", C_REAL, NULL },
	    { "is_delegated", C_BOOL, NULL },
	    { "cfa_delegated_siret", C_TEXT, NULL },
	    { "last_name", C_TEXT, NULL }, { "first_name", C_TEXT, NULL },
	    { "phone", C_TEXT, NULL }, { "email", C_TEXT, NULL },
	    { "origin", C_TEXT, NULL }, { "opco", C_TEXT, NULL },
	    { "idcc", C_INT, NULL }, { "status", C_TEXT, NULL },
	    { "naf_code", C_TEXT, NULL }, { "naf_label", C_TEXT, NULL },
	    { "establishment_size", C_TEXT, NULL },
	    { "establishment_creation_date", C_TEXT, NULL },
	    { "managed_by", C_TEXT, NULL }, { "createdAt", C_TEXT, NULL },
	    { "updatedAt", C_TEXT, NULL }, { "autres", C_SIDE, NULL }),
};

const struct table table_recruiters_jobs = {
	.name = "recruiters_jobs",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS recruiters_jobs_key ON "
		 "recruiters_jobs(_id);"
		 "CREATE INDEX IF NOT EXISTS recruiters_jobs_recruiter_id ON "
		 "recruiters_jobs(recruiter_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "recruiter_id", C_TEXT, NULL }, { "position", C_INT, NULL },
	    { "rome_label", C_TEXT, NULL },
	    { "rome_appellation_label", C_TEXT, NULL },
	    { "job_level_label", C_TEXT, NULL },
	    { "job_start_date", C_TEXT, NULL },
	    { "job_description", C_TEXT, NULL },
	    { "job_employer_description", C_TEXT, NULL },
	    { "rome_code", C_JSON, NULL }, { "rome_detail", C_JSON, NULL },
	    { "job_creation_date", C_TEXT, NULL },
	    { "job_expiration_date", C_TEXT, NULL },
	    { "job_update_date", C_TEXT, NULL },
	    { "job_last_prolongation_date", C_TEXT, NULL },
	    { "job_prolongation_count", C_INT, NULL },
	    { "relance_mail_expiration_J7", C_TEXT, NULL },
	    { "relance_mail_expiration_J1", C_TEXT, NULL },
	    { "job_status", C_TEXT, NULL },
	    { "job_status_comment", C_TEXT, NULL },
	    { "job_type", C_JSON, NULL },
	    { "job_delegation_count", C_INT, NULL },
	    { "delegations", C_JSON, NULL },
	    { "is_disabled_elligible", C_BOOL, NULL },
	    { "job_count", C_INT, NULL }, { "job_duration", C_INT, NULL },
	    { "job_rythm", C_TEXT, NULL }, { "custom_address", C_TEXT, NULL },
	    { "custom_geo_coordinates", C_TEXT, NULL },
	    { "custom_job_title", C_TEXT, NULL },
	    { "stats_detail_view", C_INT, NULL },
	    { "stats_search_view", C_INT, NULL },
	    { "competences_rome", C_JSON, NULL }, { "mer_sent", C_TEXT, NULL },
	    { "offer_title_custom", C_TEXT, NULL }, { "autres", C_SIDE, NULL }),
};

/* Owned by the pipeline of the partners' feeds. */
const struct table table_computed_jobs_partners = {
	.name = "computed_jobs_partners",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS computed_jobs_partners_key ON "
	    "computed_jobs_partners(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "partner_label", C_TEXT, NULL },
	    { "partner_job_id", C_TEXT, NULL }, { "offer_title", C_TEXT, NULL },
	    { "offer_status", C_TEXT, NULL },
	    { "workplace_siret", C_TEXT, NULL },
	    { "workplace_brand", C_TEXT, NULL },
	    { "workplace_legal_name", C_TEXT, NULL },
	    { "workplace_name", C_TEXT, NULL },
	    { "workplace_address_zipcode", C_TEXT, NULL },
	    { "rank", C_REAL, NULL }, { "created_at", C_TEXT, NULL },
	    { "updated_at", C_TEXT, NULL }, { "duplicates", C_JSON, NULL },
	    { "business_error", C_TEXT, NULL }, { "validated", C_BOOL, NULL },
	    { "jobs_in_success", C_JSON, NULL }, { "errors", C_JSON, NULL },
	    { "autres", C_SIDE, NULL }),
};
