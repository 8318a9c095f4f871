/*
 * invite-mer: the messages that invite the managers of offers to share them
 * with a training centre nearby.
 *
 * Where none is near there is nothing to tell, but the offer is marked all the
 * same: a line without a mail carries the mark.
 */
#include "offres/calendar.h"
#include "offres/offres.h"
#include "offres/texts/links.h"
#include "offres/texts/message.h"
#include "offres/texts/texte.h"
#include "json/ndjson.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OFFRES_ZONE,
	{ 0 },
};

#define TYPE "mise-en-relation"
#define MARK "mer_sent"
#define NEAR 100 /* km; that many is not near */

/* The columns of the query. */
enum {
	MANAGER,
	CREATED,
	TITLE,
	CONTRACT,
	LEVEL,
	START,
	SIRET,
	ESTABLISHMENT,
	USER,
	EMAIL,
	FIRST_NAME,
	LAST_NAME,
};

static const char query[] =
    "SELECT managed_by, j.created_at, offer_title, contract_type,"
    " offer_target_diploma_label, contract_start, workplace_siret,"
    " establishment_id, u._id, u.email, u.first_name, u.last_name"
    " FROM jobs_partners AS j LEFT JOIN userswithaccounts AS u"
    " ON u._id = j.managed_by WHERE j._id = ? AND" OFFRES_IS_LBA;

struct invite {
	struct offres *o;
	sqlite3_stmt *s; /* stands on the offer */
	struct str id;
	struct message_key key;
	struct buf ids;
	long long offers, errors, sent, no_cfa;
};

static void
put_member(struct buf *b, const char *name, struct str s)
{
	js_put_member(b, name, s);
}

static void
put_url(struct buf *b, struct invite *v)
{
	struct buf url = { 0 };

	buf_fmt(&url, "%s/emploi/offres_emploi_lba/", site_url());
	buf_add(&url, v->id.p, v->id.n);
	buf_byte(&url, '/');
	texte_put_encoded(&url, db_text(v->s, TITLE));
	put_member(b, "job_url", buf_view(&url));
	buf_free(&url);
}

static void
put_link(struct buf *b, struct invite *v)
{
	struct link_user user = { db_text(v->s, USER), db_text(v->s, EMAIL) };
	struct str establishment = db_text(v->s, ESTABLISHMENT),
		   siret = db_text(v->s, SIRET);
	struct buf made = { 0 };

	if (!establishment.p) {
		buf_add(&made, user.id.p, user.id.n);
		buf_byte(&made, '_');
		buf_add(&made, siret.p, siret.n);
		establishment = buf_view(&made);
	}
	js_put_key(b, "link");
	links_put_delegation(b, &user, v->id, establishment);
	buf_free(&made);
}

static void
put_data(struct buf *b, struct invite *v)
{
	put_member(b, "first_name", db_text(v->s, FIRST_NAME));
	put_member(b, "last_name", db_text(v->s, LAST_NAME));
	js_put_key(b, "job_creation_date");
	calendar_put_day(b, db_text(v->s, CREATED), offres_paris);
	put_member(b, "job_title", db_text(v->s, TITLE));
	js_put_key(b, "job_type");
	message_put_contract(b, db_text(v->s, CONTRACT));
	js_put_key(b, "job_level_label");
	message_put_level(b, db_text(v->s, LEVEL));
	js_put_key(b, "job_start_date");
	calendar_put_day(b, db_text(v->s, START), offres_paris);
	put_url(b, v);
	put_link(b, v);
	put_member(b, "publicEmail", STR(MESSAGE_PUBLIC_EMAIL));
}

static void
print_message(struct invite *v)
{
	struct message m = { .name = "mail-mer-invitation",
		.type = TYPE,
		.subject = "Partagez votre offre aux CFA proches de votre "
			   "établissement",
		.user = db_text(v->s, USER),
		.to = db_text(v->s, EMAIL) };
	struct buf *b = &v->o->ops.out.buf;

	message_open(b, &m, &v->key);
	put_data(b, v);
	message_close_marked(b, MARK, buf_view(&v->ids), v->o->now);
	v->sent++;
}

static void
print_mark(struct invite *v)
{
	struct str user = db_text(v->s, USER);

	message_put_mark_only(&v->o->ops.out.buf, user.p ? user : STR("nobody"),
	    TYPE, &v->key, MARK, buf_view(&v->ids), v->o->now);
	v->no_cfa++;
}

static bool
is_any_near(struct js cfas)
{
	struct js_walk w = js_walk(cfas);
	struct js cfa;

	while (js_item(&w, &cfa))
		if (js_number(js_get(cfa, "distance_en_km")) < NEAR)
			return true;
	return false;
}

/* What keeps an offer from a message, NULL if nothing does. */
static const char *
fault_of(sqlite3_stmt *s)
{
	if (!db_text(s, TITLE).n)
		return "offer_title: there is none";
	if (!db_text(s, SIRET).n)
		return "workplace_siret: there is none";
	if (!db_text(s, USER).p)
		return "managed_by: no such user";
	return db_text(s, EMAIL).n ? NULL : "managed_by: no e-mail address";
}

static void
fail(struct invite *v, const char *why)
{
	offres_fail(v->o, "%s: %s", err_quote(v->id.p, v->id.n), why);
	v->errors++;
}

static void
invite_offer(struct invite *v, struct js cfas)
{
	const char *fault;

	db_bind_text(v->o->d, v->s, 1, v->id);
	if (cfas.type != JS_ARRAY) {
		fail(v, "cfas: without a place and a ROME code nobody looked");
	} else if (!db_step(v->o->d, v->s)) {
		fail(v, "_id: no such offer of La Bonne Alternance");
	} else {
		v->ids.n = 0;
		buf_byte(&v->ids, '[');
		js_put_text(&v->ids, v->id);
		buf_byte(&v->ids, ']');
		message_key_begin(&v->key);
		message_key_add(&v->key, v->id, db_text(v->s, CREATED));
		if (!is_any_near(cfas))
			print_mark(v);
		else if ((fault = fault_of(v->s)))
			fail(v, fault);
		else
			print_message(v);
	}
	sqlite3_reset(v->s);
	out_record(&v->o->ops.out);
}

static void
invite_all(struct invite *v)
{
	struct buf scratch = { 0 };
	struct ndjson in;
	struct js offer, id;

	v->s = db_prepare(v->o->d, query);
	ndjson_open(&in, NULL, false);
	while (ndjson_next(&in, &offer)) {
		id = js_get(offer, "_id");
		if (id.type != JS_STRING)
			die("%s: _id: a text is expected, not '%s'",
			    ndjson_where(&in), err_quote(id.p, id.n));
		scratch.n = 0;
		v->id = js_text(id, &scratch);
		v->offers++;
		invite_offer(v, js_get(offer, "cfas"));
	}
	ndjson_close(&in);
	sqlite3_finalize(v->s);
	buf_free(&scratch);
	buf_free(&v->ids);
}

int
main(int argc, char **argv)
{
	struct offres o;
	struct invite v = { .o = &o };
	int c;

	opt_init(argc, argv, "list the messages that invite to share offers",
	    "", opts);
	while ((c = opt_next()) >= 0)
		offres_option(c);
	opt_count(0, 0);
	offres_open_to_read(&o);
	offres_need_migration(&o);
	offres_read(&o);
	invite_all(&v);
	offres_counts(&o, { "offers", v.offers }, { "errors", v.errors },
	    { "sent", v.sent }, { "no_cfa", v.no_cfa });
	return offres_end(&o, NULL);
}
