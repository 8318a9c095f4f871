#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "xlsx/sheet_part.h"

#define NOWHERE SIZE_MAX
#define SHEET_PATH "xl/worksheets/sheet"

struct sheet {
	size_t member;
	char *name;
	bool dated; /* the styles were met before it is delivered */
};

struct sheet_book {
	const char *path;
	struct arc *arc;
	struct { /* entry of each part, or NOWHERE */
		size_t rels, workbook, strings, styles;
	} at;
	struct sheet *sheet;
	size_t n;
	bool date1904, loaded;
	struct sheet_strings strings;
	struct sheet_styles styles;
};

static int
book_error(const struct sheet_book *b, const struct err *why, struct err *e)
{
	return err_set(e, "%s: %s", b->path, why->msg);
}

static size_t
find(struct arc *a, const char *name)
{
	for (size_t i = 0; i < arc_count(a); i++)
		if (!strcmp(arc_name(a, i), name))
			return i;
	return NOWHERE;
}

/* The digits N of a path that has SHEET_PATH "N.xml" in it, or NULL. */
static const char *
sheet_digits(const char *path, int *len)
{
	const char *p = path;

	while ((p = strstr(p, SHEET_PATH))) {
		p += strlen(SHEET_PATH);
		*len = (int)strspn(p, "0123456789");
		if (*len && !strncmp(p + *len, ".xml", 4))
			return p;
	}
	return NULL;
}

/* Its name in the workbook, by way of the relationship that is spelled
 * exactly so; else SheetN. */
static char *
name_of(const char *path, const struct sheet_pairs *rels,
    const struct sheet_pairs *sheets)
{
	int len = 0;
	const char *digits = sheet_digits(path, &len);
	char *target = xasprintf("worksheets/sheet%.*s.xml", len, digits);
	const char *id = NULL;

	for (size_t i = 0; i < rels->n && !id; i++)
		if (!strcmp(rels->pair[i].value, target))
			id = rels->pair[i].id;
	free(target);
	for (size_t i = 0; id && i < sheets->n; i++)
		if (!strcmp(sheets->pair[i].id, id))
			return xstrdup(sheets->pair[i].value);
	return xasprintf("Sheet%.*s", len, digits);
}

/* Adds the sheets that are delivered where they are met, because strings and
 * relationships were met before, or (aside) those that are put aside. */
static void
add_sheets(struct sheet_book *b, bool aside, const struct sheet_pairs *rels,
    const struct sheet_pairs *sheets)
{
	int len;

	for (size_t i = 0; i < arc_count(b->arc); i++) {
		const char *path = arc_name(b->arc, i);
		bool at_once = b->at.strings < i && b->at.rels < i;

		if (at_once == aside || !sheet_digits(path, &len))
			continue;
		b->sheet[b->n++] = (struct sheet){
			.member = i,
			.name = name_of(path, rels, sheets),
			.dated = at_once ? b->at.styles < i
					 : b->at.styles != NOWHERE,
		};
	}
}

static int
read_directory(struct sheet_book *b, struct err *e)
{
	struct sheet_pairs rels = { 0 }, sheets = { 0 };
	int rc = 0;

	b->at.rels = find(b->arc, "xl/_rels/workbook.xml.rels");
	b->at.workbook = find(b->arc, "xl/workbook.xml");
	b->at.strings = find(b->arc, "xl/sharedStrings.xml");
	b->at.styles = find(b->arc, "xl/styles.xml");
	if (b->at.workbook == NOWHERE)
		return err_set(e, "no workbook: it has no xl/workbook.xml");
	rc = sheet_read_workbook(
	    b->arc, b->at.workbook, &sheets, &b->date1904, e);
	if (!rc && b->at.rels != NOWHERE)
		rc = sheet_read_rels(b->arc, b->at.rels, &rels, e);
	if (!rc) {
		b->sheet = xcalloc(arc_count(b->arc), sizeof(*b->sheet));
		add_sheets(b, false, &rels, &sheets);
		add_sheets(b, true, &rels, &sheets);
	}
	sheet_free_pairs(&rels);
	sheet_free_pairs(&sheets);
	return rc;
}

struct sheet_book *
sheet_open_arc(struct arc *a, const char *path, struct err *e)
{
	struct sheet_book *b = xcalloc(1, sizeof(*b));
	struct err why;

	b->path = path;
	b->arc = a;
	if (read_directory(b, &why) < 0) {
		book_error(b, &why, e);
		sheet_close(b);
		return NULL;
	}
	return b;
}

