/*
 * MongoDB Extended JSON (version 2, canonical and relaxed), as mongoexport
 * writes it: a value of a type that JSON lacks is an object with one member,
 * whose name begins with a dollar.
 */
#ifndef EXTJSON_H
#define EXTJSON_H

#include "base/day.h"
#include "base/err.h"
#include "json/js.h"

enum extjson {
	EXT_PLAIN,  /* JSON */
	EXT_OID,    /* {"$oid":hex} */
	EXT_DATE,   /* {"$date":...} */
	EXT_NUMBER, /* {"$numberInt":...} and the like */
	EXT_OTHER,  /* another, which nobody reads here */
};

/* Returns the kind of v; inner receives the value inside a wrapper. */
enum extjson extjson_kind(struct js v, struct js *inner);

/* Each reads v, wrapped or plain. 0, or -1 with "what 'value'" in e. */
int extjson_number(struct js v, double *number, struct err *e);
int extjson_integer(struct js v, int64_t *number, struct err *e);
/* The instant of a date, or of text in a form of ISO 8601. */
int extjson_date(struct js v, msec *t, struct err *e);
/* Appends the text, or the hexadecimal digits of an identifier, which become
 * lower-case. */
int extjson_text(struct js v, struct buf *b, struct err *e);

/* Appends v as plain JSON, compact: wrappers at every level give way to what
 * they stand for, dates to their canonical text. */
int extjson_put_plain(struct buf *b, struct js v, struct err *e);

/* Appends plain JSON as relaxed Extended JSON: the members whose names
 * mongoimport must take for dates (date, cfa_read_company_detail_at). */
void extjson_put_relaxed(struct buf *b, struct js v);

/* Appends text that is a canonical date, or an identifier, in its wrapper;
 * other text as a string. */
void extjson_put_date(struct buf *b, struct str text);
void extjson_put_oid(struct buf *b, struct str text);

#endif
