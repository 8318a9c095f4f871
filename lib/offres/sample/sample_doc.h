/*
 * Documents as mongoexport writes them, canonical or relaxed: for
 * sample-offres.
 */
#ifndef SAMPLE_DOC_H
#define SAMPLE_DOC_H

#include "base/day.h"
#include "base/out.h"

/* RAWDIR/NAME.ndjson, a document per line; or RAWDIR/NAME.json, an array. */
enum sample_layout { SAMPLE_LINES, SAMPLE_ARRAY };

/* A file of documents. */
struct sample_file {
	struct out out;
	char *path;
	bool canonical;
	enum sample_layout layout;
	long long n; /* documents begun */
};

void sample_open(struct sample_file *f, const char *dir, const char *name,
    bool canonical, enum sample_layout layout);
void sample_close(struct sample_file *f);

/* A document begins and ends; in between its members. */
void sample_begin(struct sample_file *f);
void sample_end(struct sample_file *f);

void sample_text(struct sample_file *f, const char *name, const char *s);
void sample_raw(struct sample_file *f, const char *name, const char *json);
void sample_int(struct sample_file *f, const char *name, long long n);
void sample_bool(struct sample_file *f, const char *name, bool v);
void sample_date(struct sample_file *f, const char *name, msec t);
void sample_oid(struct sample_file *f, const char *name, const char *hex);
/* A GeoJSON point. */
void sample_point(
    struct sample_file *f, const char *name, double lon, double lat);

/* Identifiers: 24 digits, of a kind and a number; they hold until the fourth
 * next call. */
const char *sample_id(unsigned kind, long long n);
/* A SIRET that is valid (Luhn); the same. */
const char *sample_siret(long long n);

#endif
