/*
 * check-migration: compare jobs_partners with recruiters, and say whether
 * recruiters can be let go.
 */
#include "offres/migration/migration_check.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	{ 'b', "blocking-only", NULL, "print what keeps from going on, only" },
	{ 't', "tolerance", "N", "active offers that may be missing (0)" },
	{ 'm', "max", "N", "findings of each check (100)" },
	{ 0 },
};

static void
print_report(struct offres *o, const struct migration_report *r)
{
	struct buf *b = &o->ops.out.buf;

	buf_str(b, "{\"timestamp\":");
	js_put_text(b, o->now);
	buf_fmt(b,
	    ",\"phase\":%d,\"recruiters_jobs\":%lld,"
	    "\"recruiters_active_jobs\":%lld,\"expected_active\":%lld,"
	    "\"lba\":%lld,\"lba_active\":%lld,\"checks\":[",
	    o->phase, r->jobs, r->active_jobs, r->expected_active, r->lba,
	    r->lba_active);
	for (const struct migration_check *c = r->check;
	     c < r->check + MIGRATION_CHECKS; c++)
		buf_fmt(b,
		    "%s{\"check\":\"%s\",\"blocking\":%s,\"count\":%lld,"
		    "\"ok\":%s}",
		    c == r->check ? "" : ",", c->name,
		    c->blocking ? "true" : "false", c->count,
		    c->ok ? "true" : "false");
	buf_fmt(b, "],\"verdict\":\"%s\"}\n", r->go ? "go" : "no-go");
}

int
main(int argc, char **argv)
{
	static struct migration_report r = { .max = 100 };
	bool blocking_only = false;
	struct offres o;
	int c;

	opt_init(argc, argv, "say whether recruiters can be let go", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'b')
			blocking_only = true;
		else if (c == 't')
			r.tolerance = opt_number("-t", opt_arg, 0, 1000000000);
		else if (c == 'm')
			r.max = opt_number("-m", opt_arg, 0, 1000000);
		else
			offres_option(c);
	opt_count(0, 0);
	offres_open_to_read(&o);
	offres_read(&o);
	migration_check(&o, &r);
	for (struct migration_check *k = r.check;
	     k < r.check + MIGRATION_CHECKS; k++)
		if (!blocking_only || (k->blocking && !k->ok))
			buf_add(&o.ops.out.buf, k->lines.p, k->lines.n);
	print_report(&o, &r);
	migration_report_free(&r);
	o.failed = !r.go;
	return offres_end(&o, NULL);
}
