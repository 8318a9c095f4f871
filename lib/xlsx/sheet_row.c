#include <stdlib.h>
#include <string.h>

#include "xlsx/sheet_part.h"
#include "xml/sax.h"

struct reader {
	const struct sheet_refs *refs;
	sheet_row_fn *fn;
	void *ctx;
	bool in_data, in_row, in_cell, in_inline, phonetic;
	bool collecting; /* text goes to raw */
	struct sheet_row row;
	struct sheet_cell *cell; /* SHEET_COLUMNS_MAX, absent unless touched */
	uint16_t *touched;
	size_t ntouched;
	/* Texts of the row's cells, and after them raw.text. One block that
	 * never moves, because cells borrow from it; only what is used is
	 * real. */
	char *text;
	size_t column; /* of the cell that was read last */
	struct sheet_raw raw;
	size_t piece; /* where the text being read begins in raw.text */
};

static int
row_error(const struct reader *r, struct err *e, const char *what)
{
	return err_set(e, "%s: row %lld: %s", r->refs->name,
	    (long long)r->row.number, what);
}

static int
cell_error(const struct reader *r, struct err *e, const char *what)
{
	char letters[8], *p = letters + sizeof(letters);

	*--p = '\0';
	for (size_t c = r->column + 1; c; c = (c - 1) / 26)
		*--p = (char)('A' + (c - 1) % 26);
	return err_set(e, "%s: cell %s%lld: %s", r->refs->name, p,
	    (long long)r->row.number, what);
}

/* Reads a reference like AB12, in either case. False if it is none. */
static bool
get_ref(struct str ref, size_t *column, uint64_t *row)
{
	size_t c = 0;

	for (; ref.n && (*ref.p | 0x20) >= 'a' && (*ref.p | 0x20) <= 'z';
	     ref.p++, ref.n--)
		if (c <= SHEET_COLUMNS_MAX)
			c = c * 26 + (size_t)((*ref.p | 0x20) - 'a' + 1);
	*column = c - 1;
	return c && sheet_index(ref, row);
}

static bool
get_type(struct str t, enum sheet_type *type)
{
	static const enum sheet_type letters['z' + 1] = {
		['b'] = SHEET_T_BOOL,
		['d'] = SHEET_T_DATE,
		['e'] = SHEET_T_ERROR,
		['s'] = SHEET_T_SHARED,
	};

	*type = SHEET_T_NUMBER;
	if (!t.p || SAX_IS(t, "n"))
		return true;
	if (SAX_IS(t, "inlineStr") || SAX_IS(t, "str"))
		*type = SHEET_T_STR;
	else if (t.n == 1 && *t.p >= 'a' && *t.p <= 'z')
		*type = letters[(unsigned char)*t.p];
	return *type != SHEET_T_NUMBER;
}

static int
begin_row(struct reader *r, const struct sax_tag *tag, struct err *e)
{
	struct str ref = sax_attr(tag, "r");
	uint64_t number = (uint64_t)r->row.number + 1;

	if (ref.p && !sheet_index(ref, &number))
		return err_set(e, "%s: row '%s': not a number", r->refs->name,
		    err_quote(ref.p, ref.n));
	r->in_row = true;
	r->row =
	    (struct sheet_row){ .cell = r->cell, .number = (int64_t)number };
	if (!number || number > SHEET_ROWS_MAX)
		return row_error(r, e, "no row has this number");
	r->column = SIZE_MAX; /* before column 0 */
	r->raw.text = r->text;
	r->raw.room = SHEET_TEXT_MAX;
	while (r->ntouched)
		r->cell[r->touched[--r->ntouched]].kind = SHEET_ABSENT;
	return 0;
}

/* Where the cell stands: at its reference, or right of the one before. */
static int
place_cell(struct reader *r, struct str ref, struct err *e)
{
	uint64_t row;
	struct err why;

	if (!ref.p) {
		r->column++;
	} else if (!get_ref(ref, &r->column, &row)) {
		err_set(&why, "'%s' is not the reference of a cell",
		    err_quote(ref.p, ref.n));
		return row_error(r, e, why.msg);
	} else if (row != (uint64_t)r->row.number) {
		err_set(&why, "the cell '%s' does not belong there",
		    err_quote(ref.p, ref.n));
		return row_error(r, e, why.msg);
	}
	if (r->column >= SHEET_COLUMNS_MAX)
		return row_error(r, e, "a cell beyond column XFD");
	if (r->cell[r->column].kind != SHEET_ABSENT)
		return cell_error(r, e, "occurs twice");
	return 0;
}

