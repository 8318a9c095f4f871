/*
 * fix-offer-data: repair what is wrong in the columns of offers: skills that
 * are no arrays, dates of delegations, rhythms that were misspelt.
 *
 * Three passes, in this order. What cannot be repaired is named, and its row
 * stays as it was for that pass.
 */
#include "offres/offres.h"
#include "offres/repair.h"
#include "offres/rome.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 256, "only", "PASS,...", "of rome, dates, rythm" },
	OFFRES_ZONE,
	{ 0 },
};

struct pass {
	const char *name;
	void (*run)(struct offres *o, struct pass *p);
	bool skip;
	long long success, failure;
};

/*
 * Skills.
 */
static const char skills[] =
    "SELECT rowid, _id, offer_rome_codes, offer_desired_skills,"
    " offer_to_be_acquired_skills, offer_access_conditions"
    " FROM jobs_partners WHERE" OFFRES_IS_LBA "ORDER BY _id";
static const char set_skills[] =
    "UPDATE jobs_partners SET offer_desired_skills = coalesce(?2,"
    " offer_desired_skills), offer_to_be_acquired_skills = coalesce(?3,"
    " offer_to_be_acquired_skills), offer_access_conditions = coalesce(?4,"
    " offer_access_conditions) WHERE rowid = ?1";

static bool
repair_skills(
    struct offres *o, struct romes *romes, sqlite3_stmt *row, sqlite3_stmt *set)
{
	static const enum rome_part parts[] = { ROME_DESIRED, ROME_ACQUIRED,
		ROME_ACCESS };
	struct buf scratch = { 0 };
	struct str code = rome_first_code(db_text(row, 2), &scratch);
	const struct rome_sheet *sheet = rome_find(romes, code);
	bool good = code.p && sheet->known;

	if (!good)
		offres_fail(o, "%s: offer_rome_codes: no such ROME sheet '%s'",
		    db_text(row, 1).p, err_quote(code.p, code.n));
	buf_free(&scratch);
	if (!good)
		return false;
	db_bind_int(o->d, set, 1, sqlite3_column_int64(row, 0));
	for (int i = 0; i < 3; i++)
		db_bind_text(o->d, set, i + 2,
		    repair_is_array(db_text(row, i + 3))
			? STR_NULL
			: rome_part(sheet, parts[i]));
	offres_step(o, set);
	return true;
}

static void
fix_skills(struct offres *o, struct pass *p)
{
	struct romes romes = { .d = o->d };
	sqlite3_stmt *row = db_prepare(o->d, skills),
		     *set = db_prepare(o->d, set_skills);

	while (db_step(o->d, row))
		if (repair_is_array(db_text(row, 3)) &&
		    repair_is_array(db_text(row, 4)) &&
		    repair_is_array(db_text(row, 5)))
			continue;
		else if (repair_skills(o, &romes, row, set))
			p->success++;
		else
			p->failure++;
	sqlite3_finalize(row);
	sqlite3_finalize(set);
	romes_free(&romes);
}

/*
 * Dates of delegations.
 */
static void
fix_dates(struct offres *o, struct pass *p)
{
	sqlite3_stmt *row = db_prepare(o->d,
			 "SELECT rowid, _id, delegations FROM jobs_partners"
			 " WHERE" OFFRES_IS_LBA
			 "AND delegations IS NOT NULL ORDER BY _id"),
		     *set = db_prepare(o->d,
			 "UPDATE jobs_partners SET delegations = ?2"
			 " WHERE rowid = ?1");
	struct buf b = { 0 };
	struct err e;

	while (db_step(o->d, row)) {
		int rc;

		b.n = 0;
		rc = repair_delegations(&b, db_text(row, 2), offres_paris, &e);
		if (rc < 0) {
			offres_fail(o, "%s: %s", db_text(row, 1).p, e.msg);
			p->failure++;
		} else if (rc) {
			db_bind_int(o->d, set, 1, sqlite3_column_int64(row, 0));
			db_bind_text(o->d, set, 2, buf_view(&b));
			offres_step(o, set);
			p->success++;
		}
	}
	sqlite3_finalize(row);
	sqlite3_finalize(set);
	buf_free(&b);
}

/*
 * Rhythms.
 */
static void
fix_rythm(struct offres *o, struct pass *p)
{
	static const char *const faulty[] = { "1 jours / 4 jours", "",
		"Non renseigné" };
	sqlite3_stmt *set =
	    db_prepare(o->d, "UPDATE jobs_partners SET contract_rythm = ?1"
			     " WHERE contract_rythm = ?2 AND" OFFRES_IS_LBA);

	for (int i = 0; i < 3; i++) {
		db_bind_text(
		    o->d, set, 1, str_of(repair_rythm(str_of(faulty[i]))));
		db_bind_text(o->d, set, 2, str_of(faulty[i]));
		p->success += offres_step(o, set);
	}
	sqlite3_finalize(set);
}

static struct pass passes[] = {
	{ .name = "rome", .run = fix_skills },
	{ .name = "dates", .run = fix_dates },
	{ .name = "rythm", .run = fix_rythm },
};
#define PASSES (sizeof(passes) / sizeof(*passes))

/* The passes that a list names, between commas. */
static void
choose(const char *list)
{
	for (size_t i = 0; i < PASSES; i++)
		passes[i].skip = true;
	for (const char *p = list;; p++) {
		size_t n = strcspn(p, ","), i = 0;

		while (i < PASSES && (strlen(passes[i].name) != n ||
					 memcmp(passes[i].name, p, n) != 0))
			i++;
		if (i == PASSES)
			opt_wrong("--only takes rome, dates, rythm, not '%s'",
			    err_quote(p, n));
		passes[i].skip = false;
		p += n;
		if (!*p)
			return;
	}
}

int
main(int argc, char **argv)
{
	struct offres o;
	int c;

	opt_init(argc, argv, "repair the columns of offers", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 256)
			choose(opt_arg);
		else
			offres_option(c);
	opt_count(0, 0);
	offres_open(&o);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners,
	    "contract_rythm,offer_desired_skills,offer_to_be_acquired_skills,"
	    "offer_access_conditions,delegations");
	for (struct pass *p = passes; p < passes + PASSES; p++) {
		if (p->skip)
			continue;
		p->run(&o, p);
		js_open(&o.counts, p->name);
		offres_counts(
		    &o, { "success", p->success }, { "failure", p->failure });
		js_close(&o.counts, 1);
	}
	return offres_end(&o, "4.5");
}
