/*
 * remind-offers: the messages that tell who manages offers of La Bonne
 * Alternance that these expire in a week, or tomorrow.
 *
 * One message for each manager, about all the offers. Nothing is written:
 * mark-sent marks the offers when the message was accepted.
 */
#include "offres/calendar.h"
#include "offres/offres.h"
#include "offres/texts/links.h"
#include "offres/texts/message.h"
#include "offres/texts/texte.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	{ 't' | OPT_NEEDED, "threshold", "DAYS", "7: in a week; 1: tomorrow" },
	OFFRES_ZONE,
	{ 0 },
};

static const struct threshold {
	int days, from; /* expires at least from, at most days later */
	const char *column, *type, *subject;
} thresholds[] = {
	{ 7, 6, "relance_mail_expiration_J7", "expiration-J7",
	    "Votre offre expire dans 7 jours" },
	{ 1, 0, "relance_mail_expiration_J1", "expiration-J1",
	    "Votre offre expire demain" },
};

/* The columns of the query. */
enum {
	ID,
	MANAGER,
	EXPIRATION,
	SIRET,
	TITLE,
	APPELLATION,
	CONTRACT,
	LEVEL,
	START,
	DELEGATED,
	COMPANY,
};

static const char query[] =
    "SELECT _id, managed_by, offer_expiration, workplace_siret, offer_title,"
    " offer_rome_appellation, contract_type, offer_target_diploma_label,"
    " contract_start, is_delegated, coalesce(workplace_name, workplace_brand,"
    " workplace_legal_name, ''), min(_id) OVER (PARTITION BY managed_by) AS"
    " first FROM jobs_partners WHERE" OFFRES_IS_LBA
    "AND offer_status = 'Active' AND offer_expiration BETWEEN ?1 AND ?2 AND"
    " CASE ?3 WHEN 7 THEN relance_mail_expiration_J7"
    " ELSE relance_mail_expiration_J1 END IS NULL ORDER BY first, _id";

/* A message that grows offer by offer. */
struct group {
	const struct threshold *t;
	bool open, known; /* a group; its user has an address */
	struct buf manager, to, first_name, last_name, company;
	bool delegated;
	struct message_key key;
	struct buf offers, ids; /* of JSON arrays, less their brackets */
};

static long long n_offers, n_groups, n_messages, n_no_user, n_no_manager;

static void
copy_text(struct buf *b, struct str s)
{
	b->n = 0;
	buf_add(b, s.p, s.n);
}

static void
put_member(struct buf *b, const char *name, struct str s)
{
	js_put_member(b, name, s);
}

static void
put_sanitised(struct buf *b, const char *name, struct buf *s)
{
	struct buf clean = { 0 };

	texte_put_sanitised(&clean, buf_view(s));
	put_member(b, name, buf_view(&clean));
	buf_free(&clean);
}

static void
print_group(struct offres *o, struct group *g)
{
	struct message m = { .name = "mail-expiration-offres",
		.type = g->t->type,
		.subject = g->t->subject,
		.user = buf_view(&g->manager),
		.to = buf_view(&g->to) };
	struct link_user user = { m.user, m.to };
	struct buf *b = &o->ops.out.buf;

	message_open(b, &m, &g->key);
	put_sanitised(b, "last_name", &g->last_name);
	put_sanitised(b, "first_name", &g->first_name);
	put_member(b, "establishment_raison_sociale", buf_view(&g->company));
	buf_fmt(b, ",\"is_delegated\":%s,\"threshold\":%d,\"connectionUrl\":",
	    g->delegated ? "true" : "false", g->t->days);
	links_put_login(b, &user);
	put_member(b, "publicEmail", STR(MESSAGE_PUBLIC_EMAIL));
	buf_fmt(b, ",\"offres\":[%s]", buf_view(&g->offers).p);
	buf_byte(&g->ids, ']');
	message_close_marked(b, g->t->column, buf_view(&g->ids), o->now);
	out_record(&o->ops.out);
	n_messages++;
}

