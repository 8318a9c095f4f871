#include "offres/offres_tables.h"

/* Accounts, organisations, candidates, and what is left of them when they go.
 */

const struct table table_userswithaccounts = {
	.name = "userswithaccounts",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS userswithaccounts_key ON "
	    "userswithaccounts(_id);"
	    "CREATE INDEX IF NOT EXISTS userswithaccounts_last_action_date ON "
	    "userswithaccounts(last_action_date)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "origin", C_TEXT, NULL },
	    { "status", C_JSON, NULL }, { "first_name", C_TEXT, NULL },
	    { "last_name", C_TEXT, NULL }, { "email", C_TEXT, NULL },
	    { "phone", C_TEXT, NULL }, { "last_action_date", C_TEXT, NULL },
	    { "createdAt", C_TEXT, NULL }, { "updatedAt", C_TEXT, NULL },
	    { "autres", C_SIDE, NULL }),
};

const struct table table_cfas = {
	.name = "cfas",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS cfas_key ON cfas(_id);"
		 "CREATE INDEX IF NOT EXISTS cfas_siret ON cfas(siret)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "siret", C_TEXT, NULL },
	    { "raison_sociale", C_TEXT, NULL }, { "enseigne", C_TEXT, NULL },
	    { "address_detail", C_JSON, NULL }, { "address", C_TEXT, NULL },
	    { "geo_coordinates", C_TEXT, NULL }, { "origin", C_TEXT, NULL },
	    { "createdAt", C_TEXT, NULL }, { "updatedAt", C_TEXT, NULL }),
};

const struct table table_rolemanagements = {
	.name = "rolemanagements",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS rolemanagements_key ON "
		 "rolemanagements(_id);"
		 "CREATE INDEX IF NOT EXISTS rolemanagements_user_id ON "
		 "rolemanagements(user_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "origin", C_TEXT, NULL },
	    { "status", C_JSON, NULL }, { "authorized_id", C_TEXT, NULL },
	    { "authorized_type", C_TEXT, NULL }, { "user_id", C_TEXT, NULL },
	    { "createdAt", C_TEXT, NULL }, { "updatedAt", C_TEXT, NULL },
	    { "autres", C_SIDE, NULL }),
};

const struct table table_applications = {
	.name = "applications",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS applications_key ON "
		 "applications(_id);"
		 "CREATE INDEX IF NOT EXISTS applications_job_id ON "
		 "applications(job_id);"
		 "CREATE INDEX IF NOT EXISTS applications_applicant_id ON "
		 "applications(applicant_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "applicant_id", C_TEXT, NULL },
	    { "applicant_attachment_name", C_TEXT, NULL },
	    { "applicant_message_to_company", C_TEXT, NULL },
	    { "job_searched_by_user", C_TEXT, NULL },
	    { "company_recruitment_intention", C_TEXT, NULL },
	    { "company_recruitment_intention_date", C_TEXT, NULL },
	    { "company_feedback", C_TEXT, NULL },
	    { "company_feedback_reasons", C_JSON, NULL },
	    { "company_feedback_date", C_TEXT, NULL },
	    { "company_feedback_send_status", C_TEXT, NULL },
	    { "company_siret", C_TEXT, NULL },
	    { "company_email", C_TEXT, NULL },
	    { "company_phone", C_TEXT, NULL }, { "company_name", C_TEXT, NULL },
	    { "company_naf", C_TEXT, NULL },
	    { "company_address", C_TEXT, NULL }, { "job_origin", C_TEXT, NULL },
	    { "job_title", C_TEXT, NULL }, { "job_id", C_TEXT, NULL },
	    { "to_applicant_message_id", C_TEXT, NULL },
	    { "to_company_message_id", C_TEXT, NULL },
	    { "caller", C_TEXT, NULL }, { "created_at", C_TEXT, NULL },
	    { "last_update_at", C_TEXT, NULL }, { "scan_status", C_TEXT, NULL },
	    { "application_url", C_TEXT, NULL },
	    { "foreign_application_id", C_TEXT, NULL },
	    { "foreign_application_status_url", C_TEXT, NULL },
	    { "autres", C_SIDE, NULL }),
};

const struct table table_applicants = {
	.name = "applicants",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS applicants_key ON "
		 "applicants(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "firstname", C_TEXT, NULL },
	    { "lastname", C_TEXT, NULL }, { "email", C_TEXT, NULL },
	    { "phone", C_TEXT, NULL }, { "last_connection", C_TEXT, NULL },
	    { "createdAt", C_TEXT, NULL }, { "updatedAt", C_TEXT, NULL },
	    { "autres", C_SIDE, NULL }),
};

const struct table table_appointment_users = {
	.name = "appointment_users",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS appointment_users_key ON "
		 "appointment_users(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "firstname", C_TEXT, NULL },
	    { "lastname", C_TEXT, NULL }, { "phone", C_TEXT, NULL },
	    { "email", C_TEXT, NULL }, { "type", C_TEXT, NULL },
	    { "role", C_TEXT, NULL }, { "last_action_date", C_TEXT, NULL },
	    { "autres", C_SIDE, NULL }),
};

