#include <stdio.h>
#include <stdlib.h>

#include "offres/sample/sample_world.h"
#include "json/js.h"

#define DAY ((msec)24 * 3600 * 1000)
#define DELEGATION                                                             \
	"[{\"siret_code\":\"%s\",\"email\":\"contact@cfa.example\","           \
	"\"cfa_read_company_detail_at\":\"%s\"}]"

static long long
job_number(const struct sample_world *w, int i)
{
	return sample_number(w, 100 + i);
}

static const char *
delegations(const struct sample_job *j)
{
	static char text[256];

	snprintf(text, sizeof(text), DELEGATION, sample_siret(90000001),
	    j->flags & FAULT_DATES ? "2025-11-04" : "2025-11-04T00:00:00.000Z");
	return text;
}

/*
 * Jobs inside recruiters.
 */
static void
put_job(struct sample_world *w, struct sample_file *f, int i)
{
	const struct sample_job *j = &sample_jobs[i];
	const struct sample_rome *r = &sample_romes[j->rome];
	char codes[16];

	js_put_comma(&f->out.buf);
	buf_byte(&f->out.buf, '{');
	snprintf(codes, sizeof(codes), "[\"%s\"]", r->code);
	sample_oid(f, "_id", sample_id(SAMPLE_OFFER, job_number(w, i)));
	sample_text(f, "rome_label", r->label);
	sample_text(f, "rome_appellation_label", r->appellation);
	sample_text(f, "job_level_label",
	    i % 3 ? "BP, Bac, autres formations (Bac)" : "Indifférent");
	if (!(j->flags & FAULT_START))
		sample_date(f, "job_start_date", w->day + 60 * DAY);
	sample_raw(f, "rome_code", codes);
	sample_date(f, "job_creation_date", w->day - j->created * DAY);
	sample_date(f, "job_expiration_date", w->day + j->expires * DAY);
	sample_date(f, "job_update_date", w->day - j->created * DAY);
	sample_text(f, "job_status", j->status);
	sample_raw(f, "job_type", "[\"Apprentissage\"]");
	sample_int(f, "job_count", 1 + i % 3);
	sample_int(f, "job_delegation_count", i % 2);
	sample_raw(f, "delegations", delegations(j));
	sample_text(f, "job_rythm",
	    j->flags & FAULT_RYTHM ? "1 jours / 4 jours" : "Indifférent");
	buf_byte(&f->out.buf, '}');
}

static void
put_jobs(struct sample_world *w, struct sample_file *f, int recruiter)
{
	js_put_key(&f->out.buf, "jobs");
	buf_byte(&f->out.buf, '[');
	for (int i = 0; i < SAMPLE_JOBS; i++)
		if (sample_jobs[i].recruiter == recruiter)
			put_job(w, f, i);
	buf_byte(&f->out.buf, ']');
}

static const char *
company(long long n)
{
	static char text[64];

	snprintf(text, sizeof(text), "ATELIERS %lld", n);
	return text;
}

static const char *
establishment(long long n)
{
	static char text[64];

	snprintf(text, sizeof(text), "5b0b7c1e-0000-4000-8000-%012lld", n);
	return text;
}

static const char *
address(const char *who, long long n)
{
	static char text[64];

	snprintf(text, sizeof(text), "%s%lld@exemple.test", who, n);
	return text;
}

static void
put_recruiter(struct sample_world *w, struct sample_file *f, int i)
{
	const struct sample_recruiter *r = &sample_recruiters[i];
	const struct sample_town *t = &sample_towns[r->town];
	long long n = sample_number(w, i);
	char detail[128];

	snprintf(detail, sizeof(detail),
	    "{\"code_postal\":\"%s\",\"libelle_commune\":\"%s\"}", t->zipcode,
	    t->city);
	sample_begin(f);
	sample_oid(f, "_id", sample_id(SAMPLE_RECRUITER, n));
	sample_text(f, "establishment_id", establishment(n));
	sample_text(f, "establishment_raison_sociale", company(n));
	sample_text(f, "establishment_siret", sample_siret(n));
	sample_raw(f, "address_detail", detail);
	sample_text(f, "address", t->address);
	sample_point(f, "geopoint", t->lon, t->lat);
	sample_bool(f, "is_delegated", r->manager == DELEGATED);
	if (r->manager == DELEGATED)
		sample_text(f, "cfa_delegated_siret", sample_siret(90000001));
	sample_text(f, "first_name", sample_first_name(w, n));
	sample_text(f, "last_name", sample_last_name(w, n));
	sample_text(f, "phone", "0299000000");
	sample_text(f, "email", address("rh", n));
	sample_text(f, "status", r->status);
	sample_text(
	    f, "managed_by", sample_id(SAMPLE_USER, sample_number(w, r->user)));
	sample_date(f, "createdAt", w->day - 400 * DAY);
	sample_date(f, "updatedAt", w->day - 5 * DAY);
	sample_int(f, "__v", 0);
	put_jobs(w, f, i);
	sample_end(f);
}

/*
 * Offers: the rows of jobs, and those of partners.
 */
static void
put_offer_head(struct sample_file *f, const char *id, const char *label,
    const char *partner_id, const char *title)
{
	sample_begin(f);
	sample_oid(f, "_id", id);
	sample_text(f, "partner_label", label);
	sample_text(f, "partner_job_id", partner_id);
	sample_text(f, "offer_title", title);
}

