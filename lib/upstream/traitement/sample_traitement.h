/*
 * The nightly processing in the invented world: Sercel's lots, night by night,
 * and the parameters of the ouvrages.
 */
#ifndef SAMPLE_TRAITEMENT_H
#define SAMPLE_TRAITEMENT_H

#include <stdint.h>

#include "base/buf.h"

/* Ouvrages with a story of their own; the others are ordinary. */
enum ouvrage_case {
	O_SEUIL,      /* a threshold is exceeded on the last three nights */
	O_FAUTES,     /* a line of every fault on the last night */
	O_ABSENT,     /* no data on the last three nights */
	O_SANS_PARAM, /* has no parameters */
	O_ILLISIBLE,  /* every lot is unreadable */
	O_RENFORCE,   /* over its threshold from the first night on */
	OUVRAGE_CASES,
};

unsigned ouvrages(void); /* how many there are */
unsigned nights(void);   /* how many nights of lots */

/* YYYY-MM-DD of night n; night nights() is the day after the last lot. */
void night_text(unsigned n, char text[16]);

/* Write DIR/sercel and DIR/traitement. */
void sample_sercel(const char *dir);
void sample_parametrage(const char *dir);

#endif
