/*
 * anonymize-individual: anonymise one person: a candidate, who made an
 * appointment, or who has an account.
 */
#include "offres/anonymise.h"

enum { CLOSE = 256, RECRUITERS, ROLES };

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 'c' | OPT_NEEDED, "collection", "NAME",
	    "applications, users, appointments or userrecruteurs" },
	{ 'i' | OPT_NEEDED, "id", "HEX", "24 hexadecimal digits" },
	{ CLOSE, "close-offers", NULL, "cancel and detach the offers" },
	{ RECRUITERS, "with-recruiters", NULL, "archive the recruiters" },
	{ ROLES, "with-roles", NULL, "delete the roles" },
	{ 0 },
};

/* Each is anonymised by its id. */
static void
anonymise_candidate(struct offres *o, struct anonymise *a, struct str id)
{
	a->archived = anonymise_move(o, &table_applications,
	    &table_anonymized_applications, "applicant_id = ?2", id);
	a->archived += anonymise_move(
	    o, &table_applicants, &table_anonymized_applicants, "_id = ?2", id);
	a->deleted = a->archived;
}

static void
anonymise_user(struct offres *o, struct anonymise *a, struct str id)
{
	a->archived = a->deleted = anonymise_move(o, &table_appointment_users,
	    &table_anonymized_users, "_id = ?2", id);
}

static void
anonymise_appointment(struct offres *o, struct anonymise *a, struct str id)
{
	a->archived = a->deleted = anonymise_move(o, &table_appointments,
	    &table_anonymized_appointments, "_id = ?2", id);
}

static void
anonymise_account(struct offres *o, struct anonymise *a, struct str id)
{
	db_exec(o->d, "CREATE TEMP TABLE gone(id PRIMARY KEY)");
	offres_update(o,
	    "INSERT INTO temp.gone SELECT _id FROM userswithaccounts"
	    " WHERE ?1 NOTNULL AND _id = ?2",
	    id);
	if (!sqlite3_changes64(o->d->h))
		die("%s: no such user in userswithaccounts", id.p);
	anonymise_accounts(o, a);
}

static const struct collection {
	const char *name;
	bool account; /* has offers: needs the columns of the migration */
	void (*run)(struct offres *o, struct anonymise *a, struct str id);
} collections[] = {
	{ "applications", false, anonymise_candidate },
	{ "users", false, anonymise_user },
	{ "appointments", false, anonymise_appointment },
	{ "userrecruteurs", true, anonymise_account },
};
#define COLLECTIONS (sizeof(collections) / sizeof(*collections))

static const struct collection *
collection_of(const char *name)
{
	for (size_t i = 0; i < COLLECTIONS; i++)
		if (!strcmp(collections[i].name, name))
			return &collections[i];
	opt_wrong("-c takes applications, users, appointments or "
		  "userrecruteurs, not '%s'",
	    name);
}

static void
guard(const struct offres *o, const struct anonymise *a)
{
	offres_need_migration(o);
	if (a->with_recruiters && o->phase > 2)
		offres_refuse(o, "there are no recruiters any more");
}

int
main(int argc, char **argv)
{
	const struct collection *collection = collections;
	struct str id = { NULL, 0 };
	struct anonymise a = { 0 };
	struct offres o;
	int c;

	opt_init(argc, argv, "anonymise one person", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'c')
			collection = collection_of(opt_arg);
		else if (c == 'i')
			id = str_of(opt_arg);
		else if (c == CLOSE)
			a.close_offers = true;
		else if (c == RECRUITERS)
			a.with_recruiters = true;
		else if (c == ROLES)
			a.with_roles = true;
		else
			offres_option(c);
	opt_count(0, 0);
	if (!offres_is_id(id))
		opt_wrong(
		    "-i takes 24 hexadecimal digits in lower case, not '%s'",
		    id.p);
	offres_open(&o);
	if (collection->account)
		guard(&o, &a);
	anonymise_begin(&o);
	collection->run(&o, &a, id);
	offres_counts(&o, { "archived", a.archived }, { "deleted", a.deleted },
	    { "offers", a.offers }, { "recruiters", a.recruiters });
	return offres_end(&o, "4.12");
}