static int
begin_cell(struct reader *r, const struct sax_tag *tag, struct err *e)
{
	struct str ref = STR_NULL, style = STR_NULL, type = STR_NULL;
	struct sheet_raw *raw = &r->raw;
	struct err why;

	for (size_t i = 0; i < tag->n; i++) {
		const struct sax_attr *a = &tag->attr[i];

		if (a->name.n != 1)
			continue;
		if (*a->name.p == 'r')
			ref = a->value;
		else if (*a->name.p == 's')
			style = a->value;
		else if (*a->name.p == 't')
			type = a->value;
	}
	if (place_cell(r, ref, e) < 0)
		return -1;
	raw->style = 0;
	if (style.p && !sheet_index(style, &raw->style))
		return cell_error(r, e, "its style is not a number");
	if (!get_type(type, &raw->type)) {
		err_set(&why, "unknown type '%s'", err_quote(type.p, type.n));
		return cell_error(r, e, why.msg);
	}
	raw->has_formula = raw->has_value = false;
	raw->n = 0;
	r->in_cell = true;
	r->in_inline = r->phonetic = r->collecting = false;
	return 0;
}

static void
begin_text(struct reader *r)
{
	r->collecting = true;
	r->raw.has_value = true;
	r->piece = r->raw.n;
}

/* An element within a cell. The text of <is> is that of its <t>, or of those of
 * its runs; phonetic text is a reading aid, not text. */
static void
begin_part(struct reader *r, struct str name)
{
	struct sheet_raw *raw = &r->raw;

	if (SAX_IS(name, "v")) {
		if (!r->in_inline && !raw->has_value)
			begin_text(r);
	} else if (SAX_IS(name, "f")) {
		raw->has_formula = true;
	} else if (SAX_IS(name, "is")) {
		r->in_inline = raw->has_value = true;
		raw->type = SHEET_T_STR;
		raw->n = 0;
	} else if (SAX_IS(name, "rPh")) {
		r->phonetic = true;
	} else if (SAX_IS(name, "t") && r->in_inline && !r->phonetic) {
		begin_text(r);
	}
}

static int
on_start(void *ctx, const struct sax_tag *tag, struct err *e)
{
	struct reader *r = ctx;
	struct str name = tag->name;

	if (r->in_cell)
		begin_part(r, name);
	else if (r->in_row && SAX_IS(name, "c"))
		return begin_cell(r, tag, e);
	else if (r->in_data && SAX_IS(name, "row"))
		return begin_row(r, tag, e);
	else if (SAX_IS(name, "sheetData"))
		r->in_data = true;
	return 0;
}

static int
on_text(void *ctx, struct str text, struct err *e)
{
	struct reader *r = ctx;
	struct sheet_raw *raw = &r->raw;

	if (!r->collecting)
		return 0;
	if (text.n > raw->room - raw->n)
		return cell_error(r, e, "too much text in this row");
	memcpy(raw->text + raw->n, text.p, text.n);
	raw->n += text.n;
	return 0;
}

/* The end of <v> or <t>. */
static void
end_text(struct reader *r)
{
	struct sheet_raw *raw = &r->raw;

	if (r->collecting && raw->type == SHEET_T_STR)
		raw->n = r->piece + sheet_unescape(raw->text + r->piece,
					raw->n - r->piece);
	r->collecting = false;
}

static int
end_cell(struct reader *r, struct err *e)
{
	struct sheet_cell *c = &r->cell[r->column];
	struct sheet_raw *raw = &r->raw;
	struct err why;

	r->in_cell = false;
	r->touched[r->ntouched++] = (uint16_t)r->column;
	if (r->column >= r->row.n)
		r->row.n = r->column + 1;
	if (sheet_make_cell(raw, r->refs, c, &why) < 0)
		return cell_error(r, e, why.msg);
	r->row.valued |= c->kind != SHEET_NULL;
	if (c->text.p == raw->text) { /* the next text goes after this one */
		raw->text += raw->n;
		raw->room -= raw->n;
	}
	return 0;
}

static void
end_part(struct reader *r, struct str name)
{
	if (SAX_IS(name, "v") || SAX_IS(name, "t"))
		end_text(r);
	else if (SAX_IS(name, "rPh"))
		r->phonetic = false;
	else if (SAX_IS(name, "is"))
		r->in_inline = false;
}

static int
on_end(void *ctx, struct str name, struct err *e)
{
	struct reader *r = ctx;

	if (r->in_cell && SAX_IS(name, "c"))
		return end_cell(r, e);
	if (r->in_cell) {
		end_part(r, name);
	} else if (r->in_row && SAX_IS(name, "row")) {
		r->in_row = false;
		return r->fn(r->ctx, &r->row, e);
	} else if (SAX_IS(name, "sheetData")) {
		r->in_data = false;
	}
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
