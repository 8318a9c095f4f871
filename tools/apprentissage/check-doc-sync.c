/*
 * check-doc-sync: does the description of our API agree with that of La Bonne
 * Alternance (LBA)?
 *
 * Reads two OpenAPI 3.1.0 documents, compares the operations that both have
 * and prints what is new in their differences: a line "-" for a known
 * difference that has disappeared, "+" for a new one. Prints nothing, and ends
 * with 0, if there are only the known differences.
 */
#include <stdlib.h>

#include "apprentissage/api/docsync.h"
#include "apprentissage/api/jsondiff.h"
#include "apprentissage/api/openapi.h"
#include "base/err.h"
#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/text.h"
#include "net/http.h"
#include "net/url.h"

#define DOCUMENT_MAX ((size_t)64 << 20)

enum { OPT_ACTUAL = 256, OPT_EXPECTED, OPT_LBA, OPT_OURS };

static const struct opt opts[] = {
	{ OPT_ACTUAL, "actual", NULL, "print the differences there are" },
	{ OPT_EXPECTED, "expected", "FILE", "the differences there should be" },
	{ 'j', "json", NULL, "print a JSON object" },
	{ OPT_LBA, "lba", "FILE|URL", "the description of LBA's API" },
	{ OPT_OURS, "ours", "FILE|URL", "the description of our API" },
	{ 0 },
};

static const char *ours, *lba, *expected_path;
static bool json, actual_only;

static void
read_file(struct buf *b, const char *path)
{
	struct in in;

	in_open(&in, path);
	while (in_more(&in))
		if (in.buf.n > DOCUMENT_MAX)
			die("%s: longer than %zu bytes", in.name, DOCUMENT_MAX);
	buf_add(b, in.buf.p, in.buf.n);
	in_close(&in);
}

/* If the body is not a document, it may be a server's error page. */
static _Noreturn void
refuse_answer(const char *name, long status, const char *why)
{
	if (status && status != 200)
		die_code(
		    status == 429 || status >= 500 ? EXIT_RETRY : EXIT_FAILED,
		    "%s: HTTP status %ld: %s", name, status, why);
	die("%s: %s", name, why);
}

static json_t *
read_json(const char *path, const char **name, long *status)
{
	struct buf b = { 0 };
	struct err e;
	json_error_t why;
	json_t *doc;
	struct str text;

	*name = path;
	*status = 0;
	if (url_is_http(path)) {
		*name = url_name(path);
		*status = http_get(path, DOCUMENT_MAX, &b, &e);
		if (*status < 0)
			die_code(*status == -2 ? EXIT_RETRY : EXIT_FAILED,
			    "%s: %s", *name, e.msg);
	} else {
		read_file(&b, path);
	}
	text = utf8_skip_bom(buf_view(&b));
	doc = json_loadb(
	    text.p, text.n, JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &why);
	buf_free(&b);
	if (!doc) {
		err_set(&e, "%d: not JSON: %s", why.line, why.text);
		refuse_answer(*name, *status, e.msg);
	}
	return doc;
}

static json_t *
read_document(const char *path)
{
	const char *name;
	struct err e;
	long status;
	json_t *doc = read_json(path, &name, &status);

	if (openapi_check(doc, &e) < 0)
		refuse_answer(name, status, e.msg);
	return doc;
}

/* The file has the form of --actual; only its paths count. */
static json_t *
read_expected(const char *path)
{
	const char *name, *operation;
	long status;
	json_t *all = read_json(path, &name, &status), *o;

	json_object_foreach(all, operation, o) {
		if (!json_is_object(json_object_get(o, "diff")))
			die("%s: %s: diff: not an object", name, operation);
		json_object_set_new(o, "source", json_string("lba"));
		json_object_set_new(o, "result", json_string("api"));
	}
	return all;
}

/* One difference: what it is, at a path of an operation. */
static void
print_line(struct buf *o, char sign, const char *path, const json_t *d)
{
	const char *type = json_string_value(json_object_get(d, "type"));
	const json_t *source = json_object_get(d, "source");
	const json_t *result = json_object_get(d, "result");

	buf_fmt(o, "%c %s: %s ", sign, path, type ? type : "?");
	if (source)
		json_put(o, source);
	if (source && result)
		buf_str(o, " -> ");
	if (result)
		json_put(o, result);
	buf_byte(o, '\n');
}

static void
print_operation(
    struct buf *o, const char *operation, json_t *expected, json_t *actual)
{
	const char *path;
	json_t *e, *a;

	if (json_equal(expected, actual))
		return;
	buf_fmt(o, "%s\n", operation);
	json_object_foreach(expected, path, e) {
		a = json_object_get(actual, path);
		if (!a || !json_equal(e, a))
			print_line(o, '-', path, e);
		if (a && !json_equal(e, a))
			print_line(o, '+', path, a);
	}
	json_object_foreach(actual, path, a) {
		if (!json_object_get(expected, path))
			print_line(o, '+', path, a);
	}
}

static void
print_text(struct buf *o, json_t *expected, json_t *actual)
{
	const char *operation;
	json_t *d;

	buf_str(o, "--- expected differences, from lba to ours\n"
		   "+++ actual differences, from lba to ours\n");
	json_object_foreach(expected, operation, d) {
		print_operation(o, operation, json_object_get(d, "diff"),
		    json_object_get(
			json_object_get(actual, operation), "diff"));
	}
	json_object_foreach(actual, operation, d) {
		if (!json_object_get(expected, operation))
			print_operation(
			    o, operation, NULL, json_object_get(d, "diff"));
	}
}

/* Prints the verdict; true if the documents agree. */
static bool
judge(json_t *actual)
{
	json_t *expected =
	    expected_path ? read_expected(expected_path) : docsync_expected();
	json_t *difference =
	    json_difference("expected", expected, "actual", actual);
	struct out out;

	out_open(&out, NULL);
	if (difference && json) {
		json_put(&out.buf, difference);
		buf_byte(&out.buf, '\n');
	} else if (difference) {
		print_text(&out.buf, expected, actual);
	}
	out_close(&out);
	json_decref(expected);
	json_decref(difference);
	return !difference;
}

static bool
check(void)
{
	json_t *us = read_document(ours), *them = read_document(lba), *actual;
	struct err e;
	bool agree = true;

	actual = docsync_actual(us, them, &e);
	if (!actual)
		die("%s", e.msg);
	if (actual_only) {
		struct out out;

		out_open(&out, NULL);
		json_put(&out.buf, actual);
		buf_byte(&out.buf, '\n');
		out_close(&out);
	} else {
		agree = judge(actual);
	}
	json_decref(actual);
	json_decref(us);
	json_decref(them);
	return agree;
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv,
	    "compare the API's description with La Bonne Alternance's",
	    "[OURS LBA]", opts);
	while ((c = opt_next()) >= 0)
		switch (c) {
		case OPT_ACTUAL:
			actual_only = true;
			break;
		case OPT_EXPECTED:
			expected_path = opt_arg;
			break;
		case OPT_LBA:
			lba = opt_arg;
			break;
		case OPT_OURS:
			ours = opt_arg;
			break;
		default:
			json = true;
		}
	for (char **w = opt_operands; *w; w++) {
		const char **which = !ours ? &ours : &lba;

		if (*which)
			opt_wrong("operand '%s' is one too many", *w);
		*which = *w;
	}
	if (!ours || !lba)
		opt_wrong("two documents are needed, ours and LBA's");
	return check() ? 0 : EXIT_FAILED;
}
