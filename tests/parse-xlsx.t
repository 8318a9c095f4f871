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

# Kinds of cells (xlsx_parser.md 5), each in column B of a row of its own:
# c XML WANTED NAME, where XML goes on after "<c ".
wanted=() names=()
row=0
cell() {
	row=$((row + 1))
	echo "<row r=\"$row\"><c r=\"A1\" t=\"b\"><v>1</v></c>$1</row>" >>"$T/rows"
	wanted+=("{\"sheet\":\"S\",\"row\":$row,\"cells\":[true,$2]}")
	names+=("$3")
}
c() { cell "<c r=\"B1\" $1</c>" "$2" "$3"; }

c '>' null 'no value'
c 's="1">' null 'no value, date style'
c 't="s"><v>0</v>' '"zero"' 'a shared string'
c 't="s"><v> 0x</v>' '"zero"' 'its number is a prefix'
c 't="s"><v>1</v>' null 'an empty shared string'
c 't="s"><v>99</v>' null 'no such shared string'
c 't="s"><v>-1</v>' null 'a negative shared string'
c 't="s"><v/>' null 'a shared string without number'
c 't="s">' null 'a shared string without value'
c 't="s"><v>2</v>' '"&lt; z"' 'shared strings are decoded once'
c 't="s"><v>3</v>' '"foo bar"' 'runs are put together'
c 't="s"><v>4</v>' '"phonetic"' 'phonetic text replaces the base'
c 't="s"><v>5</v>' '"indented\n"' 'indentation behind the text is kept'
c 't="s"><v>6</v>' '"ac_x000D_"' 'CDATA is dropped, escapes stay'
c 't="s"><v>7</v>' '"run"' 'phonetic text beside runs is dropped'
c 't="inlineStr"><is><t>x</t></is>' '"x"' 'inline text'
c 't="inlineStr"><is><r><t>foo</t></r><r><t>bar</t></r></is>' '"bar"' 'the last run of inline text'
c 't="inlineStr"><is><t>a &amp;amp; &amp;#38; &amp;apos;&amp;quot;&amp;lt;&amp;gt;&amp;x;</t></is>' \
    '"a & &#38; '"'"'\"<>&x;"' 'inline text is decoded twice'
