#include <math.h>

#include "export/geojson.h"

void
geojson_put_coordinate(struct buf *b, double degrees)
{
	size_t start = b->n;

	buf_fmt(b, "%.7f", degrees);
	while (b->p[b->n - 1] == '0')
		b->n--;
	if (b->p[b->n - 1] == '.')
		b->n--;
	if (str_is((struct str){ b->p + start, b->n - start }, "-0")) {
		b->n = start;
		buf_byte(b, '0');
	}
}

struct box {
	double min[2], max[2]; /* longitude, latitude */
};

/* Widens the box by a position: [longitude, latitude]. */
static void
widen(struct box *box, const struct flat_reader *r, struct js position)
{
	struct js_walk w = js_walk(position);

	for (int i = 0; i < 2; i++) {
		struct js v = { 0 };
		double degrees;

		js_item(&w, &v);
		degrees = js_number(v);
		if (isnan(degrees))
			flat_refuse(r, "bbox", "not a position",
			    (struct str){ position.p, position.n });
		box->min[i] = fmin(box->min[i], degrees);
		box->max[i] = fmax(box->max[i], degrees);
	}
}

static void
put_box(struct buf *b, const struct box *box)
{
	const double side[] = { box->min[0], box->min[1], box->max[0],
		box->max[1] };

	buf_str(b, ",\"bbox\":[");
	for (size_t i = 0; i < 4; i++) {
		js_put_comma(b);
		geojson_put_coordinate(b, side[i]);
	}
	buf_byte(b, ']');
}

/* Only the communes' records have a polygon: its first ring is its outline. */
static void
put_bbox(struct buf *b, const struct flat_reader *r)
{
	struct box box = { { INFINITY, INFINITY }, { -INFINITY, -INFINITY } };
	struct js ring = { 0 }, position;
	struct js_walk w =
	    js_walk(js_at(r->record, "localisation.bbox.coordinates"));

	js_item(&w, &ring);
	w = js_walk(ring);
	while (js_item(&w, &position))
		widen(&box, r, position);
	if (box.min[0] <= box.max[0])
		put_box(b, &box);
}

static void
put_geometry(struct buf *b, struct flat_reader *r)
{
	double lon, lat;

	buf_str(b, ",\"geometry\":");
	if (!flat_place(r, &lon, &lat)) {
		buf_str(b, "null");
		return;
	}
	buf_str(b, "{\"type\":\"Point\",\"coordinates\":[");
	geojson_put_coordinate(b, lon);
	buf_byte(b, ',');
	geojson_put_coordinate(b, lat);
	buf_str(b, "]}");
}

void
geojson_put_feature(struct buf *b, struct flat_reader *r)
{
	buf_str(b, "{\"type\":\"Feature\",\"id\":");
	js_put_text(b, flat_id(r));
	if (!strcmp(r->t->name, "commune"))
		put_bbox(b, r);
	put_geometry(b, r);
	js_open(b, "properties");
	for (size_t i = 0; i < r->n; i++)
		if (!(r->col[i]->flags & (FLAT_LON | FLAT_LAT))) {
			js_put_key(b, r->col[i]->name);
			flat_put_json(b, r, i);
		}
	js_close(b, 2);
}
