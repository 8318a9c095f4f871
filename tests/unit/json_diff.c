/* The differences between two JSON values, and numbers by value. */
#include "export/diff/json_diff.h"
#include "export/diff/json_number.h"
#include "tap.h"

static void
put(void *arg, struct str path, struct js before, struct js after)
{
	struct buf *b = arg;

	buf_fmt(b, "%s%.*s", b->n ? " " : "", (int)path.n, path.p);
	if (before.type != JS_ABSENT)
		buf_fmt(b, " -%.*s", (int)before.n, before.p);
	if (after.type != JS_ABSENT)
		buf_fmt(b, " +%.*s", (int)after.n, after.p);
}

/* The changes from a to b: places, each with -BEFORE and +AFTER. */
static void
ignoring(const struct str *ignored, size_t n, const char *a, const char *b,
    const char *want)
{
	struct buf text = { 0 };
	struct json_diff d = {
		.found = put, .arg = &text, .ignored = ignored, .n_ignored = n
	};

	json_diff(&d, js_of(str_of(a)), js_of(str_of(b)));
	tap_is(buf_view(&text).p, want, b);
	if (!n)
		tap_ok(json_diff_same(&d, js_of(str_of(a)), js_of(str_of(b))) ==
			   !*want,
		    "  and whether they are equal");
	json_diff_free(&d);
	buf_free(&text);
}

static void
is(const char *a, const char *b, const char *want)
{
	ignoring(NULL, 0, a, b, want);
}

static void
arrays(void)
{
	is("{\"l\":[1,2,3,4]}", "{\"l\":[0,1,2,3,4]}", "/l/0 +0");
	is("{\"l\":[{\"a\":1},{\"a\":2}]}", "{\"l\":[{\"a\":2}]}",
	    "/l/0 -{\"a\":1}");
	is("[1,1]", "[1]", "/1 -1");
	is("[1]", "[1,1]", "/1 +1");
	is("[]", "[[],{}]", "/0 +[] /1 +{}");
	is("[1,2,3,4,5]", "[1,9,5]", "/1 -2 +9 /2 -3 /3 -4");
	is("[1,5]", "[1,2,3,5]", "/1 +2 /2 +3");
	is("[{\"a\":1,\"b\":2},3]", "[{\"b\":2,\"a\":4},5]",
	    "/0/a -1 +4 /1 -3 +5");
	is("[[1,2],[3]]", "[[1],[3]]", "/0/1 -2");
	is("[[1,2],[3]]", "[[3],[1,2]]",
	    "/0/0 -1 +3 /0/1 -2 /1/0 -3 +1 /1/1 +2");
}

static void
objects(void)
{
	is("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "");
	is("{\"a\":1,\"b\":2,\"c\":3}", "{\"d\":4,\"c\":3,\"b\":0}",
	    "/a -1 /b -2 +0 /d +4");
	is("{\"a\":null}", "{}", "/a -null");
	is("{}", "{\"a\":null}", "/a +null");
	is("{\"a\":{\"b\":1}}", "{\"a\":[1]}", "/a -{\"b\":1} +[1]");
	is("{\"a\":[]}", "{\"a\":{}}", "/a -[] +{}");
	is("{\"\":{\"/~\":1,\"~1\":2,\"0\":3}}", "{\"\":{\"0\":3}}",
	    "//~1~0 -1 //~01 -2");
	is("{\"\\u00e9\":1,\"a\":2}", "{\"a\":2,\"é\":1}", "");
	is("{\"a\\nb\":1}", "{\"a\\u000ab\":2}", "/a\nb -1 +2");
	is("{\"a\":[{\"b\":[]}]}", "{\"a\":[{\"b\":[{\"c\":1}]}]}",
	    "/a/0/b/0 +{\"c\":1}");
}

static void
values(void)
{
	is("[1,1.0,10e-1,-0,0.10,1E2,1e+2]", "[1.0,1,1,0,1e-1,100,100]", "");
	is("[1]", "[true]", "/0 -1 +true");
	is("[null]", "[false]", "/0 -null +false");
	is("[\"1\"]", "[1]", "/0 -\"1\" +1");
	is("[\"\"]", "[null]", "/0 -\"\" +null");
	is("[\"\\u00e9\\/\"]", "[\"é/\"]", "");
	is("[\"e\\u0301\"]", "[\"é\"]", "/0 -\"e\\u0301\" +\"é\"");
	is("[\"a\"]", "[\"A\"]", "/0 -\"a\" +\"A\"");
	is("1", "[1]", " -1 +[1]");
	is("{\"a\":{\"b\":{\"c\":[{\"d\":1}]}}}",
	    "{\"a\":{\"b\":{\"c\":[{\"d\":2}]}}}", "/a/b/c/0/d -1 +2");
}

static void
ignored(void)
{
	static const struct str l[] = { { "/l", 2 }, { "/m/~1", 5 } };
	static const struct str item[] = { { "/l/1", 4 } };

	ignoring(l, 2, "{\"l\":1,\"l0\":1,\"m\":{\"/\":1,\"x\":1}}",
	    "{\"l\":2,\"l0\":2,\"m\":{\"/\":[],\"x\":2}}",
	    "/l0 -1 +2 /m/x -1 +2");
	ignoring(l, 2, "{\"l\":[{\"a\":1}]}", "{\"l\":[{\"a\":2},3]}", "");
	ignoring(l, 2, "{\"m\":{\"/\":1}}", "{\"m\":[]}", "/m -{\"/\":1} +[]");
	ignoring(item, 1, "{\"l\":[1,2,3]}", "{\"l\":[1,8,9,{}]}",
	    "/l/2 -3 +9 /l/3 +{}");
}

static void
number(const char *a, const char *b, bool same)
{
	char name[128];

	snprintf(name, sizeof(name), "%s %s %s", a, same ? "is" : "is not", b);
	tap_ok(json_number_same(str_of(a), str_of(b)) == same, name);
}

static void
numbers(void)
{
	number("0", "-0.000e9", true);
	number("100", "1e2", true);
	number("0.001", "1e-3", true);
	number("1", "-1", false);
	number("10", "1", false);
	number("1e1", "1e-1", false);
	number("9007199254740993", "9007199254740992", false);
	number("9007199254740993", "9007199254740993.0", true);
	number("0.30000000000000004", "0.3", false);
	number("1e400", "1e401", false);
	number("1e-99999999999999999999", "0", false);
	number("123456789012345678901234567890",
	    "12345678901234567890123456789e1", true);
}

int
main(void)
{
	arrays();
	objects();
	values();
	ignored();
	numbers();
	tap_ok(json_pointer_valid(STR("/a~0~1/")), "a pointer");
	tap_ok(json_pointer_valid(STR("/")), "a pointer to the name \"\"");
	tap_ok(!json_pointer_valid(STR("")), "not the whole value");
	tap_ok(!json_pointer_valid(STR("a/b")), "not a name");
	tap_ok(!json_pointer_valid(STR("/a~2")), "not another escape");
	tap_ok(!json_pointer_valid(STR("/a~")), "not a cut escape");
	return tap_done();
}
