#!/bin/bash
. "$(dirname "$0")/lib.sh"

mk() { python3 "$root/tests/mkxlsx.py" "$T/$1.xlsx"; }
book() { mk a && run parse-xlsx "$@" "$T/a.xlsx"; }

run parse-xlsx -h
clean "-h"
run parse-xlsx -V
clean "-V"
run parse-xlsx --nonsense "$T/a.xlsx"
is "$rc" 2 "unknown option"
run parse-xlsx
is "$rc" 2 "a file is needed: no standard input"
run parse-xlsx a b
is "$rc" 2 "one operand too many"
run parse-xlsx --all --header a
is "$rc" 2 "--all and --header"
run parse-xlsx --skip -1 a
is "$rc" 2 "--skip -1"

# Kinds of cells (ECMA-376 18.3.1.4), each in column B of a row of its own:
# c XML WANTED NAME, where XML goes on after "<c ".
wanted=() names=()
row=0
cell() {
	row=$((row + 1))
	echo "<row r=\"$row\"><c r=\"A$row\" t=\"b\"><v>1</v></c>${1//@/$row}</row>" >>"$T/rows"
	wanted+=("{\"sheet\":\"S\",\"row\":$row,\"cells\":[true,$2]}")
	names+=("$3")
}
c() { cell "<c r=\"B@\" $1</c>" "$2" "$3"; }
d() { c "$1" "{\"date\":\"$2Z\"}" "$3"; }

c '>' null 'no value'
c 's="1">' null 'no value, date style'
c 't="s"><v>0</v>' '"zero"' 'a shared string'
c 't="s"><v> 0
</v>' '"zero"' 'blanks around its number'
c 't="s"><v>1</v>' '""' 'an empty shared string'
c 't="s"><v/>' null 'a shared string without number'
c 't="s">' null 'a shared string without value'
c 't="s"><v>2</v>' '"&lt; z"' 'shared strings are decoded once'
c 't="s"><v>3</v>' '"foo bar"' 'runs are put together'
c 't="s"><v>4</v>' '"base"' 'phonetic text is left out'
c 't="s"><v>5</v>' '"indented"' 'indentation around the text is left out'
c 't="s"><v>6</v>' '"abc\r"' 'CDATA counts, escapes are decoded'
c 't="s"><v>7</v>' '"run"' 'phonetic text next to runs is left out'
c 't="s"><v>8</v>' '"head run"' 'text before runs'
c 't="inlineStr"><is><t>x</t></is>' '"x"' 'inline text'
c '><is><t>x</t></is>' '"x"' 'inline text without t'
c 't="inlineStr"><v>x</v>' '"x"' 'inline text in v'
c 't="inlineStr"><is><r><t>foo</t></r><r><rPr><b/></rPr><t>bar</t></r></is>' '"foobar"' 'runs of inline text'
c 't="inlineStr"><is><t>base</t><rPh sb="0" eb="1"><t>phonetic</t></rPh></is>' '"base"' 'phonetic inline text'
c 't="inlineStr"><is><t>a &amp;amp; &amp;#38; &#38;lt;</t></is>' \
    '"a &amp; &#38; &lt;"' 'inline text is decoded once'
c 't="inlineStr"><is><t>  </t></is>' '"  "' 'blanks are kept'
c 't="inlineStr"><is><t/></is>' '""' 'empty inline text'
c 't="inlineStr"><is/>' '""' 'empty inline element'
c 't="inlineStr">' null 'inline text without element'
c 't="inlineStr"><is><t><![CDATA[x & <y>]]>z</t></is>' '"x & <y>z"' 'CDATA in inline text'
c 't="str"><v>a&amp;lt;b</v>' '"a&lt;b"' 't=str is decoded once'
c 't="str"><v/>' '""' 't=str, empty'
c 't="str">' null 't=str without v'
c 't="str"><v>_x000D_ _x000a__xD83D__xDE00_ _x005F_x000D_ _x00e9</v>' \
    '"\r \n😀 _x000D_ _x00e9"' 'escapes of either case, a pair, an escaped escape'
