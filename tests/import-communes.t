#!/bin/bash
# import-communes: the known answers, the previous state, what is refused.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
mkdir db
export SUITE_NOW=2025-01-15T03:00:00.000Z
db=db/communes.db

P='{"type":"Polygon","coordinates":[[[-61.5,16.2],[-61.4,16.2],[-61.5,16.2]],[]]}'
commune() { # CODE NOM POSTAUX [CHANGE]: as API Géo describes one
	jq -nc --arg code "$1" --arg nom "$2" --argjson postaux "$3" --argjson p "$P" \
	    '{nom: $nom, code: $code, codesPostaux: $postaux, codeDepartement: "",
	    codeRegion: "", centre: {type: "Point", coordinates: [-61.5, 16.27]},
	    bbox: $p, _score: 1} | '"${4:-.}"
}
list() { jq -sc . <<<"$*"; }
ml() { # ID: a mission
	jq -nc --argjson id "$1" '{
	    id: $id, code: "0000\($id)", nom: "ML \($id)", siret: "",
	    localisation: {geopoint: null, adresse: "a", cp: "c", ville: "v"},
	    contact: {email: null, telephone: null, siteWeb: null}}'
}
part() { # CODE INTITULE PARENT...
	local code=$1 intitule=$2 up
	shift 2
	for up; do echo "{\"code\":\"$up\",\"type\":\"Commune\"}"; done |
		jq -sc "{code: \"$code\", intitule: \"$intitule\", ascendants: .}"
}
missions() { # CODE ID ...
	while [ $# -gt 0 ]; do
		echo "{\"code_insee\":\"$1\",\"ml\":$(ml "$2")}"
		shift 2
	done | load-table db/mission_locale.db insee_to_ml
}
sources() { # the exchange of the specification's known answers
	rm -rf raw
	mkdir raw
	echo '[{"nom":"Guadeloupe","code":"01","_score":1}]' >raw/regions.json
	echo '[{"code":"978","intitule":"St-Martin"},{"code":"981","intitule":"Île des Faisans"}]' \
	    >raw/collectivites.json
	echo '{"nom":"Saint-Martin","code":"978"}' >raw/region-978.json
	echo '[{"code":"971","codeRegion":"01","nom":"Guadeloupe"}]' \
	    >raw/departements-01.json
	echo '[{"code":"978","codeRegion":"978","nom":"Saint-Martin"}]' \
	    >raw/departements-978.json
	academie 971 Guadeloupe A32 32 978 Saint-Martin A99 99
	{
		part 97191 'Arr. 2' 97101
		part 97190 'Arr. 1' 97101
	} >raw/arrondissements.ndjson
	part 97199 Associée 97103 >raw/associees.ndjson
	{
		part 97103 Baie-Mahault 97103
		part 97198 Déléguée 97103
	} >raw/deleguees.ndjson
	list "$(commune 97101 'Les Abymes' '["97139","97142"]')" \
	    "$(commune 97103 Baie-Mahault '["97122"]')" >raw/communes-971.json
	list "$(commune 97801 Saint-Martin '["97150"]')" >raw/communes-978.json
}
academie() { # DEP NOM ID CODE ...
	while [ $# -gt 0 ]; do
		echo "{\"dep_code\":\"$1\",\"aca_nom\":\"$2\",\"aca_id\":\"$3\",\"aca_code\":\"$4\"}"
		shift 4
	done | jq -sc . >raw/academies.json
}
import() {
	run import-communes -d db -r raw -o $db
}
show() { # FILTER CODE
	cat-table -a $db commune | jq -c "select(.code.insee == \"$2\") | $1"
}

for o in -h -V; do
	run import-communes $o
	clean "$o"
done
for o in '-d db -r raw' '-d db -o x' '-r raw -o x' '-d db -r raw -o x y' -z; do
	# shellcheck disable=SC2086
	run import-communes $o
	is "$rc" 2 "wrong use: $o"
done

# the known answers, on a previous state
sources
missions 97190 1 97191 2 97199 3
was() { # CODE: a record of before
	jq -nc --argjson c "$(commune "$1" Avant '[]')" '{nom: "Avant",
	    code: {insee: $c.code, postaux: []}, anciennes: [], arrondissements: [],
	    departement: {nom: "", codeInsee: ""}, region: {codeInsee: "", nom: ""},
	    academie: {id: "", code: "", nom: ""},
	    localisation: {centre: $c.centre, bbox: $c.bbox}, mission_locale: null,
	    created_at: "2020-01-01T00:00:00.000Z",
	    updated_at: "2021-01-01T00:00:00.000Z"}'
}
{ was 97801; was 99999; } | load-table -a $db commune
import
clean 'known answers'
same 'one line of counts' <<'EOT'
{"rows":3,"created":2,"updated":1,"deleted":1}
EOT
run cat-table $db commune
guadeloupe='{"id": "A32", "code": "32", "nom": "Guadeloupe"}'
localisation='{
    "centre": {"coordinates": [-61.5, 16.27], "type": "Point"},
    "bbox": {
      "coordinates": [[[-61.5, 16.2], [-61.4, 16.2], [-61.5, 16.2]], []],
      "type": "Polygon"
    }
  }'
