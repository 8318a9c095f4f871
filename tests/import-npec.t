#!/bin/bash
# import-npec: every layout, the known answers, what is kept and what refused.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
db=npec.db

import() { run import-npec -r raw -o $db "$@"; }
table() { run cat-table $db "$1"; }
lines() { # lines JQ-FILTER [TABLE]: one value a record
	cat-table $db "${2-npec}" | jq -c "$1" >out
}
fresh() { # no source, no database
	rm -rf raw $db
	mkdir raw
}
listed() { # listed FILENAME DATE [FILE]: one more line
	printf '{"file":"%s","url":"https://x.fr/a/%s","title":"t","description":"","file_date":"%s"}\n' \
	    "${3-$1}" "$1" "$2" >>raw/resources.ndjson
}
book() { # book FILENAME DATE [FILE]: listed, made of standard input
	mkxlsx "raw/${3-$1}"
	listed "$@"
}
mkxlsx() { python3 "$root/tests/mkxlsx.py" "$1"; }
zipped() { # zipped FILENAME DATE MEMBER: a workbook in an archive
	mkxlsx "$3"
	python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z: z.write(sys.argv[2])' "raw/$1" "$3"
	listed "$1" "$2"
}
f8() { # f8 ROWS CPNE-ROWS: a workbook of today's layout
	cat <<-X
	== sheet Me lire
	| x |
	== sheet Onglet 3 - référentiel NPEC
	| title |
	4| Code RNCP | Libellé de la formation | Certificateur* (x) | Libellé du \
Diplôme | Code CPNE | CPNE | NPEC final | Statut | Date d'applicabilité des \
NPEC** (x) |
	$1
	== sheet Onglet 4 - CPNE-IDCC
	3| Code CPNE | CPNE rattachée | IDCC (x) |
	$2
	X
}
refused() { # refused PATTERN NAME [OPTION...]
	local pattern=$1 name=$2
	shift 2
	import "$@"
	refuses 1 "$pattern" "refused: $name"
	[ ! -e $db ] && [ ! -e $db.tmp ]
	ok $? "no database: $name"
}
row='| RNCP100 | f | c | BP | 1 | CPNE 1 | #5000 | A | @45488 |'
link='| 1 | CPNE 1 | 16 |'
now=2024-07-17T22:00:00.000Z
new=Referentiel.xlsx

for o in -h -V; do
	run import-npec $o
	clean "$o"
done
run import-npec -o $db
is "$rc" 2 'no -r is wrong use'
run import-npec -r raw
is "$rc" 2 'no -o is wrong use'
run import-npec -r raw -o $db x
is "$rc" 2 'an operand is wrong use'

# Known answer 1.
fresh
f8 '| RNCP34120 | Boulanger | MEN | CAP | #7 | CPNE Boulangerie | " 7 250 € " | A | @45488 |
| #34120 | Boulanger | MEN | CAP | #7 | CPNE boulangerie (2) | #8000.5 | A | @45292 |
| RNCP34120 | Boulanger | MEN | CAP | #7 | CPNE boulangerie (3) | #7250 | A | @45292 |
| RNCP111/RNCP222/ | B | NR | NC | #8 | CPNE H | NC | A | @45292 |
| RNCP111/RNCP222/ | B | NR | NC | #8 | CPNE H | #1000 | A | @45292 |' \
    '| #7 | CPNE Boulangerie | #843 |
| #7 | CPNE Boulangerie | 0992 |' | book $new $now
import
clean "1"
is "$(<out)" '{"files":1,"read":1,"kept":0,"npec":7,"npec_normalized":3}' "1: what it says"
lines .data
same_json "1: rows" <"$fixtures/npec-rows.json"
table npec_normalized
same_json "1: normalised" <"$fixtures/npec-pairs.json"
lines 'del(.data)' && sed -n 1p out >got && mv got out
same "1: beside the data" <<'W'
{"filename":"Referentiel.xlsx","date_file":"2024-07-17T22:00:00.000Z"}
W
table npec_file
is "$(sed "s/$(sha256sum raw/$new | cut -c1-64)/SUM/" out)" \
    '{"filename":"Referentiel.xlsx","date_file":"2024-07-17T22:00:00.000Z","sha256":"SUM","npec":7,"npec_normalized":3}' \
    "1: what was read"
