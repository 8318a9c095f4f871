#include <math.h>

#include "fiches/fiche/fiche_normal.h"
#include "json/python.h"

/* Returns v, or the value that v holds if it is a text of JSON. The result may
 * point into scratch. */
static struct js
parsed(struct js v, struct buf *scratch)
{
	struct str text;

	if (v.type != JS_STRING)
		return v;
	scratch->n = 0;
	text = js_text(v, scratch);
	return js_check(text.p, text.n, NULL) ? v : js_of(text);
}

/* Appends the text that an element of a list of texts stands for; false, and
 * nothing, if there is none. */
static bool
put_element(struct buf *b, struct js v)
{
	static const char *const names[] = { "nom", "name", "label" };
	struct js part[3];
	struct buf text = { 0 };
	int i = 0;

	if (v.type == JS_STRING) {
		python_put(b, v, PYTHON_COMPACT);
		return true;
	}
	if (v.type == JS_OBJECT) {
		js_pick(v, names, 3, part);
		while (i < 3 && (part[i].type != JS_STRING || part[i].n == 2))
			i++;
		return i < 3 && put_element(b, part[i]);
	}
	if (js_is_null(v))
		return false;
	python_put(&text, v, PYTHON_COMPACT);
	python_put_text(b, buf_view(&text), PYTHON_COMPACT);
	buf_free(&text);
	return true;
}

/* The elements of an array; none of anything else. */
static struct js_walk
elements(struct js v)
{
	return v.type == JS_ARRAY ? js_walk(v) : (struct js_walk){ 0 };
}

static void
put_list(struct buf *b, struct js v)
{
	struct js_walk w = elements(v);
	struct js item;

	buf_byte(b, '[');
	for (size_t at = b->n; js_item(&w, &item);) {
		if (b->n > at)
			buf_byte(b, ',');
		if (!put_element(b, item) && b->n > at)
			b->n--; /* the comma */
	}
	buf_byte(b, ']');
}

/* Appends an array of objects. An element of another type becomes an object
 * with the member nom, then the members of rest. */
static void
put_named_list(struct buf *b, struct js v, const char *rest)
{
	struct js_walk w = elements(v);
	struct js item;

	buf_byte(b, '[');
	for (size_t at = b->n; js_item(&w, &item);) {
		if (js_is_null(item))
			continue;
		if (b->n > at)
			buf_byte(b, ',');
		if (item.type == JS_OBJECT) {
			python_put(b, item, PYTHON_COMPACT);
			continue;
		}
		buf_str(b, "{\"nom\":");
		put_element(b, item);
		buf_fmt(b, ",%s}", rest);
	}
	buf_byte(b, ']');
}

/* A text, or null if it is null or absent; false if it is anything else. */
static bool
put_nullable_text(struct buf *b, struct js v)
{
	if (!js_is_null(v) && v.type != JS_STRING)
		return false;
	python_put(b, v, PYTHON_COMPACT);
	return true;
}

static bool
put_regional(struct buf *b, struct js v)
{
	struct js_walk w = js_walk(v);
	struct js region, level;
	struct buf whole = { 0 };
	bool good = v.type == JS_OBJECT || v.type == JS_ABSENT;

	buf_byte(&whole, '{');
	while (good && js_member(&w, &region, &level)) {
		js_put_comma(&whole);
		python_put(&whole, region, PYTHON_COMPACT);
		buf_byte(&whole, ':');
		good =
		    level.type == JS_OBJECT && fiche_put_level(&whole, level);
	}
	buf_byte(&whole, '}');
	if (good) /* a region that comes twice counts once */
		python_put(b, js_of(buf_view(&whole)), PYTHON_COMPACT);
	buf_free(&whole);
	return good;
}

