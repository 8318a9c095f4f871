/* Two JSON texts with a NUL between them as descriptions of an API: their
 * references followed, their operations reduced and compared. */
#include "apprentissage/api/openapi.h"
#include "apprentissage/api/docsync.h"
#include "apprentissage/api/jsondiff.h"
#include "fuzz.h"
#include "json/js.h"

static void
check_put(const json_t *v)
{
	struct buf b = { 0 };
	struct err e;

	if (v) {
		json_put(&b, v);
		fuzz_must(!js_check(b.p, b.n, &e));
	}
	buf_free(&b);
}

static void
check_operation(json_t *doc, const char *id)
{
	struct err e;
	json_t *o = openapi_operation(doc, id, &e);
	json_t *parts = openapi_parts(doc, id, &e);
	json_t *schema = openapi_schema(parts);

	fuzz_must(!o || !json_difference("a", o, "b", o));
	check_put(o);
	json_decref(o);
	json_decref(parts);
	json_decref(schema);
}

static void
check_document(json_t *doc)
{
	const char *path, *method;
	json_t *paths = json_object_get(doc, "paths"), *methods, *o;
	char id[256];

	json_object_foreach(paths, path, methods) {
		json_object_foreach(methods, method, o) {
			snprintf(id, sizeof(id), "%s:%s", method, path);
			check_operation(doc, id);
		}
	}
}

static void
compare(json_t *ours, json_t *lba)
{
	struct err e;
	json_t *diff = json_difference("ours", ours, "lba", lba);
	json_t *actual = docsync_actual(ours, lba, &e);

	fuzz_must((diff == NULL) == json_equal(ours, lba));
	check_put(actual);
	json_decref(diff);
	json_decref(actual);
}

static json_t *
read_document(struct str s)
{
	json_t *doc = json_loadb(s.p, s.n, JSON_DECODE_INT_AS_REAL, NULL);
	struct err e;

	if (doc) {
		openapi_check(doc, &e);
		check_document(doc);
	}
	return doc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str rest = { (const char *)data, n };
	struct str first = fuzz_cut(&rest, '\0');
	json_t *ours = read_document(first), *lba = read_document(rest);

	if (ours && lba)
		compare(ours, lba);
	json_decref(ours);
	json_decref(lba);
	return 0;
}
