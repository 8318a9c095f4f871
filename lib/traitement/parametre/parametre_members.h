/*
 * What each sorte of parameters may hold.
 */
#ifndef PARAMETRE_MEMBERS_H
#define PARAMETRE_MEMBERS_H

#include "traitement/parametre/parametre.h"

enum membre_kind {
	M_TEXT, /* not empty */
	M_BOOL,
	M_NUMBER,
	M_WHOLE,   /* a whole number above 0 */
	M_INSTANT, /* a day or an instant, kept as an instant */
	M_JSON,    /* an object, kept as JSON */
	M_APART,   /* not a column of the table */
};

struct membre {
	const char *name;
	enum membre_kind kind;
	bool key;
	const char *by_default; /* JSON, "null" if null is allowed; or NULL */
};

struct membres {
	const char *table;
	const char *in_use; /* SQL: of the rows of a key the one in use */
	const char *loaded; /* ", charge_le" if the table has that column */
	const struct membre *membre; /* ended by a zeroed entry */
	/* Further checks, with the values at hand; may be NULL. */
	int (*check)(const struct parametre *p, struct err *e);
};

extern const struct membres membres[SORTES];

/* The clock as text. */
const char *parametre_now(void);

#endif