c 't="str"><v>_xD83D_ _xDE00_ _x12G4_ __x0041_</v>' '"_xD83D_ _xDE00_ _x12G4_ _A"' 'what is no escape'
c 't="b"><v>1</v>' true 'true'
c 't="b"><v>0</v>' false 'false'
c 't="b"><v>true</v>' true 'the word true'
c 't="b"><v> false </v>' false 'the word false'
c 't="b"><v/>' null 'an empty boolean'
c 't="e"><v>#N/A</v>' '{"error":"#N/A"}' 'an error'
c 't="e"><v/>' null 'an empty error'
c '><v>12.50</v>' 12.5 'a number'
c 't="n"><v>-1E3 </v>' -1000 't=n'
c '><v>+.5e+1</v>' 5 'a number that begins with a point'
c '><v>45000.</v>' 45000 'a number that ends in a point'
c '><v>0.30000000000000004</v>' 0.30000000000000004 'a number of 17 digits'
c '><v><![CDATA[12]]></v>' 12 'a number in CDATA'
c '><v/>' null 'an empty number'
c '><v> </v>' null 'a blank number'
c 's="1"><v/>' null 'an empty date'
d 't="d"><v>2024-01-31</v>' 2024-01-31T00:00:00.000 't=d'
d 't="d" s="3"><v>2024-01-31T12:34:56.789</v>' 2024-01-31T12:34:56.789 'with a time, whatever the style'
d 't="d"><v>2024-01-31T12:34</v>' 2024-01-31T12:34:00.000 'without seconds'
d 't="d"><v> 2024-02-29T12:34:56.5Z</v>' 2024-02-29T12:34:56.500 'with Z'
d 't="d"><v>2024-01-31T00:30:00+01:00</v>' 2024-01-30T23:30:00.000 'with an offset'
d 't="d"><v>12:00:00</v>' 1899-12-31T12:00:00.000 'a time of day'
d 't="d"><v>T06:00:00.000</v>' 1899-12-31T06:00:00.000 'a time of day after T'
c 't="d"><v/>' null 'an empty t=d'
d 's="1"><v>45000</v>' 2023-03-15T00:00:00.000 'format 14'
d 's="2"><v>45000.5</v>' 2023-03-15T12:00:00.000 'dd\/mm\/yyyy, applyNumberFormat or not'
c 's="10"><v>45000</v>' 45000 'a custom format in the place of a built-in one'
c 's="9"><v>45000</v>' 45000 'format 49'
d 's="8"><v>1.0000115741</v>' 1900-01-01T00:00:01.000 'format 47'
d 's="1"><v>0.5</v>' 1899-12-31T12:00:00.000 'a time: serial 0.5'
d 's="1"><v>1</v>' 1900-01-01T00:00:00.000 'serial 1'
d 's="1"><v>59</v>' 1900-02-28T00:00:00.000 'serial 59'
d 's="1"><v>60</v>' 1900-02-28T00:00:00.000 'serial 60, a day that there never was'
d 's="1"><v>61</v>' 1900-03-01T00:00:00.000 'serial 61'
d 's="1"><v>-1</v>' 1899-12-29T00:00:00.000 'a negative serial'
c 's="1"><v>1e12</v>' 1000000000000 'a serial out of range stays a number'
c 's="1" t="s"><v>0</v>' '"zero"' 'text with a date style'
c '><f>A1</f><v>3</v>' 3 'a formula'
d 's="1"><f>NOW()</f><v>45000</v>' 2023-03-15T00:00:00.000 'a date formula'
c 't="b"><f>A1</f><v>1</v>' true 'a boolean formula'
c 't="e"><f>A1</f><v>#N/A</v>' '{"error":"#N/A"}' 'a formula in error'
c 't="s"><f>A1</f><v>0</v>' '"zero"' 'a formula whose text is shared'
d 't="d"><f>A1</f><v>2024-01-31</v>' 2024-01-31T00:00:00.000 'a formula of t=d'
c 't="str"><f>A1</f><v>a&amp;amp;b</v>' '"a&amp;b"' 'a text formula'
c 't="str"><f>A1</f><v></v>' '""' 'an empty text formula'
c '><f>A1</f>' '{"formula":null}' 'a formula without result'
c '><f>A1</f><v/>' '{"formula":null}' 'a formula with an empty result'
c '><f t="shared" si="0"/><v>12</v>' 12 'a follower'
c 't="str"><f t="shared" si="0"/><v>a"</v>' '"a\""' 'a follower of text'
c 't="e"><f t="shared" si="0"/><v>#N/A</v>' '{"error":"#N/A"}' 'a follower in error'
c '><f t="array" ref="B1:B9">A1:A9*2</f><v>4</v>' 4 'an array formula'
c '><f t="dataTable" ref="B1" r1="A1"/><v>5</v>' 5 'a data table'
cell '<x:c r="B@"><v>1</v></x:c><c r="C@"><v>2</v></c>' 'null,2' 'a cell of another namespace'
cell '<c><v>2</v></c><c r="E@"><v>5</v></c><c><v>6</v></c>' '2,null,null,5,6' 'cells without reference'
cell '<c r="b@"><v>2</v></c>' 2 'a reference in small letters'
cell '<c r="D@"><v>4</v></c><c r="B@"><v>2</v></c>' '2,null,4' 'cells out of order'
cell '<c r="AB@"><v>28</v></c>' "$(printf 'null,%.0s' {2..27})28" 'column AB'
cell '<mc:AlternateContent><mc:Choice Requires="x"><c r="B@"><v>1</v></c>'\
'</mc:Choice><mc:Fallback><c r="B@"><v>2</v></c></mc:Fallback>'\
'</mc:AlternateContent>' 2 'a fallback instead of what is not known'
# Number formats, one style each: what Excel shows as a date or time, and what not.
formats=$(mktemp -p "$T")
xfs=11
f() { # f CODE date|number
	xfs=$((xfs + 1))
	code=$(sed 's/&/\&amp;/g; s/"/\&quot;/g' <<<"$1")
	echo "<numFmt numFmtId=\"$((xfs + 200))\" formatCode=\"$code\"/>" >>"$formats"
	echo "<xf numFmtId=\"$((xfs + 200))\"/>" >>"$formats.xf"
	if [ "$2" = date ]; then
		d "s=\"$xfs\"><v>45000</v>" 2023-03-15T00:00:00.000 "a date: $1"
	else
		c "s=\"$xfs\"><v>45000</v>" 45000 "a number: $1"
	fi
}
for code in 'yyyy\-mm\-dd' '[$-40C]d\ mmmm\ yyyy;@' 'DD/MM/YYYY' 'h:mm' '[h]:mm:ss' '[mm]' '[ss].00' 'mm:ss.0' \
    'h:mm\ AM/PM' '[$-F800]dddd\,\ mmmm\ dd\,\ yyyy' '[=0]"";dd/mm/yyyy' 'mmm' 'd "jours"' 'yyyy"年"m"月"d"日"' \
    '[$-411]ggge' '[$-D07041E]bb' '[Red]dd/mm' '_-dd/mm/yy_-' '0;dd/mm/yyyy'; do f "$code" date; done
