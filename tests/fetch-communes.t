#!/bin/bash
# fetch-communes: three sites, lists and what they lead to.
. "$(dirname "$0")/lib.sh"
source=communes tool=fetch-communes
. "$root/tests/fetch.sh"
export API_INSEE_TOKEN=insee-token

# ---- a whole sample ----

fetch
clean 'what the sources have'
is "$(diff -r raw sample/communes)" '' '  the very files'
all=$(jq .requests out)
asked >requests
is "$(sort requests | uniq -d)" '' '  nothing is asked twice'
is "$(grep -v ' /metadonnees/.*/ascendants' requests | grep -v '/[0-9AB]*/departements \|^GET /departements/\|/regions/' | sort)" \
    'GET /api/explore/v2.1/catalog/datasets/fr-esr-referentiel-geographique/exports/json?group_by=dep_code,aca_nom,aca_id,aca_code 200
GET /metadonnees/geo/arrondissementsMunicipaux 200
GET /metadonnees/geo/collectivitesDOutreMer 200
GET /metadonnees/geo/communesAssociees 200
GET /metadonnees/geo/communesDeleguees 200
GET /regions 200' '  the lists'
for path in /regions/978 /regions/978/departements /regions/11/departements \
    '/departements/2A/communes?fields=code,codesPostaux,centre,bbox,codeDepartement,codeRegion&geometry=centre' \
    '/metadonnees/geo/arrondissementMunicipal/75101/ascendants?type=Commune'; do
	is "$(grep -cFx "GET $path 200" requests)" 1 "  GET $path"
done
is "$(grep -c ' /regions/11 \|981' requests)" 0 \
    '  not a region by itself, nor Île des Faisans'
before=$(raw)
fetch
is "$rc $(jq -c '[.requests, .changed]' out)" "0 [$all,[]]" 'nothing new'
is "$(asked | grep -vc ' 304$')" 0 '  all on condition'
is "$(raw)" "$before" '  nothing touched'
faults 'communes:2/5:latency=30' 'communes:3/7:etag'
rm -rf state
fetch
clean 'answers in another order'
is "$(raw)" "$before" '  the same files'

sed -i '$s/"intitule":"/&X/' sample/communes/deleguees.ndjson
faults
fetch
is "$(jq -c .changed out)" '["deleguees.ndjson"]' 'a delegated commune has another name'
cmp -s raw/deleguees.ndjson sample/communes/deleguees.ndjson
ok $? '  the file'

# ---- what is wrong ----

asked >seen
# Of the six lists that are asked at once, any may be the first to say so; three
# of them are no files by themselves. The tool may end before it asks the others.
breaks 75 "((regions|academies|collectivites).json: )?$url/.*: HTTP 503 \\(temporary: try again later\\)\$" 'out of order' \
    'communes:*:503'
settled
[ "$(asked | grep -c ' /regions ')" -le 1 ]
ok $? '  API Geo is not asked again'
breaks 1 '.*: no member (dep_)?code ' 'codes that have gone' 'communes:*:column'
breaks 1 '.*an empty list' 'no list' 'communes:*:empty'
API_INSEE_TOKEN=another fetch
refuses 1 "$url/metadonnees/[a-zA-Z/]*: HTTP 401" 'another token'
is "$(grep -c another err)" 0 '  is not told'
API_INSEE_TOKEN='' fetch
refuses 1 "$url/metadonnees/[a-zA-Z/]*: HTTP 401" 'no token for a server that wants one'
for field in X-INSEE-Api-Key-Integration 'X-INSEE-Api-Key-Integration:' \
    'Authorization: Bearer'; do
	rm -rf raw2 state2
	INSEE_HEADER=$field run fetch-communes -u "$url" -r raw2 -s state2
	clean "the token in the field $field"
done
INSEE_HEADER=X-Key fetch
refuses 1 "$url/metadonnees/[a-zA-Z/]*: HTTP 401" '  in another field'
INSEE_HEADER=$'X-Key: a\r\nX-Other:' fetch
refuses 1 '^fetch-communes: INSEE_HEADER holds a control character$' '  in two'
faults
faults 'communes:*:latency=20'
rm -rf state
before=$(raw)
fetch-communes -u "$url" -r raw -s state 2>none &
until [ "$(find state/stage -type f 2>none | wc -l)" -gt 5 ]; do sleep 0.02; done
kill -KILL $!
wait $! 2>none
is "$(raw)" "$before" 'killed: the raw folder is as it was'

