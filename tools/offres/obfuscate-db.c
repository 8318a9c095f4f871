/*
 * obfuscate-db: make a copy of the production database fit for another
 * environment: names, addresses and messages of people are overwritten.
 */
#include <stdio.h>
#include <sys/random.h>

#include "offres/obfuscate.h"
#include "offres/offres.h"

enum { MINIMAL = 256, PURGE };

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 'e' | OPT_NEEDED, "env", "NAME",
	    "recette, preview, local or pentest" },
	{ 's', "seed", "TEXT", "makes the random addresses repeatable" },
	{ MINIMAL, "minimal", NULL, "leave delegations and centres readable" },
	{ PURGE, "purge-recruiters", NULL, "empty recruiters as well" },
	{ 0 },
};

#define FAKE "'faux_email@faux-domaine-compagnie.com'"
#define PHONE "'0601010106'"
#define RECETTE "'https://labonnealternance-recette.apprentissage.beta.gouv.fr'"
#define ADDRESS_OF(table) "random_address('" table "', _id)"

/* The tables whose rows are printed, in the order of offres_tables. */
static const struct watched {
	const struct table *t;
	const char *columns;
} watched[] = {
	{ &table_jobs_partners,
	    "apply_url,apply_phone,apply_email,offer_description,"
	    "workplace_description,delegations,cfa_apply_email,"
	    "cfa_apply_phone" },
	{ &table_recruiters, "" },
	{ &table_recruiters_jobs, "" },
	{ &table_userswithaccounts, "email,phone,last_name,first_name,status" },
	{ &table_rolemanagements, "status" },
	{ &table_applications,
	    "applicant_attachment_name,applicant_message_to_company,"
	    "company_feedback,company_email,applicant_id" },
	{ &table_applicants, "email,firstname,lastname,phone" },
	{ &table_appointment_users, "email,phone,lastname,firstname" },
	{ &table_appointments, "cfa_recipient_email,cfa_message_to_applicant,"
			       "applicant_message_to_cfa" },
	{ &table_anonymized_userswithaccounts, "" },
	{ &table_anonymized_applicants, "" },
	{ &table_anonymized_applications, "" },
	{ &table_anonymized_users, "" },
	{ &table_anonymized_appointments, "" },
	{ &table_anonymized_recruiters, "" },
	{ &table_unsubscribedofs, "" },
	{ &table_formationcatalogues, "etablissement_formateur_courriel,"
				      "etablissement_gestionnaire_courriel" },
	{ &table_computed_jobs_partners, "" },
};

static const char *const emptied[] = { "unsubscribedofs",
	"computed_jobs_partners", "anonymized_userswithaccounts",
	"anonymized_applicants", "anonymized_applications", "anonymized_users",
	"anonymized_appointments", "anonymized_recruiters", NULL };
static const char *const purged[] = { "recruiters", "recruiters_jobs", NULL };
/* Last of all: the triggers fill the first. */
static const char *const stream[] = { "recruiters_changes", "resumetokens",
	NULL };

/* The latest of each are enough. */
#define LATEST(table, n, condition)                                            \
	"DELETE FROM " table " WHERE " condition " AND rowid NOT IN (SELECT"   \
	" rowid FROM " table " WHERE " condition " ORDER BY _id DESC LIMIT " n \
	");"

static const char shorten[] =
    LATEST("applicants", "10", "1") LATEST("applications", "500", "1") LATEST(
	"appointments", "100", "1") LATEST("appointment_users", "10", "1")
	LATEST("jobs_partners", "75000", "partner_label = 'recruteurs_lba'");

