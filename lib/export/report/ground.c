#include <math.h>

#include "export/report/ground.h"

/* The mainland is drawn true at 46.5 degrees, an inset at its own middle; a
 * width is the height of a cell times the cosine of that latitude. */
const struct ground_frame ground_frames[GROUND_FRAMES] = {
	{ NULL, "France métropolitaine", -53, 512, 150, 100, 10, 0, 4.13, 6 },
	{ "971", "Guadeloupe", -619, 166, 10, 8, 22, 640, 8.65, 9 },
	{ "972", "Martinique", -613, 150, 6, 7, 160, 640, 8.7, 9 },
	{ "973", "Guyane", -547, 60, 32, 40, 274, 635, 2.2, 2.2 },
	{ "974", "La Réunion", 551, -208, 9, 7, 394, 640, 8.4, 9 },
	{ "976", "Mayotte", 449, -125, 5, 6, 536, 640, 8.8, 9 },
};

const struct ground_frame *
ground_frame_of(struct str departement)
{
	for (int i = 1; i < GROUND_FRAMES; i++)
		if (str_is(departement, ground_frames[i].departement))
			return &ground_frames[i];
	/* 01 to 95, 2A, 2B; those of three digits are overseas */
	return departement.n == 2 ? ground_frames : NULL;
}

/* The cell of a place, counted from the corner; false if it is outside. */
static bool
cell_of(
    const struct ground_frame *f, double lon, double lat, int *column, int *row)
{
	double c = floor(lon * 10) - f->west,
	       r = f->north - 1 - floor(lat * 10);

	if (!(c >= 0 && c < f->columns && r >= 0 && r < f->rows))
		return false;
	*column = (int)c;
	*row = (int)r;
	return true;
}

void
ground_mark(struct ground *g, struct str departement, double lon, double lat)
{
	const struct ground_frame *f = ground_frame_of(departement);
	int column, row;

	if (f && cell_of(f, lon, lat, &column, &row))
		g->cell[f - ground_frames][row * f->columns + column] = true;
}

bool
ground_point(
    const struct ground_frame *f, double lon, double lat, double *x, double *y)
{
	int column, row;

	if (!cell_of(f, lon, lat, &column, &row))
		return false;
	*x = f->x + (lon * 10 - f->west) * f->width;
	*y = f->y + (f->north - lat * 10) * f->height;
	return true;
}

static void
put_runs(struct buf *b, const bool *row, int columns, int y)
{
	for (int from = 0, to; from < columns; from = to) {
		to = from + 1;
		if (!row[from])
			continue;
		while (to < columns && row[to])
			to++;
		buf_fmt(b, "M%d %dh%d", from, y, to - from);
	}
}

/* A run is a line as thick as a cell, along the middle of its row. */
void
ground_put(struct buf *b, const struct ground *g)
{
	for (int i = 0; i < GROUND_FRAMES; i++) {
		const struct ground_frame *f = &ground_frames[i];

		buf_fmt(b,
		    "<path class=\"ground\" transform=\"translate(%g %g)"
		    " scale(%g %g)\" d=\"M0 0",
		    f->x, f->y + f->height / 2, f->width, f->height);
		for (int y = 0; y < f->rows; y++)
			put_runs(b, g->cell[i] + y * f->columns, f->columns, y);
		buf_str(b, "\"/>\n");
	}
}