for code in '0\h' '0\ \m\o\i\s' '0" mois"' '#,##0 mois' '#,##0.00\ "EUR m"' '[Red]0.00E+00' 'General' '[$-40C]General' \
    '"d"' '@' '0_d' '*d0' '# ?/?' '[Black]0' '[$€-40C]\ #,##0.00' '0%' ';;;' '[$day-40C]0' '#,##0.00_);[Red]\(#,##0.00\)' \
    '_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-' '0.0\ \d' '"an" 0' '0\d' 'GENERAL'; do f "$code" number; done
for id in 14 17 18 22 27 30 36 45 46 47 50 58 71 81; do
	xfs=$((xfs + 1))
	echo "<xf numFmtId=\"$id\"/>" >>"$formats.xf"
	d "s=\"$xfs\"><v>45000</v>" 2023-03-15T00:00:00.000 "format $id is a date"
done
for id in 1 4 9 11 13 23 26 37 44 48 49 59 62 70 82 163; do
	xfs=$((xfs + 1))
	echo "<xf numFmtId=\"$id\"/>" >>"$formats.xf"
	c "s=\"$xfs\"><v>45000</v>" 45000 "format $id is not"
done
book <<X
== sheet S
<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Fallback>
$(sed 's/<row /<row xmlns:x="urn:x" xmlns:mc="http:\/\/schemas.openxmlformats.org\/markup-compatibility\/2006" /' "$T/rows")
</mc:Fallback></mc:AlternateContent>
== strings
<si><t>zero</t></si><si><t/></si><si><t>&amp;lt; z</t></si>
<si><r><t>foo</t></r><r><rPr/></r><r><t xml:space="preserve"> bar</t></r></si>
<si><t>base</t><rPh sb="0"><t>phonetic</t></rPh><phoneticPr fontId="1"/></si>
<si>
 <t>indented</t>
</si>
<si><t>a<![CDATA[b]]>c_x000D_</t></si>
<si><r><t>run</t></r><rPh><t>phonetic</t></rPh></si>
<si><t>head </t><r><t>run</t></r></si>
== styles
<numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy"/>
<numFmt numFmtId="168" formatCode="0"/>
<numFmt numFmtId="15" formatCode="0.0"/>
$(<"$formats")</numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164" applyNumberFormat="0"/>
<xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="0"/>
<xf numFmtId="168"/><xf numFmtId="47"/><xf numFmtId="49"/><xf numFmtId="15"/><xf numFmtId="0"/>
$(<"$formats.xf")</cellXfs>
<dxfs><dxf><numFmt numFmtId="165" formatCode="yyyy"/></dxf></dxfs>
X
clean "all kinds of cells"
mapfile -t got <"$T/out"
for i in "${!wanted[@]}"; do
	is "${got[i]-}" "${wanted[i]}" "${names[i]}"
