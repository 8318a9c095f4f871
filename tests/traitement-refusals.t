#!/bin/bash
# What the nightly processing refuses: definitions of KPIs, and the
# configuration of Sercel's services.
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
done_testing
