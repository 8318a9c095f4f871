/* The answer about availability. */
#include <stdlib.h>

#include "traitement/sercel/sercel.h"
#include "traitement/sercel/sercel_conf.h"

static struct js
item_at(struct js array, long i)
{
	struct js_walk w = js_walk(array);
	struct js item = { 0 };

	while (js_item(&w, &item))
		if (!i--)
			return item;
	return (struct js){ 0 };
}

/* The value that a JSON pointer names (RFC 6901), without its ~ escapes; "" is
 * the whole. */
static struct js
pointed(struct js v, const char *pointer)
{
	while (*pointer == '/') {
		size_t n = strcspn(++pointer, "/");
		char *name = xstrndup(pointer, n);

		v = v.type == JS_ARRAY ? item_at(v, strtol(name, NULL, 10))
				       : js_get(v, name);
		free(name);
		pointer += n;
	}
	return v;
}

/* Nothing new: false, 0, null or absent. */
static bool
is_nothing(struct js v)
{
	return js_is_null(v) || v.type == JS_FALSE ||
	       (v.type == JS_NUMBER && js_number(v) == 0);
}

/* DAY_NULL for null or no value, DAY_BAD for what is no instant. */
static msec
instant(struct js lot, const char *pointer)
{
	struct js v = pointed(lot, pointer);
	struct buf scratch = { 0 };
	msec t = js_is_null(v) ? DAY_NULL : day_parse_utc(js_text(v, &scratch));

	if (t == DAY_NULL && !js_is_null(v))
		t = DAY_BAD;
	buf_free(&scratch);
	return t;
}

/* A string or a number, as a new string; NULL for anything else. */
static char *
identifier(struct js lot, const char *pointer)
{
	struct js v = pointed(lot, pointer);
	struct buf scratch = { 0 };
	struct str text = v.type == JS_NUMBER ? (struct str){ v.p, v.n }
					      : js_text(v, &scratch);
	char *id = text.p && text.n && !memchr(text.p, 0, text.n)
		       ? xstrndup(text.p, text.n)
		       : NULL;

	buf_free(&scratch);
	return id;
}

static bool
read_lot(struct sercel_lots *lots, struct js v)
{
	struct sercel_lot lot = { .id = identifier(v, sercel_conf[K_LOT_ID]),
		.debut = instant(v, sercel_conf[K_LOT_DEBUT]),
		.fin = instant(v, sercel_conf[K_LOT_FIN]) };

	if (!lot.id || lot.fin == DAY_NULL || lot.fin == DAY_BAD ||
	    lot.debut == DAY_BAD) {
		free(lot.id);
		return false;
	}
	lots->v = xroom(lots->v, lots->n, &lots->cap, sizeof(*lots->v));
	lots->v[lots->n++] = lot;
	return true;
}

static int
by_end(const void *a, const void *b)
{
	const struct sercel_lot *x = a, *y = b;

	if (x->fin != y->fin)
		return x->fin < y->fin ? -1 : 1;
	return strcmp(x->id, y->id);
}

bool
sercel_lots_read(struct sercel_lots *lots, struct str body)
{
	struct js answer, list, item;
	struct err e;

	*lots = (struct sercel_lots){ 0 };
	if (body.n >= 3 && !memcmp(body.p, "\xEF\xBB\xBF", 3)) {
		body.p += 3;
		body.n -= 3;
	}
	if (js_check(body.p, body.n, &e))
		return false;
	answer = js_of(body);
	if (is_nothing(pointed(answer, sercel_conf[K_NOUVELLES])))
		return true;
	list = pointed(answer, sercel_conf[K_LOTS]);
	if (list.type != JS_ARRAY)
		return false;
	for (struct js_walk w = js_walk(list); js_item(&w, &item);)
		if (!read_lot(lots, item)) {
			sercel_lots_free(lots);
			return false;
		}
	if (lots->n)
		qsort(lots->v, lots->n, sizeof(*lots->v), by_end);
	return true;
}

void
sercel_lots_free(struct sercel_lots *lots)
{
	for (size_t i = 0; i < lots->n; i++)
		free(lots->v[i].id);
	free(lots->v);
	*lots = (struct sercel_lots){ 0 };
}
