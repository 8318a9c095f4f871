#!/bin/bash
# import-bcn: the known answers of the specification, through parse-csv as make
# does it; what is refused leaves the database alone.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
tables="N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51
    N_NIVEAU_FORMATION_DIPLOME V_FORMATION_DIPLOME"

# import: the files TABLE.csv of the current directory into bcn.db.
import() {
	set -o pipefail
	for t in ${1:-$tables}; do
		parse-csv -e latin1 --no-quote --trim --relax --last --nul --frame "$t" \
		    "$t.csv" || exit 1
	done 2>err | import-bcn -o bcn.db >out 2>>err
	rc=$?
	set +o pipefail
}
# shown TABLE: the members that are not null.
shown() { cat-table bcn.db "$1" | jq -c 'del(..|nulls)'; }

# columns NAME...: a row of these cells.
columns() {
	local IFS=';'
	echo "$*"
}
codes=$(columns FORMATION_DIPLOME NIVEAU_FORMATION_DIPLOME \
    N_NIVEAU_FORMATION_DIPLOME.LIBELLE_100 GROUPE_SPECIALITE \
    N_GROUPE_SPECIALITE.LIBELLE_LONG LETTRE_SPECIALITE \
    N_LETTRE_SPECIALITE.LIBELLE_LONG ANCIEN_RECME LIBELLE_COURT \
    LIBELLE_STAT_33 LIBELLE_LONG_200 DATE_OUVERTURE DATE_FERMETURE)
dates=$(columns UNITE_CAPITALISABLE DATE_PREMIERE_SESSION \
    DATE_DERNIERE_SESSION DATE_ARRETE_CREATION DATE_ARRETE_ABROGATION \
    DATE_ARRETE_MODIFICATION_{1..10} COMMENTAIRE NATURE_FORMATION_DIPLOME \
    N_NATURE_FORMATION_DIPLOME.LIBELLE_100 GESTIONNAIRE_FORMATION_DIPLOME \
    DATE_INTERVENTION)
cite=$(columns ID_DOCUMENT CITE_DOMAINE_FORMATION \
    N_CITE_DOMAINE_FORMATION.LIBELLE_EDITION)
rncp=$(columns NIVEAU_QUALIFICATION_RNCP \
    N_NIVEAU_QUALIFICATION_RNCP.LIBELLE_LONG)
detaille=$(columns N_COMMENTAIRE CITE_DOMAINE_DETAILLE \
    N_CITE_2013_DOMAINE_DETAILL.LIBELLE_EDITION)
anciens=$(columns ANCIEN_DIPLOME_{1..7})
nouveaux=$(columns NOUVEAU_DIPLOME_{1..7})
head_v=$(columns "$codes" "$dates" "$cite" "$rncp")
head_n=$(columns "$codes" "$anciens" "$nouveaux" "$dates" NB_MEF_OUVERT \
    NB_MEF_FERME "$cite" DATE_SESSION_RATTRAPAGE OBSERVATION "$detaille" "$rncp")
head_n51=$(columns "$codes" "$dates" "$cite" DIPLOME_SISE \
    N_DIPLOME_SISE.LIBELLE_INTITULE_1 HABILITATION_ORIGINE NUMERO_UAI \
    "$detaille" "$rncp")
niveau=$(columns NIVEAU_FORMATION_DIPLOME NIVEAU_INTERMINISTERIEL \
    N_NIVEAU_INTERMINISTERIEL.LIBELLE_LONG LIBELLE_COURT LIBELLE_100 \
    ANCIEN_NIVEAU DATE_OUVERTURE DATE_FERMETURE DATE_INTERVENTION \
    N_COMMENTAIRE "$rncp")
labels=';;;;;CAP;ESSAI;ESSAI;;'
short='50022137;500;;221;;;;;CAP;ESSAI;ESSAI'

# fresh: the four tables, as short as they may be.
fresh() {
	printf '%s\n' "$head_n" "$short" >N_FORMATION_DIPLOME.csv
	printf '%s\n' "$head_n51" "$short" >N_FORMATION_DIPLOME_ENQUETE_51.csv
	printf '%s\n' "$niveau" ';5' >N_NIVEAU_FORMATION_DIPLOME.csv
	printf '%s\n' "$head_v" "$short" >V_FORMATION_DIPLOME.csv
}

