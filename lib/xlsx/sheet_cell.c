#include <math.h>

#include "base/num.h"
#include "xlsx/sheet_part.h"
#include "json/js.h"

/* The entity at s (less than end) as its character, or NUL. */
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
	return '\0';
}

/* Decodes the entities of the value once more. */
static void
decode(struct sheet_raw *r)
{
	char *to = r->text, *p = to, *end = to + r->n;
	size_t len;

	while (p < end) {
		char c = *p == '&' ? entity(p, end, &len) : '\0';

		*to++ = c ? c : *p;
		p += c ? len : 1;
	}
	r->n = (size_t)(to - r->text);
}

static struct sheet_cell
text_cell(const struct sheet_raw *r, enum sheet_kind kind)
{
	return (struct sheet_cell){ .kind = kind, .text = { r->text, r->n } };
}

static double
number(const struct sheet_raw *r)
{
	return num_prefix((struct str){ r->text, r->n });
}

static struct sheet_cell
number_cell(const struct sheet_raw *r)
{
	return (struct sheet_cell){ .kind = SHEET_NUMBER, .number = number(r) };
}

static struct sheet_cell
shared_cell(const struct sheet_raw *r, const struct sheet_strings *s)
{
	struct sheet_cell c = { .kind = SHEET_NULL };
	int64_t i;

	if (!sheet_int(r->text, &i) || i < 0 || (uint64_t)i >= s->n)
		return c;
	c.text.p = s->text.p + s->start[i];
	c.text.n = s->start[i + 1] - s->start[i];
	if (c.text.n)
		c.kind = SHEET_TEXT;
	return c;
}

static bool
bool_of(const struct sheet_raw *r)
{
	int64_t v;

	return !sheet_int(r->text, &v) || v;
}

static bool
is_date(const struct sheet_raw *r, const struct sheet_styles *s)
{
	int64_t style = r->row_style;

	if (s && r->style > 0 && (uint64_t)r->style < s->n)
		style = r->style;
	return s && style >= 0 && (uint64_t)style < s->n && s->date[style];
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
plain_cell(struct sheet_raw *r, const struct sheet_refs *refs)
{
	switch (r->type) {
	case SHEET_T_SHARED:
		return shared_cell(r, refs->strings);
	case SHEET_T_STR:
		decode(r);
		return text_cell(r, SHEET_TEXT);
	case SHEET_T_ERROR:
		return text_cell(r, SHEET_ERROR);
	case SHEET_T_BOOL:
		return (struct sheet_cell){ .kind = SHEET_BOOL,
			.boolean = bool_of(r) };
	default:
		if (is_date(r, refs->styles))
			return date_cell(number(r), refs->date1904);
		return number_cell(r);
	}
}

/* A formula element without text, as the followers of a shared formula have:
 * the formula is not seen as one, and its object becomes JSON. */
static bool
put_follower(struct sheet_raw *r)
{
	struct buf b = { 0 };
	bool fits;

	buf_str(&b, "{\"formula\":\"\"");
	if (r->has_value) {
		buf_str(&b, ",\"result\":");
		if (r->type == SHEET_T_STR)
			js_put_text(&b, (struct str){ r->text, r->n });
		else
			js_put_number(&b, number(r));
	}
	buf_byte(&b, '}');
	fits = b.n <= r->room;
	if (fits) {
		memcpy(r->text, b.p, b.n);
		r->n = b.n;
	}
	buf_free(&b);
	return fits;
}

static bool
formula_cell(struct sheet_raw *r, struct sheet_cell *c)
{
	bool is_text = r->type == SHEET_T_STR;

	if (r->has_value && is_text)
		decode(r);
	if (!r->formula_text) {
		if (!put_follower(r))
			return false;
		*c = text_cell(r, SHEET_TEXT);
	} else if (!r->has_value) {
		*c = (struct sheet_cell){ .kind = SHEET_FORMULA };
	} else {
		*c = is_text ? text_cell(r, SHEET_TEXT) : number_cell(r);
	}
	return true;
}

bool
sheet_make_cell(
    struct sheet_raw *r, const struct sheet_refs *refs, struct sheet_cell *c)
{
	r->text[r->n] = '\0';
	if (r->has_formula)
		return formula_cell(r, c);
	*c = plain_cell(r, refs);
	return true;
}