is "$(sqlite3 $db "SELECT filename, type, rncp, cpne_code FROM npec LIMIT 1;
    SELECT rncp, cpne_code, date_applicabilite FROM npec_normalized LIMIT 1")" \
    "Referentiel.xlsx|npec|RNCP34120|7
RNCP34120|7|2023-12-31T23:00:00.000Z" "1: columns"
for t in npec npec_normalized npec_file; do
	cat-table $db $t | load-table copy.db $t
done
for t in npec npec_normalized npec_file; do
	cmp -s <(cat-table $db $t) <(cat-table copy.db $t)
	ok $? "$t: cat, load, cat"
done

# Known answer 2.
f7=Référentiel-NPEC-_01092022-1.zip
f7() { # f7 PROCEDURE: of the second row
	cat <<-X
	== sheet Onglet 3 - référentiel NPEC
	4| Code RNCP | Code CPNE | CPNE | NPEC final | Statut | Procédure |
	| RNCP34120 | 7 | CPNE | 5000 | D | #2022 |
	| | 7 | CPNE | #4000 | D | $1 |
	== sheet Onglet 4 - CPNE-IDCC
	3| Code CPNE | CPNE | IDCC |
	| 7 | CPNE | 843 |
	X
}
fresh
f7 '#2019' | zipped $f7 2022-08-31T22:00:00.000Z inner.xlsx
import
clean "2"
lines '[.data | .type, .procedure, .date_applicabilite, .npec]'
same "2: rows" <<'W'
["npec",2022,null,5000]
["npec",2019,null,4000]
["cpne-idcc",null,null,null]
W
table npec_normalized
same_json "2: normalised" <<W
{
  "rncp": "RNCP34120",
  "cpne_code": "7",
  "cpne_libelle": "CPNE",
  "npec": [
    5000
  ],
  "date_applicabilite": "2022-08-31T22:00:00.000Z",
  "idcc": [
    843
  ],
  "filename": "$f7",
  "date_file": "2022-08-31T22:00:00.000Z"
}
W
is "$(ls -A)" "$(printf '%s\n' copy.db err inner.xlsx npec.db out raw want)" "2: nothing is left behind"
for p in '#2020' '' '#2022.5' x; do
	fresh
	f7 "$p" | zipped $f7 2022-08-31T22:00:00.000Z inner.xlsx
	refused "raw/$f7: inner.xlsx: Onglet 3 - référentiel NPEC:6: (rncp|procedure): " "2: procedure '$p'"
done

# Every layout, each with a column that is dropped or spelled in its own way.
layout() { # layout NAME FILENAME DATE < workbook: the first record
	fresh
	case $2 in
	*.zip) zipped "$2" "$3" a.xlsx ;;
	*) book "$2" "$3" ;;
	esac
	import
	clean "$1"
	lines '.data | del(.[] | nulls)'
	mv out got
	sed -n 1p got >out
}
then='2019-06-30T22:00:00.000Z'
layout F1 referentiel_des_npec-2-1.xlsx $then <<'X'
== sheet Lisez-moi
== sheet onglet 2-GLOBAL
== sheet Onglet 3 - par formation-CPNE
2| Code la formation | LIBELLÉ DE LA FORMATION | libellé cpne | valeur finale |
| #1022001 | AGENT | CPNE 1 | #6079.3333 |
== sheet Onglet 45 - CPNE-IDCC
X
same F1 <<'W'
{"type":"npec","diplome_code":"1022001","diplome_libelle":"AGENT","cpne_libelle":"CPNE 1","npec":6079.3333}
W
for f in vf_referentiel_avec_idcc_oct_2019.xlsx \
    VF_Référentiel_avec_idcc_avril2020.xlsx VF_Référentiel_avec_idcc_août2020.xlsx; do
	layout "$f" "$f" $then <<'X'
