/* Any bytes, as parts of a workbook that are separated by NUL: the sheet, its
 * shared strings, its styles, the list of sheets, its relationships. Reading
 * must stay within bounds, and a row that was read must print as a record that
 * reads back as the same. */
#include <zip.h>

#include "fuzz.h"
#include "xlsx/sheetrec.h"
#include "xlsx/sheetrule.h"

#define R "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

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
		fuzz_must(str_eq(buf_view(&once), buf_view(&twice)));
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
		zip_set_file_compression(z,
		    (zip_uint64_t)zip_file_add(
			z, name, zip_source_buffer(z, p, n, 0), 0),
		    ZIP_CM_STORE, 0);
	return stop ? stop + 1 : NULL;
}

/* A part of the usual workbook; NULL. */
static const char *
add_text(zip_t *z, const char *name, const char *text)
{
	return add(z, name, text, text + strlen(text));
}

static FILE *
file_of(zip_source_t *z)
{
	static char p[1 << 21];
	zip_int64_t n;

	fuzz_must(!zip_source_open(z));
	n = zip_source_read(z, p, sizeof(p));
	fuzz_must(n >= 0 && n < (zip_int64_t)sizeof(p));
	zip_source_free(z);
	return fuzz_file(p, (size_t)n);
}

static FILE *
make_book(const char *p, const char *end)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *z = zip_open_from_source(source, ZIP_TRUNCATE, NULL);

	zip_source_keep(source);
	p = add(z, "xl/worksheets/sheet1.xml", p, end);
	p = add(z, "xl/sharedStrings.xml", p, end);
	p = add(z, "xl/styles.xml", p, end);
	p = p ? add(z, "xl/workbook.xml", p, end)
	      : add_text(z, "xl/workbook.xml",
		    "<workbook xmlns:r=\"" R "\"><sheets><sheet name=\"S\""
		    " r:id=\"a\"/></sheets></workbook>");
	if (p)
		add(z, "xl/_rels/workbook.xml.rels", p, end);
	else
		add_text(z, "xl/_rels/workbook.xml.rels",
		    "<Relationships><Relationship Id=\"a\" Target="
		    "\"worksheets/sheet1.xml\"/></Relationships>");
	fuzz_must(!zip_close(z));
	return file_of(source);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *p = (const char *)data;
	struct err e;
	struct arc *a = arc_open_file(make_book(p, p + n), &e);
	struct sheet_book *b = a ? sheet_open_arc(a, "book", &e) : NULL;

	for (size_t i = 0; b && i < sheet_count(b); i++)
		sheet_read(b, i, on_row, NULL, &e);
	sheet_close(b);
	return 0;
}
