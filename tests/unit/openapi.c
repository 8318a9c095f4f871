/* Schemas cleaned, references followed, the known differences. */
#include <stdlib.h>

#include "apprentissage/api/docsync.h"
#include "apprentissage/api/openapi.h"
#include "base/buf.h"
#include "tap.h"

/* JSON is easier to read with single quotes. */
static json_t *
load(const char *text)
{
	char *copy = xstrdup(text);
	json_t *v;

	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	v = json_loads(copy, JSON_DECODE_ANY, NULL);
	free(copy);
	return v;
}

/* Frees v. */
static void
is(json_t *v, const char *want, const char *name)
{
	json_t *w = load(want);
	size_t flags = JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY;
	char *got = v ? json_dumps(v, flags) : xstrdup("null");
	char *good = json_dumps(w, flags);

	tap_is(got, good, name);
	free(got);
	free(good);
	json_decref(v);
	json_decref(w);
}

static void
schema(const char *text, const char *want, const char *name)
{
	json_t *v = load(text);

	is(openapi_schema(v), want, name);
	json_decref(v);
}

static void
test_schema(void)
{
	schema("{'type':'object', 'required':['z','a','É'], 'properties':"
	       "{'a':{'type':'string','example':1}, 'b':{'description':'x'}},"
	       "'additionalProperties':{'type':'string','description':'kept'},"
	       "'default':null}",
	    "{'type':'object','additionalProperties':{'description':'kept',"
	    "'type':'string'},'required':['a','z','É'],'properties':{'a':"
	    "{'type':'string'}}}",
	    "known answer 3");
	schema("{'anyOf':[{'type':'string'},{'type':'null'}]}",
	    "{'type':['string','null']}", "a union of types");
	schema("{'anyOf':[{'type':['a','b']},{'type':'a','title':'x'}]}",
	    "{'type':['a','b','a']}", "lists of types are flattened");
	schema("{'anyOf':[{'enum':['a']},{'type':'null'}]}",
	    "{'type':['null']}", "what is no type contributes nothing");
	schema("{'anyOf':[{'description':'x'}]}", "{'type':[]}",
	    "a union of nothing");
	schema("{'anyOf':[{'anyOf':[{'type':'a'},{'type':'b'}]},{'type':'c'}]}",
	    "{'type':['a','b','c']}", "a union in a union");
	schema("{'anyOf':[{'type':'string','format':'x'},{'type':'null'}]}",
	    "{'anyOf':[{'type':'string','format':'x'},{'type':'null'}]}",
	    "a union of more than types stays");
	schema("{'anyOf':[{'type':'a'}],'type':'b'}",
	    "{'anyOf':[{'type':'a'}],'type':'b'}",
	    "a union beside a type stays");
	schema("{'anyOf':[{'$ref':'x','type':'a'},{'type':'b'}]}",
	    "{'anyOf':[{'$ref':'x'},{'type':'b'}]}",
	    "a union with a reference stays");
	schema("{'oneOf':[{'type':'a'}],'allOf':[{'title':'x'}],"
	       "'prefixItems':[{'type':'a','x-b':1}]}",
	    "{'oneOf':[{'type':'a'}],'allOf':[],'prefixItems':[{'type':'a'}]}",
	    "other lists are cleaned and stay");
	schema("{'title':'a','nullable':true,'readOnly':true,'x-a':1,"
	       "'examples':[1],'deprecated':true,'const':null}",
	    "null", "nothing remains");
	schema("{'properties':{}}", "{'properties':{}}", "no properties");
	schema("{'items':{'description':'x'},'not':{'type':'a','title':'x'}}",
	    "{'not':{'type':'a'}}", "items and not");
	schema("{'enum':[],'minimum':0,'uniqueItems':false,'pattern':''}",
	    "{'enum':[],'minimum':0,'uniqueItems':false,'pattern':''}",
	    "0, false, '' and [] are something");
	schema("{'required':['😀','\xEF\xBF\xBD','a','Z']}",
	    "{'required':['Z','a','😀','\xEF\xBF\xBD']}",
	    "names by UTF-16 units");
	schema("true", "true", "a schema may be true");
}

/* The parameters of get:/a in a document of these components. */
static void
resolve(const char *parameters, const char *components, const char *want,
    const char *name)
{
	char *text = xasprintf("{'paths':{'/a':{'get':{'parameters':%s}}},"
			       "'components':%s}",
	    parameters, components);
	json_t *doc = load(text), *parts;
	struct err e;

	parts = openapi_parts(doc, "get:/a", &e);
	if (parts)
		is(json_incref(json_object_get(parts, "parameters")), want,
		    name);
	else
		tap_is(e.msg, want, name);
	json_decref(parts);
	json_decref(doc);
	free(text);
}