static bool
put_salaries(struct buf *b, struct js v)
{
	static const char *const names[] = { "junior", "confirme", "senior",
		"regional", "source", "date_maj" };
	struct js part[6];

	if (v.type != JS_OBJECT)
		return false;
	js_pick(v, names, 6, part);
	buf_byte(b, '{');
	for (int i = 0; i < 6; i++) {
		js_put_key(b, names[i]);
		if (i < 3    ? !fiche_put_level(b, part[i])
		    : i == 3 ? !put_regional(b, part[i])
			     : !put_nullable_text(b, part[i]))
			return false;
	}
	buf_byte(b, '}');
	return true;
}

/* A number from 0 to 1, or instead, which null and absence stand for. */
static bool
put_share(struct buf *b, struct js v, const char *instead)
{
	double number = fiche_number(v);

	if (js_is_null(v)) {
		buf_str(b, instead);
		return true;
	}
	return number >= 0 && number <= 1 && fiche_put_float(b, v);
}

static bool
put_outlook(struct buf *b, struct js v)
{
	static const char *const names[] = { "tension", "tendance",
		"evolution_5ans", "nombre_offres", "taux_insertion" };
	struct js part[5];

	if (v.type != JS_OBJECT)
		return false;
	js_pick(v, names, 5, part);
	buf_str(b, "{\"tension\":");
	if (!put_share(b, part[0], "0.5"))
		return false;
	js_put_key(b, "tendance");
	fiche_put_tendance(b, part[1]);
	js_put_key(b, "evolution_5ans");
	if (!put_nullable_text(b, part[2]))
		return false;
	js_put_key(b, "nombre_offres");
	if (js_is_null(part[3]))
		buf_str(b, "null");
	else if (!fiche_put_integer(b, part[3]))
		return false;
	js_put_key(b, "taux_insertion");
	if (!put_share(b, part[4], "null"))
		return false;
	buf_byte(b, '}');
	return true;
}

/* Appends v by put, or the text of instead if put refuses v. */
static void
put_or(struct buf *b, struct js v, bool (*put)(struct buf *, struct js),
    const char *instead)
{
	size_t start = b->n;

	if (put(b, v))
		return;
	b->n = start;
	buf_str(b, instead);
}

/* An array of texts; a text that is not JSON is its only element. */
static void
put_texts(struct buf *b, struct js v)
{
	struct buf scratch = { 0 };
	struct js value = parsed(v, &scratch);

	if (v.type == JS_STRING && value.p == v.p && v.n > 2) {
		buf_byte(b, '[');
		python_put(b, v, PYTHON_COMPACT);
		buf_byte(b, ']');
	} else
		put_list(b, value);
	buf_free(&scratch);
}

static void
put_normal(struct buf *b, enum fiche_kind kind, struct js given)
{
	struct buf scratch = { 0 };
	struct js v = parsed(given, &scratch);

	switch (kind) {
	case FICHE_LIST_NIVEAU:
		put_named_list(b, v, "\"niveau\":3");
		break;
	case FICHE_LIST_URL:
		put_named_list(b, v, "\"url\":\"\"");
		break;
	case FICHE_OBJECT:
		if (v.type == JS_OBJECT && fiche_has(v))
			python_put(b, v, PYTHON_COMPACT);
		else
			buf_str(b, "null");
		break;
	case FICHE_SALARIES:
		put_or(b, v, put_salaries, FICHE_SALARIES_DEFAULT);
		break;
	case FICHE_OUTLOOK:
		put_or(b, v, put_outlook, FICHE_OUTLOOK_DEFAULT);
		break;
	default:
		put_texts(b, given);
	}
	buf_free(&scratch);
}

void
fiche_normalise(struct fiche *f)
{
	for (unsigned i = 0; i < FICHE_COLUMNS; i++) {
		enum fiche_kind kind = fiche_fields[i].kind;
		struct buf value = { 0 };

		if (kind <= FICHE_JSON)
			continue;
		put_normal(&value, kind, f->col[i]);
		fiche_take(f, (enum fiche_column)i, &value);
	}
	if (js_is_null(f->col[FICHE_DESCRIPTION]))
		fiche_set_text(f, FICHE_DESCRIPTION, STR(""));
}
