#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/text.h"
#include "offres/calendar.h"
#include "offres/mongo/extjson.h"
#include "offres/offres.h"

static int
refuse_value(struct err *e, const char *expected, struct js v)
{
	return err_set(e, "%s, not '%s'", expected, err_quote(v.p, v.n));
}

enum extjson
extjson_kind(struct js v, struct js *inner)
{
	struct js_walk w = js_walk(v);
	struct js key, other;

	if (v.type != JS_OBJECT || !js_member(&w, &key, inner) || key.n < 3 ||
	    key.p[1] != '$')
		return EXT_PLAIN;
	if (js_member(&w, &other, &other))
		return EXT_OTHER;
	if (js_is(key, "$oid"))
		return EXT_OID;
	if (js_is(key, "$date"))
		return EXT_DATE;
	if (js_is(key, "$numberInt") || js_is(key, "$numberLong") ||
	    js_is(key, "$numberDouble") || js_is(key, "$numberDecimal"))
		return EXT_NUMBER;
	return EXT_OTHER;
}

/* The text of a number, plain or wrapped; NULL if v is none. */
static struct str
number_text(struct js v)
{
	struct js inner;

	if (v.type == JS_NUMBER)
		return (struct str){ v.p, v.n };
	if (extjson_kind(v, &inner) != EXT_NUMBER || inner.type != JS_STRING ||
	    inner.escaped || inner.n < 3)
		return STR_NULL;
	return (struct str){ inner.p + 1, inner.n - 2 };
}

int
extjson_number(struct js v, double *number, struct err *e)
{
	struct str text = number_text(v);

	*number = text.p ? num_parse(text) : NAN;
	if (!isfinite(*number))
		return refuse_value(e, "a number is expected", v);
	return 0;
}

/* Digits alone are read exactly, up to 64 bits. */
int
extjson_integer(struct js v, int64_t *number, struct err *e)
{
	struct str text = number_text(v);
	char *end, *copy;
	double d;
	bool exact;

	if (extjson_number(v, &d, e))
		return -1;
	copy = xstrndup(text.p, text.n);
	errno = 0;
	*number = strtoll(copy, &end, 10);
	exact = !*end && !errno;
	free(copy);
	if (exact)
		return 0;
	if (d != floor(d) || fabs(d) >= 9007199254740992.0)
		return refuse_value(e, "an integer is expected", v);
	*number = (int64_t)d;
	return 0;
}

static msec
read_instant(struct js v)
{
	struct buf scratch = { 0 };
	msec t = DAY_BAD;
	int64_t ms;

	if (v.type == JS_STRING)
		t = calendar_parse(js_text(v, &scratch), false);
	else if (number_text(v).p && !extjson_integer(v, &ms, NULL))
		t = ms;
	buf_free(&scratch);
	return t;
}

int
extjson_date(struct js v, msec *t, struct err *e)
{
	char text[DAY_TEXT_MAX];
	struct js inner = v;

	*t = DAY_BAD;
	if (v.type == JS_STRING || extjson_kind(v, &inner) == EXT_DATE)
		*t = read_instant(inner);
	if (*t == DAY_BAD || *t < -62167219200000 || *t > 253402300799999 ||
	    day_print_utc(*t, text) != 24)
		return refuse_value(e, "a date is expected", v);
	return 0;
}

int
extjson_text(struct js v, struct buf *b, struct err *e)
{
	struct buf scratch = { 0 };
	struct js inner = v;
	bool oid = extjson_kind(v, &inner) == EXT_OID;
	struct str text;
	size_t start = b->n;

	if (v.type != JS_STRING && !(oid && inner.type == JS_STRING))
		return refuse_value(e, "a text is expected", v);
	text = js_text(oid ? inner : v, &scratch);
	for (size_t i = 0; i < text.n; i++)
		buf_byte(b, oid && text.p[i] >= 'A' && text.p[i] <= 'F'
				? (char)(text.p[i] | 0x20)
				: text.p[i]);
	buf_free(&scratch);
	if (oid &&
	    !offres_is_id((struct str){ buf_view(b).p + start, b->n - start }))
		return refuse_value(
		    e, "24 hexadecimal digits are expected", inner);
	return 0;
}

static int
put_wrapped(struct buf *b, enum extjson kind, struct js v, struct err *e)
{
	char text[DAY_TEXT_MAX];
	struct buf hex = { 0 };
	double number;
	int64_t i;
	msec t;
	int rc;

	switch (kind) {
	case EXT_DATE:
		if (extjson_date(v, &t, e))
			return -1;
		day_print_utc(t, text);
		js_put_text(b, str_of(text));
		return 0;
	case EXT_NUMBER:
		if (!extjson_integer(v, &i, NULL)) {
			js_put_int(b, i);
			return 0;
		}
		if (extjson_number(v, &number, e))
			return -1;
		js_put_number(b, number);
		return 0;
	case EXT_OID:
		rc = extjson_text(v, &hex, e);
		js_put_text(b, buf_view(&hex));
		buf_free(&hex);
		return rc;
	default:
		return refuse_value(
		    e, "a value of another kind is expected", v);
	}
}

int
extjson_put_plain(struct buf *b, struct js v, struct err *e)
{
	struct js inner, key;
	enum extjson kind = extjson_kind(v, &inner);
	struct js_walk w = js_walk(v);
	bool object = v.type == JS_OBJECT;

	if (kind != EXT_PLAIN)
		return put_wrapped(b, kind, v, e);
	if (!object && v.type != JS_ARRAY) {
		js_put_canon(b, v);
		return 0;
	}
	buf_byte(b, object ? '{' : '[');
	while (object ? js_member(&w, &key, &inner) : js_item(&w, &inner)) {
		js_put_comma(b);
		if (object) {
			js_put_canon(b, key);
			buf_byte(b, ':');
		}
		if (extjson_put_plain(b, inner, e))
			return -1;
	}
	buf_byte(b, object ? '}' : ']');
	return 0;
}

void
extjson_put_date(struct buf *b, struct str text)
{
	if (calendar_read(text) == DAY_BAD)
		js_put_text(b, text);
	else
		buf_fmt(b, "{\"$date\":\"%.24s\"}", text.p);
}

void
extjson_put_oid(struct buf *b, struct str text)
{
	if (offres_is_id(text))
		buf_fmt(b, "{\"$oid\":\"%.24s\"}", text.p);
	else
		js_put_text(b, text);
}

static bool
is_date_member(struct js key)
{
	return js_is(key, "date") || js_is(key, "cfa_read_company_detail_at");
}

static void
put_relaxed_member(struct buf *b, struct js key, struct js value)
{
	struct buf scratch = { 0 };

	js_put_raw(b, key);
	buf_byte(b, ':');
	if (value.type == JS_STRING && is_date_member(key))
		extjson_put_date(b, js_text(value, &scratch));
	else
		extjson_put_relaxed(b, value);
	buf_free(&scratch);
}

void
extjson_put_relaxed(struct buf *b, struct js v)
{
	struct js_walk w = js_walk(v);
	struct js key, value;

	if (v.type == JS_OBJECT) {
		buf_byte(b, '{');
		while (js_member(&w, &key, &value)) {
			js_put_comma(b);
			put_relaxed_member(b, key, value);
		}
		buf_byte(b, '}');
	} else if (v.type == JS_ARRAY) {
		buf_byte(b, '[');
		while (js_item(&w, &value)) {
			js_put_comma(b);
			extjson_put_relaxed(b, value);
		}
		buf_byte(b, ']');
	} else {
		js_put_raw(b, v);
	}
}
