/*
 * A row of a workbook of NPEC as a record (npec(5) [npec 6]).
 *
 * Empty cells, missing columns and the texts NC and NR are null. Other cells of
 * a text field give their text ("7" for 7). White space and euro signs are
 * removed from an amount before it is read as ECMAScript's Number() does. A
 * date must be a date cell.
 */
#ifndef NPEC_ROW_H
#define NPEC_ROW_H

#include "xlsx/sheetrule.h"

enum npec_field {
	NPEC_RNCP,
	NPEC_FORMATION_LIBELLE,
	NPEC_CERTIFICATEUR,
	NPEC_DIPLOME_CODE,
	NPEC_DIPLOME_LIBELLE,
	NPEC_CPNE_CODE,
	NPEC_CPNE_LIBELLE,
	NPEC_STATUT,
	NPEC_IDCC,
	NPEC_TEXTS, /* the fields above are texts */
	NPEC_NPEC = NPEC_TEXTS,
	NPEC_DATE_APPLICABILITE,
	NPEC_PROCEDURE,
	NPEC_FIELDS
};

/* Zero it before the first sheet. */
struct npec_row {
	bool is_cpne;        /* a row of CPNE_KEY, which has three texts */
	int at[NPEC_FIELDS]; /* column of each field, -1: none */
	/* The record; .p NULL, NaN and DAY_NULL stand for null. */
	struct str text[NPEC_TEXTS];
	double npec, procedure;
	msec date_applicabilite;
	struct buf scratch[NPEC_TEXTS];
	/* The last date_applicabilite as JSON text. */
	struct buf date;
	msec date_shown;
};

/* Begins a sheet whose columns were matched. */
void npec_row_begin(struct npec_row *r, const struct sheet_rule *rule,
    const struct sheet_header *h);

/* Reads a row, from which the record may borrow. Returns 0, or -1 with "field:
 * X is expected, not 'value'" in e. */
int npec_row_read(
    struct npec_row *r, const struct sheet_row *row, struct err *e);

/* Appends the record, an object: member data of table npec. */
void npec_row_put(struct buf *b, struct npec_row *r);

/* The columns of table npec that are behind filename: type, rncp, cpne_code. */
#define NPEC_COLUMNS 3
void npec_row_columns(
    const struct npec_row *r, struct str column[NPEC_COLUMNS]);

void npec_row_free(struct npec_row *r);

#endif
