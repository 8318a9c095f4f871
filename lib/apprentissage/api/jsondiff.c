#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/api/jsondiff.h"
#include "base/err.h"
#include "json/js.h"

static void compare_values(
    json_t *diff, struct buf *path, json_t *s, json_t *r);

static void
note_change(
    json_t *diff, struct buf *path, const char *type, json_t *s, json_t *r)
{
	json_t *o = json_object();

	json_object_set_new(o, "type", json_string(type));
	if (s)
		json_object_set(o, "source", s);
	if (r)
		json_object_set(o, "result", r);
	if (json_object_set_new(diff, buf_view(path).p, o) < 0)
		die("out of memory");
}

/* Compares the values of s and r at key; NULL: absent. */
static void
compare_at(
    json_t *diff, struct buf *path, const char *key, json_t *s, json_t *r)
{
	size_t n = path->n;

	if (n)
		buf_byte(path, '.');
	buf_str(path, key);
	if (!r)
		note_change(diff, path, "removed", s, NULL);
	else if (!s)
		note_change(diff, path, "added", NULL, r);
	else
		compare_values(diff, path, s, r);
	path->n = n;
}

static void
compare_objects(json_t *diff, struct buf *path, json_t *s, json_t *r)
{
	const char *key;
	json_t *v;

	json_object_foreach(s, key, v) {
		compare_at(diff, path, key, v, json_object_get(r, key));
	}
	json_object_foreach(r, key, v) {
		if (!json_object_get(s, key))
			compare_at(diff, path, key, NULL, v);
	}
}

static void
compare_arrays(json_t *diff, struct buf *path, json_t *s, json_t *r)
{
	size_t n = json_array_size(s), m = json_array_size(r);
	char key[32];

	for (size_t i = 0; i < n || i < m; i++) {
		snprintf(key, sizeof(key), "%zu", i);
		compare_at(diff, path, key, json_array_get(s, i),
		    json_array_get(r, i));
	}
}

static void
compare_values(json_t *diff, struct buf *path, json_t *s, json_t *r)
{
	if (json_is_object(s) && json_is_object(r))
		compare_objects(diff, path, s, r);
	else if (json_is_array(s) && json_is_array(r))
		compare_arrays(diff, path, s, r);
	else if (!json_equal(s, r))
		note_change(diff, path, "changed", s, r);
}

json_t *
json_difference(
    const char *from, json_t *source, const char *to, json_t *result)
{
	json_t *none = json_object(), *diff = json_object(), *all = NULL;
	struct buf path = { 0 };

	compare_values(
	    diff, &path, source ? source : none, result ? result : none);
	if (json_object_size(diff))
		all = json_pack("{s:s, s:s, s:O}", "source", from, "result", to,
		    "diff", diff);
	buf_free(&path);
	json_decref(none);
	json_decref(diff);
	return all;
}

void
json_put(struct buf *b, const json_t *v)
{
	char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);

	if (!text)
		die("out of memory");
	js_put_canon(b, js_of(str_of(text)));
	free(text);
}
