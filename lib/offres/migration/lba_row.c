#include "offres/migration/lba_row.h"
#include "offres/texts/links.h"
#include "offres/texts/texte.h"
#include "json/js.h"

#define BOTH_CONTRACTS "[\"Apprentissage\",\"Professionnalisation\"]"

void
lba_open(struct lba *l, struct offres *o)
{
	l->o = o;
	l->romes.d = o->d;
	l->copy_marks = offres_count(o,
	    "SELECT count(*) FROM migration_state WHERE key = 'm_columns'"
	    " AND value = 'copy'");
	l->engaged = db_prepare(o->d,
	    "SELECT 1 FROM referentiel_engagement_entreprise AS r,"
	    " json_each(iif(json_valid(r.sources), r.sources, '[]')) AS s"
	    " WHERE r.siret = ? AND s.value = 'france-travail'");
	l->cfa = db_prepare(o->d,
	    "SELECT nullif(siret, ''), nullif(raison_sociale, ''),"
	    " nullif(address, '') FROM cfas WHERE siret = ?");
	l->user = db_prepare(
	    o->d, "SELECT phone, email FROM userswithaccounts WHERE _id = ?");
}

void
lba_close(struct lba *l)
{
	sqlite3_finalize(l->engaged);
	sqlite3_finalize(l->cfa);
	sqlite3_finalize(l->user);
	romes_free(&l->romes);
	buf_free(&l->zipcode);
	buf_free(&l->city);
	buf_free(&l->url);
	buf_free(&l->desired);
	buf_free(&l->acquired);
	buf_free(&l->knowledge);
}

/*
 * Cells.
 */
static void
set_text(struct lba *l, enum jobs_partners_column c, struct str s)
{
	cell_text(&l->cell[c], s);
}

static void
set_int(struct lba *l, enum jobs_partners_column c, int64_t i)
{
	cell_int(&l->cell[c], i);
}

static void
set_null(struct lba *l, enum jobs_partners_column c)
{
	l->cell[c].type = CELL_NULL;
}

static void
set_copy(struct lba *l, enum jobs_partners_column c, sqlite3_stmt *s, int i)
{
	cell_copy(&l->cell[c], s, i);
}

static struct str
first(struct str a, struct str b)
{
	return a.p ? a : b;
}

static struct str
job_text(const struct lba *l, enum recruiters_jobs_column c)
{
	return db_text(l->job, (int)c);
}

/*
 * Groups of columns.
 */
static void
set_contract(struct lba *l)
{
	sqlite3_stmt *j = l->job;

	set_copy(l, JP_CONTRACT_START, j, JOB_JOB_START_DATE);
	set_copy(l, JP_CONTRACT_DURATION, j, JOB_JOB_DURATION);
	set_copy(l, JP_CONTRACT_RYTHM, j, JOB_JOB_RYTHM);
	set_text(l, JP_CONTRACT_TYPE,
	    first(job_text(l, JOB_JOB_TYPE), STR(BOTH_CONTRACTS)));
}

static void
set_diploma(struct lba *l)
{
	static const struct {
		const char *label, *level;
	} levels[] = {
		{ "Cap, autres formations (Infrabac)", "3" },
		{ "BP, Bac, autres formations (Bac)", "4" },
		{ "BTS, DEUST, autres formations (Bac+2)", "5" },
		{ "Licence, Maîtrise, autres formations (Bac+3 à Bac+4)", "6" },
		{ "Master, titre ingénieur, autres formations (Bac+5)", "7" },
		{ "CAP, BEP (Infrabac)", "3" },
		{ "Bac, Bac Pro, BP (Bac)", "4" },
		{ "BTS, DEUST (Bac+2)", "5" },
		{ "Licence, BUT, Licence Pro (Bac+3)", "6" },
		{ "Master, titre ingénieur, grande école (Bac+5)", "7" },
	};
	struct str label = job_text(l, JOB_JOB_LEVEL_LABEL);

	set_null(l, JP_OFFER_TARGET_DIPLOMA_EUROPEAN);
	set_null(l, JP_OFFER_TARGET_DIPLOMA_LABEL);
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		if (str_is(label, levels[i].label)) {
			set_text(l, JP_OFFER_TARGET_DIPLOMA_EUROPEAN,
			    str_of(levels[i].level));
			set_text(l, JP_OFFER_TARGET_DIPLOMA_LABEL, label);
		}
}

static void
set_skills(struct lba *l)
{
	struct buf scratch = { 0 };
	struct str own = job_text(l, JOB_COMPETENCES_ROME);
	const struct rome_sheet *sheet = rome_find(
	    &l->romes, rome_first_code(job_text(l, JOB_ROME_CODE), &scratch));

	l->desired.n = l->acquired.n = l->knowledge.n = 0;
	set_text(l, JP_OFFER_DESIRED_SKILLS,
	    rome_put_names(&l->desired, own) ? buf_view(&l->desired)
					     : rome_part(sheet, ROME_DESIRED));
	set_text(l, JP_OFFER_TO_BE_ACQUIRED_SKILLS,
	    rome_put_items(&l->acquired, own, "savoir_faire")
		? buf_view(&l->acquired)
		: rome_part(sheet, ROME_ACQUIRED));
	set_text(l, JP_OFFER_TO_BE_ACQUIRED_KNOWLEDGE,
	    rome_put_items(&l->knowledge, own, "savoirs")
		? buf_view(&l->knowledge)
		: rome_part(sheet, ROME_KNOWLEDGE));
	set_text(l, JP_OFFER_ACCESS_CONDITIONS, rome_part(sheet, ROME_ACCESS));
	set_text(l, JP_OFFER_DESCRIPTION,
	    first(job_text(l, JOB_JOB_DESCRIPTION),
		first(rome_part(sheet, ROME_DEFINITION), STR(""))));
	buf_free(&scratch);
}

