/* JSON as json.dumps writes it: each text was checked with Python 3.11. */
#include "json/python.h"
#include "tap.h"

static const struct {
	const char *given, *dumps, *compact;
} cases[] = {
	{ "{\"a\":[1,2],\"b\":null}", "{\"a\": [1, 2], \"b\": null}",
	    "{\"a\":[1,2],\"b\":null}" },
	{ "[]", "[]", "[]" },
	{ " { } ", "{}", "{}" },
	{ "[true,false]", "[true, false]", "[true,false]" },
	/* strings */
	{ "\"\\u00E9\\u2028\"", "\"\\u00e9\\u2028\"", "\"é\u2028\"" },
	{ "\"\\ud83e\\udeb5\"", "\"\\ud83e\\udeb5\"", "\"🪵\"" },
	{ "\"\\/\\\"\\\\\"", "\"/\\\"\\\\\"", "\"/\\\"\\\\\"" },
	{ "\"\\b\\f\\n\\r\\t\\u001f\"", "\"\\b\\f\\n\\r\\t\\u001f\"",
	    "\"\\b\\f\\n\\r\\t\\u001f\"" },
	{ "\"\x7f\"", "\"\\u007f\"", "\"\x7f\"" },
	/* integers */
	{ "12345678901234567890123", "12345678901234567890123",
	    "12345678901234567890123" },
	{ "-0", "0", "0" },
	/* floats */
	{ "1.0", "1.0", "1.0" },
	{ "0.30", "0.3", "0.3" },
	{ "1e-5", "1e-05", "1e-05" },
	{ "0.0001", "0.0001", "0.0001" },
	{ "1e15", "1000000000000000.0", "1000000000000000.0" },
	{ "1e16", "1e+16", "1e+16" },
	{ "1.5E300", "1.5e+300", "1.5e+300" },
	{ "-0.0", "-0.0", "-0.0" },
	{ "123456789.125", "123456789.125", "123456789.125" },
	{ "1.2345678901234568e20", "1.2345678901234568e+20",
	    "1.2345678901234568e+20" },
	{ "5e-324", "5e-324", "5e-324" },
	{ "1e999", "null", "null" },
	/* members of one name */
	{ "{\"a\":1,\"b\":2,\"\\u0061\":3}", "{\"a\": 3, \"b\": 2}",
	    "{\"a\":3,\"b\":2}" },
};

static void
check(const char *given, enum python_form form, const char *want)
{
	struct buf b = { 0 };

	python_put(&b, js_of(str_of(given)), form);
	tap_is(buf_view(&b).p, want, given);
	buf_free(&b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		check(cases[i].given, PYTHON_DUMPS, cases[i].dumps);
		check(cases[i].given, PYTHON_COMPACT, cases[i].compact);
	}
	check("[\"é\",1]", PYTHON_UTF8, "[\"é\", 1]");
	return tap_done();
}
