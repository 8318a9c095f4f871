/*
 * apply-siret-infos: give the offers of recruiters that wait what API
 * Entreprise says of their SIRET, and make these recruiters active.
 *
 * A SIRET without an answer fails: that the service refused to answer, or was
 * away, does not mean that a company does not exist.
 */
#include "offres/siret.h"
#include "offres/texts/links.h"
#include "offres/texts/message.h"
#include "offres/texts/texte.h"

enum { ARCHIVE = 256, ACTIVATE };

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ ARCHIVE, "archive-refused", NULL, "archive who is refused" },
	{ ACTIVATE, "activate-offers", NULL, "make pending offers active" },
	{ 'm', "messages", "FILE",
	    "write there the messages to who is archived" },
	{ 0 },
};

static bool archive, activate;
static long long n_success, n_refused, n_deactivated, n_failure;

/* A status in the form that the row has, or else its group. */
#define IN_FORM(key, label)                                                    \
	"CASE WHEN recruiter_status IN ('ACTIF', 'ARCHIVE',"                   \
	" 'EN_ATTENTE_VALIDATION') THEN '" key "' WHEN recruiter_status IN"    \
	" ('Actif', 'Archivé', 'En attente de validation') THEN '" label       \
	"' ELSE iif(?3, '" key "', '" label "') END"
#define OF_GROUP " WHERE establishment_id = ?2 AND" OFFRES_IS_LBA

static const char set_valid[] =
    "UPDATE jobs_partners SET workplace_legal_name = ?4,"
    " workplace_address_label = ?5, recruiter_status = " IN_FORM(
	"ACTIF", "Actif") OF_GROUP;
static const char set_active[] =
    "UPDATE jobs_partners SET offer_status = 'Active', updated_at = ?1" OF_GROUP
    "AND offer_status = 'Pending'";
static const char set_archived[] =
    "UPDATE jobs_partners SET recruiter_status = " IN_FORM("ARCHIVE",
	"Archivé") ", offer_expiration = iif(offer_status = 'Active', ?1,"
		   " offer_expiration), offer_status = 'Cancelled',"
		   " updated_at = ?1" OF_GROUP;
static const char offers_of[] =
    "SELECT _id, coalesce(workplace_legal_name, workplace_brand, ''),"
    " managed_by FROM jobs_partners" OF_GROUP "ORDER BY _id";
static const char user_of[] =
    "SELECT email, first_name, last_name, phone, origin"
    " FROM userswithaccounts WHERE _id = ?2";
static const char answer_of[] =
    "SELECT refusal, name, address FROM temp.answers WHERE siret = ?2";

struct work {
	struct offres *o;
	sqlite3_stmt *valid, *active, *archived, *offers, *user, *answer;
	const char *messages; /* the path, or NULL */
	struct out out;
};

static void
bind_group(struct work *w, sqlite3_stmt *s, struct siret_group *g)
{
	db_bind_text(w->o->d, s, 2, buf_view(&g->establishment));
	if (sqlite3_bind_parameter_count(s) > 2)
		db_bind_int(w->o->d, s, 3, g->key);
}

/*
 * The message to who is archived.
 */
static const char *
reason_of(const char *refusal)
{
	if (!strcmp(refusal, "NOT_FOUND"))
		return "Le SIRET n'existe pas ou n'est pas communiqué.";
	if (!strcmp(refusal, "CLOSED"))
		return "L'établissement est fermé.";
	return "Les informations de l'établissement ne sont pas diffusibles.";
}

static void
put_member(struct buf *b, const char *name, struct str s)
{
	js_put_member(b, name, s);
}

static void
put_sanitised(struct buf *b, const char *name, struct str s)
{
	struct buf clean = { 0 };

	texte_put_sanitised(&clean, s);
	put_member(b, name, buf_view(&clean));
	buf_free(&clean);
}

/* w->user stands on the account. */
static void
write_message(struct work *w, struct siret_group *g, const char *refusal,
    struct str user, struct str company, struct message_key *key)
{
	struct message m = { .name = "mail-compte-desactive",
		.type = "compte-desactive",
		.subject =
		    "Mise à jour de votre compte sur La bonne alternance",
		.user = user,
		.to = db_text(w->user, 0) };
	struct buf *b = &w->out.buf;

	message_open(b, &m, key);
	put_sanitised(b, "last_name", db_text(w->user, 2));
	put_sanitised(b, "first_name", db_text(w->user, 1));
	put_member(b, "reason", str_of(reason_of(refusal)));
	put_member(b, "email", m.to);
	put_member(b, "siret", buf_view(&g->siret));
	put_member(b, "raison_sociale", company);
	put_member(b, "phone", db_text(w->user, 3));
	put_member(b, "publicEmail", STR(MESSAGE_PUBLIC_EMAIL));
	message_close(b);
	out_record(&w->out);
}

