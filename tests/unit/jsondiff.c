/* The differences between two JSON values. */
#include <stdlib.h>

#include "apprentissage/api/jsondiff.h"
#include "tap.h"

/* s and r, compared; "null" if there is no difference. */
static void
is(const char *s, const char *r, const char *want, const char *name)
{
	size_t flags = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL;
	json_t *a = s ? json_loads(s, flags, NULL) : NULL;
	json_t *b = r ? json_loads(r, flags, NULL) : NULL;
	json_t *d = json_difference("s", a, "r", b);
	struct buf text = { 0 };

	if (d)
		json_put(&text, json_object_get(d, "diff"));
	else
		buf_str(&text, "null");
	tap_is(buf_view(&text).p, want, name);
	buf_free(&text);
	json_decref(a);
	json_decref(b);
	json_decref(d);
}

int
main(void)
{
	json_t *one = json_pack("{s:i}", "a", 1), *d;
	struct buf text = { 0 };

	is("{\"x\":[1,2,{\"k\":null}],\"y\":\"s\",\"z\":{\"q\":1},\"n\":null,"
	   "\"e\":{}}",
	    "{\"x\":[1,3,{\"k\":0},4],\"y\":[\"s\"],\"z\":{\"r\":1},\"n\":{},"
	    "\"e\":[]}",
	    "{\"x.1\":{\"type\":\"changed\",\"source\":2,\"result\":3},"
	    "\"x.2.k\":{\"type\":\"changed\",\"source\":null,\"result\":0},"
	    "\"x.3\":{\"type\":\"added\",\"result\":4},"
	    "\"y\":{\"type\":\"changed\",\"source\":\"s\",\"result\":[\"s\"]},"
	    "\"z.q\":{\"type\":\"removed\",\"source\":1},"
	    "\"z.r\":{\"type\":\"added\",\"result\":1},"
	    "\"n\":{\"type\":\"changed\",\"source\":null,\"result\":{}},"
	    "\"e\":{\"type\":\"changed\",\"source\":{},\"result\":[]}}",
	    "known answer 1");
	is("{\"a\":{\"b\":[1]},\"c\":null}", "{\"c\":null,\"a\":{\"b\":[1]}}",
	    "null", "the order of members is none");
	is("[1,1.0,1e2,-0]", "[1.0,1,100,0]", "null",
	    "numbers are JavaScript's");
	is("[1,2,3]", "[2,3]",
	    "{\"0\":{\"type\":\"changed\",\"source\":1,\"result\":2},"
	    "\"1\":{\"type\":\"changed\",\"source\":2,\"result\":3},"
	    "\"2\":{\"type\":\"removed\",\"source\":3}}",
	    "arrays by index");
	is("{\"a.b/c\":{\"d\":1}}", "{\"a.b/c\":{\"d\":0.1}}",
	    "{\"a.b/c.d\":{\"type\":\"changed\",\"source\":1,\"result\":0.1}}",
	    "keys stay as they are");
	is("{\"a\":false}", "{\"a\":null}",
	    "{\"a\":{\"type\":\"changed\",\"source\":false,\"result\":null}}",
	    "false is not null");
	is(NULL, NULL, "null", "nothing and nothing");
	is(NULL, "{\"a\":null}", "{\"a\":{\"type\":\"added\",\"result\":null}}",
	    "nothing is an empty object");
	is("{\"a\":[]}", NULL, "{\"a\":{\"type\":\"removed\",\"source\":[]}}",
	    "and the other way");

	d = json_difference("lba", one, "api", NULL);
	json_put(&text, d);
	tap_is(buf_view(&text).p,
	    "{\"source\":\"lba\",\"result\":\"api\",\"diff\":"
	    "{\"a\":{\"type\":\"removed\",\"source\":1}}}",
	    "names of both sides");
	json_decref(d);
	json_decref(one);
	buf_free(&text);
	return tap_done();
}