c 't="inlineStr"><is><t>  </t></is>' '"  "' 'blanks are kept'
c 't="inlineStr"><is><t/></is>' '""' 'empty inline text'
c 't="inlineStr"><is/>' '""' 'empty inline element'
c 't="inlineStr"><is><t><![CDATA[x]]></t></is>' '""' 'CDATA in inline text'
c 't="str"><v>a&amp;lt;b</v>' '"a<b"' 't=str'
c 't="str"><v/>' '""' 't=str, empty'
c 't="b"><v>1</v>' true 'true'
c 't="b"><v>0</v>' false 'false'
c 't="b"><v>2</v>' true 'a boolean of 2'
c 't="e"><v>#N/A</v>' '{"error":"#N/A"}' 'an error'
c '><v>12.50</v>' 12.5 'a number'
c 't="n"><v>-1E3 </v>' -1000 't=n'
c '><v>0.30000000000000004</v>' 0.30000000000000004 'a number of 17 digits'
c 't="d"><v>2024-01-01</v>' 2024 't=d is read as a number'
c '><v>12abc</v>' 12 'the prefix that is a number'
c '><v/>' '{"number":"NaN"}' 'an empty number'
c '><v>1e999</v>' '{"number":"Infinity"}' 'a number too large'
c 's="1"><v>45000</v>' '{"date":"2023-03-15T00:00:00.000Z"}' 'format 14'
c 's="2"><v>45000.5</v>' '{"date":"2023-03-15T12:00:00.000Z"}' 'dd\/mm\/yyyy, applyNumberFormat or not'
c 's="3"><v>45000</v>' 45000 '#,##0.00\ "EUR m"'
c 's="4"><v>45000</v>' 45000 'format 27 is not known'
c 's="5"><v>45000</v>' '{"date":"2023-03-15T00:00:00.000Z"}' '0\d'
c 's="6"><v>45000</v>' '{"date":"2023-03-15T00:00:00.000Z"}' '#,##0 mois'
c 's="7"><v>45000</v>' 45000 '[Red]0.00E+00'
c 's="8"><v>1.0000115741</v>' '{"date":"1899-12-31T00:00:01.000Z"}' 'format 47'
c 's="9"><v>45000</v>' 45000 'format 49'
c 's="10"><v>45000</v>' 45000 'a custom format in the place of a built-in one'
c 's="11"><v>45000</v>' 45000 'format 50'
c 's="99"><v>45000</v>' 45000 'no such style'
c 's="1"><v>1</v>' '{"date":"1899-12-31T00:00:00.000Z"}' 'serial 1'
c 's="1"><v>60</v>' '{"date":"1900-02-28T00:00:00.000Z"}' 'serial 60'
c 's="1"><v>-1</v>' '{"date":"1899-12-29T00:00:00.000Z"}' 'a negative serial'
c 's="1"><v>1e12</v>' '{"date":null}' 'a serial out of range'
c 's="1"><v/>' '{"date":null}' 'an empty date'
c 's="1" t="s"><v>0</v>' '"zero"' 'text with a date style'
c '><f>A1</f><v>3</v>' 3 'a formula'
c 's="1"><f>NOW()</f><v>45000</v>' 45000 'a formula with a date style'
c 't="b"><f>A1</f><v>1</v>' 1 'a boolean formula'
c 't="e"><f>A1</f><v>#N/A</v>' '{"number":"NaN"}' 'a formula in error'
c 't="str"><f>A1</f><v>a&amp;amp;b</v>' '"a&b"' 'a text formula'
c '><f>A1</f>' '{"formula":null}' 'a formula without result'
c '><f t="shared" si="0"/><v>12</v>' '"{\"formula\":\"\",\"result\":12}"' 'a follower'
c 't="str"><f t="shared" si="0"/><v>a"</v>' '"{\"formula\":\"\",\"result\":\"a\\\"\"}"' 'a follower of text'
c 't="e"><f t="shared" si="0"/><v>#N/A</v>' '"{\"formula\":\"\",\"result\":null}"' 'a follower in error'
c '><f t="shared" si="0"/>' '"{\"formula\":\"\"}"' 'a follower without result'
cell '<x:c r="B1"><v>1</v></x:c><c r="C1"><x:v>2</x:v></c>' 'null,null' 'prefixed elements'
cell '<c r="D1"><v>4</v></c><c r="B1"><v>2</v></c>' '2,null,4' 'cells out of order'
cell '<c r="B1"><v>2</v></c><c r="B1"/>' 2 'a cell twice'
cell '<c r="AB1"><v>28</v></c>' "$(printf 'null,%.0s' {2..27})28" 'column AB'
book <<X
== sheet S
$(<"$T/rows")
== strings
<si><t>zero</t></si><si><t/></si><si><t>&amp;lt; z</t></si>
<si><r><t>foo</t></r><r><rPr/></r><r><t xml:space="preserve"> bar</t></r></si>
<si><t>base</t><rPh sb="0"><t>phonetic</t></rPh></si>
<si>
 <t>indented</t>
</si>
<si><t>a<![CDATA[b]]>c_x000D_</t></si>
<si><r><t>run</t></r><rPh><t>phonetic</t></rPh></si>
== styles
<numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy"/>
<numFmt numFmtId="165" formatCode="#,##0.00\\ &quot;EUR m&quot;"/>
<numFmt numFmtId="166" formatCode="0\\d"/>
<numFmt numFmtId="167" formatCode="#,##0 mois"/>
<numFmt numFmtId="168" formatCode="[Red]0.00E+00"/>
<numFmt numFmtId="15" formatCode="0.0"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164" applyNumberFormat="0"/>
<xf numFmtId="165"/><xf numFmtId="27"/><xf numFmtId="166"/><xf numFmtId="167"/>
<xf numFmtId="168"/><xf numFmtId="47"/><xf numFmtId="49"/><xf numFmtId="15"/><xf numFmtId="50"/></cellXfs>
<dxfs><dxf><numFmt numFmtId="165" formatCode="yyyy"/></dxf></dxfs>
X
clean "all kinds of cells"
mapfile -t got <"$T/out"
for i in "${!wanted[@]}"; do
	is "${got[i]-}" "${wanted[i]}" "${names[i]}"
done