static const char *
offer_status(const struct sample_job *j)
{
	if (*j->status == 'P')
		return "Filled";
	return *j->status == 'A' && j->status[1] == 'c' ? "Active"
							: "Cancelled";
}

static void
put_offer(struct sample_world *w, struct sample_file *f, int i)
{
	const struct sample_job *j = &sample_jobs[i];
	const struct sample_recruiter *r = &sample_recruiters[j->recruiter];
	const struct sample_town *t = &sample_towns[r->town];
	const char *id = sample_id(SAMPLE_OFFER, job_number(w, i));
	char codes[16];

	snprintf(codes, sizeof(codes), "[\"%s\"]", sample_romes[j->rome].code);
	put_offer_head(f, id,
	    j->flags & OLD_LABEL ? "RECRUTEURS_LBA" : "offres_emploi_lba", id,
	    sample_romes[j->rome].appellation);
	sample_raw(f, "contract_type", "[\"Apprentissage\"]");
	sample_raw(f, "offer_rome_codes", codes);
	sample_text(f, "offer_description", "");
	sample_raw(f, "offer_desired_skills",
	    j->flags & FAULT_SKILLS ? "\"rigueur\"" : "[]");
	sample_raw(f, "offer_to_be_acquired_skills", "[]");
	sample_raw(f, "offer_access_conditions", "[]");
	sample_raw(f, "delegations", delegations(j));
	sample_date(f, "offer_creation", w->day - j->created * DAY);
	sample_date(f, "offer_expiration", w->day + j->expires * DAY);
	sample_int(f, "offer_opening_count", 1);
	sample_text(f, "offer_status", offer_status(j));
	sample_raw(f, "offer_status_history", "[]");
	sample_bool(f, "offer_multicast", true);
	sample_bool(f, "is_delegated", r->manager == DELEGATED);
	sample_text(
	    f, "workplace_siret", sample_siret(sample_number(w, j->recruiter)));
	sample_text(f, "workplace_address_label", t->address);
	sample_text(f, "workplace_address_zipcode", t->zipcode);
	sample_point(f, "workplace_geopoint", t->lon, t->lat);
	sample_date(f, "created_at", w->day - j->created * DAY);
	sample_date(f, "updated_at", w->day - j->created * DAY);
	sample_bool(f, "ft_support", true);
	sample_end(f);
}

/* Partners' offers, the last of which is a company without an offer. */
static void
put_partner_offer(struct sample_world *w, struct sample_file *f, int i)
{
	static const char *const labels[] = { "Hellowork", "Kelio", "Jooble",
		"RH Alternance", "recruteurs_lba" };
	const char *id = sample_id(SAMPLE_OFFER, sample_number(w, 500 + i));
	char partner_id[32];

	snprintf(partner_id, sizeof(partner_id), "P-%lld-%d", w->copy, i);
	put_offer_head(f, id, labels[i % 5], partner_id,
	    i % 2 ? "Vendeur en alternance" : "Technicien de maintenance");
	sample_text(f, "offer_status", "Active");
	sample_text(f, "workplace_siret", sample_siret(10000000 + i));
	sample_text(f, "workplace_address_label", "38000 GRENOBLE");
	sample_text(f, "apply_email", address("emploi", i));
	sample_point(f, "workplace_geopoint", 5.7245, 45.1885);
	sample_date(f, "offer_expiration", w->day + (i - 4) * DAY);
	sample_date(f, "created_at", w->day - 30 * DAY);
	sample_date(f, "updated_at", w->day - 30 * DAY);
	sample_end(f);
}

/* A feed's offer that is the job of recruiter 14, and one that is new. */
static void
put_feed(struct sample_world *w, struct sample_file *f, int i)
{
	put_offer_head(f, sample_id(SAMPLE_OFFER, sample_number(w, 700 + i)),
	    "Kelio", i ? "K-2" : "K-1",
	    i ? "Cuisinier" : "Boulanger / Boulangère (H/F)");
	sample_text(f, "offer_status", "Active");
	sample_text(f, "workplace_siret",
	    i ? sample_siret(20000000) : sample_siret(sample_number(w, 14)));
	sample_text(f, "workplace_address_zipcode", "35000");
	sample_int(f, "rank", 35 - i);
	sample_date(f, "created_at", w->day - 3 * DAY);
	sample_date(f, "updated_at", w->day - 3 * DAY);
	sample_end(f);
}

void
sample_write_offers(struct sample_world *w)
{
	struct sample_file offers, recruiters, feed;

	sample_next(w, &offers, "jobs_partners", SAMPLE_LINES);
	sample_next(w, &recruiters, "recruiters", SAMPLE_LINES);
	sample_next(w, &feed, "computed_jobs_partners", SAMPLE_LINES);
	for (w->copy = 0; w->copy < w->scale; w->copy++) {
		for (int i = 0; i < SAMPLE_JOBS; i++)
			put_offer(w, &offers, i);
		for (int i = 0; i < 20; i++)
			put_partner_offer(w, &offers, i);
		for (int i = 0; i < SAMPLE_RECRUITERS; i++)
			put_recruiter(w, &recruiters, i);
		for (int i = 0; i < 2; i++)
			put_feed(w, &feed, i);
	}
	sample_close(&offers);
	sample_close(&recruiters);
	sample_close(&feed);
}
