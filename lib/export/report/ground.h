/*
 * The ground of the map: the cells of a tenth of a degree in which the centre
 * of a commune lies. It needs no geography but the communes themselves.
 */
#ifndef GROUND_H
#define GROUND_H

#include <stdbool.h>

#include "base/buf.h"

enum {
	GROUND_MAINLAND, /* frame 0: France and Corsica */
	GROUND_FRAMES = 6,
	GROUND_CELLS = 150 * 100, /* of the largest frame */
};

/* A part of the drawing, with its own scale. Equirectangular: lengths are true
 * at one latitude. */
struct ground_frame {
	const char *departement; /* of an inset; NULL: the mainland */
	const char *title;
	int west, north;      /* the corner, in tenths of a degree */
	int columns, rows;    /* cells */
	double x, y;          /* the corner on the drawing */
	double width, height; /* of a cell there */
};

extern const struct ground_frame ground_frames[GROUND_FRAMES];

struct ground {
	bool cell[GROUND_FRAMES][GROUND_CELLS];
};

/* The frame of a département; NULL if the map does not have it. */
const struct ground_frame *ground_frame_of(struct str departement);

/* Marks the cell of a commune's centre, in degrees. */
void ground_mark(
    struct ground *g, struct str departement, double lon, double lat);

/* The point of a place on the drawing; false if it is outside the frame. */
bool ground_point(
    const struct ground_frame *f, double lon, double lat, double *x, double *y);

/* Appends a <path> per frame: each row of cells as runs. */
void ground_put(struct buf *b, const struct ground *g);

#endif