== sheet Onglet 3 - par formation-CPNE
2| Code diplôme | Libellé du Diplôme | Code CPNE | Libellé CPNE | Code IDCC | Valeur finale | Statut |
| 40022105 | BP | #1 | CPNE 1 | 0016 | #6000 | A |
== sheet onglet 4-idcc-cpne
2| IDCC (x) | Code CPNE |
| 0016 | #1 |
X
	same "$f" <<'W'
{"type":"npec","diplome_code":"40022105","diplome_libelle":"BP","cpne_code":"1","cpne_libelle":"CPNE 1","npec":6000,"statut":"A","idcc":"0016"}
W
done
layout F3 VF_Référentiel_avec_idcc_octobre2020.xlsx $then <<'X'
== sheet Onglet 3 - par formation-CPNE
2| Code diplôme/Code RNCP | Libellé dde la certification | Code CPNE | Libellé CPNE | Code IDCC | Valeur finale |
| 40022105 | BP | #1 | CPNE 1 | 16 | |
== sheet Onglet 4 - IDCC-CPNE
2| IDCC | Code CPNE | Intitulé CPNE |
| 0016 | #1 | CPNE 1 |
X
same F3 <<'W'
{"type":"npec","rncp":"40022105","formation_libelle":"BP","cpne_code":"1","cpne_libelle":"CPNE 1","idcc":"16"}
W
layout F4 VF_11.02.2021_Référentiel-NPEC-20192020_avec_idcc.xlsx $then <<'X'
== sheet Onglet 2 - par formation-CPNE
2| Code diplôme | Code RNCP | Libellé de la certification | Code CPNE | Libellé CPNE | Code IDCC | Valeur finale |
| 40022105 | RNCP1 | BP | #1 | CPNE 1 | 16 | #6000 |
== sheet Onglet 4 - IDCC-CPNE
2| IDCC | Code CPNE |
| 0016 | #1 |
X
same F4 <<'W'
{"type":"npec","rncp":"RNCP1","formation_libelle":"BP","diplome_code":"40022105","cpne_code":"1","cpne_libelle":"CPNE 1","npec":6000,"idcc":"16"}
W
f5() { # both sheets of amounts
	cat <<'X'
== sheet Onglet 3a - référentiel NPEC
3| Code diplôme | Code RNCP | Libellé de la certification | Code CPNE | Libellé CPNE | IDCC | Valeur finale | Statut | Procédure |
| 40022105 | RNCP100 | BP | #1 | CPNE 1 | 16 | #6000 | A | #2021 |
== sheet Onglet 3b - NPEC historisées
3| NPEC historisée ("H") | Code diplôme | Code RNCP | Libellé de la certification | Code CPNE | Libellé CPNE | IDCC | Valeur finale | Statut | Procédure |
| H | 40022105 | RNCP100 | BP | #1 | CPNE un | 16 | #5000 | A | #2020 |
== sheet Onglet 4 - IDCC-CPNE
3| IDCC | Code CPNE | CPNE |
| 0016 | #1 | CPNE 1 |
X
}
for f in V05.10.2021_Référentiel-NPEC-201920202021.xlsx-2.zip \
    V14.01.2022_Référentiel-NPEC-201920202021.xlsx.zip \
    V03.05.2022_Référentiel-NPEC-201920202021-2.xlsx \
    V27.07.2022_Référentiel-NPEC-201920202021-1.xlsx.zip; do
	layout "$f" "$f" 2022-07-01T00:00:00.000Z < <(f5)
	same_json "$f" <<'W'
{
  "type": "npec",
  "rncp": "RNCP100",
  "formation_libelle": "BP",
  "diplome_code": "40022105",
  "cpne_code": "1",
  "cpne_libelle": "CPNE 1",
  "npec": 6000,
  "statut": "A",
  "procedure": 2021,
  "idcc": "16"
}
W
done
lines 'del(.filename, .date_file)' npec_normalized
same "F5: two sheets, one pair, the second one's label" <<'W'
{"rncp":"RNCP100","cpne_code":"1","cpne_libelle":"CPNE un","npec":[6000,5000],"date_applicabilite":"2020-08-31T22:00:00.000Z","idcc":[16]}
W
f=VF_17.03.2021_Référentiel-NPEC-20192020_avec_idcc.xlsb.zip
fresh
book $f $then old.xlsx <<'X'
== sheet Onglet 3-par formation-CPNE
3| Valeur historisée ("H") | Code diplôme | Code RNCP | Libellé de la certification | Code CPNE | Libellé CPNE | IDCC | Valeur finale |
| H | 40022105 | RNCP1 | BP | #1 | CPNE 1 | 16 | #6000 |
== sheet Onglet 4 - IDCC-CPNE
3| IDCC | Code CPNE |
| 0016 | #1 |
X
import
clean "F6: an archive upstream, a workbook here"
lines '[.filename, .data.rncp, .data.npec]'
is "$(sed -n 1p out)" "[\"$f\",\"RNCP1\",6000]" F6
fresh
f8 "$row" "$link" | sed 's/Code RNCP/RNCP/; s/Certif.*Diplôme/certificateur*\xe2\x80\xa8x | Type de diplôme/' | book $new $now
import
clean "F8: other spellings"
lines '[.data.certificateur, .data.diplome_libelle]'
is "$(sed -n 1p out)" '["c","BP"]' "F8: other spellings"
fresh
f8 "$row" "$link" | sed 's/Code RNCP/""/' | book $new $now
refused "$new: Onglet 3 - référentiel NPEC:4: unexpected column ''" "no name"
fresh
f8 "$row" "$link" | sed 's/Certificateur\* (x)/Certificateur*(x)/' | book $new $now
refused "$new: Onglet 3 - référentiel NPEC:4: unexpected column 'Certificateur" "no blank behind the star"
fresh
f8 "$row" "$link" | sed 's/ | Date .*$/ |/' | book $new $now
refused "$new: Onglet 3 - référentiel NPEC:4: no column 'date_applicabilite'" "no date"
fresh
f8 "$row" "$link" | sed 's/Onglet 4/Onglet 45/' | book $new $now
refused "$new: no sheet 'Onglet # - CPNE-IDCC'" "two digits"
fresh
f8 "$row" "$link" | sed 's/Me lire/Autre/' | book $new $now
refused "$new: unexpected sheet 'Autre'" "another sheet"
fresh
f8 "$row" "$link" | book VF_Référentiel_avec_idcc_octobre2020.xlsx $now
refused "unexpected sheet" "another layout's name"

