/* The scanner against texts that are and are not JSON, and the writer. */
#include <stdlib.h>

#include "tap.h"
#include "json/js.h"

static const char *const good[] = {
	"{}",
	"[]",
	"null",
	" true ",
	"-0",
	"1.5e-7",
	"\"\"",
	"[1,2,[3]]",
	"{\"a\":{\"b\":[]},\"c\":\"\\u00e9\\ud83d\\ude00\"}",
	"\"é\"",
	"123456789012345678901234567890",
	"{\"a\":1,\"a\":2}",
};

static const char *const bad[] = {
	"",
	"{",
	"}",
	"[1,]",
	"[1 2]",
	"{\"a\"}",
	"{\"a\":}",
	"{a:1}",
	"01",
	"1.",
	".5",
	"+1",
	"1e",
	"-",
	"tru",
	"nullx",
	"\"\t\"",
	"\"\\x\"",
	"\"\\u12g4\"",
	"\"\\ud83d\"",
	"\"\\ude00\"",
	"\"abc",
	"[1]]",
	"\"\xC3\"",
	"\"\xED\xA0\x80\"",
	"\xEF\xBB\xBF{}",
	"{\"a\":1,}",
	"\"\\ud83d\\u0041\"",
	"{\"a\":1 \"b\":2}",
	"'a'",
	"NaN",
};

/* Cut anywhere, a list has no end, whatever bracket it happens to end with. */
static void
test_closed(void)
{
	static const char text[] = "[{\"a\":[\"]\\\"\"]},{\"b\":{}}]";
	size_t closed = 0;

	for (size_t n = 0; n < sizeof(text) - 1; n++)
		closed += js_is_closed((struct str){ text, n });
	tap_ok(!closed, "cut: not closed");
	tap_ok(js_is_closed(((struct str){ text, sizeof(text) - 1 })),
	    "whole: closed");
}