static const char mask[] = "UPDATE applicants SET email = " ADDRESS_OF(
    "applicants") ", firstname = 'prenom', lastname = 'lastname', phone "
		  "= " PHONE ", autres = NULL;"
		  "UPDATE applications SET applicant_attachment_name = "
		  "'titre_cv.pdf',"
		  " applicant_message_to_company = "
		  "'applicant_message_to_company',"
		  " company_feedback = 'company_feedback', company_email "
		  "= " FAKE
		  ", applicant_id = random_applicant(), autres = NULL;"
		  "UPDATE appointments SET cfa_recipient_email = " FAKE
		  ", cfa_message_to_applicant = 'Réponse du cfa ...',"
		  " applicant_message_to_cfa = 'Message du candidat ...', "
		  "autres = NULL;"
		  "UPDATE formationcatalogues SET "
		  "etablissement_formateur_courriel = " FAKE
		  ", etablissement_gestionnaire_courriel = " FAKE ";"
		  "UPDATE appointment_users SET email = " ADDRESS_OF(
		      "appointment_users") ", phone = " PHONE
					   ", lastname = 'nom_famille', "
					   "firstname = 'prenom',"
					   " autres = NULL;"
					   "UPDATE userswithaccounts SET email "
					   "= " ADDRESS_OF(
					       "userswithaccounts") ", phone "
								    "= " PHONE
								    ", "
								    "last_name "
								    "= "
								    "'nom_"
								    "famille', "
								    "first_"
								    "name = "
								    "'prenom',"
								    " autres = "
								    "NULL;"
								    "UPDATE "
								    "rolemanage"
								    "ments SET "
								    "autres = "
								    "NULL;"
								    "UPDATE "
								    "jobs_"
								    "partners "
								    "SET "
								    "apply_url "
								    "= " RECETTE
								    ", "
								    "apply_"
								    "phone "
								    "= " PHONE
								    ", "
								    "apply_"
								    "email "
								    "= " FAKE
								    ", "
								    "offer_"
								    "descriptio"
								    "n = "
								    "'offer_"
								    "descriptio"
								    "n',"
								    " workplace"
								    "_descripti"
								    "on = "
								    "'workplace"
								    "_descripti"
								    "on'"
								    " WHERE "
								    "partner_"
								    "label IS "
								    "NOT "
								    "'recruteur"
								    "s_lba';"
								    "UPDATE "
								    "jobs_"
								    "partners "
								    "SET "
								    "apply_"
								    "phone = "
								    "iif(apply_"
								    "email IS "
								    "NULL,"
								    " '"
								    "0601012020"
								    "', "
								    "'060101080"
								    "7'), "
								    "apply_"
								    "email = "
								    "iif(apply_"
								    "email IS "
								    "NULL,"
								    " NULL,"
								    " " FAKE
								    ") WHERE "
								    "partner_"
								    "label = "
								    "'recruteur"
								    "s_lba';"
								    "UPDATE "
								    "jobs_"
								    "partners "
								    "SET "
								    "autres = "
								    "NULL";

static const char mask_centres[] =
    "UPDATE jobs_partners SET delegations = mask_delegations(delegations),"
    " cfa_apply_email = iif(cfa_apply_email IS NULL, NULL, " FAKE "),"
    " cfa_apply_phone = iif(cfa_apply_phone IS NULL, NULL, " PHONE ")"
    " WHERE" OFFRES_IS_LBA;

/* An account of each type that testers can log in with. ?2 is the type. */
#define EVENT(status, reason)                                                  \
	"json_object('validation_type', 'AUTOMATIQUE', 'status', '" status     \
	"', 'reason', '" reason "', 'granted_by', 'server', 'date', ?1)"
#define FIRST_ROLE                                                             \
	"(SELECT r._id FROM rolemanagements AS r WHERE r.authorized_type = ?2" \
	" ORDER BY r._id LIMIT 1)"
#define FIRST_USER                                                             \
	"(SELECT r.user_id FROM rolemanagements AS r"                          \
	" WHERE r.authorized_type = ?2 ORDER BY r._id LIMIT 1)"
#define LAST_STATUS                                                            \
	"(SELECT e.value ->> '$.status' FROM json_each(coalesce(status,"       \
	" '[]')) AS e ORDER BY coalesce(e.value ->> '$.date', '1970') DESC,"   \
	" e.key DESC LIMIT 1)"

static const char set_role[] =
    "UPDATE rolemanagements SET status = json_insert(coalesce(status, '[]'),"
    " '$[#]', " EVENT("GRANTED",
	"Obfuscation") ") WHERE _id = " FIRST_ROLE
		       " AND EXISTS (SELECT 1 FROM userswithaccounts WHERE _id "
		       "= " FIRST_USER ") AND " LAST_STATUS " IS NOT 'GRANTED'";