# Values.
fresh
f8 '| RNCP100 | "" | NC | nc | 1 | NR | "" | NA | @45488 |
| RNCP100 | " NC " | !#N/A | #0.30000000000000004 | | #1e21 | #7123.4567 | #1.0 | @45488.5 |
| | f | c | d | 1 | L | 0x10 | A | |' "$link" | book $new 2022-06-30T22:00:00.000Z
import
clean "values"
lines '.data | select(.type == "npec") | [.rncp, .formation_libelle, .certificateur, .diplome_libelle,
		.cpne_code, .cpne_libelle, .npec, .statut, .date_applicabilite]'
same "values" <<'W'
["RNCP100","",null,"nc","1",null,0,"NA","2024-07-15T00:00:00.000Z"]
["RNCP100"," NC ",null,"0.30000000000000004",null,"1e+21",7123.4567,"1","2024-07-15T12:00:00.000Z"]
[null,"f","c","d","1","L",16,"A",null]
W
lines . npec_normalized
is "$(wc -l <out)" 0 "a file of before July 2022 is not normalised"
for v in '7250,50' n.c. 7.250.00 Infinity 7250€x; do
	fresh
	f8 "| RNCP100 | f | c | d | 1 | L | $v | A | @45488 |" "$link" | book $new $then
	refused "$new: Onglet 3 - référentiel NPEC:5: npec: a number is expected, not '${v%€x}" "npec $v"
