/*
 * analyze-closed: the active offers whose establishment is not known to be
 * open: it is closed, the service knows of no such SIRET, nobody has asked, or
 * the offer has none.
 */
#include "offres/siret.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 'p', "per-offer", NULL, "a line for each offer" },
	{ 0 },
};

static const char problems[] =
    "SELECT nullif(j.workplace_siret, '') AS siret, j._id, a.etat, CASE"
    " WHEN nullif(j.workplace_siret, '') IS NULL THEN 'no-siret'"
    " WHEN a.siret IS NULL THEN 'not-asked' WHEN a.etat IS NULL THEN 'unknown'"
    " ELSE 'closed' END FROM jobs_partners AS j LEFT JOIN temp.answers AS a"
    " ON a.siret = j.workplace_siret WHERE" OFFRES_IS_LBA
    "AND offer_status = 'Active' AND a.etat IS NOT 'A' ORDER BY 1, 2";

struct report {
	struct offres *o;
	struct buf siret, head, ids;
	bool open, any; /* a line is begun; its SIRET is one */
	long long offers, problems, sirets;
};

static void
put_head(struct buf *b, sqlite3_stmt *s)
{
	js_put_member(b, "siret", db_text(s, 0));
	js_put_member(b, "status", db_text(s, 2));
	js_put_member(b, "reason", db_text(s, 3));
}

static void
print_offer(struct report *r, sqlite3_stmt *s)
{
	struct buf *b = &r->o->ops.out.buf;

	buf_byte(b, '{');
	js_put_member(b, "_id", db_text(s, 1));
	put_head(b, s);
	buf_str(b, "}\n");
	out_record(&r->o->ops.out);
}

static void
end_line(struct report *r)
{
	struct buf *b = &r->o->ops.out.buf;

	if (!r->open)
		return;
	buf_add(b, r->head.p, r->head.n);
	buf_fmt(b, ",\"offers\":%lld,\"ids\":[%s]}\n", r->offers,
	    buf_view(&r->ids).p);
	out_record(&r->o->ops.out);
}

/* A line goes on as long as the SIRET is the same, none included. */
static bool
goes_on(struct report *r, struct str siret)
{
	return r->open && r->any == (siret.p != NULL) &&
	       (!siret.p || str_eq(siret, buf_view(&r->siret)));
}

static void
take(struct report *r, sqlite3_stmt *s, bool per_offer)
{
	struct str siret = db_text(s, 0);

	r->problems++;
	if (!goes_on(r, siret)) {
		if (!per_offer)
			end_line(r);
		r->open = true;
		r->any = siret.p;
		r->siret.n = r->head.n = r->ids.n = 0;
		buf_add(&r->siret, siret.p, siret.n);
		buf_byte(&r->head, '{');
		put_head(&r->head, s);
		r->offers = 0;
		r->sirets++;
	}
	r->offers++;
	if (per_offer) {
		print_offer(r, s);
	} else {
		if (r->ids.n)
			buf_byte(&r->ids, ',');
		js_put_text(&r->ids, db_text(s, 1));
	}
}

static void
analyze(struct offres *o, bool per_offer)
{
	struct report r = { .o = o };
	sqlite3_stmt *s = db_prepare(o->d, problems);

	while (db_step(o->d, s))
		take(&r, s, per_offer);
	if (!per_offer)
		end_line(&r);
	sqlite3_finalize(s);
	offres_counts(o,

	    { "active_offers",
		offres_count(o,
		    "SELECT count(*) FROM jobs_partners WHERE" OFFRES_IS_LBA
		    "AND offer_status = 'Active'") },
	    { "problems", r.problems }, { "sirets", r.sirets });
	buf_free(&r.siret);
	buf_free(&r.head);
	buf_free(&r.ids);
}

int
main(int argc, char **argv)
{
	struct offres o;
	bool per_offer = false;
	int c;

	opt_init(argc, argv,
	    "list active offers of companies that are not open", "", opts);
	while ((c = opt_next()) >= 0)
		if (!offres_option(c))
			per_offer = true;
	opt_count(0, 0);
	offres_open(&o);
	siret_read_answers(&o);
	offres_read(&o);
	analyze(&o, per_offer);
	return offres_end(&o, "4.14");
}