done
run parse-xlsx --empty-null "$T/a.xlsx"
is "$(sed -n 5p "$T/out")" '{"sheet":"S","row":5,"cells":[true,null]}' "--empty-null: an empty shared string is null"
is "$(sed -n 22p "$T/out")" "$(printf '%s' "${wanted[21]}")" "  other empty text is not"

# Rows.
book <<'X'
== sheet S
<row r="2"/>
<row r="3" s="1"><c r="A3" s="0"><v>45001</v></c><c r="B3"><v>1</v></c><c r="C3" s="2"><v>1</v></c></row>
<row r="5"><c r="A5" s="1"/></row>
<row><c t="e"><v>#REF!</v></c><c r="C6"/></row>
<row r="9"><c r="A9" t="inlineStr"><is><t> </t></is></c></row>
<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>
== styles
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="1"/></cellXfs>
X
awk '/1048576/ { n = gsub(/null,/, ""); sub(/\[/, "[" n " nulls,") } 1' "$T/out" >"$T/few"
mv "$T/few" "$T/out"
clean "rows"
same "rows with a value, in file order; the style of a row is not that of its cells" <<'W'
{"sheet":"S","row":3,"cells":[45001,1,1]}
{"sheet":"S","row":6,"cells":[{"error":"#REF!"},null,null]}
{"sheet":"S","row":9,"cells":[" "]}
{"sheet":"S","row":1048576,"cells":[16383 nulls,1]}
W
run parse-xlsx --all "$T/a.xlsx"
sed -i '$d' "$T/out"
same "--all: the others too, and where the sheet begins" <<'W'
{"sheet":"S"}
{"sheet":"S","row":2,"cells":[]}
{"sheet":"S","row":3,"cells":[45001,1,1]}
{"sheet":"S","row":5,"cells":[null]}
{"sheet":"S","row":6,"cells":[{"error":"#REF!"},null,null]}
{"sheet":"S","row":9,"cells":[" "]}
W
run parse-xlsx --skip 8 --end --frame f "$T/a.xlsx"
sed -i 3d "$T/out"
same "--skip, --end, --frame" <<'W'
{"#file":"f"}
{"sheet":"S","row":9,"cells":[" "]}
{"#end":2}
W
book <<'X'
== sheet S
<row><c><v>1</v></c></row>
<row r="4"><c><v>4</v></c></row>
<row><c><v>5</v></c></row>
X
same "rows without number follow the one before" <<'W'
{"sheet":"S","row":1,"cells":[1]}
{"sheet":"S","row":4,"cells":[4]}
{"sheet":"S","row":5,"cells":[5]}
W

for attribute in 'date1904="1"' 'date1904="true"'; do
	book <<X
== sheet S
| @1 | @60 |
<row r="3"><c r="A3" t="d"><v>12:00:00</v></c></row>
== workbook $attribute
X
	same "dates since 1904: $attribute" <<'W'
{"sheet":"S","row":1,"cells":[{"date":"1904-01-02T00:00:00.000Z"},{"date":"1904-03-01T00:00:00.000Z"}]}
{"sheet":"S","row":3,"cells":[{"date":"1904-01-01T12:00:00.000Z"}]}
W
done
book <<'X'
== sheet S
| @1 | @61 |
== workbook date1904="false" dateCompatibility="0"
X
same "dates of the calendar without a leap year 1900" <<'W'
{"sheet":"S","row":1,"cells":[{"date":"1899-12-31T00:00:00.000Z"},{"date":"1900-03-01T00:00:00.000Z"}]}
W

