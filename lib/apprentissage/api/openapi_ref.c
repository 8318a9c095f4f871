/* Follows the references of an OpenAPI document. */
#include <stdlib.h>
#include <string.h>

#include "apprentissage/api/openapi.h"
#include "base/buf.h"
#include "base/text.h"

/* Limits against small documents that expand without end. */
#define DEPTH_MAX 512
#define VALUES_MAX 1000000

struct walk {
	json_t *doc;
	struct err *e;
	size_t left; /* number of values that may still be copied */
};

/* The references being followed, innermost first. */
struct trail {
	const json_t *target;
	const struct trail *up;
};

static json_t *find_target(struct walk *w, const char *ref, int hops);
static json_t *copy_value(
    struct walk *w, json_t *v, const struct trail *up, int depth);

/* Returns the reference of v to a part of the document, or NULL. */
static const char *
local_ref(const json_t *v)
{
	const char *ref = json_string_value(json_object_get(v, "$ref"));

	return ref && *ref == '#' ? ref : NULL;
}

/* Returns v or the target of its reference; NULL if there is no target. */
static json_t *
follow(struct walk *w, json_t *v, int hops)
{
	const char *ref;

	while (v && (ref = local_ref(v)))
		v = ++hops < DEPTH_MAX ? find_target(w, ref, hops) : NULL;
	return v;
}

/* Returns a member or item of v, or of the target of its reference, by its key.
 */
static json_t *
member(struct walk *w, json_t *v, const char *key, int hops)
{
	json_t *own = json_object_get(v, key);

	if (own)
		return own;
	v = follow(w, v, hops);
	if (json_is_array(v) && *key &&
	    strspn(key, "0123456789") == strlen(key))
		return json_array_get(v, strtoul(key, NULL, 10));
	return json_object_get(v, key);
}

/* In place: %XX becomes the byte XX. */
static void
unescape_percent(char *s)
{
	char *to = s;

	for (; *s; s++)
		if (*s == '%' && hex_value(s[1]) >= 0 && hex_value(s[2]) >= 0) {
			*to++ = (char)(hex_value(s[1]) * 16 + hex_value(s[2]));
			s += 2;
		} else {
			*to++ = *s;
		}
	*to = '\0';
}

/* In place, in a key (after %XX is decoded): ~1 becomes /, ~0 becomes ~. */
static void
unescape_tilde(char *s)
{
	char *to = s;

	for (; *s; s++)
		if (*s == '~' && (s[1] == '0' || s[1] == '1'))
			*to++ = *++s == '0' ? '~' : '/';
		else
			*to++ = *s;
	*to = '\0';
}

/* Returns the target of "#/a/b", or NULL. */
static json_t *
find_target(struct walk *w, const char *ref, int hops)
{
	char *keys = xstrdup(ref + 1), *key = keys;
	json_t *v = w->left ? w->doc : NULL;

	unescape_percent(keys);
	w->left -= w->left > 0;
	while (v && *key) {
		char *next = key + 1 + strcspn(key + 1, "/");
		char end = *next;

		*next = '\0';
		unescape_tilde(key + 1);
		v = *key == '/' ? member(w, v, key + 1, hops) : NULL;
		key = next;
		*key = end;
	}
	free(keys);
	return v;
}

static json_t *
fail(struct walk *w, const char *ref, const char *what)
{
	err_set(w->e, "$ref: %s '%s'", what, err_quote(ref, strlen(ref)));
	return NULL;
}

/* Sets a member to a new value; if that is NULL, frees the object. */
static json_t *
with(json_t *o, const char *key, json_t *v)
{
	if (v && !json_object_set_new(o, key, v))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *
copy_members(struct walk *w, json_t *to, json_t *v, const struct trail *up,
    int depth, const char *but)
{
	const char *key;
	json_t *m;

	json_object_foreach(v, key, m) {
		if (to && (!but || strcmp(key, but) != 0))
			to = with(to, key, copy_value(w, m, up, depth));
	}
	return to;
}

static json_t *
copy_items(struct walk *w, json_t *v, const struct trail *up, int depth)
{
	json_t *to = json_array(), *item;
	size_t i;

	json_array_foreach(v, i, item) {
		if (json_array_append_new(to, copy_value(w, item, up, depth)) <
		    0) {
			json_decref(to);
			return NULL;
		}
	}
	return to;
}

/* Copies the target of ref, then overrides it with the members next to "$ref".
 */
static json_t *
copy_target(struct walk *w, const char *ref, json_t *v, const struct trail *up,
    int depth)
{
	json_t *target = find_target(w, ref, 0), *to;
	struct trail here = { target, up };

	if (!target)
		return fail(w, ref, "points nowhere");
	for (const struct trail *t = up; t; t = t->up)
		if (t->target == target)
			return fail(w, ref, "refers to itself");
	to = copy_value(w, target, &here, depth);
	return json_is_object(to) ? copy_members(w, to, v, up, depth, "$ref")
				  : to;
}

static json_t *
copy_value(struct walk *w, json_t *v, const struct trail *up, int depth)
{
	const char *ref = local_ref(v);

	if (depth == DEPTH_MAX || !w->left) {
		err_set(w->e, "too %s when its references are followed",
		    w->left ? "deep" : "large");
		return NULL;
	}
	w->left--;
	if (ref)
		return copy_target(w, ref, v, up, depth + 1);
	if (json_is_object(v))
		return copy_members(w, json_object(), v, up, depth + 1, NULL);
	if (json_is_array(v))
		return copy_items(w, v, up, depth + 1);
	return json_incref(v);
}

/* Returns the responses of success. */
static json_t *
successes(json_t *responses)
{
	json_t *some = json_object(), *v;
	const char *status;

	json_object_foreach(responses, status, v) {
		if (*status == '2')
			json_object_set(some, status, v);
	}
	return some;
}

json_t *
openapi_parts(json_t *doc, const char *id, struct err *e)
{
	struct walk w = { doc, e, VALUES_MAX };
	const char *path = strchr(id, ':') + 1;
	char *method = xstrndup(id, (size_t)(path - 1 - id));
	json_t *operation = member(
	    &w, member(&w, json_object_get(doc, "paths"), path, 0), method, 0);
	json_t *some, *parts;

	*e->msg = '\0';
	free(method);
	if (!operation || json_is_null(operation))
		return NULL;
	some = json_object();
	json_object_set(
	    some, "parameters", member(&w, operation, "parameters", 0));
	json_object_set(
	    some, "requestBody", member(&w, operation, "requestBody", 0));
	json_object_set_new(some, "responses",
	    successes(follow(&w, member(&w, operation, "responses", 0), 0)));
	parts = copy_value(&w, some, NULL, 0);
	json_decref(some);
	return parts;
}
