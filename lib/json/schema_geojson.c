#include <math.h>

#include "json/schema_copier.h"

/* [longitude, latitude], within range. */
static int
copy_position(struct copier *c, struct js v)
{
	struct js_walk w = js_walk(v);
	struct js lon = { 0 }, lat = { 0 };

	if (v.type != JS_ARRAY || js_count(v) != 2 || !js_item(&w, &lon) ||
	    !js_item(&w, &lat) || !(fabs(js_number(lon)) <= 180) ||
	    !(fabs(js_number(lat)) <= 90))
		return schema_wrong(c, v, "[longitude, latitude]");
	buf_byte(c->out, '[');
	js_put_number(c->out, js_number(lon));
	buf_byte(c->out, ',');
	js_put_number(c->out, js_number(lat));
	buf_byte(c->out, ']');
	return 0;
}

static int
copy_positions(struct copier *c, struct js v, int depth)
{
	struct js item;

	if (!depth)
		return copy_position(c, v);
	if (v.type != JS_ARRAY)
		return schema_wrong(c, v, "an array of positions");
	buf_byte(c->out, '[');
	for (struct js_walk w = js_walk(v); js_item(&w, &item);) {
		js_put_comma(c->out);
		if (copy_positions(c, item, depth - 1))
			return -1;
	}
	buf_byte(c->out, ']');
	return 0;
}

int
schema_geojson(struct copier *c, const struct field *f, struct js v)
{
	static const char *const names[] = { "coordinates", "type" };
	const char *type = f->kind == F_POINT ? "Point" : "Polygon";
	const char *expected = f->kind == F_POINT ? "a Point" : "a Polygon";
	struct js part[2], key, value;

	if (v.type != JS_OBJECT)
		return schema_wrong(c, v, expected);
	js_pick(v, names, 2, part);
	for (struct js_walk w = js_walk(v); js_member(&w, &key, &value);)
		if (!js_is(key, "coordinates") && !js_is(key, "type"))
			return schema_wrong(
			    c, key, "no other member of a geometry");
	if (!js_is(part[1], type))
		return schema_wrong(c, v, expected);
	buf_str(c->out, "{\"coordinates\":");
	if (copy_positions(c, part[0], f->kind == F_POINT ? 0 : 2))
		return -1;
	buf_str(c->out, ",\"type\":\"");
	buf_str(c->out, type);
	buf_str(c->out, "\"}");
	return 0;
}
