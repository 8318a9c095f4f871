#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "traitement/kpi/agregat.h"

#define DAY_MS 86400000.0

static const struct {
	const char *name;
	int least;
} names[AGREGATS] = {
	[AGG_NB] = { "nb", 0 },
	[AGG_MIN] = { "min", 1 },
	[AGG_MAX] = { "max", 1 },
	[AGG_SOMME] = { "somme", 1 },
	[AGG_MOYENNE] = { "moyenne", 1 },
	[AGG_MEDIANE] = { "mediane", 1 },
	[AGG_ECART_TYPE] = { "ecart_type", 2 },
	[AGG_ETENDUE] = { "etendue", 1 },
	[AGG_RMS] = { "rms", 1 },
	[AGG_MAX_ABS] = { "max_abs", 1 },
	[AGG_DERNIERE] = { "derniere", 1 },
	[AGG_QUANTILE] = { "quantile", 1 },
	[AGG_PENTE] = { "pente", 2 },
	[AGG_ECART_REFERENCE] = { "ecart_reference", 1 },
	[AGG_TAUX_DISPONIBILITE] = { "taux_disponibilite", 0 },
};

enum agregat
agregat_of(struct str name)
{
	enum agregat a = 0;

	while (a < AGREGATS && !str_is(name, names[a].name))
		a++;
	return a;
}

int
agregat_least(enum agregat a)
{
	return names[a].least;
}

struct sum {
	double s, c;
};

static inline void
add(struct sum *n, double x)
{
	double y = n->s + x;

	n->c += fabs(n->s) >= fabs(x) ? (n->s - y) + x : (x - y) + n->s;
	n->s = y;
}

static double
sum_of(const double *x, size_t n)
{
	struct sum total = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		add(&total, x[i]);
	return total.s + total.c;
}

static double
mean_of(const double *x, size_t n)
{
	return sum_of(x, n) / (double)n;
}

static double
rms_of(const double *x, size_t n)
{
	struct sum total = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		add(&total, x[i] * x[i]);
	return sqrt((total.s + total.c) / (double)n);
}

static double
deviation_of(const double *x, size_t n)
{
	struct sum total = { 0, 0 };
	double m = mean_of(x, n);

	for (size_t i = 0; i < n; i++) {
		double d = x[i] - m;

		add(&total, d * d);
	}
	return sqrt((total.s + total.c) / (double)(n - 1));
}

/* Per day, from the first instant on. */
static double
slope_of(const double *x, const int64_t *t, size_t n, double *d)
{
	struct sum above = { 0, 0 }, below = { 0, 0 };
	double dm, xm = mean_of(x, n), divisor;

	for (size_t i = 0; i < n; i++)
		d[i] = (double)(t[i] - t[0]) / DAY_MS;
	dm = mean_of(d, n);
	for (size_t i = 0; i < n; i++) {
		double e = d[i] - dm;

		add(&above, e * (x[i] - xm));
		add(&below, e * e);
	}
	divisor = below.s + below.c;
	return divisor == 0 ? NAN : (above.s + above.c) / divisor;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
quantile_of(const double *x, size_t n, double p, double *sorted)
{
	double h = (double)(n - 1) * p;
	size_t i = (size_t)h;

	memcpy(sorted, x, n * sizeof(*x));
	qsort(sorted, n, sizeof(*sorted), by_value);
	if (i + 1 >= n)
		return sorted[n - 1];
	return sorted[i] + (h - (double)i) * (sorted[i + 1] - sorted[i]);
}

struct range {
	double min, max, max_abs;
};

static struct range
range_of(const double *x, size_t n)
{
	struct range r = { x[0], x[0], fabs(x[0]) };

	for (size_t i = 1; i < n; i++) {
		r.min = x[i] < r.min ? x[i] : r.min;
		r.max = x[i] > r.max ? x[i] : r.max;
		r.max_abs = fabs(x[i]) > r.max_abs ? fabs(x[i]) : r.max_abs;
	}
	return r;
}

double
agregat_value(enum agregat a, const double *x, const int64_t *t, size_t n,
    double parametre, double *scratch)
{
	switch (a) {
	case AGG_MIN:
		return range_of(x, n).min;
	case AGG_MAX:
		return range_of(x, n).max;
	case AGG_MAX_ABS:
		return range_of(x, n).max_abs;
	case AGG_ETENDUE:
		return range_of(x, n).max - range_of(x, n).min;
	case AGG_SOMME:
		return sum_of(x, n);
	case AGG_MOYENNE:
	case AGG_ECART_REFERENCE:
		return mean_of(x, n);
	case AGG_MEDIANE:
		return quantile_of(x, n, 0.5, scratch);
	case AGG_QUANTILE:
		return quantile_of(x, n, parametre, scratch);
	case AGG_ECART_TYPE:
		return deviation_of(x, n);
	case AGG_RMS:
		return rms_of(x, n);
	case AGG_DERNIERE:
		return x[n - 1];
	case AGG_PENTE:
		return slope_of(x, t, n, scratch);
	default:
		return (double)n;
	}
}

double
agregat_round(double v)
{
	char text[40];

	snprintf(text, sizeof(text), "%.15g", v);
	return strtod(text, NULL);
}
