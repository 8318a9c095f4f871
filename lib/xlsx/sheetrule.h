/*
 * What an importer expects of a workbook: rules for its sheets and columns
 * [xlsx_parser 2, 4].
 *
 *	static const struct column_rule columns[] = {
 *		{ RULE_REQUIRED, "idcc", { { match_fold, "IDCC" } } },
 *		{ RULE_IGNORED, NULL, { { match_blank, NULL } } },
 *		{ 0 },
 *	};
 *	static const struct sheet_rule rules[] = {
 *		{ RULE_REQUIRED, "main", { { match_same, "Feuil1" } }, 3,
 *		    columns },
 *		{ 0 },
 *	};
 *
 * A sheet takes the first rule that is still free and matches its name; a
 * required or optional rule serves one sheet, an ignored one any number. A
 * sheet without rule, a required rule without sheet, a used sheet without
 * header or data, or a header that does not fit is an error. A list has at most
 * 64 rules.
 */
#ifndef SHEETRULE_H
#define SHEETRULE_H

#include "base/buf.h"
#include "base/err.h"
#include "xlsx/match.h"
#include "xlsx/sheet.h"

enum rule_type { RULE_NONE, RULE_REQUIRED, RULE_OPTIONAL, RULE_IGNORED };

#define MATCHES 8

/* The patterns of a rule: any of them. The list ends with a zeroed entry or
 * at its full length. */
struct column_rule {
	enum rule_type type;
	const char *name; /* the column's name; NULL if it is ignored */
	struct match match[MATCHES];
};

struct sheet_rule {
	enum rule_type type;
	const char *key; /* NULL if it is ignored */
	struct match match[MATCHES];
	int64_t skip; /* rows numbered up to it are skipped */
	const struct column_rule *column; /* ends with a zeroed entry; NULL:
					   * "auto", names are header texts */
};

/* A matched header: position k of it goes with cell k of a row. */
struct sheet_header {
	size_t n;
	struct str *name; /* .p NULL: a hole, an ignored column */
	struct buf text;
};

/* The header by the rules (columns NULL: auto) into h, which is zeroed or an
 * older header. 0, or -1 with what is wrong in e.
 *
 * Auto: a null cell at position i is called __excel_parsed_column_i.
 *
 * By rules: an extra column that is empty leaves no position, so that those
 * behind it shift to the left, and is tolerated behind a named column (and
 * behind an ignored one, if any); missing columns are then tolerated too. */
int sheetrule_match(struct sheet_header *h, const struct column_rule *column,
    const struct sheet_row *row, struct err *e);
void sheetrule_free_header(struct sheet_header *h);

/* Position of the last column of that name, -1 if there is none. */
int sheetrule_find(const struct sheet_header *h, const char *name);

/* What the reader of a workbook is told: for every sheet that is used its name
 * and header (with the rule; all hold until the sheet's end), then its rows
 * that have a value. Each returns 0, or -1 to stop, with e set to what is wrong
 * ("field: what 'value'"): the place is put before it. */
struct sheetrule_handler {
	int (*header)(void *ctx, const struct sheet_rule *rule,
	    const char *sheet, const struct sheet_header *h, struct err *e);
	int (*row)(void *ctx, const struct sheet_row *row, struct err *e);
	void *ctx;
};

/* Reads a whole workbook, its empty shared strings as null. 0, or -1 with
 * "FILE: SHEET:ROW: what". */
int sheetrule_read(const char *path, const struct sheet_rule *rules,
    const struct sheetrule_handler *h, struct err *e);
/* Like sheetrule_read for an open workbook; path names it in messages. */
int sheetrule_read_book(struct sheet_book *b, const char *path,
    const struct sheet_rule *rules, const struct sheetrule_handler *h,
    struct err *e);

/* sheetrule_read in steps, for rows that come from elsewhere (sheetrec.h):
 * begin a sheet, pass a row, finish. 0, or -1 with "SHEET:ROW: what". */
struct sheetrule {
	const struct sheetrule_handler *h;
	const struct sheet_rule *rules, *rule; /* of the sheet; NULL: none */
	uint64_t used;                         /* rules already consumed */
	char *name;
	bool has_header, has_rows;
	struct sheet_header header;
};

void sheetrule_begin(struct sheetrule *r, const struct sheet_rule *rules,
    const struct sheetrule_handler *h);
int sheetrule_sheet(struct sheetrule *r, const char *name, struct err *e);
int sheetrule_row(
    struct sheetrule *r, const struct sheet_row *row, struct err *e);
int sheetrule_end(struct sheetrule *r, struct err *e);
void sheetrule_free(struct sheetrule *r);

#endif
