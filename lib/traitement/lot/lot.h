/*
 * A lot of raw measures as Sercel sends it, CSV or NDJSON, and the checks that
 * its lines must pass (codes V01 to V09; see traitement(7)).
 */
#ifndef LOT_H
#define LOT_H

#include "base/day.h"
#include "traitement/base/anomalie.h"
#include "traitement/base/unite.h"

/* The fields of a line, as it has them: trimmed, empty if missing. */
enum lot_field {
	L_CAPTEUR,
	L_HORODATAGE,
	L_GRANDEUR,
	L_VALEUR,
	L_UNITE,
	L_QUALITE,
	LOT_FIELDS,
};

extern const char *const lot_fields[LOT_FIELDS];

struct lot_line {
	int64_t ligne; /* rank of the data line, from 1 */
	struct str field[LOT_FIELDS];
	bool broken; /* not an object */
};

/* The lines of a lot, one after the other. */
struct lot_reader {
	struct str rest;
	int64_t ligne;
	bool ndjson;
	unsigned columns;           /* CSV: in the header */
	enum lot_field column[256]; /* LOT_FIELDS: one that is ignored */
	struct buf scratch;
};

/* Makes r ready for a lot. params is that of the ouvrage's format, "csv",
 * "ndjson" or NULL; type is that of the answer, or NULL. Returns false if the
 * lot is V01: not UTF-8, of another type, without a whole header. */
bool lot_open(struct lot_reader *r, struct str content, struct str format,
    struct str type);

/* The next line; false at the end. It holds until the next call. */
bool lot_next(struct lot_reader *r, struct lot_line *line);
void lot_close(struct lot_reader *r);

/* What a grandeur is held against: table limite. */
struct limites {
	struct hash grandeurs;
	struct limite {
		const struct unite *unite;
		double min, max; /* NaN: none */
	} * limite;
	size_t cap;
};

void limites_read(struct limites *l, struct db *d);
void limites_free(struct limites *l);

/* A measure that passed. */
struct mesure {
	int64_t t; /* ms since 1970 */
	double valeur;
	int64_t ligne;
	const struct unite *unite;
	uint32_t capteur, grandeur;    /* in lot_check.texts */
	uint32_t unite_texte, qualite; /* likewise; HASH_NONE: no qualite */
	uint32_t next; /* another one of the same sensor, grandeur and t */
	bool rejected;
};

/* The checks of one lot after the other. Zero it before the first. */
struct lot_check {
	struct hash texts;
	struct mesure *mesure;
	size_t n, cap;
	uint32_t *slot; /* index + 1 of the first mesure of a key; 0: free */
	size_t slots;

	const struct limites *limites;
	int64_t id_brute;
	msec debut, fin, latest; /* bounds of t; DAY_NULL: none */
	int64_t lines;           /* data lines of the lot */
};

/* Reads the lot and leaves the measures that pass in c->mesure, in the order of
 * the lines, those that are rejected marked; faults go to a. Returns how many
 * pass. */
size_t lot_run(struct lot_check *c, struct lot_reader *r, struct anomalies *a);
void lot_check_free(struct lot_check *c);

/* The instant of an horodatage; DAY_BAD if it has another form. */
msec lot_instant(struct str s);

/* The number of a valeur; NaN if it is not a finite number. */
double lot_number(struct str s);

#endif
