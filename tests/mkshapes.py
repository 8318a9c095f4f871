#!/usr/bin/env python3
"""mkshapes.py DIR: write DIR/shape-NAME.xlsx, the same small table as the
programs that people use write it: other prefixes, part names, relationships,
types of cells, with and without references and shared strings."""
import re, sys, zipfile
from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TRANSITIONAL = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
STRICT = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
TABLE = [["code", "intitulé", "date", "montant", "actif"],
    ["40025214", "Boulanger & pâtissier", ("2023-03-15", 45000), 1500.5, True],
    ["32025", " 2 blancs ", ("2024-09-01", 45536), -12, False],
    [None, "Très long", None, 0.1, None]]

def write(name, texts="shared", dates="serial", refs=True, prefix="", ns=TRANSITIONAL, fmt='numFmtId="14"', formats="",
        workbook="xl/workbook.xml", sheet="xl/worksheets/sheet1.xml", strings="xl/sharedStrings.xml", styles="xl/styles.xml",
        absolute=False, number=repr, root="", row="", member=lambda p: p, rid="rId1", sheet_ns=""):
    main, rel = ns
    p = prefix + ":" if prefix else ""
    xmlns = f'xmlns{":" + prefix if prefix else ""}="{main}"'
    pool = []
    def text(s):
        space = ' xml:space="preserve"' if s.strip() != s else ""
        return f"<{p}t{space}>{escape(s)}</{p}t>"
    def cell(ref, v):
        r = f' r="{ref}"' if refs else ""
        if v is None:
            return "" if refs else f"<{p}c/>"
        if isinstance(v, bool): return f'<{p}c{r} t="b"><{p}v>{int(v)}</{p}v></{p}c>'
        if isinstance(v, tuple):
            if dates == "iso": return f'<{p}c{r} s="1" t="d"><{p}v>{v[0]}</{p}v></{p}c>'
            return f'<{p}c{r} s="1"><{p}v>{number(v[1])}</{p}v></{p}c>'
        if not isinstance(v, str): return f'<{p}c{r} t="n"><{p}v>{number(v)}</{p}v></{p}c>'
        if texts == "inline": return f'<{p}c{r} t="inlineStr"><{p}is>{text(v)}</{p}is></{p}c>'
        if texts == "str": return f'<{p}c{r} t="str"><{p}v>{escape(v)}</{p}v></{p}c>'
        if v not in pool: pool.append(v)
        return f'<{p}c{r} s="0" t="s"><{p}v>{pool.index(v)}</{p}v></{p}c>'
    rows = ""
    for n, line in enumerate(TABLE, 1):
        r = f' r="{n}"' if refs else ""
        rows += f"<{p}row{r}{row}>" + "".join(cell(f"{chr(65 + i)}{n}", v) for i, v in enumerate(line)) + f"</{p}row>"
    def target(path, source):
        return "/" + path if absolute else path[len(source):] if path.startswith(source) else "/" + path
    base = workbook[:workbook.rindex("/") + 1] if "/" in workbook else ""
    def relation(i, kind, path, source): return f'<Relationship Type="{rel}/{kind}" Target="{target(path, source)}" Id="{i}"/>'
    def relations(*r): return XML + f'<Relationships xmlns="{PACKAGE}relationships">' + "".join(r) + "</Relationships>"
    links = [relation(rid, "worksheet", sheet, base), relation("rId91", "styles", styles, base)]
    parts = {
        "_rels/.rels": relations(relation("rId9", "officeDocument", workbook, "")),
        workbook: XML + f'<{p}workbook {xmlns} xmlns:r="{rel}"><{p}sheets><{p}sheet {sheet_ns}name="Données" sheetId="1" state="visible" r:id="{rid}"/></{p}sheets></{p}workbook>',
        styles: XML + f'<{p}styleSheet {xmlns}>{formats}<{p}cellStyleXfs><{p}xf numFmtId="0"/></{p}cellStyleXfs><{p}cellXfs><{p}xf numFmtId="0"/><{p}xf {fmt}/></{p}cellXfs></{p}styleSheet>',
        sheet: XML + f'<{p}worksheet {xmlns} xmlns:r="{rel}" {root}><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>',
    }
    kinds = {workbook: "sheet.main", styles: "styles", sheet: "worksheet"}
    if pool:
        parts[strings] = XML + f'<{p}sst {xmlns} count="9" uniqueCount="9">' + "".join(f"<{p}si>{text(s)}</{p}si>" for s in pool) + f"</{p}sst>"
        links.append(relation("rId92", "sharedStrings", strings, base))
        kinds[strings] = "sharedStrings"
    parts[base + "_rels/" + workbook[len(base):] + ".rels"] = relations(*links)
    overrides = "".join(f'<Override PartName="/{k}" ContentType="{TYPE}{v}+xml"/>' for k, v in kinds.items())
    parts["[Content_Types].xml"] = XML + f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" ContentType="{PACKAGE[7:]}"/>{overrides}</Types>'
    with zipfile.ZipFile(f"{sys.argv[1]}/shape-{name}.xlsx", "w", zipfile.ZIP_DEFLATED) as z:
        for path, body in parts.items():
            info = zipfile.ZipInfo("x")
            info.filename = member(path)  # as it is, backslashes too
            z.writestr(info, body, zipfile.ZIP_DEFLATED)

DAC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
def custom(code, p=""): return f'<{p}numFmts count="1"><{p}numFmt numFmtId="164" formatCode="{code}"/></{p}numFmts>'
own = 'numFmtId="164" fontId="0" xfId="0" applyNumberFormat="1"'

write("Excel", root=DAC, row=' spans="1:5" x14ac:dyDescent="0.25"')
write("Excel-strict", ns=STRICT, dates="iso")
write("Excel-Online", workbook="xl/workbook22.xml", root=DAC)
write("LibreOffice", fmt=own, formats=custom("dd/mm/yyyy"), row=' customFormat="false" ht="12.8" hidden="false" collapsed="false"')
write("Google-Sheets", fmt=own, formats=custom("yyyy-mm-dd"), number=lambda v: repr(float(v)), root='xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"')
write("Power-BI", refs=False, texts="str")
write("DataGrip", refs=False, texts="inline")
write("ClosedXML", prefix="x", absolute=True, sheet="xl/worksheets/sheet.xml", rid="R7f3d2b1c", fmt=own, formats=custom("dd\\/mm\\/yyyy", "x:"))
write("OpenXML-SDK", prefix="x", absolute=True, workbook="workbook.xml", sheet="worksheets/sheet.xml", styles="styles.xml", texts="inline")
write("openpyxl", absolute=True, fmt=own, formats=custom("yyyy-mm-dd h:mm:ss"), sheet_ns='xmlns:q="urn:q" ')
write("openpyxl-iso", absolute=True, dates="iso", fmt=own, formats=custom("yyyy-mm-dd"))
write("pandas-xlsxwriter", texts="inline", fmt=own, formats=custom("yyyy\\-mm\\-dd"))
write("capitals", strings="xl/SharedStrings.xml", styles="xl/Styles.XML", member=str.lower)
write("backslashes", member=lambda p: p.replace("/", "\\"))
write("leading-slashes", member=lambda p: "/" + p)
