/*
 * The parts of a workbook's package (ECMA-376) that all workbooks of the sample
 * share, as string literals without an XML declaration.
 */
#ifndef SAMPLE_OOXML_H
#define SAMPLE_OOXML_H

/* clang-format off */
#define OOXML_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OOXML_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define OOXML_PACKAGE "http://schemas.openxmlformats.org/package/2006/"

/* [Content_Types].xml: the head, an OOXML_TYPE for each part, then the tail. kind
 * is "sheet.main", "worksheet", "styles" or "sharedStrings". */
#define OOXML_TYPES_HEAD \
	"<Types xmlns=\"" OOXML_PACKAGE "content-types\">" \
	"<Default Extension=\"rels\" ContentType=\"" \
	"application/vnd.openxmlformats-package.relationships+xml\"/>" \
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
#define OOXML_TYPE(path, kind) \
	"<Override PartName=\"" path "\" ContentType=\"application/" \
	"vnd.openxmlformats-officedocument.spreadsheetml." kind "+xml\"/>"
#define OOXML_TYPES_TAIL "</Types>"

/* _rels/.rels */
#define OOXML_ROOT_RELS \
	"<Relationships xmlns=\"" OOXML_PACKAGE "relationships\">" \
	"<Relationship Id=\"rId1\" Type=\"" OOXML_REL "/officeDocument\" " \
	"Target=\"xl/workbook.xml\"/></Relationships>"

/* xl/_rels/workbook.xml.rels: the head, an OOXML_RELATION for each part, then the
 * tail. id and target are as printf prints them. */
#define OOXML_RELS_HEAD \
	"<Relationships xmlns=\"" OOXML_PACKAGE "relationships\">"
#define OOXML_RELATION(id, kind, target) \
	"<Relationship Id=\"" id "\" Type=\"" OOXML_REL "/" kind "\" " \
	"Target=\"" target "\"/>"
#define OOXML_RELS_TAIL "</Relationships>"

/* xl/workbook.xml: the head, a <sheet> for each sheet, then the tail. */
#define OOXML_BOOK_HEAD \
	"<workbook xmlns=\"" OOXML_MAIN "\" xmlns:r=\"" OOXML_REL "\"><sheets>"
#define OOXML_BOOK_TAIL "</sheets></workbook>"

/* xl/styles.xml: n, in digits, of the formats <xf/> that follow. */
#define OOXML_STYLES(n, formats) \
	"<styleSheet xmlns=\"" OOXML_MAIN "\">" \
	"<fonts count=\"1\"><font/></fonts>" \
	"<fills count=\"1\"><fill><patternFill/></fill></fills>" \
	"<borders count=\"1\"><border/></borders>" \
	"<cellStyleXfs count=\"1\"><xf/></cellStyleXfs>" \
	"<cellXfs count=\"" n "\">" formats "</cellXfs></styleSheet>"

/* A worksheet: the head, its <row>s, then the tail. */
#define OOXML_SHEET_HEAD "<worksheet xmlns=\"" OOXML_MAIN "\"><sheetData>"
#define OOXML_SHEET_TAIL "</sheetData></worksheet>"
/* clang-format on */

#endif
