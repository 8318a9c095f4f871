/*
 * Where the formations publiées are: by commune and département.
 */
#ifndef PLACES_H
#define PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "export/report/ground.h"

struct place { /* a département */
	char *code, *name;
	int64_t formations; /* publiées */
	size_t centres;     /* communes whose centre is known */
	double lon, lat;    /* the mean of these; sums until all are read */
};

struct places {
	int64_t formations;  /* publiées; -1: no database */
	int64_t communes;    /* with one of them; -1: no database */
	int64_t elsewhere;   /* formations in no commune of communes.db */
	struct place *place; /* of communes.db, by code */
	size_t n, cap;
	struct ground ground;
};

/* Reads formation.db and communes.db of DBDIR, which may be missing. */
void places_read(struct places *p, const char *dbdir);
void places_free(struct places *p);

#endif
