/* Workbooks: a few sheets of rows, their texts inline, style 1 a date. */
#include <stdio.h>

#include "markup/markup.h"
#include "upstream/sample/sample.h"

#define FEUILLES 4

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL                                                                    \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char root_rels[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" REL "/officeDocument\" "
	"Target=\"xl/workbook.xml\"/></Relationships>";

static const char styles[] =
    XML "<styleSheet xmlns=\"" MAIN "\"><fonts count=\"1\"><font/></fonts>"
	"<fills count=\"1\"><fill><patternFill/></fill></fills>"
	"<borders count=\"1\"><border/></borders><cellStyleXfs "
	"count=\"1\"><xf/></cellStyleXfs>"
	"<cellXfs count=\"2\"><xf numFmtId=\"0\"/>"
	"<xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

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
	buf_str(b,
	    XML "<Types xmlns=\"" PACKAGE "content-types\">"
		"<Default Extension=\"rels\" ContentType=\"application/"
		"vnd.openxmlformats-package.relationships+xml\"/>"
		"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		"<Override PartName=\"/xl/workbook.xml\" ContentType=\"" OFFICE
		"sheet.main+xml\"/>"
		"<Override PartName=\"/xl/styles.xml\" ContentType=\"" OFFICE
		"styles+xml\"/>");
	for (unsigned i = 1; i <= n; i++)
		buf_fmt(b,
		    "<Override PartName=\"/xl/worksheets/sheet%u.xml\" "
		    "ContentType=\"" OFFICE "worksheet+xml\"/>",
		    i);
	buf_str(b, "</Types>");
}

static void
put_workbook(struct buf *b, const struct feuille *f, unsigned n)
{
	buf_str(
	    b, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" REL "\"><sheets>");
	for (unsigned i = 0; i < n; i++) {
		buf_str(b, "<sheet name=\"");
		put_xml(b, f[i].name);
		buf_fmt(b, "\" sheetId=\"%u\"%s r:id=\"rId%u\"/>", i + 1,
		    f[i].hidden ? " state=\"hidden\"" : "", i + 1);
	}
	buf_str(b, "</sheets></workbook>");
}

static void
put_rels(struct buf *b, unsigned n)
{
	buf_fmt(b,
	    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
		"<Relationship Id=\"rId%u\" Type=\"" REL "/styles\" "
		"Target=\"styles.xml\"/>",
	    n + 1);
	for (unsigned i = 1; i <= n; i++)
		buf_fmt(b,
		    "<Relationship Id=\"rId%u\" Type=\"" REL "/worksheet\" "
		    "Target=\"worksheets/sheet%u.xml\"/>",
		    i, i);
	buf_str(b, "</Relationships>");
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
		buf_str(
		    &head[i], XML "<worksheet xmlns=\"" MAIN "\"><sheetData>");
		if (f[i].put_head)
			f[i].put_head(&head[i]);
		snprintf(path[i], sizeof(path[i]), "xl/worksheets/sheet%u.xml",
		    i + 1);
		m[5 + i] = (struct member){ path[i],
			{ buf_view(&head[i]).p, f[i].n, f[i].put, NULL,
			    f[i].last ? "<row r=\"1048576\"/></sheetData>"
					"</worksheet>"
				      : "</sheetData></worksheet>",
			    false } };
	}
	write_zip(dir, name, m, 5 + n, false);
	for (unsigned i = 0; i < FEUILLES; i++)
		buf_free(&head[i]);
	buf_free(&types);
	buf_free(&book);
	buf_free(&rels);
}