fresh
import
clean 'B: a short row'
same_json 'the statistics' <<'W'
{
  "N_FORMATION_DIPLOME": 1,
  "N_FORMATION_DIPLOME_ENQUETE_51": 1,
  "N_NIVEAU_FORMATION_DIPLOME": 1,
  "V_FORMATION_DIPLOME": 1,
  "INDICATEUR_CONTINUITE": {"anciens": 0, "nouveaux": 0}
}
W
shown n_formation_diplome >out
same_json 'B: the six labels, two empty arrays' <<'W'
{
  "FORMATION_DIPLOME": "50022137",
  "NIVEAU_FORMATION_DIPLOME": "500",
  "GROUPE_SPECIALITE": "221",
  "LIBELLE_COURT": "CAP",
  "LIBELLE_STAT_33": "ESSAI",
  "LIBELLE_LONG_200": "ESSAI",
  "ANCIEN_DIPLOMES": [],
  "NOUVEAU_DIPLOMES": []
}
W
is "$(for t in n_formation_diplome n_formation_diplome_enquete_51 \
    n_niveau_formation_diplome v_formation_diplome; do
	cat-table bcn.db $t | jq length
done | tr '\n' ' ')" '47 45 12 38 ' 'all the fields, null or not'
import "V_FORMATION_DIPLOME N_NIVEAU_FORMATION_DIPLOME
    N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51"
clean 'in any order'
sum=$(sha256sum <bcn.db)
import
sum=$(sha256sum <bcn.db)
import
is "$(sha256sum <bcn.db)" "$sum" 'the same input, the same bytes'

{
	echo "$head_n"
	# seven former diplomas, seven later ones, fifteen cells, the comment
	printf '%s' "50022137;500;;221$labels" ';50022101;50022101;50022100;;;;' \
	    ';;;;;;;50022199' ';;;;;;;;;;;;;;;'
	printf '; l\x92\xe9t\xe9 \x85 "cit\xe9" \xa0 \n'
	printf '50022100;500;;221%s;;;;;;;;50022137\n' "$labels"
} >N_FORMATION_DIPLOME.csv
import
clean 'A: arrays and continuity'
is "$(jq -c .INDICATEUR_CONTINUITE out)" '{"anciens":1,"nouveaux":1}' 'A: the indicator'
shown n_formation_diplome >out
printf '%b' '{
  "FORMATION_DIPLOME": "50022137",
  "NIVEAU_FORMATION_DIPLOME": "500",
  "GROUPE_SPECIALITE": "221",
  "LIBELLE_COURT": "CAP",
  "LIBELLE_STAT_33": "ESSAI",
  "LIBELLE_LONG_200": "ESSAI",
  "ANCIEN_DIPLOMES": ["50022101", "50022100"],
  "NOUVEAU_DIPLOMES": ["50022199"],
  "COMMENTAIRE": "l\xc2\x92été \xc2\x85 \\"cité\\""
}
{
  "FORMATION_DIPLOME": "50022100",
  "NIVEAU_FORMATION_DIPLOME": "500",
  "GROUPE_SPECIALITE": "221",
  "LIBELLE_COURT": "CAP",
  "LIBELLE_STAT_33": "ESSAI",
  "LIBELLE_LONG_200": "ESSAI",
  "ANCIEN_DIPLOMES": [],
  "NOUVEAU_DIPLOMES": ["50022137"]
}' | same_json 'A: the records'

fresh
printf '%s\r\n' "$head_n;NEWCOL;" "$short" "${short/50022137/50022138}" \
    >N_FORMATION_DIPLOME.csv
printf '\xef\xbb\xbf%s\n' "$head_v;ANCIEN_DIPLOME_1" "${short/ESSAI/ÉTÉ}" \
    >V_FORMATION_DIPLOME.csv
import
clean 'D: CRLF, unknown columns, a byte order mark'
is "$(shown v_formation_diplome | jq -r .LIBELLE_STAT_33)" ÉTÉ 'D: UTF-8 behind the mark'
is "$(cat-table bcn.db v_formation_diplome | jq length)" 38 'D: unknown columns dropped'
fresh
printf '%s\0\n' "$niveau" ';5;x' >N_NIVEAU_FORMATION_DIPLOME.csv
sed -i '1s/\x0//' N_NIVEAU_FORMATION_DIPLOME.csv
import
shown n_niveau_formation_diplome >out
same_json 'text holds NUL; a level may lack its code' <<'W'
{
  "NIVEAU_INTERMINISTERIEL": "5",
  "N_NIVEAU_INTERMINISTERIEL_LIBELLE_LONG": "x\u0000"
}
W

# refused PATTERN NAME: import fails, saying so, and the database stays.
fresh
import
sum=$(sha256sum <bcn.db)
refused() {
	import "${3:-}"
	refuses 1 "$1" "$2"
	is "$(sha256sum <bcn.db)" "$sum" '  and the database stays'
	fresh
}
printf '%s\n' "$head_n" "$short" '50022138;500;;221;;;;; ;ESSAI;ESSAI' \
    >N_FORMATION_DIPLOME.csv
