#include <stdlib.h>
#include <string.h>

#include "xlsx/sax.h"
#include "xlsx/sheet_part.h"

struct reader {
	const struct sheet_refs *refs;
	sheet_row_fn *fn;
	void *ctx;
	bool in_data, in_row, in_cell;
	struct sheet_row row;
	struct sheet_cell *cell; /* SHEET_COLUMNS_MAX, absent unless touched */
	uint16_t *touched;
	size_t ntouched;
	/* Texts of the row's cells, and behind them raw.text. One block that
	 * never moves, as cells borrow from it; only what is used is real. */
	char *text;
	size_t column;
	struct sheet_raw raw; /* the cell being read */
	enum { INTO_NOTHING, INTO_FORMULA, INTO_VALUE } into;
};

/* Column of a reference like AB12, counted from 0; SIZE_MAX if it has none. */
static size_t
column_of(const char *ref)
{
	size_t c = 0;

	if (!ref || *ref < 'A' || *ref > 'Z')
		return SIZE_MAX;
	for (; *ref >= 'A' && *ref <= 'Z' && c <= SHEET_COLUMNS_MAX; ref++)
		c = c * 26 + (size_t)(*ref - 'A' + 1);
	return c - 1;
}

static enum sheet_type
type_of(const char *t)
{
	if (!t)
		return SHEET_T_NUMBER;
	if (!strcmp(t, "s"))
		return SHEET_T_SHARED;
	if (!strcmp(t, "str") || !strcmp(t, "inlineStr"))
		return SHEET_T_STR;
	if (!strcmp(t, "b"))
		return SHEET_T_BOOL;
	return strcmp(t, "e") ? SHEET_T_NUMBER : SHEET_T_ERROR;
}

static int
row_error(const struct reader *r, struct err *e, const char *what)
{
	if (r->row.number == SHEET_NO_NUMBER)
		return err_set(e, "a row without number: %s", what);
	return err_set(e, "row %lld: %s", (long long)r->row.number, what);
}

static void
begin_row(struct reader *r, const char **attr)
{
	r->in_row = true;
	r->row = (struct sheet_row){ .cell = r->cell };
	if (!sheet_int(sax_attr(attr, "r"), &r->row.number))
		r->row.number = SHEET_NO_NUMBER;
	r->raw = (struct sheet_raw){ .text = r->text, .room = SHEET_TEXT_MAX };
	if (!sheet_int(sax_attr(attr, "s"), &r->raw.row_style))
		r->raw.row_style = -1;
	while (r->ntouched)
		r->cell[r->touched[--r->ntouched]].kind = SHEET_ABSENT;
}

static int
begin_cell(struct reader *r, const char **attr, struct err *e)
{
	struct sheet_raw *raw = &r->raw;

	r->column = column_of(sax_attr(attr, "r"));
	if (r->column == SIZE_MAX)
		return row_error(r, e, "a cell without reference");
	if (r->column >= SHEET_COLUMNS_MAX)
		return row_error(r, e, "a cell beyond column XFD");
	if (!sheet_int(sax_attr(attr, "s"), &raw->style))
		raw->style = 0;
	raw->type = type_of(sax_attr(attr, "t"));
	raw->has_formula = raw->has_value = false;
	raw->n = 0;
	r->in_cell = true;
	r->into = INTO_NOTHING;
	return 0;
}

static void
begin_formula(struct reader *r)
{
	r->into = INTO_FORMULA;
	r->raw.has_formula = true;
	r->raw.formula_text = false;
}

/* The last of <v>, <is> and <t> counts. */
static void
begin_value(struct reader *r)
{
	r->into = INTO_VALUE;
	r->raw.has_value = true;
	r->raw.n = 0;
}

static int
on_start(void *ctx, const char *name, const char **attr, struct err *e)
{
	struct reader *r = ctx;

	if (r->in_row && !strcmp(name, "c"))
		return begin_cell(r, attr, e);
	if (r->in_cell) {
		if (!strcmp(name, "f"))
			begin_formula(r);
		else if (!strcmp(name, "v") || !strcmp(name, "t") ||
			 !strcmp(name, "is"))
			begin_value(r);
	} else if (r->in_data && !strcmp(name, "row")) {
		begin_row(r, attr);
	} else if (!strcmp(name, "sheetData")) {
		r->in_data = true;
	}
	return 0;
}

/* Text goes where the last element opened says, also behind its end. */
static int
on_text(void *ctx, const char *p, size_t n, struct err *e)
{
	struct reader *r = ctx;
	struct sheet_raw *raw = &r->raw;

	if (!r->in_cell || r->into == INTO_NOTHING)
		return 0;
	if (r->into == INTO_FORMULA) {
		raw->formula_text = true;
		return 0;
	}
	if (n > raw->room - raw->n)
		return row_error(r, e, "too much text");
	memcpy(raw->text + raw->n, p, n);
	raw->n += n;
	return 0;
}

static int
end_cell(struct reader *r, struct err *e)
{
	struct sheet_cell *c = &r->cell[r->column];
	struct sheet_raw *raw = &r->raw;

	r->in_cell = false;
	if (c->kind == SHEET_ABSENT) {
		r->touched[r->ntouched++] = (uint16_t)r->column;
		c->kind = SHEET_NULL;
	}
	if (r->column >= r->row.n)
		r->row.n = r->column + 1;
	if (!raw->has_formula && !raw->has_value)
		return 0;
	if (!sheet_make_cell(raw, r->refs, c))
		return row_error(r, e, "too much text");
	r->row.valued |= c->kind != SHEET_NULL;
	if (c->text.p == raw->text) { /* it stays, the next goes behind it */
		raw->text += raw->n;
		raw->room -= raw->n;
	}
	return 0;
}

static int
on_end(void *ctx, const char *name, struct err *e)
{
	struct reader *r = ctx;

	if (r->in_cell && !strcmp(name, "c"))
		return end_cell(r, e);
	if (r->in_row && !strcmp(name, "row")) {
		r->in_row = r->in_cell = false;
		return r->fn(r->ctx, &r->row, e);
	}
	if (!strcmp(name, "sheetData"))
		r->in_data = false;
	return 0;
}

int
sheet_read_rows(struct arc *a, size_t member, const struct sheet_refs *refs,
    sheet_row_fn *fn, void *ctx, struct err *e)
{
	struct reader r = { .refs = refs, .fn = fn, .ctx = ctx };
	struct sax_handler h = { on_start, on_end, on_text, &r };
	int rc;

	r.cell = xcalloc(SHEET_COLUMNS_MAX, sizeof(*r.cell));
	r.touched = xcalloc(SHEET_COLUMNS_MAX, sizeof(*r.touched));
	r.text = xmalloc(SHEET_TEXT_MAX + 1);
	rc = sax_read(a, member, &h, e);
	free(r.cell);
	free(r.touched);
	free(r.text);
	return rc;
}
