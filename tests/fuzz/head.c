/* Any lines as the head of an answer. */
#include "fuzz.h"
#include "net/http_try.h"

static void
take(struct http_head *h, struct str line)
{
	char *copy = xmalloc(line.n ? line.n : 1); /* libcurl's has no NUL */

	memcpy(copy, line.p, line.n);
	fuzz_must(http_on_head(copy, 1, line.n, h) == line.n);
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str rest = fuzz_text(data, n);
	struct http_head h = { 0 };

	while (rest.n) {
		struct str line = { rest.p, 0 };

		line.n = fuzz_cut(&rest, '\n').n;
		line.n += line.p + line.n < rest.p; /* its LF */
		take(&h, line);
	}
	http_is_date(h.last_modified);
	http_is_date(h.retry_after);
	http_head_free(&h);
	return 0;
}