# ---- the forms of answers ----

# put PATH JSON: what is answered, in many lines.
put() { mkdir -p "site/$(dirname "$1")" && jq . <<<"$2" >"site/$1.json"; }
insee=metadonnees/geo
# ascendants KIND CODE COMMUNE...: the communes of a part.
ascendants() {
	put "$insee/$1/$2/ascendants" \
	    "$(jq -nc '$ARGS.positional | map({code: ., intitule: "Une \" \\"})' --args "${@:3}")"
}
httpd site
rm -rf raw state
put regions '[{"code":"01","nom":"Guadeloupe"}]'
put regions/01/departements '[{"code":"971","nom":"Guadeloupe","codeRegion":"01"}]'
put departements/971/communes '[{"code":"97101"}]'
put regions/978 '{"code":"978","nom":"Saint-Martin"}'
put regions/978/departements '[{"code":"978","nom":"Saint-Martin","codeRegion":"978"}]'
put departements/978/communes '[{"code":"97801"}]'
put $insee/collectivitesDOutreMer '[{"code":"981"},{"code":"978","intitule":"St-Martin"}]'
put api/explore/v2.1/catalog/datasets/fr-esr-referentiel-geographique/exports/json '[{"dep_code":"971"}]'
put $insee/arrondissementsMunicipaux '[{"code":"97191","intitule":"Arr. 2","n":[1, {"a":null}]},{"intitule":"Arr. é","code":"97190"}]'
ascendants arrondissementMunicipal 97191 97101
ascendants arrondissementMunicipal 97190 97101
put $insee/communesAssociees '[{"code":"97199","intitule":"A"}]'
ascendants communeAssociee 97199 97103
put $insee/communesDeleguees '[{"code":"97 é","intitule":"D"}]'
ascendants communeDeleguee '97 é' 97103
fetch
clean 'answers of many lines'
is "$(cat raw/*.ndjson)" '{"code":"97191","intitule":"Arr. 2","n":[1,{"a":null}],"ascendants":[{"code":"97101","intitule":"Une \" \\"}]}
{"intitule":"Arr. é","code":"97190","ascendants":[{"code":"97101","intitule":"Une \" \\"}]}
{"code":"97199","intitule":"A","ascendants":[{"code":"97103","intitule":"Une \" \\"}]}
{"code":"97 é","intitule":"D","ascendants":[{"code":"97103","intitule":"Une \" \\"}]}' \
    '  an item a line, as it is spelt, in the order of the list'
cmp -s raw/collectivites.json site/$insee/collectivitesDOutreMer.json
ok $? '  the others byte for byte'
is "$(cd raw && echo -- *.json)" \
    '-- academies.json collectivites.json communes-971.json communes-978.json '\
'departements-01.json departements-978.json region-978.json regions.json' \
    '  the files'
before=$(raw)
wrong() { # PATTERN NAME
	fetch
	refuses 1 "$1" "$2"
	is "$(raw)" "$before" '  the raw folder is as it was'
}
ascendants communeAssociee 97199 97103 97104
wrong "^fetch-communes: communes: $url/$insee/communeAssociee/97199/ascendants: one commune is expected, not 2$" \
    'two communes of an associated one'
ascendants communeAssociee 97199
wrong 'one commune is expected, not 0' '  no commune'
ascendants communeAssociee 97199 97103
put $insee/communesAssociees '[{"code":97199}]'
wrong 'code: a string is expected' 'a code that is a number'
put $insee/communesAssociees '[{"code":"97199","intitule":"A"}]'
put departements/971/communes '[]'
wrong '^fetch-communes: communes: communes-971.json: .*: an empty list' \
    'a departement without communes'
put departements/971/communes '[{"code":"97101"}]'
put regions/01/departements '[{"code":"../x"}]'
wrong 'code: two or three characters' 'a code that leads elsewhere'
done_testing