refused 'N_FORMATION_DIPLOME:2: LIBELLE_COURT: ' 'C: a label that is empty'
printf '%s\n' "${head_n/;OBSERVATION;/;}" "$short" >N_FORMATION_DIPLOME.csv
refused 'N_FORMATION_DIPLOME:1: OBSERVATION: missing' 'C: a column that is missing'
echo "$head_n" >N_FORMATION_DIPLOME.csv
refused 'table N_FORMATION_DIPLOME is missing from the input, or has no row' 'C: a header only'
: >N_FORMATION_DIPLOME.csv
refused 'table N_FORMATION_DIPLOME is missing from the input, or has no row' 'C: an empty body'
printf '%s\n' "$niveau" '500;' >N_NIVEAU_FORMATION_DIPLOME.csv
refused 'N_NIVEAU_FORMATION_DIPLOME:1: NIVEAU_INTERMINISTERIEL: ' \
    'a level without its mandatory code'
refused 'table V_FORMATION_DIPLOME is missing from the input' 'three tables' \
	'N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51 N_NIVEAU_FORMATION_DIPLOME'
refused 'table V_FORMATION_DIPLOME occurs twice' 'a table twice' "$tables V_FORMATION_DIPLOME"
parse-csv -r --end V_FORMATION_DIPLOME.csv | import-bcn -o bcn.db 2>err
rc=$?
refuses 1 'no #file mark' 'a stream that is not framed'
parse-csv -r -F N_MEF V_FORMATION_DIPLOME.csv | import-bcn -o bcn.db 2>err
rc=$?
expected='N_FORMATION_DIPLOME, .* are expected \(parse-csv --frame\)'
refuses 1 "unknown table 'N_MEF': $expected" 'another table'
parse-csv -r -F V_FORMATION_DIPLOME V_FORMATION_DIPLOME.csv | head -n 2 |
	import-bcn -o bcn.db 2>err
rc=$?
refuses 1 'without its end mark' 'a stream cut short'
for t in $tables; do
	parse-csv -e latin1 -Qtr -F "$t" "$t.csv"
done >all
{ cat all; printf '{"#file":"N_MEF"}\n{"#end":0}\n'; } | import-bcn -o bcn.db 2>err
rc=$?
refuses 1 '5 tables, 4 are expected' 'an empty fifth table'
is "$(sha256sum <bcn.db)" "$sum" '  and the database stays'

printf '%s\n' "$head_n" 'x' "$short" >N_FORMATION_DIPLOME.csv
for t in $tables; do
	parse-csv -e latin1 -Qtr -F "$t" "$t.csv"
done | import-bcn -k --rejects rejects -o k.db >out 2>err
is "$?/$(jq .N_FORMATION_DIPLOME out)/$(jq -r .FORMATION_DIPLOME rejects)" 0/1/x '-k keeps the rest'
grep -q 'warning: N_FORMATION_DIPLOME:1: NIVEAU_FORMATION_DIPLOME' err
ok $? '-k says what is left out'

for o in -h -V; do run import-bcn $o; clean "$o"; done
run import-bcn
is "$rc" 2 'no output named'
run import-bcn -z -o x.db
is "$rc" 2 'an unknown option'
run import-bcn -k -o x.db
is "$rc" 2 '-k needs --rejects'
import-bcn -o bcn.db <all >/dev/full 2>err
is $? 1 'a full disk'

if [ -d "$shared/real/raw/bcn" ]; then
	cp "$shared"/real/raw/bcn/*.csv .
	import
	clean 'E: the real tables'
	same_json 'E: the statistics' <<-'W'
	{
	  "N_FORMATION_DIPLOME": 3923,
	  "N_FORMATION_DIPLOME_ENQUETE_51": 6954,
	  "N_NIVEAU_FORMATION_DIPLOME": 206,
	  "V_FORMATION_DIPLOME": 3923,
	  "INDICATEUR_CONTINUITE": {"anciens": 78, "nouveaux": 110}
	}
	W
	while read -r t sum; do
		is "$(cat-table bcn.db "$t" | python3 -c 'if True:
		import json, sys
		for line in sys.stdin.buffer:
			sys.stdout.buffer.write((json.dumps(json.loads(line),
			    sort_keys=True, ensure_ascii=False,
			    separators=(",", ":")) + "\n").encode())' |
			sha256sum)" "$sum  -" "E: $t"
	done <<-'EOT'
	n_formation_diplome 081cbfac192d313869841808514f767ed681dd237848d3bdd4d6fab27389b5fd
	n_formation_diplome_enquete_51 735f3ffd58b03ea2ff5cd23d8abf313dbb2bea1ac4afb83b9c44b712ca56f343
	n_niveau_formation_diplome ad734d7bbb46fcd58183f8c4a6f7d3f9088c6f240f8ea06373a7a85ab883adb8
	EOT
else
	skip 'E: no real tables'
fi
done_testing
