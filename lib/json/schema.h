/*
 * Tables of fields: what a record must hold, checked and copied in one pass.
 *
 * A source's importer is mostly such a table. schema_copy writes the known
 * members in the table's order, canonical, drops unknown ones at every level,
 * and stops at the first violation with the path of the field.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "json/js.h"

enum field_kind {
	F_STRING,  /* any string */
	F_TRIMMED, /* a string, trimmed as JavaScript does, "" becomes null
		    * and is then refused unless FIELD_NULL */
	F_CODE,    /* a string that passes .check */
	F_ENUM,    /* one of .values */
	F_NUMBER,  /* a finite number */
	F_INT,     /* an integer, |n| <= 2^53 - 1 */
	F_BOOL,
	F_INSTANT,     /* a date-time; written in the Paris form (day.h) */
	F_INSTANT_UTC, /* the same, written with Z */
	F_POINT,       /* GeoJSON Point, strict; written coordinates, type */
	F_POLYGON,     /* GeoJSON Polygon, strict; written coordinates, type */
	F_ARRAY,       /* of .sub[0] */
	F_OBJECT,      /* with at most 128 members .sub, then S_END */
	F_STRICT,      /* F_OBJECT that refuses unknown members */
	F_ANY,         /* any value, kept as it is */
};

enum field_flags {
	FIELD_NULL = 1, /* null is allowed */
	FIELD_OPT = 2,  /* the member may be absent, and then stays absent */
	FIELD_FILL = 4, /* the member may be absent, and then becomes null */
};

struct field {
	const char *name;
	enum field_kind kind;
	unsigned flags;
	const struct field *sub;
	const char *const *values; /* F_ENUM: NULL-terminated */
	bool (*check)(struct str); /* F_CODE */
	const char *expected;      /* F_CODE: what it is, for messages */
};

/* Short forms for tables; a table ends with S_END. */
/* clang-format off */
#define S_FIELD(name, kind, flags) { name, kind, flags, NULL, NULL, NULL, NULL }
#define S_REQ(name, kind) S_FIELD(name, kind, 0)
#define S_NULL(name, kind) S_FIELD(name, kind, FIELD_NULL)
#define S_OPT(name, kind) S_FIELD(name, kind, FIELD_OPT)
#define S_NULLISH(name, kind) S_FIELD(name, kind, FIELD_OPT | FIELD_NULL)
#define S_ENUM(name, flags, values) \
	{ name, F_ENUM, flags, NULL, values, NULL, NULL }
#define S_CODE(name, flags, check, expected) \
	{ name, F_CODE, flags, NULL, NULL, check, expected }
#define S_OBJECT(name, flags, members) \
	{ name, F_OBJECT, flags, members, NULL, NULL, NULL }
#define S_ARRAY(name, flags, element) \
	{ name, F_ARRAY, flags, element, NULL, NULL, NULL }
#define S_END { NULL, F_ANY, 0, NULL, NULL, NULL, NULL }
/* clang-format on */

/* Checks v against f and appends the canonical form to out. Returns 0, or -1
 * with "path: what 'value'" in e (out then holds a partial record). f->name is
 * not used for the outermost value. */
int schema_copy(
    const struct field *f, struct js v, struct buf *out, struct err *e);

/* Like schema_copy for an object, whose copy begins at out's first byte: copy
 * gets it, with the places of its members in x. It holds until out or x
 * changes. */
int schema_record(const struct field *f, struct js v, struct buf *out,
    struct js_index *x, struct js *copy, struct err *e);

#endif
