/* Any JSON as a record of one of the tables of fields, which the first byte
 * chooses: what is accepted is written as JSON, and that is its own copy. */
#include "json/schema.h"
#include "apprentissage/comptes/users.h"
#include "apprentissage/records/published.h"
#include "apprentissage/sources/catalogue.h"
#include "apprentissage/sources/mission_locale.h"
#include "base/text.h"
#include "fuzz.h"

static bool
is_short(struct str s)
{
	return s.n < 4;
}

static const char *const values[] = { "a", "é", NULL };
static const struct field element = { .kind = F_TRIMMED, .flags = FIELD_NULL };
static const struct field all[] = {
	S_NULL("string", F_STRING),
	S_OPT("trimmed", F_TRIMMED),
	S_CODE("code", FIELD_OPT, is_short, "three bytes"),
	S_ENUM("enum", FIELD_OPT, values),
	S_NULLISH("number", F_NUMBER),
	S_FIELD("int", F_INT, FIELD_FILL | FIELD_NULL),
	S_OPT("bool", F_BOOL),
	S_NULLISH("instant", F_INSTANT),
	S_NULLISH("utc", F_INSTANT_UTC),
	S_NULLISH("point", F_POINT),
	S_NULLISH("polygon", F_POLYGON),
	S_ARRAY("array", FIELD_OPT, &element),
	S_OPT("any", F_ANY),
	S_END,
};
static const struct field every_kind = { .kind = F_STRICT, .sub = all };

static const struct field *const tables[] = { &every_kind, &certification_field,
	&organisme_field, &commune_field, &insee_to_ml_field, &formation_field,
	&user_record, &unml_answer, &catalogue_formation };

/* The missions of an answer, which are then to be written. */
static void
check_missions(struct js answer)
{
	struct buf scratch = { 0 }, out = { 0 };
	struct js item;
	struct err e;

	for (struct js_walk w = js_walk(js_get(answer, "results"));
	     js_item(&w, &item);) {
		struct mission m =
		    mission_of_unml(js_get(item, "structure"), &scratch);

		out.n = 0;
		mission_put(&out, &m);
		fuzz_must(!js_check(out.p, out.n, &e));
	}
	buf_free(&scratch);
	buf_free(&out);
}

/* A record and the places of its members. */
static void
check_record(const struct field *f, struct js v, struct str wanted)
{
	struct buf out = { 0 };
	struct js_index x = { 0 };
	struct js copy, key, value, other, other_value;
	struct js_walk b = js_walk(js_of(wanted));
	struct err e;

	fuzz_must(!schema_record(f, v, &out, &x, &copy, &e) &&
		  str_eq(buf_view(&out), wanted));
	for (struct js_walk a = js_walk(copy); js_member(&a, &key, &value);)
		fuzz_must(js_member(&b, &other, &other_value) &&
			  str_eq((struct str){ key.p, key.n },
			      (struct str){ other.p, other.n }) &&
			  str_eq((struct str){ value.p, value.n },
			      (struct str){ other_value.p, other_value.n }) &&
			  value.escaped >= other_value.escaped);
	fuzz_must(!js_member(&b, &other, &other_value));
	buf_free(&out);
	js_index_free(&x);
}

static void
check(const struct field *f, struct js v)
{
	struct buf once = { 0 }, twice = { 0 };
	struct err e;

	if (!schema_copy(f, v, &once, &e)) {
		fuzz_must(!js_check(once.p, once.n, &e));
		fuzz_must(!schema_copy(f, js_of(buf_view(&once)), &twice, &e) &&
			  str_eq(buf_view(&once), buf_view(&twice)));
		if (f == &unml_answer)
			check_missions(js_of(buf_view(&once)));
		if (v.type == JS_OBJECT)
			check_record(f, v, buf_view(&once));
	}
	buf_free(&once);
	buf_free(&twice);
}

/* An indexed value, of which members may be copied as they stand, is copied as
 * one whose text is scanned. */
static void
check_indexed(const struct field *f, struct str text)
{
	struct buf indexed = { 0 }, scanned = { 0 };
	struct js_index x = { 0 };
	struct js v;
	struct err e, other;
	int rc;

	fuzz_must(!js_index(&x, text, &v, &e));
	rc = schema_copy(f, v, &indexed, &e);
	fuzz_must(schema_copy(f, js_of(text), &scanned, &other) == rc);
	if (rc)
		fuzz_must(!strcmp(e.msg, other.msg));
	else
		fuzz_must(str_eq(buf_view(&indexed), buf_view(&scanned)));
	if (!rc && v.type == JS_OBJECT)
		check_record(f, v, buf_view(&indexed));
	buf_free(&indexed);
	buf_free(&scanned);
	js_index_free(&x);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct field *f;
	struct str s;
	struct err e;

	if (!n)
		return 0;
	f = tables[data[0] % (sizeof(tables) / sizeof(*tables))];
	s = fuzz_text(data + 1, n - 1);
	if (js_check(s.p, s.n, &e))
		return 0;
	check(f, js_of(s));
	check_indexed(f, s);
	return 0;
}
