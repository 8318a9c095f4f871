#!/bin/bash
# import-dares-ccn, import-dares-ape-idcc: the known answers of the
# specifications, through parse-xlsx as make does it.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
set -o pipefail

import() { # import NAME: the workbook described on standard input
	[ -t 0 ] || python3 "$root/tests/mkxlsx.py" x.xlsx || exit 1
	again "$1"
}
again() {
	{ parse-xlsx --all --end x.xlsx | "import-$1" -o "${1//-/_}.db"; } \
	    >out 2>err
	rc=$?
}
refused() { # refused NAME PATTERN WHAT: after import
	refuses 1 "$2" "$3"
	is "$(sha256sum <"${1//-/_}.db")" "$sum" '  and the database stays'
}

# The list of agreements.
import dares-ccn <<'W'
== sheet Feuil2
== sheet LISTE IDCC-publication
1|Liste des conventions|
4|IDCC|Titre de la convention|
| 0044|"Convention A "|
|#1486|Convention B|
9||Note de bas de page|
W
clean '2: a list'
is "$(cat out)" '{"rows":3}' 'the statistics'
run cat-table dares_ccn.db
same '2: text, number, footnote' <<'W'
{"idcc":44,"titre":"Convention A "}
{"idcc":1486,"titre":"Convention B"}
{"idcc":0,"titre":"Note de bas de page"}
W
is "$(sqlite3 dares_ccn.db 'SELECT idcc, titre FROM dares_ccn LIMIT 1')" '44|Convention A ' 'the columns'
sum=$(sha256sum <dares_ccn.db)
again dares-ccn
is "$(sha256sum <dares_ccn.db)" "$sum" 'the same workbook, the same bytes'
import dares-ccn <<'W'
== sheet Liste IDCC-Publication
<row r="4"><c r="A4" t="inlineStr"><is><t>IDCC</t></is></c><c r="B4"/><c r="C4" t="inlineStr"><is><t>TITRE DE LA CONVENTION</t></is></c></row>
5|#1|x|y|
|!#N/A|z|
|"  "|""|
W
clean 'an empty column between two'
is "$(cat-table dares_ccn.db)" '{"idcc":1,"titre":"x"}
{"idcc":0,"titre":"z"}
{"idcc":0,"titre":""}' '  shifts what is behind it to the left; an error is null'
sum=$(sha256sum <dares_ccn.db)

ccn() { # ccn ROW...: the list with these rows, header included
	import dares-ccn < <(printf '%s\n' '== sheet Liste IDCC-Publication' "$@")
}
head='4|IDCC|Titre de la convention|'
ccn "$head" '|44|#5|'
refused dares-ccn "Liste IDCC-Publication:5: titre: a text is expected, not '5'" 'a title that is a number'
ccn "$head" '|44|x|' '|45||'
refused dares-ccn ':6: titre: a text is expected, not null' 'no title'
ccn "$head" '|Note|x|'
refused dares-ccn "idcc: a number is expected, not 'Note'" 'a number that is none'
ccn "$head" '|Infinity|x|'
refused dares-ccn 'idcc: a number' 'infinity'
ccn '4|"IDCC "|Titre de la convention|' '|44|x|'
refused dares-ccn "unexpected column 'IDCC '" 'a header with a blank'
ccn '4|IDCC|' '|44|x|'
refused dares-ccn "no column 'titre'" 'a column that is missing'
ccn '<row r="4"><c r="A4" t="inlineStr"><is><t>IDCC</t></is></c><c r="B4"/></row>' '5|44|x|'
refused dares-ccn 'titre: no such column' 'the same, where the header passes'
ccn '<row r="4"><c r="A4"/><c r="B4"/></row>' '5|44|x|'
refused dares-ccn 'idcc: no such column' 'a header of empty cells'
ccn "$head"
refused dares-ccn 'no data found' 'a header only'
import dares-ccn <<<'== sheet Feuil2'
refused dares-ccn "no sheet 'Liste IDCC-Publication'" 'the other sheet only'
ccn "$head" '|1|x|' '== sheet Feuil3'
refused dares-ccn "unexpected sheet 'Feuil3'" 'a third sheet'

# Activities and agreements.
import dares-ape-idcc <<'W'
== sheet Lisez-moi
1|x|
== sheet Dictionnaire de variables
== sheet IDCC2023_passageAPEIDCC_diff
7|apen|intape|effarrdiff|idcc|intidcc|pctdiff|
|1091Z|Meunerie|10800|1930|Meunerie|59,7|
|1091Z|Meunerie|10800|Autre|Autres conventions|3|
|0112Z|Riz|NON DIFFUSABLE||||
|0113Z|Fruits|5|#0|zero|1|
W
clean '7: activities'
is "$(cat out)" '{"rows":4}' 'the statistics'
run cat-table dares_ape_idcc.db
same '7: an agreement, others, none' <<'W'
{"naf":{"code":"1091Z","intitule":"Meunerie"},"convention_collective":{"idcc":1930,"titre":"Meunerie"}}
{"naf":{"code":"1091Z","intitule":"Meunerie"},"convention_collective":null}
{"naf":{"code":"0112Z","intitule":"Riz"},"convention_collective":null}
{"naf":{"code":"0113Z","intitule":"Fruits"},"convention_collective":null}
W
is "$(sqlite3 dares_ape_idcc.db 'SELECT naf, idcc FROM dares_ape_idcc LIMIT 2')" '1091Z|1930
1091Z|' 'the columns'

ape() {
	import dares-ape-idcc < \
	    <(printf '%s\n' '== sheet idcc1_PASSAGEapeIDCC_diff' "$@")
}
head='7|INTIDCC|apen|intape|effarrdiff|IDCC|pctdiff|'
ape "$head" '|t|A|B||00044||' '|t|A|B||#1.5||' '|t|A|B||0||' '|t|A|B||" "||' \
    '||A|B||""||' '||A|B||!#N/A||' '|t|A|""||0x10||' '|t|A|B||@45488||' \
    '<row r="16"><c r="A16" t="inlineStr"><is><t>t</t></is></c>'\
'<c r="B16" t="inlineStr"><is><t>A</t></is></c><c r="C16" t="inlineStr"><is>'\
'<t>B</t></is></c><c r="E16" t="b"><v>0</v></c></row>' \
    '<row r="17"><c r="A17" t="inlineStr"><is><t>t</t></is></c>'\
'<c r="B17" t="inlineStr"><is><t>A</t></is></c><c r="C17" t="inlineStr"><is>'\
'<t>B</t></is></c><c r="E17" t="b"><v>1</v></c></row>'
clean 'columns in any order, names in any case'
is "$(cat-table dares_ape_idcc.db | jq -c .convention_collective.idcc | tr '\n' ' ')" \
    '44 1.5 0 0 null null 16 1721001600000 null 1 ' '  what is a number, what is none'
is "$(sqlite3 dares_ape_idcc.db "SELECT group_concat(ifnull(idcc, '-')) FROM
    (SELECT idcc FROM dares_ape_idcc ORDER BY rowid)")" '44,-,0,0,-,-,16,1721001600000,-,1' '  the column holds whole numbers'
sum=$(sha256sum <dares_ape_idcc.db)
ape "$head" '|t|A|B||autre||'
refused dares-ape-idcc "idcc1_PASSAGEapeIDCC_diff:8: idcc: a number is expected, not 'autre'" 'another case of Autre'
ape "$head" '||A|B||1||'
refused dares-ape-idcc 'titre: a text is expected, not null' 'no title'
ape "$head" '|t|#1|B||1||'
refused dares-ape-idcc 'code: a text' 'a code that is a number'
ape "$head" '|t|A|||1||'
refused dares-ape-idcc 'intitule: a text' 'no label'
ape "${head/pctdiff/pct}" '|t|A|B||1||'
refused dares-ape-idcc "unexpected column 'pct'" 'a column that is not known'
ape "${head/7/6}" '|t|A|B||1||'
refused dares-ape-idcc "unexpected column 't'" 'the header within the rows skipped'
for name in IDCC_passageAPEIDCC_diff IDCC2023_passageAPEIDCC_diff2 xIDCC2023_passageAPEIDCC_diff; do
	import dares-ape-idcc < \
	    <(printf '%s\n' "== sheet $name" "$head" '|t|A|B||1||')
	refused dares-ape-idcc "unexpected sheet '$name'" 'another name'
done
import dares-ape-idcc <<<'== sheet Lisez-moi'
refused dares-ape-idcc 'no sheet ' 'the notes only'

for tool in import-dares-ccn import-dares-ape-idcc; do
	for o in -h -V; do run $tool $o; clean "$tool $o"; done
	run $tool
	is "$rc" 2 "$tool: no output named"
	run $tool -z
	is "$rc" 2 "$tool: an unknown option"
	run $tool -o x.db <<<'{"#end":0}'
	refuses 1 'no sheet' "$tool: an empty workbook"
done
ape "$head" '|t|A|B||1||'
parse-xlsx --all --end x.xlsx | import-dares-ape-idcc -o full.db >/dev/full 2>err
is $? 1 'a full disk'
[ ! -e full.db ]
ok $? '  nothing is published that cannot be told'
for row in 1e300 -1e300 '"1"' 9223372036854775808; do
	run import-dares-ape-idcc -o x.db <<<"{\"sheet\":\"x\",\"row\":$row,\"cells\":[]}"
	refuses 1 'row: no number' "a row numbered $row"
done
done_testing
