/*
 * JSON numbers by their value in decimal, which no double has to hold.
 */
#ifndef JSON_NUMBER_H
#define JSON_NUMBER_H

#include "base/buf.h"

/* True if two JSON number tokens have the same value: 1, 1.0 and 10e-1. */
bool json_number_same(struct str a, struct str b);

#endif