struct sheet_book *
sheet_open(const char *path, struct err *e)
{
	struct err why;
	struct arc *a = arc_open(path, &why);

	if (a)
		return sheet_open_arc(a, path, e);
	err_set(e, "%s: %s", path, why.msg);
	return NULL;
}

void
sheet_close(struct sheet_book *b)
{
	if (!b)
		return;
	arc_close(b->arc);
	for (size_t i = 0; i < b->n; i++)
		free(b->sheet[i].name);
	free(b->sheet);
	buf_free(&b->strings.text);
	free(b->strings.start);
	free(b->styles.date);
	free(b);
}

size_t
sheet_count(const struct sheet_book *b)
{
	return b->n;
}

const char *
sheet_name(const struct sheet_book *b, size_t i)
{
	return b->sheet[i].name;
}

static int
load(struct sheet_book *b, struct err *e)
{
	if (b->loaded)
		return 0;
	b->loaded = true;
	if (b->at.strings != NOWHERE &&
	    sheet_read_strings(b->arc, b->at.strings, &b->strings, e) < 0)
		return -1;
	if (b->at.styles == NOWHERE)
		return 0;
	return sheet_read_styles(b->arc, b->at.styles, &b->styles, e);
}

/* Keeps the caller's own message apart from those of the parts. */
struct relay {
	sheet_row_fn *fn;
	void *ctx;
	struct err *e;
	bool stopped;
};

static int
relay_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct relay *r = ctx;

	if (r->fn(r->ctx, row, r->e) == 0)
		return 0;
	r->stopped = true;
	return err_set(e, "stopped");
}

int
sheet_read(
    struct sheet_book *b, size_t i, sheet_row_fn *row, void *ctx, struct err *e)
{
	const struct sheet *s = &b->sheet[i];
	struct sheet_refs refs = { .strings = &b->strings,
		.styles = s->dated ? &b->styles : NULL,
		.date1904 = b->date1904 };
	struct relay relay = { row, ctx, e, false };
	struct err why;

	if (load(b, &why) < 0)
		return book_error(b, &why, e);
	if (sheet_read_rows(b->arc, s->member, &refs, relay_row, &relay, &why))
		return relay.stopped ? -1 : book_error(b, &why, e);
	return 0;
}

struct sheet_cell
sheet_cell(const struct sheet_row *row, size_t i)
{
	return i < row->n ? row->cell[i] : (struct sheet_cell){ 0 };
}

static void
put_date(struct buf *b, msec t)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const msec day = 24 * 3600 * 1000;
	struct civil c;
	msec n;

	if (t == DAY_BAD) {
		buf_str(b, "Invalid Date");
		return;
	}
	c = day_civil(t);
	n = t / day - (t % day < 0); /* 1970-01-01 was a Thursday */
	buf_fmt(b, "%s %s %02d %s%04d %02d:%02d:%02d", days[(n % 7 + 11) % 7],
	    months[c.month - 1], c.day, c.year < 0 ? "-" : "", abs(c.year),
	    c.hour, c.minute, c.second);
	buf_str(b, " GMT+0000 (Coordinated Universal Time)");
}

void
sheet_put_text(struct buf *b, const struct sheet_cell *c)
{
	char text[NUM_TEXT_MAX];

	switch (c->kind) {
	case SHEET_NUMBER:
		buf_add(b, text, num_print(c->number, text));
		break;
	case SHEET_TEXT:
		buf_add(b, c->text.p, c->text.n);
		break;
	case SHEET_BOOL:
		buf_str(b, c->boolean ? "true" : "false");
		break;
	case SHEET_DATE:
		put_date(b, c->date);
		break;
	case SHEET_FORMULA:
		buf_str(b, "undefined");
		break;
	default:
		break;
	}
}

double
sheet_to_number(const struct sheet_cell *c)
{
	switch (c->kind) {
	case SHEET_NUMBER:
		return c->number;
	case SHEET_TEXT:
		return num_parse(c->text);
	case SHEET_BOOL:
		return c->boolean;
	case SHEET_DATE:
		return c->date == DAY_BAD ? (double)NAN : (double)c->date;
	default:
		return 0;
	}
}
