#include "offres/sample/sample_world.h"

#define ACTIVE "Actif"
#define ARCHIVED "Archivé"
#define WAITING "En attente de validation"
#define WAITING_KEY "EN_ATTENTE_VALIDATION"

const struct sample_town sample_towns[] = {
	{ "2 PL DU MARCHE 35000 RENNES", "35000", "RENNES", 48.1173, -1.6778 },
	{ "8 RUE DU PORT 44000 NANTES", "44000", "NANTES", 47.2184, -1.5536 },
	{ "4 RUE DES FORGES 74000 ANNECY", "74000", "ANNECY", 45.8992, 6.1294 },
	{ "1 QUAI NAPOLEON 20000 AJACCIO", "20000", "AJACCIO", 41.9192,
	    8.7386 },
};

const struct sample_rome sample_romes[SAMPLE_ROMES] = {
	{ "D1102", "Boulangerie", "Boulanger / Boulangère" },
	{ "M1607", "Secrétariat",
	    "Assistant commercial / Assistante commerciale" },
	{ "K1304", "Services à domicile", "Aide à domicile" },
};

/* The last three wait: of the first the service says that it is open, of the
 * second that it is closed, of the third nothing. */
const struct sample_recruiter sample_recruiters[SAMPLE_RECRUITERS] = {
	{ ACTIVE, 0, 0, OWN_OFFERS },
	{ ACTIVE, 1, 0, OWN_OFFERS },
	{ ACTIVE, 2, 3, OWN_OFFERS },
	{ ACTIVE, 3, 1, OWN_OFFERS },
	{ ACTIVE, 0, 2, OWN_OFFERS },
	{ ACTIVE, 5, 0, DELEGATED },
	{ ARCHIVED, 6, 1, OWN_OFFERS },
	{ ACTIVE, 7, 2, OWN_OFFERS },
	{ ACTIVE, 8, 0, OWN_OFFERS },
	{ ACTIVE, 9, 1, OWN_OFFERS },
	{ ACTIVE, 10, 2, OWN_OFFERS },
	{ ACTIVE, 11, 0, OWN_OFFERS },
	{ ACTIVE, 12, 1, OWN_OFFERS },
	{ ACTIVE, 13, 2, OWN_OFFERS },
	{ ACTIVE, 14, 0, OWN_OFFERS },
	{ ACTIVE, 15, 1, OWN_OFFERS },
	{ ACTIVE, 16, 2, OWN_OFFERS },
	{ ACTIVE, 17, 0, OWN_OFFERS },
	{ ACTIVE, 18, 1, OWN_OFFERS },
	{ "ACTIF", 19, 2, OWN_OFFERS },
	{ ACTIVE, SAMPLE_OLD_USER, 0, OWN_OFFERS },
	{ WAITING, 20, 1, OWN_OFFERS },
	{ WAITING_KEY, 21, 2, OWN_OFFERS },
	{ WAITING, 22, 0, OWN_OFFERS },
	{ ACTIVE, SAMPLE_ORPHAN, 1, OWN_OFFERS },
};

const struct sample_job sample_jobs[SAMPLE_JOBS] = {
	/* reminders: two of one manager, one for tomorrow */
	{ 0, "Active", 50, 7, 0, 0 },
	{ 4, "Active", 50, 7, 1, OLD_LABEL },
	{ 3, "Active", 53, 1, 1, 0 },
	/* to be shared: a training centre at 50 km, and none */
	{ 1, "Active", 10, 50, 0, 0 },
	{ 2, "Active", 20, 40, 0, OLD_LABEL },
	/* expired, and too far */
	{ 7, "Active", 70, -2, 2, 0 },
	{ 8, "Active", 65, -1, 0, 0 },
	{ 9, "Active", 3, 200, 1, 0 },
	/* faults */
	{ 10, "Active", 4, 55, 2, FAULT_START },
	{ 11, "Active", 4, 55, 0, FAULT_SKILLS },
	{ 12, "Active", 4, 55, 1, FAULT_DATES },
	{ 13, "Active", 4, 55, 2, FAULT_RYTHM | OLD_LABEL },
	/* a delegated recruiter, an archived one, one with an old account */
	{ 5, "Active", 2, 57, 0, 0 },
	{ 6, "Active", 30, 30, 1, 0 },
	{ 6, "Active", 31, 29, 1, 0 },
	{ 20, "Active", 3, 45, 0, 0 },
	/* recruiters that wait */
	{ 21, "Active", 4, 50, 0, 0 },
	{ 22, "Active", 4, 50, 1, 0 },
	{ 23, "Active", 4, 50, 2, OLD_LABEL },
	{ 21, "En attente", 4, 50, 1, 0 },
	/* every other status */
	{ 0, "Pourvue", 40, 20, 0, 0 },
	{ 1, "Annulée", 41, 19, 0, 0 },
	{ 2, "En attente", 1, 59, 0, 0 },
	{ SAMPLE_ORPHAN, "Pourvue", 60, 10, 1, 0 },
	/* nothing to be told of */
	{ 14, "Active", 4, 35, 0, 0 },
	{ 15, "Active", 3, 36, 1, OLD_LABEL },
	{ 16, "Active", 2, 37, 2, 0 },
	{ 17, "Active", 1, 38, 0, 0 },
	{ 18, "Active", 4, 39, 1, 0 },
	{ 19, "Active", 3, 41, 2, OLD_LABEL },
	{ 14, "Pourvue", 48, 12, 1, 0 },
	{ 15, "Active", 2, 42, 2, 0 },
	{ 16, "Annulée", 1, 43, 0, 0 },
	{ 17, "Active", 4, 44, 1, 0 },
	{ 18, "Active", 3, 46, 2, 0 },
	{ 19, "Active", 2, 47, 0, 0 },
	{ 10, "Active", 1, 48, 1, OLD_LABEL },
	{ 11, "Pourvue", 4, 49, 2, 0 },
	{ 12, "Active", 3, 51, 0, 0 },
	{ 13, "Active", 2, 52, 1, 0 },
};

/* The numbers of splitmix64. */
unsigned
sample_pick(const struct sample_world *w, long long what, unsigned n)
{
	unsigned long long z =
	    w->seed + (unsigned long long)(what + 1) * 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return (unsigned)((z ^ z >> 31) % n);
}

const char *
sample_first_name(const struct sample_world *w, long long what)
{
	static const char *const names[] = { "Paula", "Karim", "Élise", "Hugo",
		"Inès", "Léo", "Maëlle", "Tom" };

	return names[sample_pick(w, what * 2, 8)];
}

const char *
sample_last_name(const struct sample_world *w, long long what)
{
	static const char *const names[] = { "Roux", "N'Diaye", "Le Goff",
		"Marchand", "Benali", "Petit", "Garcia", "Dubois" };

	return names[sample_pick(w, what * 2 + 1, 8)];
}

void
sample_next(struct sample_world *w, struct sample_file *f, const char *name,
    enum sample_layout layout)
{
	w->canonical = !w->canonical;
	sample_open(f, w->dir, name, w->canonical, layout);
}
