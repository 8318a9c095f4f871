#!/bin/bash
# import-kit-apprentissage: the known answers, the oddities, what is refused.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
db=kit.db
kit=Kit_apprentissage_20240731.xlsx

import() { run import-kit-apprentissage -r raw -o $db "$@"; }
pairs() { cat-table $db kit_apprentissage | sed 's/{"cfd":"\(.*\)","rncp":"\(.*\)"}/\1;\2/' >out; }
fresh() { # fresh [FILE]: an empty source, but for FILE made of standard input
	rm -rf raw $db
	mkdir -p raw/history
	case ${1-} in
	*.xlsx) python3 "$root/tests/mkxlsx.py" "raw/history/$1" ;;
	api.ndjson) cat >"raw/$1" ;;
	?*) cat >"raw/history/$1" ;;
	esac
}
refused() { # refused PATTERN NAME [OPTION...]
	local pattern=$1 name=$2
	shift 2
	import "$@"
	refuses 1 "$pattern" "refused: $name"
	[ ! -e $db ] && [ ! -e $db.tmp ]
	ok $? "no database: $name"
}

for o in -h -V; do
	run import-kit-apprentissage $o
	clean "$o"
done
run import-kit-apprentissage -o $db
is "$rc" 2 'no -r is wrong use'
run import-kit-apprentissage -r raw
is "$rc" 2 'no -o is wrong use'
run import-kit-apprentissage -r raw -o $db -k
is "$rc" 2 '-k without --rejects is wrong use'
run import-kit-apprentissage -r raw -o $db x
is "$rc" 2 'an operand is wrong use'

# Known answer A.
fresh a.csv < <(printf '\xef\xbb\xbf'; sed 's/$/\r/' <<'X'
Code Diplôme;Intitulé;FicheRNCP
1022103;"A; ""B""";RNCP958
 01022103 ;x; RNCP958 
;y;RNCP7
NR;z;RNCP8
sqwq;z;NR
40025214;w;
123456789;w;RNCP9?
X
)
cat >raw/api.ndjson <<'X'
{"cfd":"40025214","rncp":"RNCP11","intitule_diplome":"x"}
{"cfd":" 1022103","rncp":"RNCP958"}
{"rncp":"RNCP1","cfd":"NR"}
{"cfd":"","rncp":"RNCP1"}
{"cfd":"40025214","rncp":"RNCP11"}
{"cfd":null,"rncp":"X"}
X
import
clean "A"
is "$(<out)" '{"total":7,"added":7}' "A: what it says"
run cat-table $db
same "A: pairs in the order they are met" <<'W'
{"cfd":"01022103","rncp":"RNCP958"}
{"cfd":"00000000","rncp":"RNCP7"}
{"cfd":"0000sqwq","rncp":"NR"}
{"cfd":"123456789","rncp":"RNCP9?"}
{"cfd":"40025214","rncp":"RNCP11"}
{"cfd":" 1022103","rncp":"RNCP958"}
{"cfd":"NR","rncp":"RNCP1"}
W

# What was once said stays, also when upstream no longer says it.
sum=$(sha256sum $db)
touch -d 2020-01-01 $db
import -v
is "$rc/$(<out)" '0/{"total":7,"added":0}' "again"
is "$(sha256sum $db)$(stat -c %y $db | cut -c1-4)" "${sum}2020" "again: the file is left as it is"
printf 'CodeRNCP;CodeDiplome\nRNCP2;2\nRNCP958;01022103\n' >raw/history/a.csv
rm raw/api.ndjson
import
clean "other files"
is "$(<out)" '{"total":8,"added":1}' "other files: pairs are added only"
pairs
is "$(sed -n '1p;7,$p' out | tr '\n' ' ')" '01022103;RNCP958 NR;RNCP1 00000002;RNCP2 ' "new pairs come last"

# Known answer B.
fresh $kit <<'X'
== sheet Présentation Kit
| anything |
== sheet KIT APPRENTISSAGE 2030
| title |
| Code Diplôme | x | FicheRNCP | | Code Diplome |
| #1022103 | a | RNCP958 |
4|
| 40025214 | b | #123 |
| X | c | RNCP9 | | "  40025215 " |
| 40025216 | d |
== sheet Feuil1
X
import
clean "B"
pairs
is "$(tr '\n' ' ' <out)" '01022103;RNCP958 40025214;123 40025215;RNCP9 ' "B"

