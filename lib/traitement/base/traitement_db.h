/*
 * traitement.db, its traitements and their executions.
 */
#ifndef TRAITEMENT_DB_H
#define TRAITEMENT_DB_H

#include "base/day.h"
#include "store/state.h"

enum etape {
	E_RECUPERATION,
	E_VALIDATION,
	E_MATCHING,
	E_CALCUL,
	E_POSTCALCUL,
	ETAPES,
};

extern const char *const etape_names[ETAPES];

/* The stage called name, or ETAPES. */
enum etape etape_of(struct str name);

#define ID_TRAITEMENT_MAX 32
#define DATE_REFERENCE_MAX 16

struct traitement {
	char id[ID_TRAITEMENT_MAX];
	char date_reference[DATE_REFERENCE_MAX]; /* YYYY-MM-DD */
	msec fin; /* 00:00 UTC of date_reference: the end of its measures */
	bool force;
	char statut[32];
};

/* SQL: the rank of a traitement within its day, by its id. */
#define RANK_OF(id) "CAST(substr(" id ", 10) AS INTEGER)"

/* Opens DIR/traitement.db; db_close ends it. Ends the program with EXIT_FAILED
 * if it is missing, unless use is STATE_BEGIN. */
struct db *traitement_open(const char *dir, enum state_use use);

/* An empty one in memory. */
struct db *traitement_memory(void);

/* True if DIR/traitement.db exists. */
bool traitement_exists(const char *dir);

/* Midnight UTC of a day YYYY-MM-DD; DAY_BAD if that is not a real day. */
msec traitement_day(struct str day);

/* Reads the traitement of that id; false if there is none. */
bool traitement_read(struct db *d, struct str id, struct traitement *t);

/* Sets the statut; with finished, fini_le too, which is NULL otherwise. */
void traitement_set(
    struct db *d, const char *id, const char *statut, bool finished);

/* The current execution of a stage: of those OK or PARTIEL the one with the
 * greatest id; 0 if there is none. */
int64_t execution_current(struct db *d, const char *id, enum etape e);

/* Shorthand for statements with one result: the first column of the first row,
 * or otherwise if there is no row. Text parameters a and b may be NULL. */
int64_t db_number(struct db *d, const char *sql, const char *a, const char *b,
    int64_t otherwise);

/* The clock as text, YYYY-MM-DDTHH:MM:SS.mmmZ. */
const char *now_text(void);

#endif