static void
put_offer(struct group *g, sqlite3_stmt *s)
{
	struct link_user user = { buf_view(&g->manager), buf_view(&g->to) };
	struct buf *b = &g->offers;

	js_put_comma(b);
	buf_byte(b, '{');
	put_member(b, "job_id", db_text(s, ID));
	put_member(b, "workplace_siret", db_text(s, SIRET));
	put_member(b, "job_title", db_text(s, TITLE));
	put_member(b, "rome_appellation_label", db_text(s, APPELLATION));
	js_put_key(b, "job_type");
	message_put_contract(b, db_text(s, CONTRACT));
	js_put_key(b, "job_level_label");
	message_put_level(b, db_text(s, LEVEL));
	js_put_key(b, "job_start_date");
	calendar_put_day(b, db_text(s, START), offres_paris);
	js_put_key(b, "supprimer");
	links_put_offer(b, &user, db_text(s, ID), false);
	js_put_key(b, "pourvue");
	links_put_offer(b, &user, db_text(s, ID), true);
	buf_byte(b, '}');
	js_put_comma(&g->ids);
	js_put_text(&g->ids, db_text(s, ID));
	message_key_add(&g->key, db_text(s, ID), db_text(s, EXPIRATION));
}

static void
end_group(struct offres *o, struct group *g)
{
	if (g->open && g->known)
		print_group(o, g);
	g->open = false;
}

/* Looks the manager up; without an address it is no use to go on. */
static void
begin_group(
    struct offres *o, struct group *g, sqlite3_stmt *users, sqlite3_stmt *s)
{
	end_group(o, g);
	g->open = true;
	g->known = false;
	n_groups++;
	copy_text(&g->manager, db_text(s, MANAGER));
	copy_text(&g->company, db_text(s, COMPANY));
	g->delegated = sqlite3_column_int(s, DELEGATED);
	g->offers.n = 0;
	copy_text(&g->ids, STR("["));
	message_key_begin(&g->key);
	db_bind_text(o->d, users, 1, buf_view(&g->manager));
	if (db_step(o->d, users)) {
		copy_text(&g->to, db_text(users, 0));
		copy_text(&g->first_name, db_text(users, 1));
		copy_text(&g->last_name, db_text(users, 2));
		g->known = g->to.n > 0;
	}
	sqlite3_reset(users);
	n_no_user += !g->known;
}

static void
take_offer(
    struct offres *o, struct group *g, sqlite3_stmt *users, sqlite3_stmt *s)
{
	n_offers++;
	if (!offres_is_id(db_text(s, MANAGER))) {
		n_no_manager++;
		return;
	}
	if (!g->open || !str_eq(db_text(s, MANAGER), buf_view(&g->manager)))
		begin_group(o, g, users, s);
	if (g->known)
		put_offer(g, s);
}

static void
list(struct offres *o, const struct threshold *t)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	struct group g = { .t = t };
	sqlite3_stmt *s = db_prepare(o->d, query),
		     *users = db_prepare(o->d,
			 "SELECT email, first_name, last_name"
			 " FROM userswithaccounts WHERE _id = ?");

	day_print_utc(
	    calendar_add_days(day_now(), t->from, offres_paris), from);
	day_print_utc(calendar_add_days(day_now(), t->days, offres_paris), to);
	db_bind_text(o->d, s, 1, str_of(from));
	db_bind_text(o->d, s, 2, str_of(to));
	db_bind_int(o->d, s, 3, t->days);
	while (db_step(o->d, s))
		take_offer(o, &g, users, s);
	end_group(o, &g);
	sqlite3_finalize(s);
	sqlite3_finalize(users);
	buf_free(&g.manager);
	buf_free(&g.to);
	buf_free(&g.first_name);
	buf_free(&g.last_name);
	buf_free(&g.company);
	buf_free(&g.offers);
	buf_free(&g.ids);
}

static const struct threshold *
threshold_of(const char *days)
{
	if (!strcmp(days, "7"))
		return &thresholds[0];
	if (strcmp(days, "1") != 0)
		opt_wrong("-t takes 7 or 1, not '%s'", days);
	return &thresholds[1];
}

int
main(int argc, char **argv)
{
	const struct threshold *t = thresholds;
	struct offres o;
	int c;

	opt_init(
	    argc, argv, "list the messages about offers that expire", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 't')
			t = threshold_of(opt_arg);
		else
			offres_option(c);
	opt_count(0, 0);
	offres_open_to_read(&o);
	offres_need_migration(&o);
	offres_read(&o);
	list(&o, t);
	offres_counts(&o, { "offers", n_offers }, { "groups", n_groups },
	    { "messages", n_messages }, { "no_user", n_no_user },
	    { "no_manager", n_no_manager });
	return offres_end(&o, NULL);
}