static const char set_user[] =
    "UPDATE userswithaccounts SET email = CASE ?2 WHEN 'ADMIN'"
    " THEN 'admin-recette' ELSE lower(?2) END || '@beta.gouv.fr',"
    " status = json_insert(coalesce(status, '[]'), '$[#]', " EVENT(
	"VALIDATION_EMAIL", "obfuscation") ", '$[#]', " EVENT("ACTIF",
	"obfuscation") ") WHERE _id = " FIRST_USER;

static const char *seed;
static const char *env;
static bool minimal, purge;

/*
 * Steps.
 */
static void
empty(struct offres *o, const char *const *tables)
{
	for (; *tables; tables++)
		db_exec_fmt(o->d, "DELETE FROM \"%w\"", *tables);
}

static void
open_accounts(struct offres *o)
{
	static const char *const types[] = { "ADMIN", "CFA", "ENTREPRISE",
		"OPCO" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		offres_update(o, set_role, str_of(types[i]));
		offres_update(o, set_user, str_of(types[i]));
	}
}

/* Names, addresses and numbers of recruiters stay, unless they are purged. */
static void
look_at_recruiters(struct offres *o)
{
	if (purge)
		empty(o, purged);
	else if (offres_count(o, "SELECT count(*) FROM recruiters"))
		offres_fail(o, "recruiters: its rows stay readable: "
			       "--purge-recruiters empties it");
}

static void
obfuscate(struct offres *o)
{
	empty(o, emptied);
	db_exec(o->d, "DELETE FROM email_events");
	db_exec(o->d, shorten);
	db_exec(o->d, mask);
	open_accounts(o);
	if (!minimal)
		db_exec(o->d, mask_centres);
	look_at_recruiters(o);
	empty(o, stream);
}

/* What is masked is counted, also with -q: the tables are watched by hand. */
static void
begin(struct offres *o)
{
	offres_begin(o);
	offres_forget(o);
	obfuscate_add_functions(o->d, seed);
	for (size_t i = 0; i < sizeof(watched) / sizeof(*watched); i++) {
		offres_make(o, watched[i].t);
		ops_watch(&o->ops, o->d, watched[i].t, watched[i].columns);
	}
	for (const char *const *t = stream; *t; t++)
		offres_make(o, offres_table(*t));
}

/* 128 random bits. */
static const char *
random_seed(void)
{
	static char text[33];
	unsigned char bits[16];

	if (getrandom(bits, sizeof(bits), 0) != sizeof(bits))
		die("no random numbers:");
	for (size_t i = 0; i < sizeof(bits); i++)
		snprintf(text + 2 * i, 3, "%02x", bits[i]);
	return text;
}

static void
check_env(void)
{
	static const char *const envs[] = { "recette", "preview", "local",
		"pentest" };

	if (!strcmp(env, "production"))
		die_code(EXIT_GUARD,
		    "production: it is not to be obfuscated, but a copy of it "
		    "that another environment gets");
	for (size_t i = 0; i < sizeof(envs) / sizeof(*envs); i++)
		if (!strcmp(envs[i], env))
			return;
	opt_wrong("-e takes recette, preview, local or pentest, not '%s'", env);
}

int
main(int argc, char **argv)
{
	struct offres o;
	int c;

	opt_init(
	    argc, argv, "overwrite names, addresses and messages", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'e')
			env = opt_arg;
		else if (c == 's')
			seed = opt_arg;
		else if (c == MINIMAL)
			minimal = true;
		else if (c == PURGE)
			purge = true;
		else
			offres_option(c);
	opt_count(0, 0);
	check_env();
	if (!seed)
		seed = random_seed();
	offres_open(&o);
	begin(&o);
	obfuscate(&o);
	ops_changes(&o.ops);
	offres_counts(
	    &o, { "deleted", o.ops.deleted }, { "masked", o.ops.updated });
	return offres_end(&o, "4.11");
}