done
for v in 15/07/2024 '#45488'; do
	fresh
	f8 "| RNCP100 | f | c | d | 1 | L | #1 | A | $v |" "$link" | book $new $then
	refused "$new: Onglet 3 - référentiel NPEC:5: date_applicabilite: a date is expected, not '${v#\#}'" "date $v"
done

# The normaliser: what it leaves out, what it refuses.
normal() { # normal ROWS [LINKS]
	fresh
	f8 "$1" "${2-$link}" | book $new $now
}
normal '| | f | c | d | | | NC | A | |
| / | f | c | d | 1 | | #1 | A | @45488 |
| /100//RNCP12345/ | f | c | d | 1 | L | #0 | A | @45488 |
| 100 | f | c | d | 9 | L | #0 | A | @45488 |' "$link
| 1 | x | \" 843 bis\" |
| 2 | x | NA |"
import
clean "normaliser"
lines '[.rncp, .cpne_code, .npec, .idcc]' npec_normalized
same "a null amount and no code are left out, 0 is not, nor an unknown CPNE" <<'W'
["RNCP100","1",[0],[16,843]]
["RNCP12345","1",[0],[16,843]]
["RNCP100","9",[0],[]]
W
for code in 'RNCP111 / RNCP222' RNCP12 rncp123 123456 RNCP RNCPRNCP100; do
	normal "| $code | f | c | d | 1 | L | #1 | A | @45488 |"
	refused "$new: Onglet 3 - référentiel NPEC:5: rncp: RNCP and 3 to 5 digits are expected" "$code"
done
normal "| RNCP100 | f | c | d | | L | #1 | A | @45488 |"
refused ':5: cpne_code: empty' "no CPNE"
normal "| NC | f | c | d | 1 | L | #1 | A | @45488 |"
refused ':5: rncp: empty' "no code"
normal "| RNCP100 | f | c | d | 1 | L | #1 | A | |"
refused ':5: date_applicabilite: empty' "no date"
normal "| RNCP100 | f | c | d | 1 | NR | #1 | A | @45488 |"
refused ':5: cpne_libelle: empty' "no label"
normal "$row" "$link
| 1 | x | #16 |"
refused "CPNE-IDCC:5: idcc: CPNE '1' already has '16'" "the same IDCC twice"
normal "$row" "| 1 | x | 16 |
| 1 | x | 0016 |"
refused "CPNE-IDCC:5: idcc: CPNE '1' already has '0016'" "the same number twice"
normal "$row" "| 2 | x | NA |
| 2 | x | inconnu |"
refused "CPNE-IDCC:5: idcc: CPNE '2' already has 'inconnu'" "twice no number"
normal "$row" "| 1 | x | NA |"
refused "raw/$new: CPNE '1': an idcc is not a number" "no number, and a row needs it"
normal "$row" "| 1 | x | NC |"
refused "CPNE-IDCC:4: idcc: empty" "no IDCC"
normal "$row" "| | x | 16 |"
refused "CPNE-IDCC:4: cpne_code: empty" "no code of a CPNE"

# Lists.
fresh
refused 'raw/resources.ndjson: No such file or directory \(fetch-npec\(1\) writes it\)' "no list"
line='{"file":"a.xlsx","url":"https://x.fr/a.xlsx","title":"","description":"","file_date":"2024-07-17T22:00:00Z"}'
while IFS=' ' read -r from to pattern; do
	fresh
	f8 "$row" "$link" | mkxlsx raw/a.xlsx
	echo "${line/"$from"/"$to"}" >raw/resources.ndjson
	refused "raw/resources.ndjson:1: $pattern" "$from $to"