# Known answer C, the accepted.
fresh a.csv <<<$'Code Diplome ; Code RNCP \n1; RNCP1'
import
pairs
is "$(<out)" '00000001;RNCP1' "C: a header is trimmed"
fresh a.csv <<<$'Code Diplome;x\n1;RNCP1\n2;RNCP2'
import
clean "C: no RNCP column"
is "$(<out)" '{"total":0,"added":0}' "C: no RNCP column, no pair"
fresh a.csv <<<$'Code Diplome;Code RNCP\n\n1;RNCP1\n\n'
import
clean "blank lines are skipped"
pairs
is "$(<out)" '00000001;RNCP1' "blank lines are skipped"

# C, the refused.
fresh b.csv <<<$'Code Diplome;Code RNCP\n40025214;RNCP1;'
refused 'raw/history/b.csv: record 1 .line [0-9]+.: .*3 cells, but the header has 2' "a long line"
fresh b.csv <<<$'Code;Code RNCP\n1;RNCP1'
refused 'raw/history/b.csv: record 1 .line [0-9]+.: cfd: no code in CodeDiplome, ' "no column of codes"
fresh b.csv <<<'Code;Code RNCP'
import
clean "no column of codes, and no record"
fresh $kit <<<$'== sheet Kit Apprentissage\n|t\n| Code Diplome | Code RNCP |\n| 1 | R1 |\n| | R2 |'
refused "raw/history/$kit: Kit Apprentissage:4: cfd: no code" "an empty CFD"
import -k --rejects rejects
is "$rc/$(<out)/$(<rejects)" '0/{"total":1,"added":1}/{"cfd":null,"rncp":"R2"}' "-k imports the rest"
grep -q "warning: raw/history/$kit: Kit Apprentissage:4: cfd: no code" err
ok $? "-k says what it leaves out"
fresh $kit <<<$'== sheet Kit Apprentissage\n|t\n| Code Diplome | Code Diplôme | Code RNCP |\n| @45000 | 1 | R1 |'
refused "$kit: Kit Apprentissage:3: cfd: no code" "a date"
fresh $kit <<<$'== sheet Kit Apprentissage\n|t\n| Code Diplome | Code RNCP |'
refused "$kit: Kit Apprentissage: no data found" "a header only"
fresh $kit <<<$'== sheet Kit Apprentissage\n|t\n| Code Diplome |\n| 1 |\n== sheet Autre'
refused "$kit: unexpected sheet 'Autre'" "another sheet"
fresh $kit <<<$'== sheet Kit Apprentissage\n|t\n| Code Diplome |\n| 1 |\n== sheet kit apprentissage bis\n|t\n| Code Diplome |\n| 1 |'
refused "$kit: unexpected sheet 'kit apprentissage bis'" "a second kit"
fresh $kit <<<$'== sheet Feuil1'
refused "$kit: no sheet 'Kit Apprentissage'" "no kit"
fresh whatever.xlsx <<<$'== sheet Kit Apprentissage\n|t\n| Code Diplome |\n| 1 |'
refused 'history/whatever.xlsx: a name such as Kit_apprentissage_20240131.xlsx' "a workbook by another name"
fresh Kit_apprentissage_202407311.xlsx <<<'== sheet Feuil1'
refused '202407311.xlsx: a name such as Kit_apprentissage_20240131.xlsx' "a date of 9 digits"
for name in x.txt .DS_Store A.CSV; do
	fresh "$name" <<<''
	refused "history/$name: a .csv or .xlsx is expected" "$name"
done
fresh x/y.csv 2>/dev/null
mkdir -p raw/history/x
refused 'history/x: a .csv or' "a folder"
fresh .gitkeep <<<''
import
clean ".gitkeep"
fresh
rmdir raw/history
rm -rf raw/history
touch raw/history
refused 'raw/history: Not a directory' "a history that is a file"
rm raw/history
refused 'raw: neither history/ nor api.ndjson: run' "nothing to read"

# The API.
fresh api.ndjson <<<$'{"cfd":"1","rncp":"R1"}\n{"cfd":"1"}\n{"cfd":2,"rncp":"R1"}'
rmdir raw/history
refused 'raw/api.ndjson:2: rncp: a string or null is expected' "a member misses"
import -k --rejects rejects
is "$rc/$(<out)/$(tr '\n' ' ' <rejects)" '0/{"total":1,"added":1}/{"cfd":"1"} {"cfd":2,"rncp":"R1"} ' "-k"
grep -q "api.ndjson:3: cfd: a string or null is expected, not 2" err
ok $? "-k names the value"
fresh api.ndjson <<<'{"cfd":"1","rncp":'
refused 'raw/api.ndjson:1: ' "no JSON"
fresh api.ndjson </dev/null
import
clean "no answers"
fresh api.ndjson <<<'{"cfd":"a\u0000b","rncp":"\"é"}'
import
run cat-table $db
same "any text" <<'W'
{"cfd":"a\u0000b","rncp":"\"é"}
W

