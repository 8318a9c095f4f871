/* Workbooks: a few sheets of rows, their texts inline, style 1 a date. */
#include <stdio.h>

#include "markup/markup.h"
#include "upstream/write/ooxml.h"
#include "upstream/write/write.h"

#define FEUILLES 4

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static const char root_rels[] = XML OOXML_ROOT_RELS;

static const char styles[] = XML OOXML_STYLES(
    "2", "<xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/>");

void
put_xml(struct buf *b, const char *s)
{
	for (size_t n; *s; s += n + (s[n] == '\r')) {
		n = strcspn(s, "\r");
		markup_put(b, (struct str){ s, n }, "&<\"\n");
	}
}

void
put_cell_text(struct buf *b, char column, uint64_t row, const char *s)
{
	buf_fmt(b,
	    "<c r=\"%c%llu\" t=\"inlineStr\"><is>"
	    "<t xml:space=\"preserve\">",
	    column, (unsigned long long)row);
	put_xml(b, s);
	buf_str(b, "</t></is></c>");
}

void
put_cell_number(struct buf *b, char column, uint64_t row, unsigned v)
{
	buf_fmt(b, "<c r=\"%c%llu\"><v>%u</v></c>", column,
	    (unsigned long long)row, v);
}

void
put_cell_date(struct buf *b, char column, uint64_t row, unsigned serial)
{
	buf_fmt(b, "<c r=\"%c%llu\" s=\"1\"><v>%u</v></c>", column,
	    (unsigned long long)row, serial);
}

void
put_text_row(
    struct buf *b, char column, uint64_t row, const char *const *s, unsigned n)
{
	buf_fmt(b, "<row r=\"%llu\">", (unsigned long long)row);
	for (unsigned i = 0; i < n; i++, column++)
		if (s[i])
			put_cell_text(b, column, row, s[i]);
	buf_str(b, "</row>");
}

static void
put_types(struct buf *b, unsigned n)
{
	buf_str(b, XML OOXML_TYPES_HEAD OOXML_TYPE("/xl/workbook.xml",
		       "sheet.main") OOXML_TYPE("/xl/styles.xml", "styles"));
	for (unsigned i = 1; i <= n; i++)
		buf_fmt(b,
		    OOXML_TYPE("/xl/worksheets/sheet%u.xml", "worksheet"), i);
	buf_str(b, OOXML_TYPES_TAIL);
}

static void
put_workbook(struct buf *b, const struct feuille *f, unsigned n)
{
	buf_str(b, XML OOXML_BOOK_HEAD);
	for (unsigned i = 0; i < n; i++) {
		buf_str(b, "<sheet name=\"");
		put_xml(b, f[i].name);
		buf_fmt(b, "\" sheetId=\"%u\"%s r:id=\"rId%u\"/>", i + 1,
		    f[i].hidden ? " state=\"hidden\"" : "", i + 1);
	}
	buf_str(b, OOXML_BOOK_TAIL);
}

static void
put_rels(struct buf *b, unsigned n)
{
	buf_fmt(b,
	    XML OOXML_RELS_HEAD OOXML_RELATION("rId%u", "styles", "styles.xml"),
	    n + 1);
	for (unsigned i = 1; i <= n; i++)
		buf_fmt(b,
		    OOXML_RELATION(
			"rId%u", "worksheet", "worksheets/sheet%u.xml"),
		    i, i);
	buf_str(b, OOXML_RELS_TAIL);
}

void
write_workbook(
    const char *dir, const char *name, const struct feuille *f, unsigned n)
{
	struct buf types = { 0 }, book = { 0 }, rels = { 0 };
	struct buf head[FEUILLES] = { 0 };
	char path[FEUILLES][32];
	struct member m[5 + FEUILLES] = { 0 };

	put_types(&types, n);
	put_workbook(&book, f, n);
	put_rels(&rels, n);
	m[0] = (struct member){ "[Content_Types].xml",
		{ .head = buf_view(&types).p } };
	m[1] = (struct member){ "_rels/.rels", { .head = root_rels } };
	m[2] =
	    (struct member){ "xl/workbook.xml", { .head = buf_view(&book).p } };
	m[3] = (struct member){ "xl/_rels/workbook.xml.rels",
		{ .head = buf_view(&rels).p } };
	m[4] = (struct member){ "xl/styles.xml", { .head = styles } };
	for (unsigned i = 0; i < n && i < FEUILLES; i++) {
		buf_str(&head[i], XML OOXML_SHEET_HEAD);
		if (f[i].put_head)
			f[i].put_head(&head[i]);
		snprintf(path[i], sizeof(path[i]), "xl/worksheets/sheet%u.xml",
		    i + 1);
		m[5 + i] = (struct member){ path[i],
			{ buf_view(&head[i]).p, f[i].n, f[i].put, NULL,
			    f[i].last ? "<row r=\"1048576\"/>" OOXML_SHEET_TAIL
				      : OOXML_SHEET_TAIL,
			    UTF_8 } };
	}
	write_zip(dir, name, m, 5 + n, NAMES_UNDECLARED);
	for (unsigned i = 0; i < FEUILLES; i++)
		buf_free(&head[i]);
	buf_free(&types);
	buf_free(&book);
	buf_free(&rels);
}
