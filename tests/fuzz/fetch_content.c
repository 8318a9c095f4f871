/* An answer: a byte that says what it should be, its Content-Type up to a NUL,
 * its body. What is refused is refused with a reason. */
#include "fetch/fetch_content.h"
#include "fuzz.h"

static const struct content contents[] = {
	{ .kind = CONTENT_CSV, .begins = "a" },
	{ .kind = CONTENT_CSV },
	{ .kind = CONTENT_LATIN1, .begins = "a" },
	{ .kind = CONTENT_JSON },
	{ .kind = CONTENT_JSON, .begins = "[a" },
	{ .kind = CONTENT_JSON, .begins = "{a", .may_be_empty = true },
	{ .kind = CONTENT_ZIP },
	{ .kind = CONTENT_HTML },
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err e = { "" };
	struct str rest;
	char type[64];
	int rc;

	if (!n)
		return 0;
	rest = fuzz_text(data + 1, n - 1);
	snprintf(type, sizeof(type), "%s", "");
	if (memchr(rest.p, '\0', rest.n))
		snprintf(type, sizeof(type), "%s", fuzz_cut(&rest, '\0').p);
	rc = fetch_content_check(&contents[data[0] % 8], type, rest, &e);
	fuzz_must(
	    rc == 0 || ((rc == EXIT_FAILED || rc == EXIT_RETRY) && *e.msg));
	return 0;
}
