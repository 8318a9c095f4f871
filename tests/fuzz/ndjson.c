/* Any bytes as a record stream, with and without an end mark asked for: what
 * is read to its end holds as many records as its marks say, and a stream that
 * passes with the mark passes without. */
#include "json/ndjson.h"
#include "base/err.h"
#include "fuzz.h"

struct reading {
	struct ndjson r;
	size_t records;
};

static void
read_all(void *ctx)
{
	struct reading *g = ctx;
	struct js record;

	while (ndjson_next(&g->r, &record)) {
		fuzz_must(record.type == JS_OBJECT && *ndjson_where(&g->r));
		g->records++;
	}
}

static bool
reads(const uint8_t *data, size_t n, bool need_end, size_t *records)
{
	struct reading g = { .r.need_end = need_end };
	bool good;

	g.r.in = (struct in){ .name = "stdin", .eof = true };
	buf_add(&g.r.in.buf, data, n);
	good = fuzz_survives(read_all, &g);
	fuzz_must(!good || !need_end || (g.r.ended && !g.r.in_frame));
	fuzz_must(!good || g.records == g.r.total);
	*records = g.records;
	ndjson_close(&g.r);
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	size_t strict, lax;

	if (reads(data, n, true, &strict))
		fuzz_must(reads(data, n, false, &lax) && strict == lax);
	else
		reads(data, n, false, &lax);
	return 0;
}