/* Those who came by their OPCO are told by it. */
static bool
is_told(sqlite3_stmt *user)
{
	struct str origin = db_text(user, 4);

	return db_text(user, 0).n && !str_is(origin, "opcoep-HUBE") &&
	       !str_is(origin, "opcoep-CRM") && !str_is(origin, "OPCOEP");
}

/* The manager of the first offer that has one who is known. */
static void
tell(struct work *w, struct siret_group *g, const char *refusal)
{
	struct buf company = { 0 }, user = { 0 };
	struct message_key key;
	bool first = true, known = false;

	message_key_begin(&key);
	bind_group(w, w->offers, g);
	for (; db_step(w->o->d, w->offers); first = false) {
		struct str name = db_text(w->offers, 1),
			   manager = db_text(w->offers, 2);

		if (first)
			buf_add(&company, name.p, name.n);
		message_key_add(&key, db_text(w->offers, 0), w->o->now);
		if (known)
			continue;
		user.n = 0;
		buf_add(&user, manager.p, manager.n);
		db_bind_text(w->o->d, w->user, 2, buf_view(&user));
		sqlite3_reset(w->user);
		known = db_step(w->o->d, w->user);
	}
	if (known && is_told(w->user))
		write_message(
		    w, g, refusal, buf_view(&user), buf_view(&company), &key);
	sqlite3_reset(w->user);
	buf_free(&company);
	buf_free(&user);
}

/*
 * Groups.
 */
static void
make_valid(struct work *w, struct siret_group *g)
{
	bind_group(w, w->valid, g);
	db_bind_text(w->o->d, w->valid, 4, db_text(w->answer, 1));
	db_bind_text(w->o->d, w->valid, 5, db_text(w->answer, 2));
	offres_step(w->o, w->valid);
	if (activate) {
		bind_group(w, w->active, g);
		offres_step(w->o, w->active);
	}
	n_success++;
}

static void
refuse_group(struct work *w, struct siret_group *g, const char *refusal)
{
	n_refused++;
	if (!archive)
		return;
	n_deactivated++;
	if (w->messages)
		tell(w, g, refusal);
	bind_group(w, w->archived, g);
	offres_step(w->o, w->archived);
}

static void
take_group(struct work *w, struct siret_group *g)
{
	struct str establishment = buf_view(&g->establishment);

	db_bind_text(w->o->d, w->answer, 2, buf_view(&g->siret));
	if (!db_step(w->o->d, w->answer)) {
		offres_fail(w->o, "%s: workplace_siret: no answer for '%s'",
		    err_quote(establishment.p, establishment.n),
		    buf_view(&g->siret).p);
		n_failure++;
	} else if (sqlite3_column_type(w->answer, 0) == SQLITE_NULL) {
		make_valid(w, g);
	} else {
		refuse_group(w, g, db_text(w->answer, 0).p);
	}
	sqlite3_reset(w->answer);
}

static void
apply(struct offres *o, const char *messages)
{
	struct siret_groups gs;
	struct work w = { .o = o, .messages = messages };

	w.valid = offres_prepare(o, set_valid);
	w.active = offres_prepare(o, set_active);
	w.archived = offres_prepare(o, set_archived);
	w.offers = offres_prepare(o, offers_of);
	w.user = offres_prepare(o, user_of);
	w.answer = offres_prepare(o, answer_of);
	if (messages)
		out_open(&w.out, messages);
	siret_begin(&gs, o);
	while (siret_next(&gs))
		take_group(&w, &gs.g);
	siret_end(&gs);
	sqlite3_finalize(w.valid);
	sqlite3_finalize(w.active);
	sqlite3_finalize(w.archived);
	sqlite3_finalize(w.offers);
	sqlite3_finalize(w.user);
	sqlite3_finalize(w.answer);
	if (messages)
		out_close(&w.out);
}

int
main(int argc, char **argv)
{
	const char *messages = NULL;
	struct offres o;
	int c;

	opt_init(
	    argc, argv, "give offers what is known of their SIRET", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == ARCHIVE)
			archive = true;
		else if (c == ACTIVATE)
			activate = true;
		else if (c == 'm')
			messages = opt_arg;
		else
			offres_option(c);
	opt_count(0, 0);
	offres_open(&o);
	offres_need_migration(&o);
	siret_read_answers(&o);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners,
	    "workplace_legal_name,workplace_address_label,recruiter_status,"
	    "offer_status,offer_expiration,updated_at");
	apply(&o, offres_dry ? NULL : messages);
	offres_counts(&o, { "success", n_success }, { "refused", n_refused },
	    { "deactivated", n_deactivated }, { "failure", n_failure });
	return offres_end(&o, "4.6");
}
