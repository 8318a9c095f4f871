#include <stdio.h>

#include "offres/calendar.h"
#include "offres/sample/sample_world.h"

static const char *
address(const char *who, long long n)
{
	static char text[64];

	snprintf(text, sizeof(text), "%s%lld@exemple.test", who, n);
	return text;
}

static void
put_user(struct sample_world *w, struct sample_file *f, int i)
{
	long long n = sample_number(w, i);

	sample_begin(f);
	sample_oid(f, "_id", sample_id(SAMPLE_USER, n));
	sample_raw(f, "status", "[]");
	sample_text(f, "first_name", sample_first_name(w, n));
	sample_text(f, "last_name", sample_last_name(w, n));
	sample_text(f, "email", address("compte", n));
	sample_text(f, "phone", "0299000000");
	sample_date(f, "last_action_date",
	    i == SAMPLE_OLD_USER ? calendar_add_months(w->day, -24, false)
				 : w->day - 20 * CALENDAR_DAY);
	sample_date(f, "createdAt", w->day - 900 * CALENDAR_DAY);
	sample_date(f, "updatedAt", w->day - 20 * CALENDAR_DAY);
	sample_end(f);
}

static void
put_role(struct sample_world *w, struct sample_file *f, int i)
{
	static const char *const types[] = { "ENTREPRISE", "CFA", "OPCO",
		"ADMIN" };

	sample_begin(f);
	sample_oid(f, "_id", sample_id(SAMPLE_OTHER, sample_number(w, i)));
	sample_raw(f, "status", "[]");
	sample_text(f, "authorized_type", types[i % 4]);
	sample_text(f, "user_id",
	    sample_id(SAMPLE_USER, sample_number(w, i % SAMPLE_ORPHAN)));
	sample_date(f, "createdAt", w->day - 900 * CALENDAR_DAY);
	sample_end(f);
}

static void
put_candidate(struct sample_world *w, struct sample_file *f, int i)
{
	long long n = sample_number(w, 100 + i);

	sample_begin(f);
	sample_oid(f, "_id", sample_id(SAMPLE_OTHER, n));
	sample_text(f, "firstname", sample_first_name(w, n));
	sample_text(f, "lastname", sample_last_name(w, n));
	sample_text(f, "email", address("candidat", n));
	sample_text(f, "phone", "0601020304");
	sample_date(f, "createdAt", w->day - 10 * CALENDAR_DAY);
	sample_end(f);
}

static void
put_application(struct sample_world *w, struct sample_file *f, int i)
{
	sample_begin(f);
	sample_oid(
	    f, "_id", sample_id(SAMPLE_OTHER, sample_number(w, 200 + i)));
	sample_oid(f, "applicant_id",
	    sample_id(SAMPLE_OTHER, sample_number(w, 100 + i % 3)));
	sample_oid(f, "job_id", sample_id(SAMPLE_OFFER, sample_number(w, 103)));
	sample_text(f, "company_siret", sample_siret(sample_number(w, 1)));
	sample_text(f, "applicant_message_to_company",
	    "Bonjour, votre offre m'intéresse.");
	sample_date(f, "created_at", w->day - 4 * CALENDAR_DAY);
	sample_end(f);
}

static void
put_appointment(struct sample_world *w, struct sample_file *f, int i)
{
	sample_begin(f);
	sample_oid(
	    f, "_id", sample_id(SAMPLE_OTHER, sample_number(w, 300 + i)));
	sample_oid(f, "applicant_id",
	    sample_id(SAMPLE_OTHER, sample_number(w, 400 + i)));
	sample_text(f, "cfa_recipient_email", "contact@cfa.example");
	sample_text(f, "applicant_message_to_cfa", "Quand commence-t-on ?");
	sample_date(f, "created_at", w->day - 4 * CALENDAR_DAY);
	sample_end(f);
}

static void
put_appointment_user(struct sample_world *w, struct sample_file *f, int i)
{
	long long n = sample_number(w, 400 + i);

	sample_begin(f);
	sample_oid(f, "_id", sample_id(SAMPLE_OTHER, n));
	sample_text(f, "firstname", sample_first_name(w, n));
	sample_text(f, "lastname", sample_last_name(w, n));
	sample_text(f, "email", address("rdv", n));
	sample_text(f, "type", "parent");
	sample_date(f, "last_action_date", w->day - 4 * CALENDAR_DAY);
	sample_end(f);
}

void
sample_write_people(struct sample_world *w)
{
	static const struct {
		const char *name;
		int n;
		enum sample_layout layout;
		void (*put)(
		    struct sample_world *w, struct sample_file *f, int i);
	} files[] = {
		{ "userswithaccounts", SAMPLE_ORPHAN, SAMPLE_ARRAY, put_user },
		{ "rolemanagements", 8, SAMPLE_LINES, put_role },
		{ "applicants", 3, SAMPLE_LINES, put_candidate },
		{ "applications", 6, SAMPLE_LINES, put_application },
		{ "users", 2, SAMPLE_LINES, put_appointment_user },
		{ "appointments", 2, SAMPLE_LINES, put_appointment },
	};

	for (size_t k = 0; k < sizeof(files) / sizeof(*files); k++) {
		struct sample_file f;

		sample_next(w, &f, files[k].name, files[k].layout);
		for (w->copy = 0; w->copy < w->scale; w->copy++)
			for (int i = 0; i < files[k].n; i++)
				files[k].put(w, &f, i);
		sample_close(&f);
	}
}