const struct table table_appointments = {
	.name = "appointments",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS appointments_key ON "
		 "appointments(_id)",
	.col =
	    COLUMNS({ "_id", C_TEXT, NULL }, { "applicant_id", C_TEXT, NULL },
		{ "cfa_intention_to_applicant", C_TEXT, NULL },
		{ "cfa_message_to_applicant", C_TEXT, NULL },
		{ "cfa_message_to_applicant_date", C_TEXT, NULL },
		{ "applicant_message_to_cfa", C_TEXT, NULL },
		{ "cfa_gestionnaire_siret", C_TEXT, NULL },
		{ "cfa_formateur_siret", C_TEXT, NULL },
		{ "cfa_recipient_email", C_TEXT, NULL },
		{ "appointment_origin", C_TEXT, NULL },
		{ "cfa_read_appointment_details_date", C_TEXT, NULL },
		{ "cle_ministere_educatif", C_TEXT, NULL },
		{ "created_at", C_TEXT, NULL }, { "autres", C_SIDE, NULL }),
};

const struct table table_anonymized_userswithaccounts = {
	.name = "anonymized_userswithaccounts",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS "
		 "anonymized_userswithaccounts_key ON "
		 "anonymized_userswithaccounts(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "last_action_date", C_TEXT, NULL }, { "origin", C_TEXT, NULL },
	    { "status", C_JSON, NULL }),
};

const struct table table_anonymized_applicants = {
	.name = "anonymized_applicants",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS anonymized_applicants_key ON "
	    "anonymized_applicants(applicant_id)",
	.col = COLUMNS(
	    { "applicant_id", C_TEXT, NULL }, { "createdAt", C_TEXT, NULL }),
};

const struct table table_anonymized_applications = {
	.name = "anonymized_applications",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS anonymized_applications_key ON "
	    "anonymized_applications(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "company_recruitment_intention", C_TEXT, NULL },
	    { "company_feedback_date", C_TEXT, NULL },
	    { "company_siret", C_TEXT, NULL }, { "company_naf", C_TEXT, NULL },
	    { "job_origin", C_TEXT, NULL }, { "job_id", C_TEXT, NULL },
	    { "caller", C_TEXT, NULL }, { "created_at", C_TEXT, NULL },
	    { "applicant_id", C_TEXT, NULL }),
};

const struct table table_anonymized_users = {
	.name = "anonymized_users",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS anonymized_users_key ON "
		 "anonymized_users(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "type", C_TEXT, NULL },
	    { "role", C_TEXT, NULL }, { "last_action_date", C_TEXT, NULL }),
};

const struct table table_anonymized_appointments = {
	.name = "anonymized_appointments",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS anonymized_appointments_key ON "
	    "anonymized_appointments(_id)",
	.col =
	    COLUMNS({ "_id", C_TEXT, NULL }, { "applicant_id", C_TEXT, NULL },
		{ "cfa_intention_to_applicant", C_TEXT, NULL },
		{ "cfa_message_to_applicant_date", C_TEXT, NULL },
		{ "cfa_gestionnaire_siret", C_TEXT, NULL },
		{ "cfa_formateur_siret", C_TEXT, NULL },
		{ "cfa_read_appointment_details_date", C_TEXT, NULL },
		{ "appointment_origin", C_TEXT, NULL },
		{ "cle_ministere_educatif", C_TEXT, NULL },
		{ "created_at", C_TEXT, NULL }),
};

const struct table table_anonymized_recruiters = {
	.name = "anonymized_recruiters",
	.flags = TABLE_STATE,
	.index =
	    "CREATE UNIQUE INDEX IF NOT EXISTS anonymized_recruiters_key ON "
	    "anonymized_recruiters(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL },
	    { "establishment_id", C_TEXT, NULL },
	    { "establishment_raison_sociale", C_TEXT, NULL },
	    { "establishment_enseigne", C_TEXT, NULL },
	    { "establishment_siret", C_TEXT, NULL },
	    { "address_detail", C_JSON, NULL }, { "address", C_TEXT, NULL },
	    { "geo_coordinates", C_TEXT, NULL },
	    { "is_delegated", C_BOOL, NULL },
	    { "cfa_delegated_siret", C_TEXT, NULL }, { "jobs", C_JSON, NULL },
	    { "origin", C_TEXT, NULL }, { "opco", C_TEXT, NULL },
	    { "idcc", C_INT, NULL }, { "status", C_TEXT, NULL },
	    { "naf_code", C_TEXT, NULL }, { "naf_label", C_TEXT, NULL },
	    { "establishment_size", C_TEXT, NULL },
	    { "establishment_creation_date", C_TEXT, NULL }),
};
