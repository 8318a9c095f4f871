#!/bin/bash
# What the nightly processing refuses: definitions of KPIs, the configuration of
# Sercel's services, requests; and a traitement whose last job is gone.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
export SUITE_NOW=2025-11-12T01:00:05Z SERCEL_URL=file://$T/raw/sercel
sample-upstream -q --sources sercel -o raw

# Each definition is the aggregate or the expression below, with a change of jq's.
kpi() { # kpi MESSAGE CHANGE [BASE]
	jq -nc "${3:-$aggregate} | $2 | {kpi: .}" >in
	run import-parametrage -d . <in
	refuses 1 "$1" "$2"
}
aggregate='{code: "K", libelle: "l", unite: "mm", grandeur: "g", fenetre: "P1D",
    agregat: "max"}'
expression='{code: "K", libelle: "l", unite: "%", expression: "100 * 2"}'
run import-parametrage -n -d . <<<"$(jq -nc "{kpi: $aggregate}")"
is "$rc" 0 'an aggregate'
run import-parametrage -n -d . <<<"$(jq -nc "{kpi: $expression}")"
is "$rc" 0 'an expression'
kpi 'couleur: unknown' '.couleur = 1'
kpi 'code: .*A-Z' '.code = "k"'
kpi 'libelle: a text' '.libelle = 3'
kpi 'unite: a text' 'del(.unite)'
kpi 'either agregat or expression' 'del(.agregat)'
kpi 'either agregat or expression' '.expression = "1"'
kpi 'agregat: a known aggregate' '.agregat = "mode"'
kpi 'grandeur: a text' '.grandeur = ""'
for window in P1 PT P1M P1T P12345678D PxD; do
	kpi 'fenetre: PnD or PTnH' ".fenetre = \"$window\""
done
kpi 'groupe: a text or null' '.groupe = 1'
kpi 'parametre: a number' '.parametre = "x"'
kpi 'parametre: a number from 0 to 1' '.agregat = "quantile" | .parametre = 2'
kpi 'min_points: a whole number' '.min_points = 0.5'
kpi 'capteurs: ' '.capteurs = [1]'
kpi 'ouvrages: ' '.ouvrages = "OA-001"'
kpi 'par_capteur: true or false' '.par_capteur = null'
kpi 'seuils: an object' '.seuils = 3'
kpi 'seuils: vigilance, alerte or sens' '.seuils = {rouge: 1}'
kpi 'seuils: a number' '.seuils = {alerte: "1"}'
kpi 'seuils: sens haut, bas or ecart' '.seuils = {sens: "droite"}'
kpi 'fenetre: not with an expression' '.fenetre = "P1D"' "$expression"
kpi 'expression: a text' '.expression = 1' "$expression"
kpi 'expression: ' '.expression = "1 +"' "$expression"

# The configuration.
import-parametrage -q -d . <raw/traitement/parametrage.ndjson >/dev/null
start-traitement -q -d . --no-queue --date 2025-11-12 >line
conf() { # conf MESSAGE LINE
	printf '# a comment\n%s\n' "$2" >conf
	run traitement-recuperation -d . --no-queue -c conf <line
	refuses 1 "^traitement-recuperation: $1" "${2:-$SERCEL_URL}"
}
conf 'conf:2: NAME = VALUE is expected, not .base' base
conf "conf:2: unknown setting 'port'" 'port = 80'
conf "conf: auth: none, basic or bearer is expected, not 'digest'" 'auth = digest'
SERCEL_URL=http://127.0.0.1:9
conf 'SERCEL_TOKEN .or SERCEL_TOKEN_FILE. is not set' 'auth = bearer'
conf 'SERCEL_USER .or SERCEL_USER_FILE. is not set' 'auth = basic'
SERCEL_URL=ftp://127.0.0.1
conf 'SERCEL_URL: an http, https or file URL is expected' ''

