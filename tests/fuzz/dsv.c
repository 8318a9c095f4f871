/* Any bytes, any options: what is read must not depend on how the bytes were
 * cut, and cells must be UTF-8. The first byte chooses the options, the second
 * the size of the pieces and more options. */
#include "format/dsv.h"
#include "base/text.h"
#include "fuzz.h"
#include "json/js.h"

static int
add(struct buf *b, const struct str *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		fuzz_must(utf8_valid(cell[i].p, cell[i].n));
		js_put_text(b, cell[i]);
	}
	buf_byte(b, '\n');
	return 0;
}

static int
on_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	(void)e;
	return add(ctx, name, n);
}

static int
on_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	(void)number, (void)e;
	return add(ctx, cell, n);
}

static void
reads(const struct dsv_options *o, const char *p, size_t n, size_t piece,
    struct buf *out)
{
	struct dsv_handler h = { on_header, on_record, out };
	struct dsv *d = dsv_new(o, &h);
	struct err e;
	int rc = 0;

	for (size_t i = 0; i < n && !rc; i += piece)
		rc = dsv_feed(d, p + i, n - i < piece ? n - i : piece, &e);
	if (rc || dsv_end(d, &e))
		buf_str(out, e.msg);
	dsv_free(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf whole = { 0 }, cut = { 0 }, bytes = { 0 };
	static const enum dsv_encoding encodings[] = { DSV_UTF8, DSV_LATIN1,
		DSV_WINDOWS_1252, DSV_UTF16 };
	struct dsv_options o;
	size_t repaired;

	if (n < 2)
		return 0;
	o = (struct dsv_options){ .delimiter = ";,\t "[data[0] >> 4 & 3],
		.quoted = data[0] & 1,
		.trim = data[0] & 2,
		.relax = data[0] & 4,
		.encoding = encodings[(data[0] >> 3 & 1) | (data[1] >> 3 & 2)],
		.nul = data[1] & 0x20,
		.beyond = data[1] & 0x40,
		.hints = data[1] & 0x80,
		.repaired = data[1] & 0x80 ? &repaired : NULL };
	reads(&o, (const char *)data + 2, n - 2, n, &whole);
	reads(&o, (const char *)data + 2, n - 2, data[1] % 16 + 1U, &cut);
	reads(&o, (const char *)data + 2, n - 2, 1, &bytes);
	fuzz_must(str_eq(buf_view(&whole), buf_view(&cut)));
	fuzz_must(str_eq(buf_view(&whole), buf_view(&bytes)));
	buf_free(&whole);
	buf_free(&cut);
	buf_free(&bytes);
	return 0;
}