static void
test_references(void)
{
	resolve("[{'$ref':'#/components/a'}]", "{'a':{'x':1}}", "[{'x':1}]",
	    "a reference");
	resolve("[{'$ref':'#/components/a','x':2,'y':3}]", "{'a':{'x':1}}",
	    "[{'x':2,'y':3}]", "what stands beside it wins");
	resolve("[{'$ref':'#/components/a'}]",
	    "{'a':{'$ref':'#/components/b','y':1},'b':{'x':1,'y':2}}",
	    "[{'x':1,'y':1}]", "a reference to a reference");
	resolve("[{'$ref':'#/components/a/x/1'}]",
	    "{'a':{'$ref':'#/components/b'},'b':{'x':[0,5]}}", "[5]",
	    "a pointer through a reference, to an item");
	resolve("[{'$ref':'#/components/a~1b~0c%20%25%7E1'}]",
	    "{'a/b~c %/':'x'}", "['x']", "an escaped pointer");
	resolve("[{'$ref':'#/components/a'},{'$ref':'#/components/a'}]",
	    "{'a':{'x':1}}", "[{'x':1},{'x':1}]", "twice the same");
	resolve("[{'properties':{'$ref':{'type':'a'}}}]", "{}",
	    "[{'properties':{'$ref':{'type':'a'}}}]", "a name as another");
	resolve("[{'$ref':'other.json#/a','x':1}]", "{}",
	    "[{'$ref':'other.json#/a','x':1}]", "a reference to elsewhere");
	resolve("[{'$ref':'#/components/b'}]", "{}",
	    "$ref: points nowhere '#/components/b'", "a reference to nothing");
	resolve("[{'$ref':'#components'}]", "{}",
	    "$ref: points nowhere '#components'", "no pointer");
	resolve("[{'$ref':'#/components/a'}]",
	    "{'a':{'x':{'$ref':'#/components/b'}},"
	    "'b':[{'$ref':'#/components/a'}]}",
	    "$ref: refers to itself '#/components/a'", "a cycle");
	resolve("[{'$ref':'#/components/a'}]",
	    "{'a':{'$ref':'#/components/a'}}",
	    "$ref: refers to itself '#/components/a'", "a cycle of one");
	resolve("[{'$ref':'#/components/a/x'}]",
	    "{'a':{'$ref':'#/components/a/x'}}",
	    "$ref: points nowhere '#/components/a/x'", "a pointer to itself");
	resolve("[{'$ref':'#'}]", "{}", "$ref: refers to itself '#'",
	    "the whole document");
}

/* 'a' holds 'b' ten times, 'b' holds 'c' ten times ... */
static void
test_size(void)
{
	struct buf b = { 0 };

	buf_str(&b, "{'h':1");
	for (char c = 'a'; c < 'h'; c++) {
		buf_fmt(&b, ",'%c':[0", c);
		for (int i = 0; i < 10; i++)
			buf_fmt(&b, ",{'$ref':'#/components/%c'}", c + 1);
		buf_str(&b, "]");
	}
	buf_str(&b, "}");
	resolve("[{'$ref':'#/components/a'}]", buf_view(&b).p,
	    "too large when its references are followed", "too large");
	buf_free(&b);
}

static void
test_operation(void)
{
	json_t *doc =
	    load("{'paths':{'/a':{'get':null,'put':{'parameters':["
		 "{'in':'query','name':'q','required':false,'style':'form',"
		 "'schema':{'type':'a','title':'x'}},"
		 "{'in':'query','name':'q','allowEmptyValue':true},"
		 "{'$ref':'other','in':'path'},"
		 "{'in':'path','name':'p','content':{'text/a':{'schema':"
		 "{'title':'x'},'example':1,'encoding':{'description':'x'}}}}],"
		 "'requestBody':{'content':{'a/b':{}},'description':'x'},"
		 "'responses':{'200':{'description':'x','headers':{'a':"
		 "{'description':'x'}}},'2XX':{},'default':{},'404':"
		 "{'$ref':'#/nowhere'}},'summary':'x'},"
		 "'post':{}}}}");
	struct err e;

	is(openapi_operation(doc, "put:/a", &e),
	    "{'parameters':{'query:q':{'in':'query','name':'q',"
	    "'allowEmptyValue':true},'other':{'$ref':'other','in':'path'},"
	    "'path:p':{'in':'path','name':'p','content':{'text/a':{'encoding':"
	    "{'description':'x'}}}}},"
	    "'requestBody':{'content':{'a/b':{}}},"
	    "'responses':{'200':{'description':'','headers':{'a':"
	    "{'description':'x'}}},'2XX':{'description':''}}}",
	    "an operation");
	is(openapi_operation(doc, "post:/a", &e),
	    "{'parameters':{},'responses':{}}", "an empty operation");
	is(openapi_operation(doc, "get:/a", &e), "null", "a null operation");
	is(openapi_operation(doc, "get:/b", &e), "null", "no such path");
	tap_is(e.msg, "", "which is no error");
	json_decref(doc);
}

static void
test_expected(void)
{
	static const struct {
		const char *operation;
		size_t n;
	} counts[] = { { "get:/job/v1/search", 21 },
		{ "post:/job/v1/offer", 4 }, { "put:/job/v1/offer/{id}", 5 },
		{ "post:/job/v1/apply", 1 },
		{ "get:/job/v1/offer/{id}/publishing-informations", 2 },
		{ "get:/job/v1/export", 1 } };
	json_t *all = docsync_expected(), *o, *d;
	const char *path;

	tap_ok(json_object_size(all) == 6, "known differences: six operations");
	for (size_t i = 0; i < 6; i++) {
		o = json_object_get(
		    json_object_get(all, counts[i].operation), "diff");
		tap_ok(json_object_size(o) == counts[i].n, counts[i].operation);
		json_object_foreach(o, path, d) {
			if (json_object_size(d) < 2)
				tap_ok(0, path);
		}
	}
	o = json_object_get(json_object_get(all, "get:/job/v1/search"), "diff");
	is(json_incref(
	       json_object_get(o, "parameters.query:latitude.schema.type")),
	    "{'type':'changed','source':['number','null'],'result':'number'}",
	    "one of them");
	json_decref(all);
}

int
main(void)
{
	test_schema();
	test_references();
	test_size();
	test_operation();
	test_expected();
	return tap_done();
}
