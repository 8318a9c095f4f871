#!/bin/bash
. "$(dirname "$0")/lib.sh"
db=$T/catalogue.db

import() { # DOCUMENT: through parse-json, as make does
	printf '%s' "$1" >"$T/in.json"
	set -o pipefail
	parse-json --end "$T/in.json" 2>"$T/err" |
		import-catalogue -o "$db" >"$T/out" 2>>"$T/err"
	rc=$?
}
E=$(jq -c . "$fixtures/catalogue-formation.json")

full=$(jq -c '. + {_id: 1, extra: 2, etablissement_lieu_formation_siret: null, bcn_mefs_10: [{mef10: "1",
		modalite: {duree: "1", annee: "1", z: 2}, q: 1}]}' <<<"$E")
none=$(jq -c '. + {tags: []}' <<<"$E")
import "[$full,$none]"
clean "known answer A"
is "$(cat "$T/out")" '{"rows":1,"without_tag":1}' "statistics"
run cat-table "$db"
jq -c --indent 0 '{cle_ministere_educatif, cfd, code_postal, code_commune_insee, onisep_url, onisep_intitule,
		onisep_libelle_poursuite, onisep_lien_site_onisepfr, onisep_discipline,
		onisep_domaine_sousdomaine, rncp_code, capacite, duree, annee, email,
		lieu_formation_geo_coordonnees, lieu_formation_geo_coordonnees_computed,
		lieu_formation_adresse, etablissement_lieu_formation_siret: null, tags,
		bcn_mefs_10: [{mef10: "1", modalite: {duree: "1", annee: "1"}}], entierement_a_distance,
		contenu, objectif, date_debut, date_fin, num_tel, distance, catalogue_published, published,
		etablissement_formateur_siret, etablissement_formateur_uai, etablissement_gestionnaire_siret,
		etablissement_gestionnaire_uai}' <<<"$E" |
	same "the known fields, in the order of the source's request"
import "$E
$E"
is "$rc/$(cat-table "$db" | wc -l)" "0/2" "JSON lines; the same key twice is kept"

before=$(sha256sum <"$db")
refused() {
	import "$1"
	is "$rc" 1 "$3"
	grep -q "$2" "$T/err"
	ok $? "  says why"
	is "$(sha256sum <"$db")" "$before" "  and the database is as it was"
}
refused '{"error":"x"}' 'cle_ministere_educatif: missing' "not an array"
refused '[{"cle_ministere_educatif":"a"' 'stops in a value' 'cut short'
refused "[$E,$(jq -c '.cfd = null' <<<"$E")]" 'stdin:2: cfd: a string' "a null cfd"
refused "[$(jq -c 'del(.tags)' <<<"$E")]" 'tags: missing' "tags absent"
refused "[$(jq -c '.duree = 1' <<<"$E")]" "duree: a string is expected, not '1'" "a number for a string"
refused "[$(jq -c 'del(.email)' <<<"$E")]" 'email: missing' "a nullable field absent"
refused "" 'the input is empty' "an empty file"

import '[]'
refuses 1 'catalogue: no row in the source, but 2 in the published database' \
    'an empty array does not replace records'
FORCE=1 import '[]'
refuses 1 'which is kept \(remove it to start afresh\)' '  nor by force'
rm "$db"
import '[]'
clean "known answer B: an empty array"
is "$(cat-table "$db" | wc -l)" 0 "gives an empty table"
peak() { # N: the KiB that N records take
	{ yes "${E/K1/$long}" | head -n "$1"; echo "{\"#end\":$1}"; } |
		/usr/bin/time -f %M -o "$T/peak" import-catalogue -o "$db" >"$T/out"
	cat "$T/peak"
}
long=$(printf '%0100d' 1)
if measured; then
	small=$(peak 18000) large=$(peak 180000)
	[ "$large" -le $((small * 11 / 10)) ]
	ok $? "ten times the input, the same memory ($small, $large KiB)"
else
	skip "memory cannot be measured here"
fi
for o in -h -V; do run import-catalogue $o; clean "$o"; done
run import-catalogue
is "$rc" 2 "no output named"
done_testing
