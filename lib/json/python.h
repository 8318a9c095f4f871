/*
 * JSON as Python's json.dumps writes it: the fiches métiers were first kept by
 * a program in Python, and their JSON columns hold the bytes that it would
 * write [fiches 2]. Written here because no library at hand prints floats and
 * escapes as Python does.
 */
#ifndef PYTHON_H
#define PYTHON_H

#include "json/js.h"

enum python_form {
	PYTHON_DUMPS,   /* json.dumps(v) */
	PYTHON_UTF8,    /* json.dumps(v, ensure_ascii=False) */
	PYTHON_COMPACT, /* the same without blanks after ':' and ',' */
};

/* Appends v, text that js_check has accepted. Of two members of one name the
 * last value is written, in the place of the first. An absent v and a number
 * that is too large for a double are written as null. */
void python_put(struct buf *b, struct js v, enum python_form form);

/* Appends a string. */
void python_put_text(struct buf *b, struct str s, enum python_form form);

/* Appends a finite double as repr() prints it: 1.0, 0.3, 1e-05, 1e+16. */
void python_put_float(struct buf *b, double v);

#endif
