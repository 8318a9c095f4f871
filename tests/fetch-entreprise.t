#!/bin/bash
# fetch-entreprise: the chains of questions, what is remembered of the answers.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
export FETCH_PACE=0 SUITE_NOW=2026-01-10T00:00:00Z API_ENTREPRISE_KEY='s€ cret'
tool=fetch-entreprise
fetch() { run "$tool" -u "$url" -r raw -s state "$@"; }

# ---- what a status means, to each of the four questions ----

listen /usr/bin/python3 "$root/tests/statuses.py" port requests
# says KIND FIRST,SECOND [MEMBER]: the answer, the requests in $T/asked.
says() {
	rm -rf raw state requests
	jq -nc --arg k "$1" --arg v "$2" '{($k): $v}' >questions
	fetch questions
	sed 's/?.* / /; s|/v3/insee/sirene/||' requests >asked
	cat raw/*.ndjson 2>/dev/null | jq -c "${3:-.etablissement,.unite_legale|select(.)}"
}
calls() { tr '\n' ' ' <asked; }

is_json "$(says siret 200,500)" "an etablissement: what is not to be told is null, what is not known is left out" <<'E'
{"siret":"90000000100017","etat_administratif":"A","date_creation":2,
 "date_fermeture":null,"enseigne":"E",
 "unite_legale":{"siren":"900000001","type":"personne_physique",
  "personne_morale_attributs":{"raison_sociale":"R","sigle":"S"},
  "personne_physique_attributs":{"prenom_usuel":"P","nom_usage":"U",
   "nom_naissance":"N"},"etat_administratif":"A","date_creation":1},
 "adresse":{"numero_voie":null,"indice_repetition_voie":"B","type_voie":"RUE",
  "libelle_voie":"V","complement_adresse":"C","code_postal":"29200",
  "libelle_commune_etranger":null,"code_pays_etranger":"X",
  "libelle_pays_etranger":"Y","code_commune":"29019","libelle_commune":"[ND]"}}
E
is "$(calls)" 'etablissements/diffusibles/200%2C500 200 ' "  one question"
is "$(sed 's/.*?//; s/ .*//' requests)" \
    'token=s%E2%82%AC%20cret&context=MNA&recipient=13002526500013&object=Consolidation+des+donn%C3%A9es' \
    "  the query"
is "$(cat out)" '{"requests":1,"bytes":869,"unchanged":0,"changed":["etablissements.ndjson","unites_legales.ndjson"]}' \
    "  statistics"
is_json "$(says siret 404,200)" "one that may be told in part" <<'E'
{"siret":"90000000100017","etat_administratif":"A","date_creation":2,
 "date_fermeture":null,"enseigne":"E",
 "unite_legale":{"siren":"900000001","type":"personne_physique",
  "personne_morale_attributs":{"raison_sociale":"R","sigle":null},
  "personne_physique_attributs":{"prenom_usuel":null,"nom_usage":null,
   "nom_naissance":null},"etat_administratif":"A","date_creation":1},
 "adresse":{"numero_voie":null,"indice_repetition_voie":null,"type_voie":null,
  "libelle_voie":null,"complement_adresse":null,"code_postal":null,
  "libelle_commune_etranger":null,"code_pays_etranger":"X",
  "libelle_pays_etranger":"Y","code_commune":"29019","libelle_commune":"[ND]"}}
E
is "$(calls)" 'etablissements/diffusibles/404%2C200 404 etablissements/404%2C200 200 ' \
    "  two questions"
is_json "$(says siren 200,500)" "an unite legale" <<'E'
{"siren":"900000001","type":"personne_physique",
 "personne_morale_attributs":{"raison_sociale":"R","sigle":"S"},
 "personne_physique_attributs":{"prenom_usuel":"P","nom_usage":"U",
  "nom_naissance":"N"},"etat_administratif":"A","date_creation":1,
 "date_cessation":3}
E
is_json "$(says siren 404,200)" "  in part" <<'E'
{"siren":"900000001","type":"personne_physique",
 "personne_morale_attributs":{"raison_sociale":"R","sigle":null},
 "personne_physique_attributs":{"prenom_usuel":null,"nom_usage":null,
  "nom_naissance":null},"etat_administratif":"A","date_creation":1,
 "date_cessation":3}
E
is_json "$(says siren 404,404)" "  that nobody knows: closed in 1990" <<'E'
{"siren":"404,404","type":"personne_morale",
 "personne_morale_attributs":{"raison_sociale":null,"sigle":null},
 "personne_physique_attributs":{"prenom_usuel":null,"nom_usage":null,
  "nom_naissance":null},"etat_administratif":"C","date_creation":null,
 "date_cessation":631152000000}
E
for c in siret:404,404 siret:404,451 siret:451,500 siret:422,500 siren:404,451 \
    siren:451,500 siren:422,500; do
	is "$(says "${c%:*}" "${c#*:}" 'del(.identifiant)|.[]')" null "$c: null"
done
is "$(says siret 429,200 .etablissement.adresse.code_postal)/$(grep -c . asked)" \
    null/5 "siret:429: four times, then the other question"
for c in siret:404,422:1:1+1 siret:404,429:75:1+4 siren:429,500:75:4 \
    siren:404,422:1:1+1 siren:404,429:75:1+4 siret:409,500:75:4 siren:503,500:75:4 \
    siret:404,500:75:1+4 siret:403,500:1:1 siren:304,500:75:1; do
	IFS=: read -r kind statuses code tries <<<"$c"
	says "$kind" "$statuses" >none
	refuses "$code" "^fetch-entreprise: entreprise: \{\"$kind\":\"$statuses\"\}: $url/v3/insee/sirene/[a-z_/]*${statuses/,/%2C}: HTTP [0-9]{3}" \
	    "$kind:$statuses: fails"
	is "$(grep -c . asked)/$(cat none)" "$((tries))/" "  requests"
done
# Answers of another than the API: c is QUESTION STATUSES WHY.
for c in siret:404,404-page:'a page of HTML' siren:404,404-page:'a page of HTML' \
    siret:422,500-page:'a page of HTML' siret:451,500-page:'a page of HTML' \
    siret:404,404-empty:'an empty answer' siren:404,404-kong:'no list errors' \
    siret:404,404-kong:'no list errors' siret:404,404-text:'not the JSON' \
    siren:404,200-none:'an empty list' siren:404,404-list:'not the JSON' \
    siren:404,404-away:'redirected' siret:404,404-away:'redirected' \
    siret:451,500-away:'redirected' siren:451,500-kong:'no list errors' \
    siren:404,404-cut:'cut'; do
	IFS=: read -r kind statuses why <<<"$c"
	says "$kind" "$statuses" >none
	code=1
	[ "$why" != cut ] || code=75
	refuses "$code" ": HTTP ${statuses:0:3}, but not from the API: .*$why" \
	    "$c: fails"
	is "$(sqlite3 state/http.db 'SELECT count(*) FROM said')" 0 \
	    "  and is not remembered"
done
is "$(says siret 451,500-empty .etablissement)$(says siret 422,500-empty .etablissement)" \
    nullnull "451 and 422 need no body"
says siret 429,200-page >none
is "$(grep -c . asked)" 5 "429 on a page of HTML: the other question"
says siret 204,500 >none
refuses 1 ': data: an object' "an answer without data"
says siret 200,-enseigne >none
refuses 1 ': data.enseigne: ' "a record without a member"
says siren 200,-date_cessation >none
refuses 1 ': data.date_cessation: ' "  of an unite legale"

# ---- the questions ----

echo '{"siret":5}' >questions
fetch questions
refuses 1 '^fetch-entreprise: questions:1: siret: ' "a question that is none"
echo '{}' >questions
fetch questions
refuses 1 "a siret or a siren is expected, not '\{\}'" "  of nothing"
fetch nowhere
refuses 1 'nowhere: No such file' "no questions"
: >questions
rm -rf raw state
fetch questions
clean "not one question"
is "$(cat raw/*.ndjson)" '' "  empty files"
: >requests
echo '{"siret":"200,500"}' >questions
cat questions questions >twice
fetch twice
is "$(grep -c . requests)/$(cat raw/* | wc -l)" 1/1 "a question twice is one"
API_ENTREPRISE_KEY='' fetch questions
refuses 1 'API_ENTREPRISE_KEY .*is not set' "no token"

# ---- companies that the API does not know ----

many() { jq -nc '$ARGS.positional[] | {siret: .}' --args "$@" >questions; }
held() { sqlite3 state/http.db 'SELECT count(*), count(until) FROM said'; }
rm -rf raw state
many 404,404 404,451 # the second question shows that it knows something
fetch questions
clean "an unknown company beside one that is known"
is "$(held)" '2|1' "  holds for some time"
is "$(SUITE_NOW=2026-02-08T23:59:59Z fetch questions; jq .requests out)" 0 \
    "29 days later it is not asked"
is "$(SUITE_NOW=2026-02-09T00:00:00Z fetch questions; jq .requests out)" 2 \
    "  30 days later it is, and may be unknown still"
many 404,404 404,451 404,404-z # a third: it alone is new
SUITE_NOW=2026-04-01T00:00:00Z fetch questions
clean "one more unknown company, and one that is so still"
many 404,404-a 404,404-b 404,404-c
before=$(held)
fetch questions
refuses 1 '^fetch-entreprise: entreprise: it knows none of the 3 that' \
    "every company is unknown: refused"
is "$(held)" "$before" "  and not remembered"
rm -rf state
fetch questions
refuses 1 ' it knows none of the 3 ' "  in a first run too"
is "$(held)" "0|0" "  and not remembered"
many 404,404 404,403
rm -rf state
fetch questions
refuses 1 'HTTP 403' "an unknown one, then a failure"
is "$(held)" '0|0' "  nothing is remembered: nobody has shown that it works"

# ---- a whole sample, in the order of the questions ----

source=entreprise
. "$root/tests/fetch.sh"
sort -k2 -t: sample/entreprise/etablissements.ndjson | jq -c '{siret: .identifiant}' >questions
jq -c '{siren: .identifiant}' sample/entreprise/unites_legales.ndjson >>questions
export API_ENTREPRISE_KEY=entreprise-token
rm -rf raw state
fetch questions
clean "a sample"
grep -rq entreprise-token state raw log out
is $? 1 "  the token is kept nowhere"
import-entreprise -r sample/entreprise -o want.db >none
import-entreprise -r raw -o got.db >none
cmp -s want.db got.db
ok $? "  the answers are those of the sample"
is "$(cat raw/etablissements.ndjson raw/unites_legales.ndjson | jq -r .identifiant | sha256sum)" \
    "$(jq -r '.[]' questions | sha256sum)" "  in the order of the questions"
is "$(jq -c 'select(has("ttl"))' raw/*.ndjson)" '' "  without their time"

files() { find raw -type f -printf '%p %T@ %C@\n' | sort; }
files >before
sums=$(sha256sum raw/*)
all=$(grep -c . questions)
open=$(jq -r '.etablissement,.unite_legale|select(.).etat_administratif' raw/*.ndjson | grep -c A)
fetch questions
is "$(jq -c 'del(.bytes)' out)" '{"requests":0,"unchanged":2,"changed":[]}' "again: nothing is asked"
is "$(files)" "$(cat before)" "  no file is touched"
SUITE_NOW=2026-01-16T23:59:59Z fetch questions
is "$(jq .requests out)" 0 "six days later: nothing is asked"
faults 'entreprise:*:503'
SUITE_NOW=2026-01-17T00:00:00Z fetch questions
refuses 75 '"}: http.*: HTTP 503' "a week later, the server out of order: later"
is "$(files)" "$(cat before)" "  no file is touched"
fetch questions
clean "  nor is it asked what is known"
faults 'entreprise:2/7:latency=20'
SUITE_NOW=2026-01-17T00:00:00Z fetch questions
clean "a week later"
requests=$(jq .requests out)
ok $((requests < open || requests > open + all / 4)) "  what is open is asked again"
is "$(files)" "$(cat before)" "  the same answers, no file is touched"

# ---- killed half-way ----

rm -rf raw state
faults 'entreprise:*:latency=20'
for signal in KILL TERM; do
	: >log
	fetch-entreprise -u "$url" -r raw -s state questions 2>none &
	until [ "$(grep -c . log)" -gt 100 ]; do sleep 0.02; done
	kill -$signal $!
	wait $! 2>none
	is "$(ls raw 2>none)" '' "SIG$signal: no file yet"
done
faults
fetch questions
requests=$(jq .requests out)
ok $((requests > all + all / 4 - 200)) "the next run goes on: $requests requests"
is "$(sha256sum raw/*)" "$sums" "  the same files"

# ---- answers that are none ----

rm -rf raw state
head -n 1 questions >one
for c in "html:1:a page of HTML" "cut:75:cut" "truncate:75:" "reset:75:" \
    "column:1:data: " "gone:75:HTTP 304"; do
	IFS=: read -r fault code why <<<"$c"
	faults "entreprise:*:$fault"
	fetch one
	refuses "$code" "^fetch-entreprise: entreprise: .*: $url/v3/[^?]*: .*$why" "$fault"
done
rm -rf raw state
faults 'entreprise:*:429=5'
: >log
fetch <(tail -n 1 questions)
refuses 75 'HTTP 429' "to be asked after five seconds: later"
faults
API_ENTREPRISE_KEY=another fetch questions
refuses 1 'HTTP 401' "another token"
is "$(grep -c another err)" 0 "  it is not told"
: >requests
printf 'HTTP/1.1 429 Slow\r\nRetry-After: 1e30\r\nContent-Length: 0\r\n\r\n' >slow
canned slow slow slow slow
FETCH_PACE=1 fetch one
refuses 75 'HTTP 429' "to be asked after ages: later"
is "$(grep -c '^GET' requests)" 2 "  each question once"
: >requests
sed 's/1e30/Fri, 31 Dec 2100 23:59:59 GMT/' slow >dated
canned dated dated dated dated
FETCH_PACE=1 fetch one
refuses 75 'HTTP 429' "to be asked at a date: later"
is "$(grep -c '^GET' requests)" 2 "  each question once"

# ---- -k, --max-age ----

listen /usr/bin/python3 "$root/tests/statuses.py" port requests
# ask OPTION...: three questions as list-siret-errors prints them: one is known,
# one fails, one is not known.
ask() {
	: >requests
	for codes in 200,200 "$fails" 404,404; do
		jq -nc --arg s "$codes" \
		    '{establishment_id: "e", siret: $s, ids: [], family: "key"}'
	done >some
	run fetch-entreprise -u "$url" -r raw -s state "$@" some
}
answers() {
	jq -r '"\(.identifiant) \(.etablissement | type)"' \
	    raw/etablissements.ndjson | tr '\n' ' '
}
rm -rf raw state
fails=500,500
ask
is "$rc/$(ls raw 2>/dev/null)" 75/ 'without -k nothing appears'
rm -rf raw state
ask -k
is "$rc/$(wc -l <err)/$(answers)" '75/1/200,200 object 404,404 null ' \
    '-k: a question without an answer is named and left out'
grep -q '500,500.*HTTP 500' err
is $? 0 '  with the reason'
fails=200,201
ask -k
clean '-k: all are answered'
is "$(answers)/$(grep -c . requests)" \
    '200,200 object 200,201 object 404,404 null /1' \
    '  what is remembered is not asked'
SUITE_NOW=2026-01-12T00:00:00Z ask -k --max-age 1
clean '--max-age'
is "$(grep -c . requests)" 4 '  asks again, also what was unknown'
SUITE_NOW=2026-01-12T12:00:00Z ask -k --max-age 1
is "$(grep -c . requests)" 0 '  but not what is young'
done_testing