# Values.
fresh v.csv <<<$'CodeDiplome;Code Diplome;CodeRNCP;Fiche RNCP\n;1;;'\
$'R1\n\xc2\xa07\xc2\xa0;1;\xe3\x80\x80R7\xe3\x80\x80;\néœ😀;;R8;\nSQWQ;;'\
$'R9;\n SQWQ ;;R10;\nRNCP;;;\nabcdefgh;;"R\n11";'
import
clean "values"
cat-table $db >out
same "values: an empty cell of a CSV file wins, padding in UTF-16 units" <<'W'
{"cfd":"00000007","rncp":"R7"}
{"cfd":"0000éœ😀","rncp":"R8"}
{"cfd":"abcdefgh","rncp":"R\n11"}
W
fresh $kit <<'X'
== sheet Kit Apprentissage
| t |
| CodeDiplome | Code Diplome | CodeRNCP | Fiche RNCP |
| !#N/A | 1 | | R1 |
| "" | 1 | @45000 | R2 |
| "  " | 1 | R3 |
| #1.5 | | #1e21 |
| <b> |
| NR |
X
import
clean "values of cells"
pairs
is "$(tr '\n' ' ' <out)" '00000001;R1 00000000;R3 000001.5;1e+21 ' \
    "values: errors are null, blanks are not, a date is no code"

# All or nothing.
fresh a.csv <<<$'CodeDiplome;CodeRNCP\n1;R1'
import
sum=$(sha256sum $db)
printf 'CodeDiplome;CodeRNCP\n2;R2\n3\n' >raw/history/b.csv
import
refuses 1 'b.csv: record 2 .line [0-9]+.: ' "a file that is refused"
is "$(sha256sum $db)" "$sum" "leaves the database as it was"
import-kit-apprentissage -r raw -o /dev/null/x 2>err
is "$?" 1 "no place to write"
rm raw/history/b.csv
import-kit-apprentissage -r raw -o $db >/dev/full 2>err
rc=$?
refuses 1 'write' "/dev/full"

# Known answer D: the real history, and its table of rows and pairs by file.
kits=$shared/real/raw/kit_apprentissage
if [ -d "$kits" ]; then
	rm -f $db
	run import-kit-apprentissage -r "$kits" -o $db
	clean "D"
	is "$(<out)" '{"total":10112,"added":10112}' "D: 10112 pairs"
	pairs
	is "$(LC_ALL=C sort out | sha256sum | cut -c1-64)" \
	    59c7b49d9e7cbd5e2064837effdf7780461a55d3e0c94f97f1fe59dbfa216378 "D: these pairs"
	for f in "$kits"/history/*; do
		fresh
		ln -s "$f" raw/history/
		import
		echo "$rc ${f##*[/_ ]} $(grep -o '[0-9]*' out | head -n 1)"
	done >got
	mv got out
	same "pairs by file" <<'W'
0 v1.0.csv 4545
0 v1.1.csv 4626
0 v1.2.csv 4639
0 v1.3.csv 4858
0 v1.4.csv 4894
0 v1.5.csv 4954
0 v1.6.csv 4844
0 v1.7.csv 4952
0 v1.8.csv 4983
0 v1.9.csv 5026
0 v2.0.csv 5023
0 v2.1.csv 5058
0 v2.2.csv 5076
0 v2.3.csv 5102
0 v2.4.csv 5192
0 v2.5.csv 5250
0 v2.6.csv 5280
0 v2.7.csv 5346
0 v2.8.csv 5375
0 v2.9.csv 5429
0 v3.0.csv 5546
0 20240119.xlsx 5730
0 20240223.xlsx 5863
0 20240329.xlsx 5915
0 20240426.xlsx 5942
0 20240530.xlsx 5978
0 20240625.xlsx 6031
0 20240731.xlsx 6254
0 20240827.xlsx 6320
0 20240930.xlsx 6472
0 20241025.xlsx 6539
0 20241129.xlsx 6653
0 20250131.xlsx 6822
W
else
	skip "no real kits here"
fi
done_testing
