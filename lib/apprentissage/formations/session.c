#include "apprentissage/formations/session.h"

#include <math.h>
#include <stdlib.h>

/* Adds years to t. Month, day and time stay; 29 February becomes 28 in a common
 * year. */
static msec
add_years(msec t, int years)
{
	struct civil c = day_civil(t);
	int last;

	c.year += years;
	last = day_month_length(c.year, c.month);
	if (c.day > last)
		c.day = last;
	return day_utc(c);
}

double
session_years(msec a, msec b)
{
	int y = day_civil(b).year - day_civil(a).year;
	msec low = add_years(a, y), high;

	if (low == b)
		return y;
	if (low > b) {
		high = low;
		low = add_years(a, --y);
	} else {
		high = add_years(low, 1);
	}
	return y + (double)(b - low) / (double)(high - low);
}

static int
by_text(const void *a, const void *b)
{
	const struct str *x = a, *y = b;

	return str_cmp(*x, *y);
}

/* Reads the dates of an array, in the order of their bytes. */
static void
read_dates(struct session_dates *d, struct js array)
{
	size_t i = 0;
	struct js item;

	d->n = js_count(array);
	d->text = xrealloc2(d->text, d->n, sizeof(*d->text));
	d->at = xrealloc2(d->at, d->n, sizeof(*d->at));
	d->scratch.n = 0;
	buf_reserve(&d->scratch, array.n + 1); /* the texts point into it */
	for (struct js_walk w = js_walk(array); i < d->n && js_item(&w, &item);
	     i++)
		d->text[i] = js_text(item, &d->scratch);
	qsort(d->text, d->n, sizeof(*d->text), by_text);
	for (i = 0; i < d->n; i++)
		d->at[i] = d->text[i].p ? day_parse_utc(d->text[i]) : DAY_BAD;
}

static int
not_a_date(const char *field, struct str text, struct err *e)
{
	return err_set(e, "%s: a date is expected, not '%s'", field,
	    err_quote(text.p, text.n));
}

/* Equal numbers of beginnings and ends: paired in order; only that they are
 * dates is checked. */
static int
pair_in_order(struct sessions *s, struct err *e)
{
	const struct session_dates *d = &s->debuts, *f = &s->fins;
	size_t i;

	for (i = 0; i < d->n; i++) {
		if (d->at[i] == DAY_BAD)
			return not_a_date("date_debut", d->text[i], e);
		if (f->at[i] == DAY_BAD)
			return not_a_date("date_fin", f->text[i], e);
		s->at[i] = (struct session){ d->at[i], f->at[i] };
	}
	s->n = i;
	return 0;
}

/* Returns how far the length of a session is from target, in years; infinite if
 * the session is impossible. */
static double
distance(msec debut, msec fin, double target)
{
	if (debut == DAY_BAD || fin == DAY_BAD || fin < debut)
		return INFINITY;
	return fabs(target - session_years(debut, fin));
}

/* For each date of the shorter list, picks the best date of the longer one (the
 * first on ties); a date may be picked again. */
static int
pair_best(struct sessions *s, double target, struct err *e)
{
	bool by_fin = s->debuts.n > s->fins.n;
	const struct session_dates *few = by_fin ? &s->fins : &s->debuts;
	const struct session_dates *many = by_fin ? &s->debuts : &s->fins;

	for (s->n = 0; s->n < few->n; s->n++) {
		double least = INFINITY;

		for (size_t i = 0; i < many->n; i++) {
			msec debut = by_fin ? many->at[i] : few->at[s->n];
			msec fin = by_fin ? few->at[s->n] : many->at[i];
			double score = distance(debut, fin, target);

			if (score < least) {
				least = score;
				s->at[s->n] = (struct session){ debut, fin };
			}
		}
		if (isinf(least))
			return err_set(e, "%s: no possible %s for '%s'",
			    by_fin ? "date_fin" : "date_debut",
			    by_fin ? "date_debut" : "date_fin",
			    err_quote(few->text[s->n].p, few->text[s->n].n));
	}
	return 0;
}

int
sessions_match(struct sessions *s, struct js date_debut, struct js date_fin,
    double target, struct err *e)
{
	size_t n;

	read_dates(&s->debuts, date_debut);
	read_dates(&s->fins, date_fin);
	n = s->debuts.n < s->fins.n ? s->debuts.n : s->fins.n;
	s->at = xrealloc2(s->at, n, sizeof(*s->at));
	if (s->debuts.n == s->fins.n)
		return pair_in_order(s, e);
	return pair_best(s, target, e);
}

static void
free_dates(struct session_dates *d)
{
	free(d->text);
	free(d->at);
	buf_free(&d->scratch);
}

void
sessions_free(struct sessions *s)
{
	free(s->at);
	free_dates(&s->debuts);
	free_dates(&s->fins);
	*s = (struct sessions){ 0 };
}