# Requests.
answer() { # answer STATUS ERROR NAME: serve-traitement's, to standard input
	serve-traitement -d . "${@:4}" >out 2>err
	is "$?/$(head -n 1 out | tr -d '\r')/$(tail -n 1 out)$(cat err)" \
	    "0/HTTP/1.1 $1/{\"erreur\":\"$2\"}" "$3"
}
request() { # request LINE [FIELD...]: without a body
	printf '%s\r\n' "$@" ''
}
request nonsense | answer '400 Bad Request' REQUETE 'a request that is none'
printf 'GET /sante' | answer '400 Bad Request' REQUETE 'a request that is cut'
request 'POST /traitements HTTP/1.1' 'Content-Length: 3' |
    answer '400 Bad Request' REQUETE 'a body that is cut'
request 'POST /traitements HTTP/1.1' 'Content-Length: 3x' |
    answer '400 Bad Request' REQUETE 'a length that is no number'
request 'POST /traitements HTTP/1.1' 'Transfer-Encoding: chunked' |
    answer '400 Bad Request' REQUETE 'a body in pieces'
request 'POST /traitements HTTP/1.1' 'Content-Length: 65537' |
    answer '413 Content Too Large' TAILLE 'a body that is too long'
request "GET /$(printf '%070000d' 0) HTTP/1.1" |
    answer '413 Content Too Large' TAILLE 'a head that is too long'
(sleep 11) | answer '408 Request Timeout' DELAI 'a request that does not come'
request 'GET /traitements HTTP/1.1' |
    answer '405 Method Not Allowed' METHODE 'a method'
request 'GET /traitements/20000101-1 HTTP/1.1' |
    answer '404 Not Found' INCONNU 'a traitement that is not known'
request 'GET /sante HTTP/1.1' | serve-traitement -d . >/dev/full 2>err
is "$?/$(grep -vc 'standard output: No space left' err)" 1/0 'an answer that cannot be written'
serve-traitement -d . <. >out 2>err
is "$?/$(grep -c 'standard input' err)" 1/1 'a request that cannot be read'
mkdir none
request 'POST /traitements HTTP/1.1' | serve-traitement -d none >out 2>err
is "$?/$(head -n 1 out | tr -d '\r')/$(tail -n 1 out)" \
    '0/HTTP/1.1 503 Service Unavailable/{"erreur":"OCCUPE"}' 'no database'

# A traitement whose last job is gone is ECHEC when the next one is to start.
mkdir q
import-parametrage -q -d q <raw/traitement/parametrage.ndjson >/dev/null
failed() { # failed DATE ID: what is told of the traitement before
	start-traitement -q -d q --date "$1" >out 2>err
	is "$?/$(jq -r .nouveau out)$(cat err)" 0/true 'the next traitement starts'
	is "$(status-traitement -d q "$2" | jq -r .statut)" ECHEC '  the one before failed'
	is "$(list-jobs -d q -Q traitement -s waiting | jq -r .id | tr '\n' ' ')" \
	    "${3:?} ${1//-/}-1:recuperation:1 " '  its experts are to be told'
	is "$(sqlite3 q/traitement.db "SELECT DISTINCT type FROM notification
	    WHERE id_traitement = '$2'")" ECHEC_TRAITEMENT '  of that'
}
drop() { work-queue -q -d q -Q traitement --drain -- sh -c 'exit 65' >/dev/null 2>&1; }
start-traitement -q -d q --date 2025-11-12 >/dev/null
drop
failed 2025-11-13 20251112-1 20251112-1:notification:1:recuperation:0
sqlite3 q/traitement.db "INSERT INTO execution (id_traitement, etape, tentative,
    id_message, debut, statut) VALUES ('20251113-1', 'validation', 2, 'm',
    '2025-11-13T01:00:00.000Z', 'ABANDONNE')"
drop
failed 2025-11-14 20251113-1 20251113-1:notification:1:validation:2
done_testing