same_json 'known answers: records' <<EOT
{
  "nom": "Les Abymes",
  "code": {"insee": "97101", "postaux": ["97139", "97142"]},
  "anciennes": [],
  "arrondissements": [
    {"code": "97191", "nom": "Arr. 2"},
    {"code": "97190", "nom": "Arr. 1"}
  ],
  "departement": {"nom": "Guadeloupe", "codeInsee": "971"},
  "region": {"codeInsee": "01", "nom": "Guadeloupe"},
  "academie": $guadeloupe,
  "localisation": $localisation,
  "mission_locale": $(ml 1)
}
{
  "nom": "Baie-Mahault",
  "code": {"insee": "97103", "postaux": ["97122"]},
  "anciennes": [
    {"nom": "Associée", "codeInsee": "97199"},
    {"nom": "Baie-Mahault", "codeInsee": "97103"},
    {"nom": "Déléguée", "codeInsee": "97198"}
  ],
  "arrondissements": [],
  "departement": {"nom": "Guadeloupe", "codeInsee": "971"},
  "region": {"codeInsee": "01", "nom": "Guadeloupe"},
  "academie": $guadeloupe,
  "localisation": $localisation,
  "mission_locale": $(ml 3)
}
{
  "nom": "Saint-Martin",
  "code": {"insee": "97801", "postaux": ["97150"]},
  "anciennes": [],
  "arrondissements": [],
  "departement": {"nom": "Saint-Martin", "codeInsee": "978"},
  "region": {"codeInsee": "978", "nom": "Saint-Martin"},
  "academie": $guadeloupe,
  "localisation": $localisation,
  "mission_locale": null
}
EOT
is "$(show '[.created_at, .updated_at]' 97801)" \
    '["2020-01-01T00:00:00.000Z","2025-01-15T03:00:00.000Z"]' \
    'a commune that changed keeps its first day'

# the next days
export SUITE_NOW=2025-01-16T03:00:00.000Z
before=$(stat -c %i $db)
import
same 'nothing has changed' <<'EOT'
{"rows":3,"created":0,"updated":0,"deleted":0}
EOT
is "$(stat -c %i $db)" "$before" 'the file is left untouched'
cat-table -a $db commune | jq -c '.nom as $n | del(.nom) | .nom = $n' \
    >reordered && load-table -a $db commune <reordered
import
is "$(jq .updated out)" 0 'the order of keys is no change'
cat-table $db commune | jq -r .code.insee | paste -sd' ' >got
is "$(cat got)" '97101 97103 97801' 'the order of the answers'
missions 97191 2 97199 3
import
is "$(show '[.mission_locale.id, .updated_at]' 97101)" \
    '[2,"2025-01-16T03:00:00.000Z"]' 'a mission that changed'
is "$(show .updated_at 97103)" '"2025-01-15T03:00:00.000Z"' \
    'the others are as they were'
rm db/mission_locale.db
import
refuses 0 'warning: db/mission_locale.db: no such database' 'without missions'
is "$(cat-table $db commune | jq -c .mission_locale | sort -u)" null \
    'no mission anywhere'
