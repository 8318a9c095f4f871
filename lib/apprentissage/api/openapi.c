#include <stdlib.h>
#include <string.h>

#include "apprentissage/api/openapi.h"
#include "base/buf.h"
#include "base/text.h"

int
openapi_check(const json_t *doc, struct err *e)
{
	const char *version =
	    json_string_value(json_object_get(doc, "openapi"));

	if (!version)
		return err_set(e, "not an OpenAPI document");
	if (strcmp(version, "3.1.0") != 0)
		return err_set(e, "openapi: not 3.1.0 '%s'",
		    err_quote(version, strlen(version)));
	return 0;
}

/* Copies a member unless it is null or absent. */
static void
keep(json_t *to, json_t *from, const char *key)
{
	json_t *v = json_object_get(from, key);

	if (v && !json_is_null(v))
		json_object_set(to, key, v);
}

/* Sets a member to a new value, unless that is NULL. */
static void
keep_new(json_t *to, const char *key, json_t *v)
{
	if (v)
		json_object_set_new(to, key, v);
}

static json_t *
clean_list(json_t *list)
{
	json_t *clean = json_array(), *v;
	size_t i;

	json_array_foreach(list, i, v) {
		json_t *schema = openapi_schema(v);

		if (schema)
			json_array_append_new(clean, schema);
	}
	return clean;
}

static int
by_utf16(const void *a, const void *b)
{
	const json_t *const *v = a, *const *w = b;

	return utf16_cmp(
	    str_of(json_string_value(*v)), str_of(json_string_value(*w)));
}

static json_t *
sort_names(json_t *names)
{
	size_t n = json_array_size(names), i;
	json_t **all = xcalloc(n + 1, sizeof(*all)), *sorted = json_array(), *v;

	json_array_foreach(names, i, v) {
		all[i] = v;
	}
	if (n)
		qsort(all, n, sizeof(*all), by_utf16);
	for (i = 0; i < n; i++)
		json_array_append(sorted, all[i]);
	free(all);
	return sorted;
}

static json_t *
clean_properties(json_t *properties)
{
	json_t *clean = json_object(), *v;
	const char *key;

	json_object_foreach(properties, key, v) {
		keep_new(clean, key, openapi_schema(v));
	}
	return clean;
}

/* The members of a schema that are kept in addition to its properties:
 * unchanged, or cleaned by a function if they have the type that the function
 * takes. */
static const struct member {
	const char *key;
	json_type type;
	json_t *(*clean)(json_t *);
} members[] = {
	{ "discriminator", 0, NULL },
	{ "type", 0, NULL },
	{ "format", 0, NULL },
	{ "allOf", JSON_ARRAY, clean_list },
	{ "oneOf", JSON_ARRAY, clean_list },
	{ "anyOf", JSON_ARRAY, clean_list },
	{ "prefixItems", JSON_ARRAY, clean_list },
	{ "not", JSON_OBJECT, openapi_schema },
	{ "items", JSON_OBJECT, openapi_schema },
	{ "additionalProperties", 0, NULL },
	{ "propertyNames", 0, NULL },
	{ "default", 0, NULL },
	{ "const", 0, NULL },
	{ "enum", 0, NULL },
	{ "multipleOf", 0, NULL },
	{ "maximum", 0, NULL },
	{ "exclusiveMaximum", 0, NULL },
	{ "minimum", 0, NULL },
	{ "exclusiveMinimum", 0, NULL },
	{ "maxLength", 0, NULL },
	{ "minLength", 0, NULL },
	{ "pattern", 0, NULL },
	{ "maxItems", 0, NULL },
	{ "minItems", 0, NULL },
	{ "uniqueItems", 0, NULL },
	{ "maxProperties", 0, NULL },
	{ "minProperties", 0, NULL },
	{ "required", JSON_ARRAY, sort_names },
	{ "contentMediaType", 0, NULL },
	{ "contentEncoding", 0, NULL },
	{ "properties", JSON_OBJECT, clean_properties },
	{ 0 },
};

/* Does each alternative have nothing but a type? */
static bool
is_type_list(json_t *any)
{
	size_t i;
	json_t *v;

	json_array_foreach(any, i, v) {
		if (!json_is_object(v) || json_object_size(v) > 1 ||
		    json_object_get(v, "$ref"))
			return false;
	}
	return json_is_array(any);
}