# Rows.
book <<'X'
== sheet S
<row r="2"/>
<row r="3" s="1"><c r="A3" s="0"><v>45001</v></c><c r="B3"><v>1</v></c><c r="C3" s="2"><v>1</v></c></row>
<row r="5"><c r="A5" s="1"/></row>
<row r="4"><c r="A4" t="s"><v>0</v></c></row>
<row><c r="B1" t="e"><v>#REF!</v></c><c r="C1"/></row>
<row r="9"><c r="A9" t="inlineStr"><is><t> </t></is></c></row>
== styles
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="1"/></cellXfs>
X
clean "rows"
same "rows with a value, in file order; the style of a row" <<'W'
{"sheet":"S","row":3,"cells":[{"date":"2023-03-16T00:00:00.000Z"},{"date":"1899-12-31T00:00:00.000Z"},1]}
{"sheet":"S","row":null,"cells":[null,{"error":"#REF!"},null]}
{"sheet":"S","row":9,"cells":[" "]}
W
run parse-xlsx --all "$T/a.xlsx"
same "--all: the others too, and where the sheet begins" <<'W'
{"sheet":"S"}
{"sheet":"S","row":2,"cells":[]}
{"sheet":"S","row":3,"cells":[{"date":"2023-03-16T00:00:00.000Z"},{"date":"1899-12-31T00:00:00.000Z"},1]}
{"sheet":"S","row":5,"cells":[null]}
{"sheet":"S","row":4,"cells":[null]}
{"sheet":"S","row":null,"cells":[null,{"error":"#REF!"},null]}
{"sheet":"S","row":9,"cells":[" "]}
W
run parse-xlsx --skip 3 --end --frame f "$T/a.xlsx"
same "--skip, --end, --frame" <<'W'
{"#file":"f"}
{"sheet":"S","row":null,"cells":[null,{"error":"#REF!"},null]}
{"sheet":"S","row":9,"cells":[" "]}
{"#end":2}
W

book <<'X'
== sheet S
| @1 |
== workbook date1904="1"
X
same "dates since 1904" <<'W'
{"sheet":"S","row":1,"cells":[{"date":"1904-01-02T00:00:00.000Z"}]}
W

# Sheets: names and order (xlsx_parser.md 2).
book -l <<'X'
== sheet Première & "2"
== sheet Deux
== sheet Trois
== part xl/workbook.xml
<workbook xmlns:r="r"><sheets><sheet name="Deux" r:id="b"/><sheet name="Trois" state="veryHidden" r:id="c"/>
<sheet name="Un" r:id="a"/><sheet name="Graphique" r:id="d"/></sheets></workbook>
== part xl/_rels/workbook.xml.rels
<Relationships><Relationship Id="b" Target="worksheets/sheet2.xml"/><Relationship Id="a" Target="/xl/worksheets/sheet1.xml"/>
<Relationship Id="c" Target="worksheets/sheet3.xml"/><Relationship Id="d" Target="chartsheets/sheet1.xml"/></Relationships>
X
clean "-l"
same "names come by relationships spelled one way" <<'W'
{"sheet":"Sheet1"}
{"sheet":"Deux"}
{"sheet":"Trois"}
W

sheets='== sheet A
| @45000 | 
== sheet B
| @45000 |
== sheet C
| @45000 |
== strings
'
w=xl/workbook.xml r=xl/_rels/workbook.xml.rels t=xl/styles.xml s=xl/sharedStrings.xml
a=xl/worksheets/sheet1.xml b=xl/worksheets/sheet2.xml d=xl/worksheets/sheet3.xml
ordered() { # ordered WANTED NAME PATH...
	local want=$1 name=$2
	shift 2
	book <<<"$sheets== order $*"
	is "$rc/$(sed 's/.*"sheet":"\(.\)".*\[\(.*\)\].*/\1 \2/; s/{.*}/date/' "$T/out" | tr '\n' ' ')" "0/$want " "$name"
}
ordered 'A date B date C date' 'strings and styles first' $w $r $t $s $a $b $d
ordered 'C date B date A date' 'archive order, not workbook order' $w $r $t $s $d $b $a
ordered 'A 45000 B 45000 C 45000' 'styles last: no dates' $w $r $s $a $b $d $t
ordered 'A date B date C date' "Excel's own order" $w $r $a $b $d $t $s
ordered 'B 45000 C date A date' 'put aside before the strings are met' $w $r $a $s $b $t $d
ordered 'C date A date B date' 'put aside before the relationships are met' $a $b $s $t $r $w $d
ordered 'A 45000 B 45000 C 45000' 'no styles at all' $w $r $s $a $b $d
ordered 'A date B date C date' 'no strings at all' $w $r $a $b $d $t

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
refuses 1 "a.xlsx: no sheet 'Autre'" "-s of no sheet"