# Sheets and parts: by relationship, then by content type, then by name.
R=http://schemas.openxmlformats.org/officeDocument/2006/relationships
P=http://schemas.openxmlformats.org/package/2006
book -l <<X
== sheet Première & "2"
== sheet Deux
== sheet Trois
== part xl/workbook.xml
<workbook xmlns:q="$R"><sheets><sheet name="Deux_x0021_" q:id="b"/><sheet name="Trois" state="veryHidden" q:id="c"/>
<sheet name="Un" q:id="a"/><sheet name="Graphique" q:id="d"/><sheet name="Quatre" q:id="e"/><sheet name="Macro" q:id="f"/></sheets></workbook>
== part xl/worksheets/Feuille été.XML
<worksheet/>
== part xl/_rels/workbook.xml.rels
<Relationships xmlns="$P/relationships"><Relationship Id="b" Type="$R/\
worksheet" Target="./worksheets/SHEET2.xml"/>\
<Relationship Id="a" Type="$R/worksheet" Target="/xl/worksheets/sheet1.xml"/>
<Relationship Id="c" Type="$R/worksheet" Target="..\\xl\\worksheets\\sheet3.xml"/><Relationship Id="d" Type="$R/chartsheet" Target="chartsheets/sheet1.xml"/>
<Relationship Id="e" Type="$R/worksheet" Target="worksheets/feuille%20%C3%A9t%C3%A9.xml"/>
<Relationship Id="f" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>
<Relationship Id="g" Type="$R/hyperlink" Target="http://example.org/" TargetMode="External"/></Relationships>
X
clean "-l"
same "sheets in the order of the workbook, hidden ones too, no charts" <<'W'
{"sheet":"Deux!"}
{"sheet":"Trois"}
{"sheet":"Un"}
{"sheet":"Quatre"}
W
shape() { # shape NAME PARTS: the same row whatever the parts are called
	book
	is "$rc/$(<"$T/out")$(<"$T/err")" '0/{"sheet":"S","row":1,"cells":["a",{"date":"2023-03-15T00:00:00.000Z"}]}' "$1"
}
data='<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row>'
strings='<sst><si><t>a</t></si></sst>'
shape "parts found by relationship, not by name" <<X
== sheet S
$data
== strings
<si><t>decoy</t></si>
== part _rels/.rels
<Relationships xmlns="$P/relationships"><Relationship Id="x" Type="$R/\
extended-properties" Target="docProps/app.xml"/>\
<Relationship Id="y" Type="$R/officeDocument" Target="/\
office/Classeur22.xml"/></Relationships>
== part office/classeur22.xml
<workbook xmlns:r="$R"><sheets><sheet name="S" r:id="R1"/></sheets></workbook>
== part office/_rels/Classeur22.xml.rels
<Relationships xmlns="$P/relationships"><Relationship Id="R1" Type="$R/worksheet" Target="../xl/worksheets/sheet1.xml"/>
<Relationship Id="R2" Type="$R/sharedStrings" Target="T.xml"/><Relationship Id="R3" Type="$R/styles" Target="/xl/styles.xml"/></Relationships>
== part office/t.xml
$strings
X
sed 's/XX/application\/vnd.openxmlformats-officedocument.spreadsheetml./g' >"$T/in" <<X
== sheet S
$data
== order [Content_Types].xml _rels/.rels book.xml _rels/book.xml.rels s.xml t.xml y.xml
== part [Content_Types].xml
<Types xmlns="$P/content-types"><Override PartName="/book.xml" ContentType="XXsheet.main+xml"/><Override PartName="/T.xml" ContentType="XXsharedStrings+xml"/>
<Override PartName="/y.xml" ContentType="XXstyles+xml"/></Types>
== part _rels/.rels
<Relationships xmlns="$P/relationships"/>
== part book.xml
<workbook xmlns:r="$R"><sheets><sheet name="S" r:id="R1"/></sheets></workbook>
== part _rels/book.xml.rels
<Relationships xmlns="$P/relationships"><Relationship Id="R1" Type="$R/worksheet" Target="s.xml"/></Relationships>
== part s.xml
<worksheet><sheetData>$data</sheetData></worksheet>
== part t.xml
$strings
== part y.xml
<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>
X
shape "parts found by content type" <"$T/in"
shape "parts found by name alone" <<X
== sheet S
$data
== strings
<si><t>a</t></si>
== part xl/_rels/workbook.xml.rels
<Relationships xmlns="$P/relationships"><Relationship Id="rId1" Type="$R/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
== order xl/workbook.xml xl/_rels/workbook.xml.rels xl/styles.xml xl/sharedStrings.xml xl/worksheets/sheet1.xml
X
for o in 'xl/worksheets/sheet1.xml xl/sharedStrings.xml xl/styles.xml xl/_rels/workbook.xml.rels xl/workbook.xml _rels/.rels [Content_Types].xml' \
    '_rels/.rels xl/workbook.xml xl/worksheets/sheet1.xml xl/styles.xml xl/_rels/workbook.xml.rels xl/sharedStrings.xml'; do
	shape "whatever the order of the archive" <<X
== sheet S
$data
== strings
<si><t>a</t></si>
== order $o
X
done

# The same table as the programs that people use write it.
python3 "$root/tests/mkshapes.py" "$T"
for f in "$T"/shape-*.xlsx; do
	run parse-xlsx --header "$f"
	same "as written by ${f##*/shape-}" <<'W'
{"code":"40025214","intitulé":"Boulanger & pâtissier","date":{"date":"2023-03-15T00:00:00.000Z"},"montant":1500.5,"actif":true}
{"code":"32025","intitulé":" 2 blancs ","date":{"date":"2024-09-01T00:00:00.000Z"},"montant":-12,"actif":false}
{"code":null,"intitulé":"Très long","date":null,"montant":0.1,"actif":null}
W
done

