/*
 * The names of columns as members of a record, told apart: the names of a
 * header that occur once keep their form, a name that occurs again becomes
 * NAME_2, NAME_3 ... A column beyond the header gets a name when it is asked
 * for.
 */
#ifndef MEMBER_NAMES_H
#define MEMBER_NAMES_H

#include "base/hash.h"

/* A zeroed struct holds no name. */
struct member_names {
	struct hash names;
	uint32_t *key;   /* a column's number in names, HASH_NONE: none yet */
	uint32_t *times; /* how often a name of names was wanted */
	size_t n;
};

/* Takes the names of a header, instead of those of an earlier one. */
void member_names_set(struct member_names *c, const struct str *name, size_t n);

/* The name of column i; beyond the header it is the prefix and the number, or
 * with _2 ... if that is another column's. Valid until the next call. */
struct str member_names_get(
    struct member_names *c, size_t i, const char *prefix, size_t number);

void member_names_free(struct member_names *c);

#endif