static void
test_check(void)
{
	struct err e;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		tap_ok(!js_check(good[i], strlen(good[i]), &e), good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		tap_ok(js_check(bad[i], strlen(bad[i]), &e) == -1 &&
			   !strncmp(e.msg, "not JSON at byte ", 17),
		    bad[i]);
	tap_ok(js_check("\"a\0b\"", 5, &e) == -1, "NUL is refused raw");
}

/* What js_index gives is what the scanner finds. */
static void
test_index(void)
{
	static const char text[] =
	    " {\"a\":[1,\"\\/\",{}],\"\\u0062\":{\"c\":[[]]},\"d\":\"\\n\"}";
	struct js_index x = { 0 };
	struct buf b = { 0 };
	struct js v, d;
	struct err e;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		tap_ok(!js_index(&x, str_of(good[i]), &v, &e) &&
			   v.type == js_of(str_of(good[i])).type,
		    good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		tap_ok(js_index(&x, str_of(bad[i]), &v, &e) == -1, bad[i]);
	js_index(&x, STR(text), &v, &e);
	js_put_canon(&b, v);
	tap_is(buf_view(&b).p,
	    "{\"a\":[1,\"/\",{}],\"b\":{\"c\":[[]]},\"d\":\"\\n\"}",
	    "canonical form of an indexed text");
	d = js_get(v, "d");
	tap_ok(d.escaped && d.n == 4, "indexed: escaped");
	tap_ok(js_count(js_at(v, "b.c")) == 1, "indexed: a path");
	tap_ok(js_count(js_into(v, "a")) == 3, "indexed: into");
	tap_ok(js_into(v, "d").type == JS_ABSENT, "indexed: not into a string");
	js_index_free(&x);
	buf_free(&b);
}

static void
test_depth(void)
{
	char deep[2 * JS_DEPTH_MAX + 4];
	struct err e;

	memset(deep, '[', JS_DEPTH_MAX);
	memset(deep + JS_DEPTH_MAX, ']', JS_DEPTH_MAX);
	tap_ok(!js_check(deep, 2 * JS_DEPTH_MAX, &e), "deepest nesting");
	memset(deep, '[', JS_DEPTH_MAX + 1);
	memset(deep + JS_DEPTH_MAX + 1, ']', JS_DEPTH_MAX + 1);
	tap_ok(js_check(deep, 2 * JS_DEPTH_MAX + 2, &e) == -1, "one too deep");
}

static void
test_text(void)
{
	struct buf b = { 0 };
	struct str s =
	    js_text(js_of(STR("\"a\\u0000\\n\\ud83d\\ude00\\/\"")), &b);

	tap_ok(str_eq(s, STR("a\0\n\xF0\x9F\x98\x80/")), "escapes");
	s = js_text(js_of(STR("\"plain\"")), &b);
	tap_ok(str_eq(s, STR("plain")), "without escapes");
	tap_ok(!js_text(js_of(STR("12")), &b).p, "a number has no text");
	buf_free(&b);
}

static void
test_walk(void)
{
	struct js o = js_of(STR("{ \"a\" : [ 1 , {\"x\":\"]}\"} ] , "
				"\"b\\u0063\" : \"v\" , \"d\":{\"e\":null} }"));
	static const char *const names[] = { "d", "a", "bc", "none" };
	struct js out[4];

	tap_ok(js_count(js_get(o, "a")) == 2, "items of an array");
	tap_ok(js_is(js_get(o, "bc"), "v"), "an escaped name is found");
	tap_ok(js_at(o, "d.e").type == JS_NULL, "a path");
	tap_ok(js_at(o, "d.e.f").type == JS_ABSENT, "a path too long");
	js_pick(o, names, 4, out);
	tap_ok(out[0].type == JS_OBJECT && out[1].type == JS_ARRAY &&
		   out[2].type == JS_STRING && out[3].type == JS_ABSENT,
	    "pick in another order");
	js_pick(js_of(STR("{\"d\":1,\"d\":2}")), names, 1, out);
	tap_ok(js_number(out[0]) == 2, "pick: the last of a name wins");
	tap_ok(js_count(js_into(o, "a")) == 2, "into an array");
	tap_ok(js_get(js_into(o, "d"), "e").type == JS_NULL, "into an object");
	tap_ok(js_into(o, "bc").type == JS_ABSENT, "not into a string");
	tap_ok(js_into(o, "none").type == JS_ABSENT, "into nothing");
}

/* Cut texts must not be read past their end: the sanitizers watch. */
static void
test_cut(void)
{
	const char text[] = "{\"a\":[1,\"\\u00e9\\\"\"],\"b\":{\"c\":true}}";
	size_t seen = 0;

	for (size_t n = 0; n < sizeof(text); n++) {
		char *copy = xstrndup(text, n);
		struct js key, v, o = js_value(copy, copy + n, NULL);
		struct buf b = { 0 };

		for (struct js_walk w = js_walk(o); js_member(&w, &key, &v);)
			seen += js_count(v) + js_text(v, &b).n;
		seen += js_count(js_into(o, "b"));
		js_put_canon(&b, o);
		buf_free(&b);
		free(copy);
	}
	tap_ok(seen > 0, "cut texts");
}

static void
test_put(void)
{
	struct buf b = { 0 };

	js_put_text(&b, STR("a\"\\\b\f\n\r\t\x01\x1f\x7f/é"));
	tap_is(buf_view(&b).p,
	    "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f/é\"", "escapes");
	b.n = 0;
	js_put_canon(&b,
	    js_of(STR("{ \"\\u0061\" : [ 1.0 , -0, 1e3, 12345678901234567890,"
		      " 0.1 ] , \"b\" : \"\\u00e9\\/\" }")));
	tap_is(buf_view(&b).p,
	    "{\"a\":[1,0,1000,12345678901234567000,0.1],\"b\":\"é/\"}",
	    "canonical form");
	b.n = 0;
	js_put_compact(&b,
	    js_of(STR(" { \"a \\\" b\\\\\" :\r\n\t[ 1.0 , \"\\u00e9 \" ] } ")));
	tap_is(buf_view(&b).p, "{\"a \\\" b\\\\\":[1.0,\"\\u00e9 \"]}",
	    "compact form");
	b.n = 0;
	buf_byte(&b, '{');
	js_put_key(&b, "a");
	js_put_text(&b, (struct str){ 0 });
	js_put_key(&b, "b");
	js_put_bool(&b, true);
	tap_is(buf_view(&b).p, "{\"a\":null,\"b\":true", "keys and commas");
	b.n = 0;
	js_open(&b, NULL);
	js_open(&b, "a");
	js_open(&b, "b");
	js_close(&b, 2);
	js_open(&b, "c");
	js_put_member(&b, "d", STR("\""));
	js_put_member(&b, "e", STR_NULL);
	js_close(&b, 2);
	tap_is(buf_view(&b).p,
	    "{\"a\":{\"b\":{}},\"c\":{\"d\":\"\\\"\",\"e\":null}}",
	    "objects in objects");
	buf_free(&b);
}

int
main(void)
{
	test_check();
	test_index();
	test_closed();
	test_depth();
	test_text();
	test_walk();
	test_cut();
	test_put();
	return tap_done();
}