book -s 'É t é' <<'X'
== sheet Hiver
| a |
== sheet É t é
| b |
X
same "-s" <<'W'
{"sheet":"É t é","row":1,"cells":["b"]}
W
run parse-xlsx -s Autre "$T/a.xlsx"
refuses 1 "a.xlsx: no sheet 'Autre' \(--list shows the sheets\)" "-s of no sheet"

# Headers.
book --header --skip 1 <<'X'
== sheet S
| title |
| ID | | ID | #12.50 | @45474 | !#N/A | "" | ID_2 |
| a | b | c | d | e | f | g | h | i | | k |
5| | | | | | | | | l |
6| !#N/A |
X
clean "--header"
same_json "placeholders; equal names told apart; nothing right of the header dropped" <<'W'
{"ID":"a","__excel_parsed_column_1":"b","ID_3":"c","12.5":"d",
 "Mon Jul 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time)":"e",
 "__excel_parsed_column_5":"f","":"g","ID_2":"h","__excel_parsed_column_8":"i",
 "__excel_parsed_column_10":"k"}
{"ID":null,"__excel_parsed_column_1":null,"ID_3":null,"12.5":null,
 "Mon Jul 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time)":null,
 "__excel_parsed_column_5":null,"":null,"ID_2":null,
 "__excel_parsed_column_8":"l"}
{"ID":{"error":"#N/A"},"__excel_parsed_column_1":null,"ID_3":null,"12.5":null,
 "Mon Jul 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time)":null,
 "__excel_parsed_column_5":null,"":null,"ID_2":null}
W
book --header <<'X'
== sheet S
| a | a | __excel_parsed_column_3 |
| #1 | #2 | #3 | #4 |
== sheet T
| a |
| #1 | #2 |
X
same "names are those of each sheet, and never doubled" <<'W'
{"a":1,"a_2":2,"__excel_parsed_column_3":3,"__excel_parsed_column_3_2":4}
{"a":1,"__excel_parsed_column_1":2}
W
book --header <<'X'
== sheet S
<row r="4"/>
| a |
X
same "an empty row is a header" <<'W'
{"__excel_parsed_column_0":"a"}
W

# What is refused.
: >"$T/empty.xlsx"
run parse-xlsx "$T/empty.xlsx"
refuses 1 'empty.xlsx: ' "an empty file"
run parse-xlsx "$T/none.xlsx"
refuses 1 'none.xlsx: .*No such file' "no file"
echo 'a;b' >"$T/csv.xlsx"
run parse-xlsx "$T/csv.xlsx"
refuses 1 'csv.xlsx: not an XLSX workbook .not a ZIP archive.' "no ZIP"
echo '<html></html>' >"$T/page.xlsx"
run parse-xlsx "$T/page.xlsx"
refuses 1 'page.xlsx: not an XLSX workbook .not a ZIP archive but a page of HTML.' "a page"
printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1%0600d' 0 >"$T/old.xlsx"
run parse-xlsx "$T/old.xlsx"
refuses 1 'old.xlsx: not an XLSX workbook .not a ZIP archive but an old .\.xls. or an encrypted workbook.' "an old workbook"
run parse-xlsx -
is "$rc" 2 "standard input"
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("content.xml", "<x/>")' "$T/ods.xlsx"
run parse-xlsx "$T/ods.xlsx"
refuses 1 'ods.xlsx: not an XLSX workbook' "a ZIP that is no workbook"
refused() { # refused PATTERN NAME: the book on standard input
	book
	refuses 1 "a.xlsx: $1" "$2"
}
wrong() { # wrong CELL PATTERN NAME: in cell B3 of the sheet Données
	book <<X
== sheet Données
<row r="3"><c r="A3"><v>1</v></c><c r="B3" $1</c></row>
== strings
<si><t>zero</t></si>
X
	refuses 1 "a.xlsx: Données: cell B3: $2\$" "$3"
}
wrong 't="s"><v>1</v>' 'no shared string 1: there are 1' "no such shared string"
wrong 't="s"><v>99999999999999999999</v>' "the number of a shared string is expected, not '9+'" "an absurd shared string"
wrong 't="s"><v>-1</v>' "the number of a shared string is expected, not '-1'" "a negative shared string"
wrong 't="s"><v>zero</v>' "the number of a shared string is expected, not 'zero'" "text instead of a shared string"
wrong '><v>12abc</v>' "a number is expected, not '12abc'" "text after a number"
wrong 't="n"><v>abc</v>' "a number is expected, not 'abc'" "text instead of a number"
wrong '><v>1 2</v>' "a number is expected, not '1 2'" "two numbers"
wrong '><v>12,5</v>' "a number is expected, not '12,5'" "a comma"
wrong '><v>0x10</v>' "a number is expected, not '0x10'" "a hexadecimal number"
wrong '><v>1e</v>' "a number is expected, not '1e'" "an exponent without digits"
wrong '><v>.</v>' "a number is expected, not '.'" "a point"
wrong '><v>1e999</v>' "a number is expected, not '1e999'" "a number too large"
wrong 's="1"><v>2023-03-15</v>' "a number is expected, not '2023-03-15'" "a date without t=d"
wrong '><f>A1</f><v>abc</v>' "a number is expected, not 'abc'" "a formula of text without t"
wrong 't="b"><v>vrai</v>' "a boolean is expected, not 'vrai'" "no boolean"
for date in 45000 2023-02-29 2023-13-01 2023-3-1 '2023-03-15 12:00' 2023-03-15T 2023-03-15T25:00:00 2023-03-15T12:00:00. \
    12:60:00 2023-03-15T12:00:00+1 15/03/2023 2023-03-15x; do
	wrong "t=\"d\"><v>$date</v>" "an ISO 8601 date is expected, not '${date//+/.}'" "no date: $date"