# Headers by the auto rule (4.1).
book --header --skip 1 <<'X'
== sheet S
| title |
| ID | | ID | #12.50 | @45474 | !#N/A | "" |
| a | b | c | d | e | f | g | h |
5| | | | | | | | h |
6| !#N/A |
X
clean "--header"
same "names, placeholders, doubles: the last wins" <<'W'
{"__excel_parsed_column_1":"b","ID":"c","12.5":"d","Mon Jul 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time)":"e","__excel_parsed_column_5":"f","":"g"}
{"__excel_parsed_column_1":null,"ID":null,"12.5":null,"Mon Jul 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time)":null,"__excel_parsed_column_5":null,"":null}
{"__excel_parsed_column_1":null,"ID":null,"12.5":null,"Mon Jul 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time)":null,"__excel_parsed_column_5":null,"":null}
W
book --header <<'X'
== sheet S
<row r="4"/>
| a |
X
same "an empty row is a header" <<'W'
{}
W

# What is refused.
: >"$T/empty.xlsx"
run parse-xlsx "$T/empty.xlsx"
refuses 1 'empty.xlsx: ' "an empty file"
run parse-xlsx "$T/none.xlsx"
refuses 1 'none.xlsx: .*No such file' "no file"
echo 'a;b' >"$T/csv.xlsx"
run parse-xlsx "$T/csv.xlsx"
refuses 1 'csv.xlsx: ' "no ZIP"
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("content.xml", "<x/>")' "$T/ods.xlsx"
run parse-xlsx "$T/ods.xlsx"
refuses 1 'ods.xlsx: no workbook' "a ZIP that is no workbook"
refused() { # refused PATTERN NAME: the book on standard input
	book
	refuses 1 "a.xlsx: $1" "$2"
}
refused 'xl/worksheets/sheet1.xml:2: row 7: a cell without reference' "a cell without r" <<'X'
== sheet S
<row r="7"><c><v>1</v></c></row>
X
refused 'xl/worksheets/sheet1.xml:2: row 7: a cell beyond column XFD' "column XFE" <<'X'
== sheet S
<row r="7"><c r="XFE7"><v>1</v></c></row>
X
refused 'xl/worksheets/sheet1.xml:2: row 1: .*beyond' "a column of 300 letters" <<X
== sheet S
<row r="1"><c r="$(printf 'A%.0s' {1..300})1"><v>1</v></c></row>
X
refused 'xl/worksheets/sheet1.xml:[0-9]+: mismatched tag' "malformed XML" <<'X'
== sheet S
<row r="7"><c r="A7"><v>1</v></c>

X
refused 'xl/sharedStrings.xml:2: .*(not well-formed|entity)' "an unknown entity" <<'X'
== sheet S
== strings
<si><t>&nbsp;</t></si>
X
refused 'xl/sharedStrings.xml:1: a DOCTYPE is refused' "entities" <<'X'
== sheet S
== part xl/sharedStrings.xml
<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>
X
refused 'xl/worksheets/sheet1.xml:2: elements too deep' "deep XML" <<X
== sheet S
$(printf '<a>%.0s' {1..100})
X
refused 'xl/worksheets/sheet1.xml:1: no element found' "an empty part" <<'X'
== sheet S
== part xl/worksheets/sheet1.xml
X
python3 -c 'print("== sheet S\n<row r=\"1\" x=\"" + "x" * 3000000 + "\"/>")' >"$T/in"
refused 'xl/worksheets/sheet1.xml:2: a tag too long' "an attribute of 3 MB" <"$T/in"
python3 -c 'print("== sheet S\n<row r=\"1\"><c r=\"A1\" t=\"str\"><v>" + "x" * 17000000 + "</v></c></row>")' >"$T/in"
refused 'xl/worksheets/sheet1.xml:2: row 1: too much text' "a text of 17 MB" <"$T/in"
python3 -c 'print("== sheet S\n== strings\n<si><t>a</t></si>\n<si><t>" + "x" * 17000000 + "</t></si>")' >"$T/in"
refused 'xl/sharedStrings.xml:3: string 1: too long' "a shared string of 17 MB" <"$T/in"

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
python3 - "$T/rows.xlsx" <<'P'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("xl/workbook.xml", "<workbook/>")
    with z.open("xl/worksheets/sheet1.xml", "w") as f:
        f.write(b"<worksheet><sheetData>")
        for i in range(1, 1048577, 4096):
            f.write(b"".join(b'<row r="%d" spans="1:9"></row>' % r for r in range(i, i + 4096)))
        f.write(b'<row r="1048577"><c r="A1" t="str"><v>end</v></c></row></sheetData></worksheet>')
P
run parse-xlsx "$T/rows.xlsx"
same "a million empty rows" <<'W'
{"sheet":"Sheet1","row":1048577,"cells":["end"]}
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
