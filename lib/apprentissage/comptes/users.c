#include <ctype.h>

#include "apprentissage/comptes/users.h"
#include "apprentissage/records/tables.h"
#include "base/opt.h"
#include "format/code.h"
#include "mail/mail_ledger.h"

static const char *directory, *file;

bool
users_option(int c)
{
	switch (c) {
	case 'd':
		directory = opt_arg;
		return true;
	case 'u':
		file = opt_arg;
		return true;
	default:
		return false;
	}
}

const char *
users_path(void)
{
	if (directory && file)
		opt_wrong("-d DIR or -u FILE, not both");
	if (directory) {
		file = xasprintf("%s/users.db", directory);
		directory = NULL;
	}
	return file;
}

const char *
users_need(void)
{
	if (!users_path())
		opt_wrong("-d DIR or -u FILE is needed");
	return file;
}

struct db *
users_open(void)
{
	struct db *d = db_open(users_need());

	if (!d)
		die("%s: no such database: create it with import-users(1)",
		    file);
	return d;
}

bool
user_id(struct str s)
{
	size_t i = 0;

	while (i < s.n && (isalnum((unsigned char)s.p[i]) || s.p[i] == '_' ||
			      s.p[i] == '-'))
		i++;
	return s.n && s.n <= 64 && i == s.n;
}

bool
user_email(struct str s)
{
	return s.n <= 254 && code_email(s);
}

static const char *const types[] = { "operateur_public", "organisme_formation",
	"entreprise", "editeur_logiciel", "organisme_financeur", "apprenant",
	"mission_apprentissage", "autre", NULL };
static const char *const objectifs[] = { "fiabiliser", "concevoir", NULL };

const char *const user_marks[] = { "30-days", "15-days", NULL };

#define ID S_CODE("_id", 0, user_id, "1 to 64 letters, digits, - or _")

static const struct field api_key[] = {
	ID,
	S_NULL("name", F_STRING),
	S_REQ("key", F_STRING),
	S_NULL("last_used_at", F_INSTANT_UTC),
	S_REQ("expires_at", F_INSTANT_UTC),
	S_REQ("created_at", F_INSTANT_UTC),
	S_ENUM("expiration_warning_sent", FIELD_NULL, user_marks),
	S_END,
};
static const struct field api_keys = { .kind = F_STRICT, .sub = api_key };
static const struct field user[] = {
	ID,
	S_NULL("organisation", F_STRING),
	S_CODE("email", 0, user_email, "an address"),
	S_ENUM("type", 0, types),
	S_NULL("activite", F_TRIMMED),
	S_NULL("cas_usage", F_TRIMMED),
	S_ENUM("objectif", FIELD_NULL, objectifs),
	S_REQ("cgu_accepted_at", F_INSTANT_UTC),
	S_REQ("is_admin", F_BOOL),
	S_ARRAY("api_keys", 0, &api_keys),
	S_REQ("updated_at", F_INSTANT_UTC),
	S_REQ("created_at", F_INSTANT_UTC),
	S_END,
};
const struct field user_record = { .kind = F_STRICT, .sub = user };

void
users_add_events(struct db *d)
{
	struct table_writer w;

	if (db_has_table(d, "email_events"))
		return;
	table_begin(&w, d, &table_email_events);
	table_end(&w);
}
