/*
 * The aggregates of a KPI over measures in their order. Sums use Neumaier's
 * compensation, so that a result does not depend on the machine.
 */
#ifndef AGREGAT_H
#define AGREGAT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum agregat {
	AGG_NB,
	AGG_MIN,
	AGG_MAX,
	AGG_SOMME,
	AGG_MOYENNE,
	AGG_MEDIANE,
	AGG_ECART_TYPE,
	AGG_ETENDUE,
	AGG_RMS,
	AGG_MAX_ABS,
	AGG_DERNIERE,
	AGG_QUANTILE,
	AGG_PENTE,
	AGG_ECART_REFERENCE,
	AGG_TAUX_DISPONIBILITE,
	AGREGATS,
};

/* The aggregate called name, or AGREGATS. */
enum agregat agregat_of(struct str name);

/* The least number of points that it needs, whatever min_points says;
 * min_points by default too. */
int agregat_least(enum agregat a);

/* Of n values x at the instants t (ms), ascending; scratch has room for n.
 * parametre is the p of a quantile. NaN if a pente has no base. n is at least
 * agregat_least(a); the two last aggregates are their mean and their number. */
double agregat_value(enum agregat a, const double *x, const int64_t *t,
    size_t n, double parametre, double *scratch);

/* v as it is stored: rounded to 15 significant digits. */
double agregat_round(double v);

#endif