run import-communes -q -d db -r raw -o $db
clean '-q: no warning'

# oddities
missions 97101 5 97190 1
academie 971 Vieille A0 0 977 X X X 971 Guadeloupe A32 32 978 X X X
import
is "$(show '[.academie.id, .mission_locale.id]' 97101)" '["A32",5]' \
    'the last academy of a departement, the smallest code'
is "$(show .academie.id 97801)" '"A0"' \
    'the islands have that of the first Guadeloupe'
academie 971 Guadeloupe A32 32 978 X X X
list "$(commune 97101 Ailleurs '[]')" "$(commune 97801 Saint-Martin '[]')" \
    >raw/communes-978.json
import
clean 'a code met twice'
is "$(jq -c '[.rows, .deleted]' out)" '[3,0]' 'a code met twice counts once'
is "$(cat-table $db commune | jq -r '.code.insee + .nom' | paste -sd' ')" \
    '97101Ailleurs 97103Baie-Mahault 97801Saint-Martin' \
    'the later departement wins, in the first place'
is "$(show .departement.codeInsee 97101)" '"978"' 'and is the one visited'

# what is refused
sources
cp -r raw raw.good
import
before=$(sha256sum <$db)
refused() { # PATTERN NAME: of the import that follows
	import
	refuses 1 "$1" "$2"
	is "$(sha256sum <$db)" "$before" "$2: the database is as it was"
	rm -rf raw
	cp -r raw.good raw
}
for f in regions.json collectivites.json academies.json region-978.json \
    departements-01.json communes-971.json arrondissements.ndjson \
    associees.ndjson deleguees.ndjson; do
	rm raw/$f
	refused ": raw/$f: No such file" "without $f"
	echo '<html>' >raw/$f
	refused "raw/$f:" "$f is a page"
done
echo '[]' >raw/communes-971.json
refused 'raw/communes-971.json: no commune' 'a departement without commune'
academie 978 X X X
refused 'raw/academies.json: no dep_code 971' 'no academy of Guadeloupe'
academie 971 X X X
refused 'raw/academies.json: no dep_code "978"' 'a departement without academy'
for code in '"../x"' '"1"' '"0123"' '"1a"' 1 null; do
	echo "[{\"nom\":\"x\",\"code\":$code}]" >raw/regions.json
	refused "raw/regions.json: \[0\].code: " "a region's code: $code"
done
part 97192 X >raw/arrondissements.ndjson
refused 'raw/arrondissements.ndjson:1: ascendants: exactly one .* not 0' 'no ascendant'
part 97192 X 97101 97103 >raw/deleguees.ndjson
refused 'raw/deleguees.ndjson:1: ascendants: exactly one .* not 2' 'two ascendants'
echo '{"code":"1","intitule":null,"ascendants":[]}' >>raw/associees.ndjson
refused 'raw/associees.ndjson:2: intitule: ' 'a part without a name'
while IFS='|' read -r change field; do
	jq -c ".[1] |= ($change)" raw.good/communes-971.json \
	    >raw/communes-971.json
	refused "raw/communes-971.json: \[1\]\.$field" "a commune: $change"
done <<'EOT'
del(.nom)|nom: missing
.code=97103|code: a string
.codesPostaux=[97122]|codesPostaux\[0\]: a string
.codeRegion=null|codeRegion: a string
.centre.crs={}|centre: 
.centre.coordinates=[1,2,3]|centre: 
.centre.coordinates=[181,2]|centre: 
.centre.coordinates=["1",2]|centre: 
.centre.type="Polygon"|centre: 
.bbox.coordinates=[[[1,91]]]|bbox: 
.bbox.coordinates=[[1,2]]|bbox: 
.bbox.crs=null|bbox: 
EOT
echo "{\"code_insee\":\"97103\",\"ml\":$(ml 4 | jq -c 'del(.nom)')}" |
	load-table db/mission_locale.db insee_to_ml
refused 'communes-971.json: commune "97103": mission_locale.nom: missing' \
    'a malformed mission'
missions 97190 1
import-communes -d db -r raw -o full.db >/dev/full 2>err
is $? 1 'a full disk'
done_testing
