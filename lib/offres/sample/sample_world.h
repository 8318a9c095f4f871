/*
 * The invented recruiters and jobs of sample-offres: one of each thing that the
 * jobs of La Bonne Alternance look for.
 */
#ifndef SAMPLE_WORLD_H
#define SAMPLE_WORLD_H

#include "offres/sample/sample_doc.h"

#define SAMPLE_RECRUITERS 25
#define SAMPLE_JOBS 40
#define SAMPLE_ORPHAN 24   /* the recruiter whose manager has no account */
#define SAMPLE_OLD_USER 23 /* the account of two years ago */

/* Kinds of identifiers. */
enum sample_kind {
	SAMPLE_OFFER = 1,
	SAMPLE_RECRUITER,
	SAMPLE_USER,
	SAMPLE_OTHER,
};

/* Who manages a recruiter's offers: the recruiter, or a training centre. */
enum sample_manager { OWN_OFFERS, DELEGATED };

struct sample_recruiter {
	const char *status;
	int user; /* the number of its manager's account */
	int town;
	enum sample_manager manager;
};

enum sample_fault {
	FAULT_START = 1,  /* no start date */
	FAULT_SKILLS = 2, /* a column that is no array */
	FAULT_DATES = 4,  /* a date of a delegation that is no date */
	FAULT_RYTHM = 8,  /* misspelt */
	OLD_LABEL = 16,   /* labelled RECRUTEURS_LBA */
};

struct sample_job {
	int recruiter;
	const char *status;
	int created, expires; /* days ago, days from now */
	int rome;
	unsigned flags; /* of enum sample_fault */
};

extern const struct sample_recruiter sample_recruiters[SAMPLE_RECRUITERS];
extern const struct sample_job sample_jobs[SAMPLE_JOBS];

struct sample_town {
	const char *address, *zipcode, *city;
	double lat, lon;
};
struct sample_rome {
	const char *code, *label, *appellation;
};
extern const struct sample_town sample_towns[];
extern const struct sample_rome sample_romes[];
#define SAMPLE_ROMES 3

struct sample_world {
	const char *dir;
	msec day; /* the clock's, at midnight UTC */
	unsigned long long seed;
	long long scale; /* how many copies of the world */
	long long copy;  /* the one at hand */
	bool canonical;  /* the next file's form; it alternates */
};

/* A number below n that depends on the seed and on what. */
unsigned sample_pick(const struct sample_world *w, long long what, unsigned n);
const char *sample_first_name(const struct sample_world *w, long long what);
const char *sample_last_name(const struct sample_world *w, long long what);

/* Opens the next file. */
void sample_next(struct sample_world *w, struct sample_file *f,
    const char *name, enum sample_layout layout);

/* The number of a thing of this copy. */
static inline long long
sample_number(const struct sample_world *w, long long i)
{
	return w->copy * 1000 + i;
}

/* Write files: of recruiters and offers; of people; look-ups. */
void sample_write_offers(struct sample_world *w);
void sample_write_people(struct sample_world *w);
void sample_write_lookups(struct sample_world *w);

#endif
