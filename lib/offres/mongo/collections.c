#include <string.h>

#include "offres/mongo/collection.h"

const struct collection collections[] = {
	{ "jobs_partners", &table_jobs_partners,
	    "contract_start,offer_creation,offer_expiration,created_at,updated_"
	    "at,relance_mail_expiration_J7,relance_mail_expiration_J1,job_last_"
	    "prolongation_date,mer_sent",
	    "partner_label,partner_job_id,offer_title,offer_status,created_at,"
	    "updated_at",
	    "", COLLECTION_NULLS | COLLECTION_EXPORTED },
	{ "recruiters", &table_recruiters,
	    "establishment_creation_date,createdAt,updatedAt",
	    "establishment_id,establishment_siret,email,status,managed_by", "",
	    COLLECTION_EXPORTED | COLLECTION_JOBS },
	{ "userswithaccounts", &table_userswithaccounts,
	    "last_action_date,createdAt,updatedAt", "email,last_action_date",
	    "", COLLECTION_EXPORTED },
	{ "cfas", &table_cfas, "createdAt,updatedAt", "siret", "", 0 },
	{ "rolemanagements", &table_rolemanagements, "createdAt,updatedAt",
	    "user_id,authorized_type", "user_id", COLLECTION_EXPORTED },
	{ "applications", &table_applications,
	    "company_recruitment_intention_date,company_feedback_date,created_"
	    "at,last_update_at",
	    "company_siret", "applicant_id,job_id", COLLECTION_EXPORTED },
	{ "applicants", &table_applicants,
	    "last_connection,createdAt,updatedAt", "email", "",
	    COLLECTION_EXPORTED },
	{ "users", &table_appointment_users, "last_action_date", "", "",
	    COLLECTION_EXPORTED },
	{ "appointments", &table_appointments,
	    "cfa_message_to_applicant_date,cfa_read_appointment_details_date,"
	    "created_at",
	    "", "applicant_id", COLLECTION_EXPORTED },
	{ "anonymized_userswithaccounts", &table_anonymized_userswithaccounts,
	    "last_action_date", "", "", COLLECTION_EXPORTED },
	{ "anonymized_applicants", &table_anonymized_applicants, "createdAt",
	    "", "", COLLECTION_EXPORTED | COLLECTION_TEXT_KEY },
	{ "anonymized_applications", &table_anonymized_applications,
	    "company_feedback_date,created_at", "", "job_id,applicant_id",
	    COLLECTION_EXPORTED },
	{ "anonymized_users", &table_anonymized_users, "last_action_date", "",
	    "", COLLECTION_EXPORTED },
	{ "anonymized_appointments", &table_anonymized_appointments,
	    "cfa_message_to_applicant_date,cfa_read_appointment_details_date,"
	    "created_at",
	    "", "applicant_id", COLLECTION_EXPORTED },
	{ "anonymized_recruiters", &table_anonymized_recruiters,
	    "establishment_creation_date", "", "", COLLECTION_EXPORTED },
	{ "referentielromes", &table_referentielromes, "", "", "",
	    COLLECTION_TEXT_KEY },
	{ "referentiel_engagement_entreprise",
	    &table_referentiel_engagement_entreprise, "", "", "",
	    COLLECTION_TEXT_KEY },
	{ "unsubscribedofs", &table_unsubscribedofs, "unsubscribe_date", "", "",
	    0 },
	{ "formationcatalogues", &table_formationcatalogues, "", "", "", 0 },
	{ "catalogue_etablissements", &table_catalogue_etablissements, "", "",
	    "", COLLECTION_TEXT_KEY },
	{ "computed_jobs_partners", &table_computed_jobs_partners,
	    "created_at,updated_at", "partner_label,partner_job_id,created_at",
	    "", COLLECTION_NULLS | COLLECTION_EXPORTED },
	{ 0 },
};

const struct collection collection_jobs = { "recruiters",
	&table_recruiters_jobs,
	"job_start_date,job_creation_date,job_expiration_date,job_update_date,"
	"job_last_prolongation_date,relance_mail_expiration_J7,relance_mail_"
	"expiration_J1,mer_sent",
	"job_status", "", 0 };

bool
collection_lists(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = list; (p = strstr(p, name)); p += n)
		if ((p == list || p[-1] == ',') && (!p[n] || p[n] == ','))
			return true;
	return false;
}