done
wrong 't="q"><v>1</v>' "unknown type 'q'" "no type"
wrong 's="7"><v>1</v>' 'no style 7: there are 2' "no such style"
wrong 's="x"><v>1</v>' 'its style is not a number' "a style that is no number"
wrong '/><c r="B3">' 'occurs twice' "a cell twice"
place() { # place XML PATTERN NAME
	book <<X
== sheet Données
$1
X
	refuses 1 "a.xlsx: Données: $2\$" "$3"
}
for r in 0 1048577 4294967295; do
	place "<row r=\"$r\"><c><v>1</v></c></row>" "row $r: no row has this number" "row $r"
done
for r in -1 x '' 99999999999999999999; do
	place "<row r=\"$r\"><c><v>1</v></c></row>" "row '$r': not a number" "row '$r'"
done
place '<row r="1048576"/><row><c><v>1</v></c></row>' 'row 1048577: no row has this number' "one row too many"
place '<row r="7"><c r="XFE7"><v>1</v></c></row>' 'row 7: a cell beyond column XFD' "column XFE"
place '<row r="7"><c r="XFD7"/><c/></row>' 'row 7: a cell beyond column XFD' "a cell right of XFD"
place "<row r=\"1\"><c r=\"$(printf 'A%.0s' {1..300})1\"><v>1</v></c></row>" 'row 1: a cell beyond column XFD' "a column of 300 letters"
place '<row r="7"><c r="B8"><v>1</v></c></row>' "row 7: the cell 'B8' does not belong there" "a cell of another row"
for r in 7 B '' B7C 'B 7x' '$B$7'; do
	place "<row r=\"7\"><c r=\"$r\"><v>1</v></c></row>" "row 7: '${r//$/.}' is not the reference of a cell" "reference '$r'"
done

refused 'xl/worksheets/sheet1.xml: line [0-9]+: mismatched tag' "malformed XML" <<'X'
== sheet S
<row r="7"><c r="A7"><v>1</v></c>

X
refused 'xl/worksheets/sheet1.xml: line 2: unbound prefix' "a prefix without namespace" <<'X'
== sheet S
<x:row r="7"/>
X
refused 'xl/sharedStrings.xml: line 2: .*(not well-formed|entity)' "an unknown entity" <<'X'
== sheet S
== strings
<si><t>&nbsp;</t></si>
X
refused 'xl/sharedStrings.xml: line 1: a DOCTYPE is refused' "entities" <<'X'
== sheet S
== part xl/sharedStrings.xml
<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>
X
refused 'xl/worksheets/sheet1.xml: line 2: elements too deep' "deep XML" <<X
== sheet S
$(printf '<a>%.0s' {1..100})
X
refused 'xl/worksheets/sheet1.xml: line 1: no element found' "an empty part" <<'X'
== sheet S
== part xl/worksheets/sheet1.xml
X
python3 -c 'print("== sheet S\n<row r=\"1\" x=\"" + "x" * 3000000 + "\"/>")' >"$T/in"
refused 'xl/worksheets/sheet1.xml: line 2: a tag too long' "an attribute of 3 MB" <"$T/in"
python3 -c 'print("== sheet S\n<row r=\"1\"><c r=\"A1\" t=\"str\"><v>" + "x" * 17000000 + "</v></c></row>")' >"$T/in"
refused 'S: cell A1: too much text in this row' "a text of 17 MB" <"$T/in"
python3 -c 'print("== sheet S\n== strings\n<si><t>a</t></si>\n<si><t>" + "x" * 17000000 + "</t></si>")' >"$T/in"
refused 'shared string 1: too long' "a shared string of 17 MB" <"$T/in"
refused 'a workbook without sheets' "no sheet" <<'X'
== part xl/workbook.xml
<workbook/>
X
refused "sheet 'S' is missing" "a sheet without relationship" <<'X'
== sheet S
== part xl/_rels/workbook.xml.rels
<Relationships/>
X
refused "sheet 'S' is missing: no part xl/worksheets/sheet1.xml" "a sheet without part" <<'X'
== sheet S
== order _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels
X
refused 'not an XLSX workbook .xl/workbook.xml is none.' "a text document" <<'X'
== sheet S
== part xl/workbook.xml
<document xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>
X
refused 'a binary workbook .\.xlsb.: save it as \.xlsx' "a binary workbook" <<X
== part _rels/.rels
<Relationships><Relationship Id="x" Type="$R/officeDocument" Target="xl/workbook.bin"/></Relationships>
== part xl/workbook.bin
binary
X

