#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "js.h"
#include "num.h"
#include "part.h"
#include "sheet_part.h"

enum type { TYPE_NUMBER, TYPE_SHARED, TYPE_STR, TYPE_BOOL, TYPE_ERROR };

enum into { INTO_NOTHING, INTO_FORMULA, INTO_VALUE };

struct reader {
	const struct sheet_refs *refs;
	sheet_row_fn *fn;
	void *ctx;
	bool in_data, in_row, in_cell;
	struct sheet_row row;
	int64_t row_style;       /* -1: none */
	struct sheet_cell *cell; /* SHEET_COLUMNS_MAX, absent unless touched */
	uint16_t *touched;
	size_t ntouched;
	/* Texts of the row's cells, then the value being read. One block that
	 * never moves, as cells borrow from it; only what is used is real. */
	char *text;
	size_t n, value;
	/* The cell being read. */
	size_t column;
	int64_t style;
	enum type type;
	bool has_formula, formula_text, has_value;
	enum into into;
	struct buf scratch;
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

static enum type
type_of(const char *t)
{
	if (!t)
		return TYPE_NUMBER;
	if (!strcmp(t, "s"))
		return TYPE_SHARED;
	if (!strcmp(t, "str") || !strcmp(t, "inlineStr"))
		return TYPE_STR;
	if (!strcmp(t, "b"))
		return TYPE_BOOL;
	return strcmp(t, "e") ? TYPE_NUMBER : TYPE_ERROR;
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
	if (!sheet_int(part_attr(attr, "r"), &r->row.number))
		r->row.number = SHEET_NO_NUMBER;
	if (!sheet_int(part_attr(attr, "s"), &r->row_style))
		r->row_style = -1;
	while (r->ntouched)
		r->cell[r->touched[--r->ntouched]].kind = SHEET_ABSENT;
	r->n = 0;
}

static int
begin_cell(struct reader *r, const char **attr, struct err *e)
{
	r->column = column_of(part_attr(attr, "r"));
	if (r->column == SIZE_MAX)
		return row_error(r, e, "a cell without reference");
	if (r->column >= SHEET_COLUMNS_MAX)
		return row_error(r, e, "a cell beyond column XFD");
	if (!sheet_int(part_attr(attr, "s"), &r->style))
		r->style = 0;
	r->type = type_of(part_attr(attr, "t"));
	r->in_cell = true;
	r->has_formula = r->has_value = false;
	r->into = INTO_NOTHING;
	r->value = r->n;
	return 0;
}

static void
begin_formula(struct reader *r)
{
	r->into = INTO_FORMULA;
	r->has_formula = true;
	r->formula_text = false;
}

/* The last of <v>, <is> and <t> counts. */
static void
begin_value(struct reader *r)
{
	r->into = INTO_VALUE;
	r->has_value = true;
	r->n = r->value;
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

	if (!r->in_cell || r->into == INTO_NOTHING)
		return 0;
	if (r->into == INTO_FORMULA) {
		r->formula_text = true;
		return 0;
	}
	if (n > SHEET_TEXT_MAX - r->n)
		return row_error(r, e, "too much text");
	memcpy(r->text + r->n, p, n);
	r->n += n;
	return 0;
}

/* The entity at s (less than end), as its character, or 0. */
static char
entity(const char *s, const char *end, size_t *len)
{
	static const struct {
		const char *name;
		char c;
	} known[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' },
		{ "&apos;", '\'' }, { "&quot;", '"' } };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		*len = strlen(known[i].name);
		if ((size_t)(end - s) >= *len &&
		    !memcmp(s, known[i].name, *len))
			return known[i].c;
	}
	return 0;
}

/* Decodes the entities of the value once more. */
static void
decode_value(struct reader *r)
{
	char *to = r->text + r->value, *p = to, *end = r->text + r->n;
	size_t len;

	while (p < end) {
		char c = *p == '&' ? entity(p, end, &len) : '\0';

		*to++ = c ? c : *p;
		p += c ? len : 1;
	}
	r->n = (size_t)(to - r->text);
}

static struct str
value_of(struct reader *r)
{
	r->text[r->n] = '\0';
	return (struct str){ r->text + r->value, r->n - r->value };
}

/* The value stays among the row's texts; what else was read of the cell makes
 * room for the next. */
static struct sheet_cell
text_cell(struct reader *r, enum sheet_kind kind)
{
	struct sheet_cell c = { .kind = kind, .text = value_of(r) };

	r->value = r->n;
	return c;
}

static struct sheet_cell
number_cell(struct reader *r)
{
	return (struct sheet_cell){ .kind = SHEET_NUMBER,
		.number = num_prefix(value_of(r)) };
}