/* anyOf: [{type: a}, {type: b}] means type: [a, b]. */
static void
merge_types(json_t *schema)
{
	json_t *any = json_object_get(schema, "anyOf"), *types, *v;
	size_t i;

	if (json_object_get(schema, "type") || !is_type_list(any))
		return;
	types = json_array();
	json_array_foreach(any, i, v) {
		json_t *type = json_object_get(v, "type");

		if (json_is_array(type))
			json_array_extend(types, type);
		else if (type)
			json_array_append(types, type);
	}
	json_object_del(schema, "anyOf");
	json_object_set_new(schema, "type", types);
}

json_t *
openapi_schema(json_t *schema)
{
	json_t *clean;

	if (json_is_boolean(schema))
		return json_incref(schema);
	if (!json_is_object(schema))
		return NULL;
	clean = json_object();
	if (json_is_string(json_object_get(schema, "$ref"))) {
		keep(clean, schema, "$ref");
		return clean;
	}
	for (const struct member *m = members; m->key; m++) {
		json_t *v = json_object_get(schema, m->key);

		if (v && m->clean && json_typeof(v) == m->type)
			keep_new(clean, m->key, m->clean(v));
		else
			keep(clean, schema, m->key);
	}
	merge_types(clean);
	if (json_object_size(clean))
		return clean;
	json_decref(clean);
	return NULL;
}

/* Returns the schema and encoding of each media type. */
static json_t *
clean_content(json_t *content)
{
	json_t *clean, *v;
	const char *type;

	if (!json_is_object(content))
		return NULL;
	clean = json_object();
	json_object_foreach(content, type, v) {
		json_t *media = json_object();

		keep_new(media, "schema",
		    openapi_schema(json_object_get(v, "schema")));
		keep(media, v, "encoding");
		json_object_set_new(clean, type, media);
	}
	return clean;
}

/* Sorts parameters by place and name, or by the reference that was not
 * followed. */
static json_t *
clean_parameters(json_t *parameters)
{
	static const char *const kept[] = { "$ref", "name", "in", "required",
		"allowEmptyValue" };
	json_t *all = json_object(), *v;
	size_t i;

	json_array_foreach(parameters, i, v) {
		const char *ref = json_string_value(json_object_get(v, "$ref"));
		const char *in = json_string_value(json_object_get(v, "in"));
		const char *name =
		    json_string_value(json_object_get(v, "name"));
		char *key = ref ? xstrdup(ref)
				: xasprintf("%s:%s", in ? in : "undefined",
				      name ? name : "undefined");
		json_t *clean = json_object();

		for (size_t k = 0; k < sizeof(kept) / sizeof(*kept); k++)
			keep(clean, v, kept[k]);
		keep_new(clean, "schema",
		    openapi_schema(json_object_get(v, "schema")));
		keep_new(clean, "content",
		    clean_content(json_object_get(v, "content")));
		json_object_set_new(all, key, clean);
		free(key);
	}
	return all;
}

static json_t *
clean_body(json_t *body)
{
	json_t *clean;

	if (!json_is_object(body))
		return NULL;
	clean = json_object();
	keep(clean, body, "$ref");
	keep_new(
	    clean, "content", clean_content(json_object_get(body, "content")));
	keep(clean, body, "required");
	return clean;
}

static json_t *
clean_responses(json_t *responses)
{
	json_t *all = json_object(), *v;
	const char *status;

	json_object_foreach(responses, status, v) {
		json_t *clean = json_object();

		keep(clean, v, "$ref");
		keep(clean, v, "headers");
		json_object_set_new(clean, "description", json_string(""));
		keep_new(clean, "content",
		    clean_content(json_object_get(v, "content")));
		json_object_set_new(all, status, clean);
	}
	return all;
}

json_t *
openapi_operation(json_t *doc, const char *id, struct err *e)
{
	json_t *parts = openapi_parts(doc, id, e), *clean;

	if (!parts)
		return NULL;
	clean = json_object();
	json_object_set_new(clean, "parameters",
	    clean_parameters(json_object_get(parts, "parameters")));
	keep_new(clean, "requestBody",
	    clean_body(json_object_get(parts, "requestBody")));
	json_object_set_new(clean, "responses",
	    clean_responses(json_object_get(parts, "responses")));
	json_decref(parts);
	return clean;
}