static int
set_status(struct lba *l, struct err *e)
{
	struct str status = job_text(l, JOB_JOB_STATUS);
	const char *s;

	if (str_is(status, "Active"))
		s = "Active";
	else if (str_is(status, "Pourvue"))
		s = "Filled";
	else if (str_is(status, "Annulée"))
		s = "Cancelled";
	else if (str_is(status, "En attente"))
		s = l->map_pending ? "Pending" : "Cancelled";
	else
		return err_set(e, "job_status: no such status '%s'",
		    err_quote(status.p, status.n));
	if (!l->active)
		s = "Cancelled";
	set_text(l, JP_OFFER_STATUS, str_of(s));
	return 0;
}

static void
set_offer(struct lba *l)
{
	struct str title = first(job_text(l, JOB_OFFER_TITLE_CUSTOM),
	    first(job_text(l, JOB_ROME_APPELLATION_LABEL),
		first(job_text(l, JOB_ROME_LABEL), STR("Offre"))));
	sqlite3_stmt *j = l->job;
	struct str id = job_text(l, JOB_ID);

	set_text(l, JP_OFFER_TITLE, title);
	set_copy(l, JP_OFFER_ROME_CODES, j, JOB_ROME_CODE);
	set_copy(l, JP_OFFER_CREATION, j, JOB_JOB_CREATION_DATE);
	set_copy(l, JP_OFFER_EXPIRATION, j, JOB_JOB_EXPIRATION_DATE);
	set_int(l, JP_OFFER_OPENING_COUNT,
	    sqlite3_column_type(j, JOB_JOB_COUNT) == SQLITE_NULL
		? 1
		: sqlite3_column_int64(j, JOB_JOB_COUNT));
	l->url.n = 0;
	buf_str(&l->url, site_url());
	buf_str(&l->url, "/emploi/offres_emploi_lba/");
	buf_add(&l->url, id.p, id.n);
	buf_byte(&l->url, '/');
	texte_put_kebab(&l->url, title);
	set_text(l, JP_LBA_URL, buf_view(&l->url));
}

static void
set_rest(struct lba *l)
{
	sqlite3_stmt *j = l->job;
	int64_t delegations = sqlite3_column_int64(j, JOB_JOB_DELEGATION_COUNT);
	struct str comment = job_text(l, JOB_JOB_STATUS_COMMENT);

	set_text(l, JP_ID, job_text(l, JOB_ID));
	set_text(l, JP_PARTNER_JOB_ID, job_text(l, JOB_ID));
	set_text(l, JP_CREATED_AT,
	    first(job_text(l, JOB_JOB_CREATION_DATE), l->o->now));
	set_text(l, JP_UPDATED_AT,
	    first(job_text(l, JOB_JOB_UPDATE_DATE), l->o->now));
	set_text(l, JP_JOB_STATUS_COMMENT, comment.n ? comment : STR_NULL);
	set_copy(l, JP_DELEGATIONS, j, JOB_DELEGATIONS);
	set_null(l, JP_JOB_DELEGATION_COUNT);
	if (delegations)
		set_int(l, JP_JOB_DELEGATION_COUNT, delegations);
}

static void
set_migration(struct lba *l)
{
	sqlite3_stmt *j = l->job;

	set_copy(l, JP_OFFER_ROME_APPELLATION, j, JOB_ROME_APPELLATION_LABEL);
	set_copy(l, JP_MANAGED_BY, l->recruiter, RC_MANAGED_BY);
	set_copy(l, JP_ESTABLISHMENT_ID, l->recruiter, RC_ESTABLISHMENT_ID);
	set_copy(l, JP_RECRUITER_STATUS, l->recruiter, RC_STATUS);
	set_copy(l, JP_RELANCE_MAIL_EXPIRATION_J7, j,
	    JOB_RELANCE_MAIL_EXPIRATION_J7);
	set_copy(l, JP_RELANCE_MAIL_EXPIRATION_J1, j,
	    JOB_RELANCE_MAIL_EXPIRATION_J1);
	set_copy(l, JP_JOB_LAST_PROLONGATION_DATE, j,
	    JOB_JOB_LAST_PROLONGATION_DATE);
	set_int(l, JP_JOB_PROLONGATION_COUNT,
	    sqlite3_column_int64(j, JOB_JOB_PROLONGATION_COUNT));
	set_copy(l, JP_MER_SENT, j, JOB_MER_SENT);
}

void
lba_compute_migration(struct lba *l)
{
	for (int c = 0; c < JP_COLUMNS; c++)
		l->cell[c].type = CELL_UNSET;
	set_migration(l);
}

int
lba_compute(struct lba *l, struct err *e)
{
	if (l->refused)
		return err_set(e, "%s", l->why.msg);
	if (set_status(l, e))
		return -1;
	set_contract(l);
	set_diploma(l);
	set_skills(l);
	set_offer(l);
	set_rest(l);
	set_migration(l);
	return 0;
}