done <<'X'
a.xlsx" ../a.xlsx" file: a file name is expected
a.xlsx" a.xls" file: a .xlsx or .zip is expected
"a.xlsx" null file: 
https: / url: an absolute URL
/a.xlsx / url: the URL of a .xlsx or .zip is expected
/a.xlsx /a.xls url: the URL of a .xlsx or .zip is expected
/a.xlsx /%zz.xlsx url: the URL of a .xlsx or .zip is expected
/a.xlsx /%e url: the URL of a .xlsx or .zip is expected
/a.xlsx /%e9.xlsx url: the URL of a .xlsx or .zip is expected
x.fr/a.xlsx a.xlsx url: the URL of a .xlsx or .zip is expected
2024-07-17T22:00:00Z 17.07.24 file_date: 
"title":"", , 
X
for url in 'https://x.fr/b/%C3%A9%20.xlsx?x=/c.zip#/d' 'foo:b/é .xlsx'; do
	fresh
	f8 "$row" "$link" | mkxlsx raw/a.xlsx
	echo "${line/https:\/\/x.fr\/a.xlsx/"$url"}" >raw/resources.ndjson
	import
	clean "$url"
	lines .filename
	is "$(sed -n 1p out)" '"é .xlsx"' "$url: the name"
done
fresh
listed $new $now
refused "raw/$new: No such file" "a file that misses"
f8 "$row" "$link" | mkxlsx raw/$new
f8 "$row" "$link" | mkxlsx raw/other.xlsx
listed $new $now other.xlsx
import
is "$rc/$(<out)/$(cat err)" \
    "0/{\"files\":1,\"read\":1,\"kept\":0,\"npec\":2,\"npec_normalized\":1}/\
import-npec: warning: raw/resources.ndjson:2: '$new' is listed again: this line is used
import-npec: warning: raw/$new: not read: resources.ndjson does not list it" "one name twice"
fresh
: >raw/resources.ndjson
import
clean "an empty list"
is "$(<out)" '{"files":0,"read":0,"kept":0,"npec":0,"npec_normalized":0}' "an empty list"

fresh
f7 '#2022' | sed 's/| RNCP34120 | 7 | CPNE | 5000 | D | #2022 |/| RNCP34120 | 7 | CPNE | 5000 | D | #2022.5 |/' |
    zipped $f7 2022-08-31T22:00:00.000Z inner.xlsx
refused ":5: procedure: a year is expected, not '2022.5'" "half a year"

# Archives.
archive() { # archive MEMBER...: of these
	rm -rf raw $db
	mkdir raw
	python3 - "$@" <<-'X'
	import sys, zipfile
	with zipfile.ZipFile("raw/a.zip", "w") as z:
	    for name in sys.argv[1:]: z.writestr(name, "x")
	X
	listed a.zip $now
}
archive
refused 'raw/a.zip: ' "an empty archive"
archive a.xlsx b.xlsx
refused 'raw/a.zip: must contain exactly one .xlsx file' "two members"
archive a.xlsx/
refused 'raw/a.zip: must contain exactly one .xlsx file' "a folder"
archive a.xlsb
refused 'raw/a.zip: must contain exactly one .xlsx file' "another format"
archive a/b.xlsx
refused 'raw/a.zip: a/b.xlsx: not a ZIP archive' "no workbook in it"
echo x >raw/a.zip
refused 'raw/a.zip: not a ZIP archive' "no archive"
fresh
f8 "$row" "$link" | book $new $now
head -c 600 raw/$new >short && mv short raw/$new
refused "raw/$new: " "a workbook cut short"