sheets='== sheet A
| @45000 |
== sheet B
| @45000 |
'
mk cut <<<"$sheets"
python3 - "$T/cut.xlsx" <<'P'
import sys
d = bytearray(open(sys.argv[1], "rb").read())
at = d.find(b"xl/worksheets/sheet2.xml") + 24
d[at + 9] ^= 0x55
open(sys.argv[1], "wb").write(d)
P
run parse-xlsx "$T/cut.xlsx"
refuses 1 'cut.xlsx: xl/worksheets/sheet2.xml' "a damaged part"
head -c 600 "$T/a.xlsx" >"$T/short.xlsx"
run parse-xlsx "$T/short.xlsx"
refuses 1 'short.xlsx: ' "a truncated archive"

# Streams.
book <<'X'
== sheet S
| a |
X
run parse-xlsx -o "$T/o.ndjson" "$T/a.xlsx"
clean "-o"
is "$(cat "$T/o.ndjson")" '{"sheet":"S","row":1,"cells":["a"]}' "-o writes the file"
parse-xlsx "$T/a.xlsx" 2>"$T/err" >/dev/full
rc=$?
refuses 1 'write stdout' "/dev/full"
python3 - "$T/rows.xlsx" <<P
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("xl/workbook.xml", '<workbook xmlns:r="http://purl.oclc.org/\
ooxml/officeDocument/relationships"><sheets><sheet name="S" r:id="a"/>\
</sheets></workbook>')
    z.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>')
    with z.open("xl/worksheets/sheet1.xml", "w") as f:
        f.write(b"<worksheet><sheetData>")
        for i in range(0, 1048576, 4096):
            f.write(b"".join(b'<row r="%d" spans="1:9"></row>' % r for r in range(i or 1, i + 4096)))
        f.write(b'<row r="1048576"><c r="A1048576" t="str"><v>end</v></c></row></sheetData></worksheet>')
P
run parse-xlsx "$T/rows.xlsx"
same "a million empty rows" <<'W'
{"sheet":"S","row":1048576,"cells":["end"]}
W
if [ -x /usr/bin/time ]; then
	/usr/bin/time -f %M parse-xlsx "$T/rows.xlsx" 2>"$T/kb" >/dev/null
	[ "$(cat "$T/kb")" -lt 16000 ] || [ -n "${ASAN_OPTIONS+x}" ]
	ok $? "in constant memory: $(cat "$T/kb") KiB"
fi
parse-xlsx --all "$T/rows.xlsx" 2>"$T/err" | head -n 1 >"$T/out"
is "${PIPESTATUS[0]}/$(cat "$T/err")" "141/" "a closed pipe"

# Real workbooks.
if [ -d "$shared/real" ]; then
	run parse-xlsx "$shared/real/raw/kali_ccn/kali.xlsx"
	is "$rc $(grep -o '{"date":[^}]*}' "$T/out" | tr '\n' ' ')" \
	    '0 {"date":"2024-01-01T00:00:00.000Z"} {"date":"2023-02-12T00:00:00.000Z"} ' "kali"
	total=0
	for f in "$shared"/real/raw/kit_apprentissage/history/*.xlsx; do
		name=$(parse-xlsx -l "$f" | grep -io 'kit apprentissage')
		rows=$(parse-xlsx --skip 1 --header -s "$name" "$f" | wc -l)
		total=$((total + rows))
	done
	is "$total" 74532 "rows of the real kits"
else
	skip "no real workbooks here"
fi
done_testing
