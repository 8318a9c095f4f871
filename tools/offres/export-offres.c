/*
 * export-offres: write the collections that the tools change as mongoimport
 * takes them, a document a line.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "offres/mongo/collection.h"
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	{ 'M', "managed-by-oid", NULL, "managed_by as an identifier" },
	{ 'o' | OPT_NEEDED, "output", "OUTDIR", "the folder to write" },
	{ 0 },
};

/* In the order in which they are told. */
static const char *const names[] = { "jobs_partners", "computed_jobs_partners",
	"recruiters", "userswithaccounts", "rolemanagements", "applications",
	"applicants", "users", "appointments", "anonymized_userswithaccounts",
	"anonymized_applicants", "anonymized_applications", "anonymized_users",
	"anonymized_appointments", "anonymized_recruiters" };

struct export
{
	struct offres *o;
	const char *dir;
	bool managed_by_oid;
	sqlite3_stmt *jobs;
	struct buf nested;
};

static const struct collection *
collection_of(const char *name)
{
	const struct collection *c = collections;

	while (strcmp(c->name, name) != 0)
		c++;
	return c;
}

/* The jobs of a recruiter, as the member that they were. */
static void
take_jobs(struct export *x, struct str recruiter)
{
	struct buf *b = &x->nested;

	b->n = 0;
	buf_str(b, "\"jobs\":[");
	db_bind_text(x->o->d, x->jobs, 1, recruiter);
	while (db_step(x->o->d, x->jobs)) {
		js_put_comma(b);
		buf_byte(b, '{');
		collection_put(b, &collection_jobs, x->jobs, false, STR(""));
		buf_byte(b, '}');
	}
	buf_byte(b, ']');
}

static void
export_collection(struct export *x, const struct collection *c)
{
	char *path = xasprintf("%s/%s.ndjson", x->dir, c->name);
	sqlite3_stmt *s = db_prepare_fmt(
	    x->o->d, "SELECT * FROM \"%w\" ORDER BY rowid", c->t->name);
	long long n = 0;
	struct out out;

	out_open(&out, path);
	for (; db_step(x->o->d, s); n++) {
		x->nested.n = 0;
		if (c->flags & COLLECTION_JOBS)
			take_jobs(x, db_text(s, 0));
		buf_byte(&out.buf, '{');
		collection_put(
		    &out.buf, c, s, x->managed_by_oid, buf_view(&x->nested));
		buf_str(&out.buf, "}\n");
		out_record(&out);
	}
	sqlite3_finalize(s);
	out_close(&out);
	free(path);
	offres_counts(x->o, { c->name, n });
}

static void
export_all(struct export *x)
{
	x->jobs = db_prepare(x->o->d,
	    "SELECT * FROM recruiters_jobs WHERE recruiter_id = ?"
	    " ORDER BY position, rowid");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		export_collection(x, collection_of(names[i]));
	sqlite3_finalize(x->jobs);
	buf_free(&x->nested);
}

int
main(int argc, char **argv)
{
	struct offres o;
	struct export x = { .o = &o };
	int c;

	opt_init(argc, argv, "write the collections for mongoimport", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'M')
			x.managed_by_oid = true;
		else if (c == 'o')
			x.dir = opt_arg;
		else
			offres_option(c);
	opt_count(0, 0);
	offres_open_to_read(&o);
	if (mkdir(x.dir, 0777) && errno != EEXIST)
		die("%s:", x.dir);
	offres_read(&o);
	export_all(&x);
	ops_put_counts(&o.ops, buf_view(&o.counts));
	return offres_end(&o, NULL);
}
