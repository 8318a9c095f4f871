#include <math.h>

#include "base/num.h"
#include "xlsx/sheet_part.h"

static struct str
value(const struct sheet_raw *r)
{
	return sheet_trim((struct str){ r->text, r->n });
}

static int
expected(const struct sheet_raw *r, const char *what, struct err *e)
{
	return err_set(
	    e, "%s is expected, not '%s'", what, err_quote(r->text, r->n));
}

static struct sheet_cell
text_cell(const struct sheet_raw *r, enum sheet_kind kind)
{
	return (struct sheet_cell){ .kind = kind, .text = { r->text, r->n } };
}

static size_t
skip_digits(struct str s, size_t at)
{
	while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
		at++;
	return at;
}

/* [+-] digits [. digits] [e [+-] digits], with a digit before the exponent. */
static bool
is_number(struct str s)
{
	size_t at = s.n && (*s.p == '-' || *s.p == '+');
	size_t whole = skip_digits(s, at), end = whole;
	size_t n = whole - at;

	if (end < s.n && s.p[end] == '.') {
		end = skip_digits(s, whole + 1);
		n += end - whole - 1;
	}
	if (!n || end == s.n)
		return n;
	if ((s.p[end] | 0x20) != 'e')
		return false;
	at = end + 1;
	at += at < s.n && (s.p[at] == '-' || s.p[at] == '+');
	return at < s.n && skip_digits(s, at) == s.n;
}

static int
get_number(const struct sheet_raw *r, double *v, struct err *e)
{
	struct str s = value(r);

	*v = is_number(s) ? num_prefix(s) : (double)NAN;
	return isfinite(*v) ? 0 : expected(r, "a number", e);
}

static int
shared_cell(const struct sheet_raw *r, const struct sheet_refs *refs,
    struct sheet_cell *c, struct err *e)
{
	const struct sheet_strings *s = refs->strings;
	uint64_t i;

	if (!sheet_index(value(r), &i))
		return expected(r, "the number of a shared string", e);
	if (i >= s->n)
		return err_set(e, "no shared string %llu: there are %zu",
		    (unsigned long long)i, s->n);
	if (refs->empty_null && s->start[i + 1] == s->start[i])
		return 0;
	c->kind = SHEET_TEXT;
	c->text.p = s->text.p ? s->text.p + s->start[i] : "";
	c->text.n = s->start[i + 1] - s->start[i];
	return 0;
}

static int
bool_cell(const struct sheet_raw *r, struct sheet_cell *c, struct err *e)
{
	struct str s = value(r);
	uint64_t v = str_is(s, "true");

	if (!v && !str_is(s, "false") && !sheet_index(s, &v))
		return expected(r, "a boolean", e);
	c->kind = SHEET_BOOL;
	c->boolean = v;
	return 0;
}

static int
iso_cell(const struct sheet_raw *r, const struct sheet_refs *refs,
    struct sheet_cell *c, struct err *e)
{
	c->kind = SHEET_DATE;
	c->date = sheet_iso_date(value(r), refs->date1904);
	return c->date == DAY_BAD ? expected(r, "an ISO 8601 date", e) : 0;
}

/* Days since 1899-12-30 (or 1904-01-01) to an instant; halves of a millisecond
 * go up. Serial numbers before 60, which is the day 1900-02-29 that there never
 * was, count from 1899-12-31. A number that is out of range stays one. */
static void
put_date(double days, const struct sheet_refs *refs, struct sheet_cell *c)
{
	double from = refs->date1904 ? 25569 - 1462 : 25569, ms, whole;

	if (!refs->date1904 && refs->leap1900 && days >= 0 && days < 60)
		from--;
	ms = (days - from) * 24 * 3600 * 1000;
	whole = floor(ms);
	if (ms - whole >= 0.5)
		whole++;
	if (fabs(whole) > 8.64e15)
		return;
	c->kind = SHEET_DATE;
	c->date = (msec)whole;
}

static int
number_cell(const struct sheet_raw *r, const struct sheet_refs *refs,
    struct sheet_cell *c, struct err *e)
{
	const struct sheet_styles *s = refs->styles;
	double v;

	if (get_number(r, &v, e) < 0)
		return -1;
	c->kind = SHEET_NUMBER;
	c->number = v;
	if (r->style && r->style >= s->n)
		return err_set(e, "no style %llu: there are %zu",
		    (unsigned long long)r->style, s->n);
	if (r->style < s->n && s->date[r->style])
		put_date(v, refs, c);
	return 0;
}

int
sheet_make_cell(const struct sheet_raw *r, const struct sheet_refs *refs,
    struct sheet_cell *c, struct err *e)
{
	bool empty = !r->has_value || (r->type != SHEET_T_STR && !value(r).n);

	*c = (struct sheet_cell){ .kind = SHEET_NULL };
	if (empty && r->has_formula)
		c->kind = SHEET_FORMULA;
	if (empty)
		return 0;
	r->text[r->n] = '\0';
	switch (r->type) {
	case SHEET_T_SHARED:
		return shared_cell(r, refs, c, e);
	case SHEET_T_STR:
		*c = text_cell(r, SHEET_TEXT);
		return 0;
	case SHEET_T_ERROR:
		*c = text_cell(r, SHEET_ERROR);
		return 0;
	case SHEET_T_BOOL:
		return bool_cell(r, c, e);
	case SHEET_T_DATE:
		return iso_cell(r, refs, c, e);
	default:
		return number_cell(r, refs, c, e);
	}
}
