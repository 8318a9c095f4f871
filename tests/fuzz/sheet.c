/* Any bytes, as parts of a workbook that are separated by NUL: the sheet, its
 * shared strings, its styles. Reading must stay within bounds, and a row that
 * was read must print as a record that reads back as the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <zip.h>

#include "sheetrec.h"
#include "sheetrule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct sheetrec back;
static struct sheet_header header;

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct buf once = { 0 }, twice = { 0 };

	(void)ctx;
	sheetrule_match(&header, NULL, row, e);
	sheetrec_put(&once, "S", row);
	if (js_check(once.p, once.n, e) == 0 &&
	    sheetrec_get(&back, js_of(buf_view(&once)), e) == 0) {
		sheetrec_put(&twice, "S", &back.row);
		if (!str_eq(buf_view(&once), buf_view(&twice)))
			abort();
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}

/* Adds the part up to a NUL; what is behind it, or NULL. */
static const char *
add(zip_t *z, const char *name, const char *p, const char *end)
{
	const char *stop = p ? memchr(p, '\0', (size_t)(end - p)) : NULL;
	size_t n = p ? (size_t)((stop ? stop : end) - p) : 0;

	if (p)
		zip_file_add(z, name, zip_source_buffer(z, p, n, 0), 0);
	return stop ? stop + 1 : NULL;
}

static char path[64];

static void
forget(void)
{
	unlink(path);
}

static void
make_book(const char *p, const char *end)
{
	static const char workbook[] = "<workbook/>";
	zip_t *z;

	if (!*path) {
		snprintf(path, sizeof(path), "/tmp/fuzz-sheet.%d", getpid());
		atexit(forget);
	}
	z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	add(z, "xl/workbook.xml", workbook, workbook + sizeof(workbook) - 1);
	p = add(z, "xl/worksheets/sheet1.xml", p, end);
	p = add(z, "xl/sharedStrings.xml", p, end);
	add(z, "xl/styles.xml", p, end);
	if (zip_close(z) < 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *p = (const char *)data;
	struct sheet_book *b;
	struct err e;

	make_book(p, p + n);
	b = sheet_open(path, &e);
	for (size_t i = 0; i < sheet_count(b); i++)
		sheet_read(b, i, on_row, NULL, &e);
	sheet_close(b);
	return 0;
}
