/*
 * Numbers as ECMAScript reads and prints them (spec: Number::toString,
 * StringToNumber, parseFloat). Written here because C's printf and strtod do
 * neither.
 */
#ifndef NUM_H
#define NUM_H

#include "base/buf.h"

#define NUM_TEXT_MAX 32

/* Shortest text that reads back as v, in ECMAScript's layout: 12, 48.39,
 * 1e+21, 1e-7, NaN, Infinity, 0 for -0. Returns its length; text is
 * NUL-terminated. */
size_t num_print(double v, char text[NUM_TEXT_MAX]);

/* Number(s): JavaScript white space trimmed, "" is 0, decimal or exponent
 * form, 0x/0b/0o, Infinity; NaN for anything else. */
double num_parse(struct str s);

/* parseFloat(s): leading white space skipped, longest decimal prefix, NaN if
 * there is none. */
double num_prefix(struct str s);

/* A JSON number token (already checked) as a double. */
double num_json(const char *p, size_t n);

#endif
