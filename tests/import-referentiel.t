#!/bin/bash
. "$(dirname "$0")/lib.sh"
db=$T/referentiel.db

import() { # DOCUMENT: through parse-json, as make does
	printf '%s' "$1" >"$T/in.json"
	set -o pipefail
	parse-json --member organismes --end "$T/in.json" 2>"$T/err" |
		import-referentiel -o "$db" >"$T/out" 2>>"$T/err"
	rc=$?
}
page() { echo "{\"pagination\":{\"page\":1,\"resultats_par_page\":60000,\"nombre_de_page\":1,\"total\":$1,\"extra\":1},\"organismes\":[$2]}"; }
lists='"certifications":[],"contacts":[],"diplomes":[],"lieux_de_formation":[],"referentiels":[],"reseaux":[],"uai_potentiels":[]'
one="{\"siret\":\"1\",\"nature\":\"formateur\",$lists}"

import "$(page 1 '{"siret":"1","uai":null,"foo":1,"certifications":[],
 "contacts":[{"email":"a@b.c","confirmé":true,"x":1}],"diplomes":[],
 "lieux_de_formation":[],"nature":"formateur","referentiels":[],"reseaux":[],
 "uai_potentiels":[],"_meta":{"nouveau":false,"anomalies":[]}}')"
clean "known answer A"
is "$(cat "$T/out")" '{"rows":1}' "statistics"
run cat-table "$db"
same_json "known fields kept, unknown ones dropped at every level" <<'W'
{"siret":"1","uai":null,"certifications":[],
 "contacts":[{"email":"a@b.c","confirmé":true}],"diplomes":[],
 "lieux_de_formation":[],"nature":"formateur","referentiels":[],"reseaux":[],
 "uai_potentiels":[],"_meta":{"nouveau":false,"anomalies":[]}}
W

relation='{"siret":"1","nature":"formateur",'"$lists"',"relations":[{"siret":"1","type":"entreprise","uai":null}]}'
import "$(page 1 "$relation")"
is "$(jq -c .relations <<<"$(cat-table "$db")")" '[{"type":"entreprise","siret":"1","uai":null}]' "known answer C"

before=$(sha256sum <"$db")
refused() {
	import "$1"
	refuses 1 "$2" "$3"
	is "$(sha256sum <"$db")" "$before" "  and the database is as it was"
}
refused "$(page 1 "{\"siret\":\"1\",\"nature\":\"formateur\",\"raison_sociale\":null,$lists}")" \
	"stdin:1: raison_sociale: a string is expected, not 'null'" "an optional field that is null"
refused "$(page 1 "{\"siret\":\"1\",\"nature\":\"x\",$lists}")" "nature: one of" "an unknown nature"
refused "$(page 1 "{\"siret\":\"1\",\"nature\":\"formateur\",${lists/\"uai_potentiels\":[]/\"uai_potentiels\":[{\"uai\":null\}]}}")" \
	'uai_potentiels\[0\].uai: a string' "a null in a list"
refused "$(page 2 "$one")" 'pagination.total: 2 announced, 1 received' "total 2 with one organisme"
refused "$(page 60001 "$one")" 'pagination.total: 60001' "more than a page holds"
refused "{\"organismes\":[$one]}" 'pagination: ' "no pagination"
refused "$(page 0 "")" 'no organisme' "an empty list"
set +o pipefail
import "<html>"
is "$rc" 1 "an HTML page"
is "$(sha256sum <"$db")" "$before" "  and the database is as it was"
page 2 "$one,$one" | parse-json --member organismes | import-referentiel -o "$db" 2>"$T/err"
rc=$?
refuses 1 'without its end mark' "a stream without an end"

page 2 "{\"siret\":7,\"nature\":\"formateur\",$lists},$one" >"$T/two.json"
parse-json --member organismes --end "$T/two.json" |
	import-referentiel -k --rejects "$T/rejects" -o "$T/k.db" >/dev/null 2>"$T/err"
rc=$?
refuses 0 'warning: stdin:1: siret: a string' "-k goes on"
is "$(cat-table "$T/k.db" | wc -l)/$(jq -c .siret "$T/rejects")" "1/7" "and keeps the record refused"

for o in -h -V; do run import-referentiel $o; clean "$o"; done
run import-referentiel
is "$rc" 2 "no output named"
done_testing
