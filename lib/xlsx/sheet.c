#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "xlsx/package.h"
#include "xlsx/sheet_part.h"

struct sheet {
	size_t member;
	char *name;
};

struct sheet_book {
	const char *path;
	struct arc *arc;
	size_t strings, styles; /* members, or PACKAGE_NOWHERE */
	struct sheet *sheet;
	size_t n;
	bool date1904, leap1900, empty_null, loaded;
	struct sheet_strings string;
	struct sheet_styles style;
};

static int
book_error(const struct sheet_book *b, const struct err *why, struct err *e)
{
	return err_set(e, "%s: %s", b->path, why->msg);
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

static int
find_workbook(struct arc *a, size_t *at, struct err *e)
{
	static const struct package_want workbook = { "officeDocument",
		"sheet.main+xml", "xl/workbook.xml" };
	struct package_rels rels;
	int rc = package_rels(a, PACKAGE_NOWHERE, &rels, e);

	if (!rc)
		rc =
		    package_locate(a, PACKAGE_NOWHERE, &rels, &workbook, at, e);
	package_free_rels(&rels);
	if (rc)
		return -1;
	if (*at == PACKAGE_NOWHERE)
		return err_set(e, "not an XLSX workbook (no xl/workbook.xml)");
	if (ends_with(arc_name(a, *at), ".bin"))
		return err_set(
		    e, "a binary workbook (.xlsb): save it as .xlsx");
	return 0;
}

static bool
is_worksheet(const struct package_rel *r)
{
	static const char *const others[] = { "chartsheet", "dialogsheet" };

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (package_rel_is(r, others[i]))
			return false;
	return !strstr(r->type, "acrosheet"); /* Microsoft's own types */
}

/* The relationship of a sheet, or NULL. */
static const struct package_rel *
relation(const struct package_rels *rels, const struct sheet_entry *s)
{
	for (size_t i = 0; s->id && i < rels->n; i++)
		if (!strcmp(rels->rel[i].id, s->id))
			return &rels->rel[i];
	return NULL;
}

static int
add_sheets(struct sheet_book *b, const struct sheet_list *l,
    const struct package_rels *rels, struct err *e)
{
	b->sheet = xcalloc(l->n, sizeof(*b->sheet));
	for (size_t i = 0; i < l->n; i++) {
		const struct sheet_entry *s = &l->entry[i];
		const struct package_rel *r = relation(rels, s);
		size_t at =
		    r ? package_find(b->arc, r->target) : PACKAGE_NOWHERE;

		if (r && !is_worksheet(r))
			continue;
		if (at == PACKAGE_NOWHERE)
			return err_set(e, "sheet '%s' is missing%s%s", s->name,
			    r ? ": no part " : "", r ? r->target : "");
		b->sheet[b->n++] = (struct sheet){ at, xstrdup(s->name) };
	}
	return l->n ? 0 : err_set(e, "a workbook without sheets");
}

static int
find_parts(struct sheet_book *b, size_t workbook, const struct sheet_list *l,
    struct err *e)
{
	static const struct package_want strings = { "sharedStrings",
		"spreadsheetml.sharedStrings+xml", "sharedStrings.xml" };
	static const struct package_want styles = { "styles",
		"spreadsheetml.styles+xml", "styles.xml" };
	struct package_rels rels;
	int rc = package_rels(b->arc, workbook, &rels, e);

	if (!rc)
		rc = package_locate(
		    b->arc, workbook, &rels, &strings, &b->strings, e);
	if (!rc)
		rc = package_locate(
		    b->arc, workbook, &rels, &styles, &b->styles, e);
	if (!rc)
		rc = add_sheets(b, l, &rels, e);
	package_free_rels(&rels);
	return rc;
}

static int
read_workbook(struct sheet_book *b, struct err *e)
{
	struct sheet_list l = { 0 };
	size_t at;
	int rc;

	if (find_workbook(b->arc, &at, e) < 0)
		return -1;
	rc = sheet_read_workbook(b->arc, at, &l, e);
	if (!rc && !l.is_workbook)
		rc = err_set(e, "not an XLSX workbook (%s is none)",
		    arc_name(b->arc, at));
	b->date1904 = l.date1904;
	b->leap1900 = l.leap1900;
	if (!rc)
		rc = find_parts(b, at, &l, e);
	sheet_free_list(&l);
	return rc;
}

struct sheet_book *
sheet_open_arc(struct arc *a, const char *path, struct err *e)
{
	struct sheet_book *b = xcalloc(1, sizeof(*b));
	struct err why;

	b->path = path;
	b->arc = a;
	if (read_workbook(b, &why) < 0) {
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
	if (access(path, R_OK))
		err_set(e, "%s: %s", path, strerror(errno));
	else
		err_set(e, "%s: not an XLSX workbook (%s)", path, why.msg);
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
	buf_free(&b->string.text);
	free(b->string.start);
	free(b->style.date);
	free(b);
}

void
sheet_read_empty_as_null(struct sheet_book *b)
{
	b->empty_null = true;
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
	if (b->strings != PACKAGE_NOWHERE &&
	    sheet_read_strings(b->arc, b->strings, &b->string, e) < 0)
		return -1;
	if (b->styles == PACKAGE_NOWHERE)
		return 0;
	return sheet_read_styles(b->arc, b->styles, &b->style, e);
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
	struct sheet_refs refs = { s->name, &b->string, &b->style, b->date1904,
		b->leap1900, b->empty_null };
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
