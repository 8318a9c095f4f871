/*
 * Units of measures and the conversions between them. The factors and the order
 * of the operations are fixed, so that results are the same everywhere.
 */
#ifndef UNITE_H
#define UNITE_H

#include <stdbool.h>

#include "base/buf.h"

/* A unit, or NULL for an unknown name. */
const struct unite *unite_find(struct str name);

/* True if values of a can be converted to b; either may be NULL. */
bool unite_is_convertible(const struct unite *a, const struct unite *b);

/* v, a value of unit a, in unit b, to which a must be convertible. */
double unite_convert(double v, const struct unite *a, const struct unite *b);

#endif