# What is in the database stays, is not read again, is replaced when it changes.
fresh
f8 "$row" "$link" | book a.xlsx $now
f8 "${row/5000/6000}" "$link" | book b.xlsx $then
import
is "$(<out)" '{"files":2,"read":2,"kept":0,"npec":4,"npec_normalized":1}' "two files"
sum=$(sha256sum $db)
cp $db first.db
touch -d 2020-01-01 $db
import
is "$rc/$(<out)/$(cat err)" '0/{"files":2,"read":0,"kept":0,"npec":4,"npec_normalized":1}/' "again: nothing is read"
is "$(sha256sum $db)$(stat -c %y $db | cut -c1-4)" "${sum}2020" "again: the file is left as it is"
[ ! -e $db.tmp ]
ok $? "again: nothing beside it"
f8 "${row/5000/7000}" "$link" | book c.xlsx $now
tac raw/resources.ndjson >t && mv t raw/resources.ndjson
import
is "$(<out)" '{"files":3,"read":1,"kept":0,"npec":6,"npec_normalized":2}' "a third file: it alone is read"
lines '[.filename, .data.npec]'
is "$(tr -d '\n' <out)" '["c.xlsx",7000]["c.xlsx",null]["b.xlsx",6000]["b.xlsx",null]["a.xlsx",5000]["a.xlsx",null]' \
    "in the order of the list"
cp $db third.db
rm $db
import
cmp -s $db third.db
ok $? "the same bytes as from nothing"
f8 "${row/5000/6500}" "$link
| 2 | x | 17 |" | mkxlsx raw/b.xlsx
sed -i /c.xlsx/d raw/resources.ndjson
rm raw/c.xlsx
import -v
is "$(<out)$(grep -v " bytes read, " err)" '{"files":3,"read":1,"kept":1,"npec":7,"npec_normalized":2}import-npec: c.xlsx: no longer listed, kept
import-npec: raw/b.xlsx' "one has changed, one is listed no longer"
lines '[.filename, .data.npec]'
is "$(tr -d '\n' <out)" '["c.xlsx",7000]["c.xlsx",null]["b.xlsx",6500]["b.xlsx",null]["b.xlsx",null]["a.xlsx",5000]["a.xlsx",null]' \
    "the changed one is replaced, the other kept, first"
lines '[.filename, .npec]' npec_normalized
is "$(tr -d '\n' <out)" '["c.xlsx",[7000]]["a.xlsx",[5000]]' "normalised: the same"
sed -i "s/$then/$now/" raw/resources.ndjson
import
is "$(<out)" '{"files":3,"read":1,"kept":1,"npec":7,"npec_normalized":3}' "a new date: it is read again"
sum=$(sha256sum $db)
f8 "${row/RNCP100/x}" "$link" | book d.xlsx $now
import
refuses 1 'd.xlsx: Onglet 3 - référentiel NPEC:5: ' "a file that is refused"
is "$(sha256sum $db)" "$sum" "leaves the database as it was"
sed -i /d.xlsx/d raw/resources.ndjson
rm raw/d.xlsx

# Databases that load-table made.
rm -f copy.db
cat-table $db npec | load-table copy.db npec
mv copy.db $db
import
is "$rc/$(<out)" '0/{"files":3,"read":2,"kept":1,"npec":7,"npec_normalized":2}' \
    "without npec_file: what is listed is read, the rest kept"
cat-table $db npec | head -n 3 >some
cat-table $db npec_file >files
for t in npec npec_file; do
	[ $t = npec ] && load-table $db npec <some
	import
	is "$(<out)" '{"files":3,"read":2,"kept":1,"npec":7,"npec_normalized":2}' "npec_file is not what the rows are: $t"
	load-table $db npec_file < <(head -n 1 files)
done
sqlite3 $db "CREATE TABLE t AS SELECT * FROM npec; DROP TABLE npec; ALTER TABLE t RENAME TO npec; ALTER TABLE npec ADD x"
import
refuses 1 'npec.db: table npec has other columns than ours' "other columns"

# Databases that are wrong.
fresh
f8 "$row" "$link" | book a.xlsx $now
import
cp $db good.db
sqlite3 $db 'UPDATE npec SET filename = NULL WHERE rowid = 1; DROP TABLE npec_file'
import
refuses 1 'npec.db: npec: a row without filename: remove the file to start afresh' "a row of no file"
cp good.db $db
sqlite3 $db "UPDATE npec SET filename = 'b.xlsx' WHERE rowid = 1"
sed -i s/a.xlsx/c.xlsx/g raw/resources.ndjson
mv raw/a.xlsx raw/c.xlsx
import
refuses 1 "npec.db: table npec_file is wrong about 'a.xlsx': remove the file to start afresh" "rows of another file"

