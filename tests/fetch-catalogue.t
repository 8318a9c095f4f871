#!/bin/bash
# fetch-catalogue: how many formations there are, then all of them.
. "$(dirname "$0")/lib.sh"
source=catalogue tool=fetch-catalogue
. "$root/tests/fetch.sh"
api=/api/v1/entity/formations
query='query=%7B%22catalogue_published%22:true%7D'
fields='cle_ministere_educatif cfd code_postal code_commune_insee onisep_url
onisep_intitule onisep_libelle_poursuite onisep_lien_site_onisepfr
onisep_discipline onisep_domaine_sousdomaine rncp_code capacite duree annee
email lieu_formation_geo_coordonnees lieu_formation_geo_coordonnees_computed
lieu_formation_adresse etablissement_lieu_formation_siret
etablissement_lieu_formation_uai tags bcn_mefs_10 entierement_a_distance contenu
objectif date_debut date_fin num_tel distance catalogue_published published
etablissement_formateur_siret etablissement_formateur_uai
etablissement_gestionnaire_siret etablissement_gestionnaire_uai'
# shellcheck disable=SC2086 # words
select=%7B$(printf '%%22%s%%22:1,' $fields | sed 's/,$//')%7D

fetch
clean 'what the source has'
is "$(jq -c '[.requests, .changed]' out)" '[2,["formations.json"]]' '  one file'
cmp -s raw/formations.json sample/catalogue/formations.json
ok $? '  as it came'
is "$(asked)" "GET $api/count?$query 200
GET $api.json?$query&limit=1500&select=$select 200" \
    '  the number, then so many, and the fields that are read'
before=$(raw)
fetch
is "$rc $(jq -c '[.requests, .changed]' out)" '0 [2,[]]' 'nothing new'
is "$(asked | grep -c ' 304$')" 2 '  both on condition'
is "$(raw)" "$before" '  nothing touched'

jq -c '.[:1499] | map({cle_ministere_educatif} + .)' sample/catalogue/formations.json >other
mv other sample/catalogue/formations.json
killed KILL state/stage/formations.json 'a run that is killed' "$source:2:drip=1000"
cmp -s raw/formations.json sample/catalogue/formations.json
ok $? '  the new list'
is "$(asked | grep -c 'limit=1499')" 2 '  as many as there are now'

number="$url$api/count" data="formations.json: $url$api.json"
breaks 75 "$number: HTTP 500 \\(temporary: try again later\\)\$" 'no second try' "$source:1:500"
breaks 1 "$number: no formation at all\$" 'none' "$source:1:empty"
breaks 1 "$data: an empty list\$" 'none after all' "$source:2:empty"
breaks 1 "$data: no member cle_ministere_educatif" 'other records' \
    "$source:2:column"
breaks 75 "$data: cut" 'cut where HTTP cannot see it' "$source:2:cut"

cp raw/formations.json before
touch raw/formations.zip
asked >/dev/null
fetch
refuses 1 "^$tool: $source: raw/formations.zip: in the way of formations.json: remove it\$" \
    'an archive beside it, which the importer would refuse'
is "$(asked)" '' '  nothing is asked'
ok "$(cmp -s raw/formations.json before && [ -e raw/formations.zip ]; echo $?)" \
    '  both are as they were'
rm raw/formations.zip


mkdir -p "site$api"
echo '{"count":3}' >"site$api/count"
httpd site
CATALOGUE_URL=$url run fetch-catalogue -r raw -s state
refuses 1 "^$tool: $source: $url$api/count: not a number of formations '\{\"count\":3\}'\$" \
    'CATALOGUE_URL, and a number that is none'
done_testing
