/*
 * The parameters of the nightly processing, as import-parametrage reads them: a
 * line each, {"ouvrage":{...}}, {"limite":{...}} and so on. What a line may
 * hold is a table of members.
 */
#ifndef PARAMETRE_H
#define PARAMETRE_H

#include "store/db.h"
#include "suite/ops.h"
#include "json/js.h"

enum sorte {
	P_OUVRAGE, /* in the order in which they are imported */
	P_LIMITE,
	P_PARAMETRAGE,
	P_KPI,
	P_SEUIL,
	P_EXPERT,
	SORTES,
};

extern const char *const sorte_names[SORTES];

#define MEMBRES_MAX 16

/* A line. The values are JSON texts, canonical, defaults included. */
struct parametre {
	enum sorte sorte;
	const char *where; /* "stdin:3" */
	struct js source;  /* the object as it came */
	struct str value[MEMBRES_MAX];
	struct buf text; /* holds value and source */
	struct buf key;  /* the key, joined by slashes */
};

/* Reads a line. Returns 0, or -1 with "sorte: member: what" in e. */
int parametre_read(struct parametre *p, struct js line, struct err *e);
void parametre_free(struct parametre *p);

/* The value of a member by name, unescaped if it is a text, into b (emptied
 * first). NULL for null. */
struct str parametre_text(
    const struct parametre *p, const char *member, struct buf *b);

/* The rows of a sorte whose table is no more than its members: ouvrage, limite,
 * parametrage, seuil and, but for its ouvrages, expert. */
struct change {
	bool exists; /* there is a row of that key */
	bool differs;
	struct buf set; /* the object of a change line */
};

/* Compares p with its row. */
void parametre_compare(
    const struct parametre *p, struct db *d, struct change *c);

/* Inserts p as a new row, or updates its row. */
void parametre_insert(const struct parametre *p, struct db *d);
void parametre_update(const struct parametre *p, struct db *d);

/* True if two JSON values are equal, members in any order. */
bool js_same(struct js a, struct js b);

#endif
