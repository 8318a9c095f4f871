#!/usr/bin/env python3
"""mkxlsx.py FILE: write a small workbook described on standard input.

== sheet NAME     its rows, as XML or in short: | text | #number | @date | !error | "kept  as is" |
                  (an empty field is no cell; `7| a |` gives the row's number; @ is style 1, a date)
== strings        the <si> elements of the shared strings (none: no such part)
== styles         the inside of <styleSheet>; by default style 0 is General, 1 is format 14
== workbook ATTR  attributes of <workbookPr>
== order PATH...  the parts that are written, in this order; by default all, the sheets last
== part PATH      a part as it stands, instead of the one made
"""
import re, sys, zipfile
from xml.sax.saxutils import escape, quoteattr

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

def letters(i):
    return (letters(i // 26 - 1) if i >= 26 else "") + chr(65 + i % 26)

def cell(ref, field):
    s = field.strip()
    if not s: return ""
    if s[0] == "#": return f'<c r="{ref}"><v>{s[1:]}</v></c>'
    if s[0] == "@": return f'<c r="{ref}" s="1"><v>{s[1:]}</v></c>'
    if s[0] == "!": return f'<c r="{ref}" t="e"><v>{s[1:]}</v></c>'
    if s[0] == '"': s = s[1:-1]
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(s)}</t></is></c>'

def rows(lines):
    n, out = 0, []
    for line in lines:
        short = re.match(r"(\d*)\|(.*?)\|?$", line)
        if not short:
            out.append(line)
            continue
        n = int(short[1] or n + 1)
        cells = (cell(f"{letters(i)}{n}", f) for i, f in enumerate(short[2].split("|")))
        out.append(f'<row r="{n}">{"".join(cells)}</row>')
    return "\n".join(out)

def sections(text):
    for part in re.split(r"^== ", text, flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        word, _, arg = head.partition(" ")
        yield word, arg, body.rstrip("\n").split("\n") if body.strip() else []

names, parts, order, raw, pr = [], {}, [], {}, ""
styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
for word, arg, lines in sections(sys.stdin.read()):
    body = "\n".join(lines)
    if word == "sheet":
        names.append(arg)
        parts[f"xl/worksheets/sheet{len(names)}.xml"] = \
            XML + f"<worksheet {MAIN}><sheetData>{rows(lines)}</sheetData></worksheet>"
    elif word == "strings": parts["xl/sharedStrings.xml"] = XML + f"<sst {MAIN}>{body}</sst>"
    elif word == "styles": styles = body
    elif word == "workbook": pr = arg
    elif word == "order": order = arg.split()
    else: raw[arg] = body

OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"

def relationships(rels):
    return XML + f'<Relationships xmlns="{PACKAGE}relationships">' + "".join(
        f'<Relationship Id="{i}" Type="{REL}/{t}" Target="{target}"/>' for i, t, target in rels) + "</Relationships>"

def types(parts):
    return XML + f'<Types xmlns="{PACKAGE}content-types"><Default Extension="xml" ContentType="application/xml"/>' + "".join(
        f'<Override PartName="/{p}" ContentType="{OFFICE}{t}+xml"/>' for p, t in parts) + "</Types>"

sheets = "".join(f'<sheet name={quoteattr(s)} sheetId="{i}" r:id="rId{i}"/>' for i, s in enumerate(names, 1))
rels = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]
content = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
content += [(f"xl/worksheets/sheet{i}.xml", "worksheet") for i in range(1, len(names) + 1)]
parts["xl/workbook.xml"] = XML + f'<workbook {MAIN} xmlns:r="{REL}"><workbookPr {pr}/><sheets>{sheets}</sheets></workbook>'
parts["xl/styles.xml"] = XML + f"<styleSheet {MAIN}>{styles}</styleSheet>"
rels.append(("rIdS", "styles", "styles.xml"))
if "xl/sharedStrings.xml" in parts or "xl/sharedStrings.xml" in raw:
    rels.append(("rIdT", "sharedStrings", "sharedStrings.xml"))
    content.append(("xl/sharedStrings.xml", "sharedStrings"))
parts["xl/_rels/workbook.xml.rels"] = relationships(rels)
parts["_rels/.rels"] = relationships([("rId1", "officeDocument", "xl/workbook.xml")])
parts["[Content_Types].xml"] = types(content)
parts.update(raw)
first = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"]
default = [p for p in first if p in parts] + [p for p in parts if p not in first]
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for path in order or default:
        packed = zipfile.ZIP_DEFLATED if len(parts[path]) < 1 << 20 else zipfile.ZIP_STORED
        z.writestr(path, parts[path], packed)