# -k leaves rows out, and then reads the file again.
normal "$row
| x | f | c | d | 1 | L | #1 | A | @45488 |
| RNCP101/x | f | c | d | 1 | L | #1 | A | @45488 |
| RNCP102 | f | c | d | 1 | L | x | A | @45488 |"
import -k --rejects rejects
is "$rc/$(<out)" '0/{"files":1,"read":1,"kept":0,"npec":2,"npec_normalized":1}' "-k imports the rest"
run cat rejects
same "-k: the rows as parse-xlsx prints them" <<'W'
{"sheet":"Onglet 3 - référentiel NPEC","row":6,"cells":["x","f","c","d","1","L",1,"A",{"date":"2024-07-15T00:00:00.000Z"}]}
{"sheet":"Onglet 3 - référentiel NPEC","row":7,"cells":["RNCP101/x","f","c","d","1","L",1,"A",{"date":"2024-07-15T00:00:00.000Z"}]}
{"sheet":"Onglet 3 - référentiel NPEC","row":8,"cells":["RNCP102","f","c","d","1","L","x","A",{"date":"2024-07-15T00:00:00.000Z"}]}
W
import
refuses 1 ':6: rncp: ' "without -k it is read again"

# Output that fails.
normal "$row"
import-npec -r raw -o /dev/null/x 2>err
is "$?" 1 "no place to write"
import-npec -r raw -o $db >/dev/full 2>err
rc=$?
refuses 1 'write' "/dev/full"
ok "$(ls $db* 2>/dev/null | wc -l)" "/dev/full: no database"

# Memory: no more than two caches, the strings and the reader's buffers, though
# the database is larger.
big() { # big ROWS DECLARED: a workbook, rows as XML
	f8 "$(python3 - "$@" <<-'X'
	import sys
	rows, declared = map(int, sys.argv[1:])
	t = '<c r="%s%d" t="str"><v>%s</v></c>'
	for i in range(5, 5 + rows):
	    c = [("A", f"RNCP{1000 + i // 200}"), ("B", "Une formation " * 3), ("C", "CERTIFICATEUR"),
	         ("D", "BP"), ("E", i % 200), ("F", f"CPNE {i % 200}"), ("G", f"{7000 + i % 4000} €"), ("H", "A")]
	    print(f'<row r="{i}">' + "".join(t % (a, i, b) for a, b in c) + f'<c r="I{i}" s="1"><v>45488</v></c></row>')
	for i in range(5 + rows, declared + 1): print(f'<row r="{i}"/>')
	X
	)" "$link" | book $new $now
}
peak() { # the most memory an import took, in KiB
	python3 - <<-X
	import resource, subprocess
	subprocess.run(["import-npec", "-r", "raw", "-o", "$db"], check=True, stdout=subprocess.DEVNULL)
	print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
	X
}
if [[ $bin == *-asan/bin ]]; then
	skip "the sanitizer takes its own memory"
else
	fresh
	big 30000 100000
	kib=$(peak)
	is "$(sqlite3 $db 'SELECT count(*), count(DISTINCT rncp) FROM npec_normalized')" "30000|151" "30000 rows"
	[ "$kib" -lt 40960 ]
	ok $? "memory: $kib KiB"
fi
# Names of files, and of a member, in the form that a Mac gives them.
fresh
f8 "$row" "$link" | book Référentiel_été.xlsx $now
f8 "$row" "$link" | zipped Données_à_jour.zip $now Feuille_à.xlsx
python3 - <<'P'
import os, unicodedata
for f in os.listdir('raw'):
    os.rename('raw/' + f, 'raw/' + unicodedata.normalize('NFD', f))
P
import
clean 'names that a Mac decomposed are found'
is "$(jq -c '[.files, .read]' out)" '[2,2]' '  all of them'

done_testing