static struct sheet_cell
shared_cell(struct reader *r)
{
	const struct sheet_strings *s = r->refs->strings;
	struct sheet_cell c = { .kind = SHEET_NULL };
	int64_t i;

	if (!sheet_int(value_of(r).p, &i) || i < 0 || (uint64_t)i >= s->n)
		return c;
	c.text.p = s->text.p + s->start[i];
	c.text.n = s->start[i + 1] - s->start[i];
	if (c.text.n)
		c.kind = SHEET_TEXT;
	return c;
}

static bool
is_date(const struct reader *r)
{
	const struct sheet_styles *s = r->refs->styles;

	if (!s)
		return false;
	if (r->style > 0 && (uint64_t)r->style < s->n)
		return s->date[r->style];
	return r->row_style >= 0 && (uint64_t)r->row_style < s->n &&
	       s->date[r->row_style];
}

/* Days since 1899-12-30 (or 1904-01-01) to an instant, in double arithmetic
 * in this order; halves of a millisecond go up. */
static struct sheet_cell
date_cell(double days, bool date1904)
{
	struct sheet_cell c = { .kind = SHEET_DATE, .date = DAY_BAD };
	double ms = (days - 25569 + (date1904 ? 1462 : 0)) * 24 * 3600 * 1000;
	double whole = floor(ms);

	if (ms - whole >= 0.5)
		whole++;
	if (fabs(whole) <= 8.64e15)
		c.date = (msec)whole;
	return c;
}

static struct sheet_cell
plain_cell(struct reader *r)
{
	struct sheet_cell c;
	int64_t v;

	switch (r->type) {
	case TYPE_SHARED:
		return shared_cell(r);
	case TYPE_STR:
		decode_value(r);
		return text_cell(r, SHEET_TEXT);
	case TYPE_ERROR:
		return text_cell(r, SHEET_ERROR);
	case TYPE_BOOL:
		return (struct sheet_cell){ .kind = SHEET_BOOL,
			.boolean = !sheet_int(value_of(r).p, &v) || v };
	default:
		c = number_cell(r);
		return is_date(r) ? date_cell(c.number, r->refs->date1904) : c;
	}
}

/* A formula element without text: the reader of the reference does not see a
 * formula and turns the whole object into JSON. */
static int
follower_cell(struct reader *r, struct sheet_cell *c, struct err *e)
{
	struct buf *b = &r->scratch;

	b->n = 0;
	buf_str(b, "{\"formula\":\"\"");
	if (r->has_value) {
		buf_str(b, ",\"result\":");
		if (r->type == TYPE_STR)
			js_put_text(b, value_of(r));
		else
			js_put_number(b, num_prefix(value_of(r)));
	}
	buf_byte(b, '}');
	if (b->n > SHEET_TEXT_MAX - r->value)
		return row_error(r, e, "too much text");
	memcpy(r->text + r->value, b->p, b->n);
	r->n = r->value + b->n;
	*c = text_cell(r, SHEET_TEXT);
	return 0;
}

static int
formula_cell(struct reader *r, struct sheet_cell *c, struct err *e)
{
	if (r->has_value && r->type == TYPE_STR)
		decode_value(r);
	if (!r->formula_text)
		return follower_cell(r, c, e);
	if (!r->has_value)
		*c = (struct sheet_cell){ .kind = SHEET_FORMULA };
	else
		*c = r->type == TYPE_STR ? text_cell(r, SHEET_TEXT)
					 : number_cell(r);
	return 0;
}

static int
end_cell(struct reader *r, struct err *e)
{
	struct sheet_cell *at = &r->cell[r->column];
	struct sheet_cell c = { .kind = SHEET_NULL };

	r->in_cell = false;
	if (at->kind == SHEET_ABSENT) {
		r->touched[r->ntouched++] = (uint16_t)r->column;
		at->kind = SHEET_NULL;
	}
	if (r->column >= r->row.n)
		r->row.n = r->column + 1;
	if (!r->has_formula && !r->has_value)
		return 0;
	if (!r->has_formula)
		c = plain_cell(r);
	else if (formula_cell(r, &c, e) < 0)
		return -1;
	r->n = r->value;
	r->row.valued |= c.kind != SHEET_NULL;
	*at = c;
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
	struct part_handler h = { on_start, on_end, on_text, &r };
	int rc;

	r.cell = xcalloc(SHEET_COLUMNS_MAX, sizeof(*r.cell));
	r.touched = xcalloc(SHEET_COLUMNS_MAX, sizeof(*r.touched));
	r.text = xmalloc(SHEET_TEXT_MAX + 1);
	rc = part_read(a, member, &h, e);
	free(r.cell);
	free(r.touched);
	free(r.text);
	buf_free(&r.scratch);
	return rc;
}
