#!/bin/bash
# import-kali-ccn: the known answers of the specification, through parse-xlsx as
# make does it; what is refused leaves the database alone.
. "$(dirname "$0")/lib.sh"
export FORCE=1 # each import stands for itself: it may have fewer rows
cd "$T" || exit 1
set -o pipefail
head='4||ID|CC_TI|IDCC|TITRE|NATURE|ETAT|DEBUT|FIN|URL|'
one='||KALICONT000000000001|IDCC|0044|" Convention X "|'\
'Convention Collective Départementale|Vigueur_Eten|@36526|@45382|'\
'"https://www.legifrance.gouv.fr/conv_coll/id/KALICONT000000000001 "|'
two='|note|KALICONT000000000002|TI|#9|Accord Y|Décision|PÉRIMÉ|@45488.5||https://x.fr|'

book() { python3 "$root/tests/mkxlsx.py" kali.xlsx; }
sheet() { printf '%s\n' '== sheet Feuil1' "$@" | book; }
import() { # import LINE...: a sheet of these lines into kali.db
	[ $# = 0 ] || sheet "$@"
	{ parse-xlsx --all --end kali.xlsx | import-kali-ccn -o kali.db; } \
	    >out 2>err
	rc=$?
}
shown() { cat-table kali.db | jq -c "${1-.}"; }
declare -A column=([id]=2 [type]=3 [idcc]=4 [titre]=5 [nature]=6 [etat]=7
    [debut]=8 [fin]=9 [url]=10)
# with FIELD=VALUE...: the first row with other cells.
with() {
	local f c
	IFS='|' read -ra c <<<"$one"
	for f; do
		c[${column[${f%%=*}]}]=${f#*=}
	done
	(IFS='|'; echo "${c[*]}|")
}

import '1|title|' '3|nothing|' "$head" "$one" "$two"
clean '1, 2: an agreement and a text'
is "$(cat out)" '{"rows":2}' 'the statistics'
cat >known <<W
{"type":"IDCC","id":"KALICONT000000000001","idcc":44,"titre":" Convention X ",\
"nature":"CONVENTION COLLECTIVE DEPARTEMENTALE","etat":"VIGUEUR_ETEN",\
"debut":"1999-12-31T23:00:00.000Z","fin":"2024-03-30T23:00:00.000Z",\
"url":"https://www.legifrance.gouv.fr/conv_coll/id/KALICONT000000000001"}
{"type":"TI","id":"KALICONT000000000002","titre":"Accord Y",\
"nature":"DECISION","etat":"PERIME","debut":"2024-07-15T10:00:00.000Z",\
"fin":null,"url":"https://x.fr"}
W
run cat-table kali.db
same '1, 2: the records' <known
is "$(sqlite3 kali.db 'SELECT type, id, idcc, titre FROM kali_ccn')" "IDCC|KALICONT000000000001|44| Convention X 
TI|KALICONT000000000002||Accord Y" 'the columns'
sum=$(sha256sum <kali.db)
import
is "$(sha256sum <kali.db)" "$sum" 'the same workbook, the same bytes'
cat-table kali.db | load-table new.db kali_ccn
run cat-table new.db
same 'load-table reads them back' <known

# Several rows at a time: what became of one field.
rows() { # rows FIELD VALUE...
	local field=$1 v
	shift
	set -- "$@" ''
	printf '%s\n' '== sheet Feuil1' "$head" >in
	while [ $# -gt 1 ]; do
		with "$field=$1" >>in
		shift
	done
	book <in
	import
	clean "$field"
	shown ".$field" >got
}
rows idcc 0016 '' '"  "' '#16' '#1.5' 0x10 0b11 1e2 $'"\xc2\xa0"' '!#N/A' '@2'
is "$(tr '\n' ' ' <got)" '16 0 0 16 1.5 16 3 100 0 0 -2208902400000 ' '  as Number() reads them'
rows nature AVENANT avenant 'Convention Collective Régionale' 'CONVENTION COLLECTIVE' 'accord collectif national'
is "$(tr '\n' ' ' <got)" '"AVENANT" "AVENANT" "CONVENTION COLLECTIVE REGIONALE" "CONVENTION COLLECTIVE" "ACCORD COLLECTIF NATIONAL" ' '  in plain capitals'
rows etat Abrogé dénoncé VIGUEUR_NON_ETEN
is "$(tr '\n' ' ' <got)" '"ABROGE" "DENONCE" "VIGUEUR_NON_ETEN" ' '  in plain capitals'
rows debut @45474 @45292 @45382.10416666667 @45592.10416666667 @13308 @-18260
is "$(cat got)" '"2024-06-30T22:00:00.000Z"
"2023-12-31T23:00:00.000Z"
"2024-03-31T01:30:00.000Z"
"2024-10-27T01:30:00.000Z"
"1936-06-06T23:00:00.000Z"
"1849-12-31T23:50:39.000Z"' '  as Paris clocks showed it'
rows fin @3000000 '' '!#REF!'
is "$(cat got)" '"+010113-09-18T22:00:00.000Z"
null
null' '  may be null, or far away'
rows url foo:bar '"  https://x.fr/é "' 'mailto:a@b.c'
is "$(cat got)" '"foo:bar"
"https://x.fr/é"
"mailto:a@b.c"' '  any scheme, trimmed'
rows titre '""'
is "$(cat got)" '""' '  may be empty'

import '7||id? no|' '3|x|' "${head/4/9}" "$one"
refuses 1 "Feuil1:7: unexpected column 'id\? no'" 'the header is the first row behind the third'
import '4|"  "|URL|FIN|" "|debut|Etat|nature|Titre|idcc|cc_ti|ID|' \
    '||https://x.fr|||@36526|vigueur|avenant|T|1|IDCC|A|'
clean 'columns in any order, blank ones among them'
is "$(shown '[.id,.url,.fin]')" '["A","https://x.fr",null]' '  each finds its cell'

sheet "$head" "$one" "$two"
import
sum=$(sha256sum <kali.db)
refused() { # refused PATTERN NAME [LINE...]
	local pattern=$1 name=$2
	shift 2
	import "$@"
	refuses 1 "$pattern" "$name"
	is "$(sha256sum <kali.db)" "$sum" '  and the database stays'
}
refuse() { # refuse FIELD=VALUE WHAT
	refused "Feuil1:6: ${1%%=*}: $2" "$1" "$head" "$two" "$(with "$1")"
}
refuse type=idcc "IDCC or TI is expected, not 'idcc'"
refuse type= 'IDCC or TI is expected, not null'
refuse 'debut=01/01/2000' "a date is expected, not '01/01/2000'"
refuse 'debut=#36526' 'a date'
refuse debut= 'a date is expected, not null'
refuse 'fin="-"' 'a date'
refuse 'id=#12' 'a text'
refuse titre= 'a text'
refuse idcc=12x 'a number is expected'
refuse idcc=Infinity 'a number'
refuse 'nature=Décision' "one of the known values is expected, not 'D.*'"
refuse 'nature=" avenant"' 'one of the known values'
refuse 'etat=#1' 'one of the known values'
refuse url=x.fr 'an absolute URL'
refuse url= 'an absolute URL'
refused 'nature: ' "TI: the apostrophe is that of ASCII" "$head" "$(with type=TI 'nature=Protocole d’accord')"
import "$head" "$(with type=TI "nature=Protocole d'accord" idcc=none)"
clean '  which is accepted; the IDCC of a text is not looked at'
sheet "$head" "$one" "$two"
import
refused "unexpected column 'Zut'" 'a column that is not known' "${head}Zut|" "$one"
refused "no column 'url'" 'a column that is missing' "${head%URL|}" "$one"
refused 'no data found' 'a header only' "$head"
refused 'no header either' 'no header' '3|x|'
printf '%s\n' '== sheet feuil1' "$head" "$one" | book
refused "unexpected sheet 'feuil1'" 'a sheet of another name'
printf '%s\n' '== sheet Feuil1' "$head" "$one" '== sheet Feuil2' | book
refused "unexpected sheet 'Feuil2'" 'a second sheet, even without a row'
printf 'PK' >kali.xlsx
run bash -c 'set -o pipefail; parse-xlsx --all --end kali.xlsx 2>/dev/null | import-kali-ccn -o kali.db'
refuses 1 'without its end mark' 'no workbook'
is "$(sha256sum <kali.db)" "$sum" '  and the database stays'

sheet "$head" "$one"
run bash -c 'parse-xlsx --end kali.xlsx | import-kali-ccn -o kali.db'
refuses 1 'Feuil1: the sheet did not begin: parse-xlsx --all' 'a stream without the beginnings of sheets'
run bash -c 'parse-xlsx --all kali.xlsx | import-kali-ccn -o kali.db'
refuses 1 'without its end mark' 'a stream without an end'
run import-kali-ccn -o kali.db <<<'{"sheet":"Feuil1","row":1,"cells":{}}
{"#end":1}'
refuses 1 'stdin:1: cells: no array' 'another stream'
printf '%s\n' '{"sheet":"Feuil1"}' '{"sheet":"Feuil2","row":4,"cells":[]}' '{"#end":2}' >in
run import-kali-ccn -o kali.db <in
refuses 1 'Feuil2: the sheet did not begin' 'a row of a sheet that did not begin'
run import-kali-ccn -o kali.db <<<'{"#end":0}'
refuses 1 "no sheet 'Feuil1'" 'an empty workbook'
is "$(sha256sum <kali.db)" "$sum" '  and the database stays'
is "$(echo *.tmp)" '*.tmp' 'nothing is left behind'

sheet "$head" "$one" "$(with type=x)" "$two"
parse-xlsx --all --end kali.xlsx |
    import-kali-ccn -k --rejects rejects -o k.db >out 2>err
rc=$?
refuses 0 'warning: Feuil1:6: type: IDCC or TI' '-k says what is left out'
is "$(cat out) $(jq -c '[.row,.cells[2]]' rejects)" '{"rows":2} [6,"x"]' '-k keeps the rest'
for o in -h -V; do run import-kali-ccn $o; clean "$o"; done
run import-kali-ccn
is "$rc" 2 'no output named'
run import-kali-ccn -z
is "$rc" 2 'an unknown option'
sheet "$head" "$one"
parse-xlsx --all --end kali.xlsx | import-kali-ccn -o full.db >/dev/full 2>err
is $? 1 'a full disk'
done_testing
