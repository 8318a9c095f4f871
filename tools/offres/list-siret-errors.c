/*
 * list-siret-errors: the establishments whose recruiter waits to be validated,
 * with the SIRET that fetch-entreprise is to ask for.
 *
 * With -a the SIRET of every active offer instead, for analyze-closed.
 */
#include "offres/siret.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	{ 'a', "all", NULL, "the SIRETs of all active offers" },
	{ 0 },
};

static const char sirets[] =
    "SELECT DISTINCT workplace_siret FROM jobs_partners WHERE" OFFRES_IS_LBA
    "AND offer_status = 'Active' AND workplace_siret <> '' ORDER BY 1";

static void
list_all(struct offres *o)
{
	struct buf *b = &o->ops.out.buf;
	sqlite3_stmt *s = db_prepare(o->d, sirets);
	long long n = 0;

	for (; db_step(o->d, s); n++) {
		buf_str(b, "{\"siret\":");
		js_put_text(b, db_text(s, 0));
		buf_str(b, "}\n");
		out_record(&o->ops.out);
	}
	sqlite3_finalize(s);
	offres_counts(o, { "sirets", n });
}

static void
print_group(struct out *out, struct siret_group *g)
{
	struct buf *b = &out->buf;

	buf_str(b, "{\"establishment_id\":");
	js_put_text(b, buf_view(&g->establishment));
	js_put_member(b, "siret", buf_view(&g->siret));
	buf_fmt(b, ",\"ids\":%s,\"family\":\"%s\"", buf_view(&g->ids).p,
	    g->key ? "key" : "label");
	if (g->conflict)
		buf_str(b, ",\"conflict\":true");
	buf_str(b, "}\n");
	out_record(out);
}

static void
list_groups(struct offres *o)
{
	struct siret_groups gs;

	siret_begin(&gs, o);
	while (siret_next(&gs))
		print_group(&o->ops.out, &gs.g);
	offres_counts(o, { "groups", gs.listed }, { "skipped", gs.skipped });
	siret_end(&gs);
}

int
main(int argc, char **argv)
{
	struct offres o;
	bool all = false;
	int c;

	opt_init(argc, argv, "list the SIRETs to be looked up", "", opts);
	while ((c = opt_next()) >= 0)
		if (!offres_option(c))
			all = true;
	opt_count(0, 0);
	offres_open_to_read(&o);
	offres_need_migration(&o);
	offres_read(&o);
	if (all)
		list_all(&o);
	else
		list_groups(&o);
	return offres_end(&o, NULL);
}
