#!/bin/bash
. "$(dirname "$0")/lib.sh"
raw=$T/raw
db=$T/entreprise.db
mkdir "$raw"

unit() { # SIREN JQ: the default unité légale, not disclosed, changed
	jq -c --arg s "$1" '.identifiant = $s | .unite_legale.siren = $s |
	    .unite_legale.personne_morale_attributs.raison_sociale = "[ND]" |
	    '"${2:-.}" "$fixtures/unite-legale.json"
}
etab() { # SIRET JQ: an établissement that is not disclosed, changed
	jq -c --arg s "$1" '.identifiant = $s | .etablissement.siret = $s |
	    .etablissement.unite_legale.siren = $s[:9] |
	    '"${2:-.}" "$fixtures/etablissement-hidden.json"
}
import() { run import-entreprise -r "$raw" -o "$db" "$@"; }

etab 90000000100017 'del(.etablissement.adresse.numero_voie)|.etablissement.extra=1' >"$raw/etablissements.ndjson"
echo '{"identifiant":"1","etablissement":null,"ttl":null}' >>"$raw/etablissements.ndjson"
unit 900000001 '.ttl="2025-01-22T04:00:00+01:00"' >"$raw/unites_legales.ndjson"
import
clean "import"
is "$(cat "$T/out")" '{"etablissement":2,"unite_legale":1}' "statistics"
run cat-table "$db" etablissement
same_json "[ND] is null on the lines of the address only; numero_voie may be absent" <"$fixtures/entreprise-etablissement.json"
run cat-table "$db" unite_legale
same_json "the ttl is an instant; names stay as they are" <<'W'
{
  "identifiant": "900000001",
  "unite_legale": {
    "siren": "900000001",
    "type": "personne_morale",
    "personne_morale_attributs": {
      "raison_sociale": "[ND]",
      "sigle": null
    },
    "personne_physique_attributs": {
      "prenom_usuel": null,
      "nom_usage": null,
      "nom_naissance": null
    },
    "etat_administratif": "A",
    "date_creation": 946681200,
    "date_cessation": null
  },
  "ttl": "2025-01-22T03:00:00.000Z"
}
W
sum=$(sha256sum <"$db")
import
is "$rc$(sha256sum <"$db")" "0$sum" "twice, the same bytes"
sort -r "$raw/etablissements.ndjson" >"$T/kept"
cp "$T/kept" "$raw/etablissements.ndjson"
import
is "$(sha256sum <"$db")" "$sum" "in another order, the same bytes"

refused() { # FILE PATTERN NAME: with the record on standard input
	cp "$raw/$1.ndjson" "$T/kept"
	cat >>"$raw/$1.ndjson"
	import
	refuses 1 "$2" "$3"
	is "$(sha256sum <"$db")" "$sum" "  and the database is as it was"
	cp "$T/kept" "$raw/$1.ndjson"
}
refused etablissements "etablissements.ndjson:3: etablissement.siret: a SIRET is expected" "a wrong SIRET" <<<"$(etab 90000000100018)"
refused etablissements "etablissement.enseigne: missing" "a missing member" <<<"$(etab 90000000100017 'del(.etablissement.enseigne)')"
refused etablissements "adresse.type_voie: missing" "a missing line" <<<"$(etab 90000000100017 'del(.etablissement.adresse.type_voie)')"
refused etablissements "etat_administratif: one of" "a state of the other kind" <<<"$(etab 90000000100017 '.etablissement.etat_administratif="C"')"
refused etablissements "date_creation: a number" "a date that is no number" <<<"$(etab 90000000100017 '.etablissement.date_creation="x"')"
refused etablissements "etablissement: missing" "no answer at all" <<<'{"identifiant":"1"}'
refused unites_legales "unites_legales.ndjson:2: unite_legale.type: one of" "an unknown type" <<<"$(unit 900000001 '.unite_legale.type="x"')"
refused unites_legales "date_cessation: missing" "a missing date" <<<"$(unit 900000001 'del(.unite_legale.date_cessation)')"
refused unites_legales "ttl: a date" "a ttl that is no instant" <<<"$(unit 900000001 '.ttl="tomorrow"')"
refused unites_legales "unites_legales.ndjson:2:" "broken JSON" <<<'{'

unit 900000001 '.unite_legale=null' >>"$raw/unites_legales.ndjson"
unit 800000002 >>"$raw/unites_legales.ndjson"
unit 900000001 '.unite_legale.siren="x"' >>"$raw/unites_legales.ndjson"
import
is "$(cat "$T/out") $(cat-table "$db" unite_legale | jq -r .unite_legale.siren | tr '\n' ' ')" \
	'{"etablissement":2,"unite_legale":2} 800000002 x ' "a question that comes again: the last answer stands"
etab 7 >>"$raw/etablissements.ndjson"
import -k --rejects "$T/rejects"
refuses 0 'warning: .*etablissements.ndjson:3: etablissement.siret' "-k goes on"
is "$(jq -r .identifiant "$T/rejects")" 7 "and keeps the record refused"

: >"$raw/etablissements.ndjson"
: >"$raw/unites_legales.ndjson"
rm "$db"
import
clean "empty input"
rm "$raw/unites_legales.ndjson"
import
refuses 1 "unites_legales.ndjson: No such file or directory \\(fetch-entreprise\\(1\\) writes it\\)" "a file that is not there"
: >"$raw/unites_legales.ndjson"
import-entreprise -r "$raw" -o "$db" >/dev/full 2>"$T/err"
rc=$?
refuses 1 "No space left" "a full disk"
for o in -h -V; do run import-entreprise $o; clean "$o"; done
for bad in "" "-r $raw" "-o x" "-z" "-r $raw -o $T/x y"; do
	run import-entreprise $bad
	is "$rc" 2 "wrong command line: '$bad'"
done
done_testing
