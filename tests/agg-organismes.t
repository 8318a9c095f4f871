#!/bin/bash
# The known answers of the reference ([organismes 9]), --compat, and what is
# corrected without it.
. "$(dirname "$0")/lib.sh"
db=$T/db
export SUITE_NOW=2025-01-15T03:00:00.000Z

load() { load-table "$db/$1.db" "$2"; } # DB TABLE: records on standard input
fresh() { # the defaults: two communes, no answer
	rm -rf "$db"
	mkdir "$db"
	jq -c . "$fixtures/communes.json" | load communes commune
	load entreprise etablissement </dev/null
	load entreprise unite_legale </dev/null
	load adresse adresse </dev/null
	load referentiel referentiel </dev/null
}
etab() { # SIRET JQ: the default établissement, changed
	jq -c --arg s "$1" '.identifiant = $s | .etablissement.siret = $s |
	    .etablissement |= '"(${2:-.})" "$fixtures/etablissement.json"
}
unit() { # SIREN JQ: the default unité légale, changed
	jq -c --arg s "$1" '.identifiant = $s | .unite_legale.siren = $s |
	    .unite_legale |= '"(${2:-.})" "$fixtures/unite-legale.json"
}
old() { # SIRET UAI JQ: an organisme of the previous state
	jq -c --arg s "$1" --argjson u "$2" '.identifiant = {uai: $u, siret: $s} |
	    .etablissement.siret = $s | .unite_legale.siren = $s[:9] |
	    '"${3:-.}" "$fixtures/organisme-previous.json"
}
agg() { run agg-organismes "$@" -d "$db" -o "$db/organismes.db"; }
show() { run cat-table "$@" "$db/organismes.db"; }
point() { echo "{\"codePostal\":\"29200\",\"codeInsee\":\"29019\",\"adresse\":\"12 B RUE DE L'EGLISE\",\"point\":$1}"; }
dates() { cat-table -a "$db/organismes.db" | jq -c '[.created_at,.updated_at]'; }

# OA: a UAI just obtained, contacts, null dates
fresh
old 90000000100017 null | load-table -a "$db/organismes.db" organisme
jq -c . <<'E' | load referentiel referentiel
{
  "siret": "90000000100017",
  "uai": "290900w",
  "qualiopi": true,
  "numero_declaration_activite": "53290123429",
  "contacts": [
    {
      "email": "cfa@exemple.fr",
      "confirmé": true,
      "sources": [
        "a",
        null,
        "b"
      ]
    },
    {
      "email": "cfa@exemple",
      "confirmé": true
    },
    {
      "confirmé": true
    },
    {
      "email": "X@exemple.fr"
    }
  ]
}
E
etab 90000000100017 '.enseigne=""|.date_creation=1693519200' | load entreprise etablissement
unit 900000001 '.date_creation=null' | load entreprise unite_legale
point '{"type":"Point","coordinates":[-4.4861,48.3904]}' | load adresse adresse
agg --compat
clean "OA"
is "$(cat "$T/out")" '{"total":1,"present":1,"supprime":0,"ignored":0,"created":0,"updated":1}' "statistics"
show
same_json "OA: the record" <"$fixtures/organisme-obtained.json"
is "$(dates)" '["2020-01-01T00:00:00.000Z","2025-01-15T03:00:00.000Z"]' "OA: created_at is kept"
sum=$(sha256sum <"$db/organismes.db")
SUITE_NOW=2025-01-16T03:00:00.000Z agg --compat
is "$rc$(sha256sum <"$db/organismes.db")" "0$sum" "a later run that changes nothing leaves the same bytes"
agg
is "$(cat-table "$db/organismes.db" | jq -c '[.etablissement.creation,.unite_legale.creation]')" \
	'["2023-09-01T00:00:00.000+02:00","1990-01-01T01:00:00.000+01:00"]' "without --compat, seconds are seconds"

# what is missing is named
point null | sed 's/12 B/13/' | load adresse adresse
agg
refuses 1 "adresse.db: no answer about '12 B RUE DE L'EGLISE 29200 29019'" "an address that was not asked"
load entreprise unite_legale </dev/null
agg
refuses 1 "referentiel:1: siret: .*entreprise.db: no answer about unite_legale '900000001'" "a SIREN that was not asked"
unit 900000001 | load entreprise unite_legale
load entreprise etablissement </dev/null
agg
refuses 1 "referentiel:1: .*entreprise.db: no answer about etablissement '90000000100017'" "a SIRET that was not asked"
for name in referentiel entreprise adresse communes; do
	mv "$db/$name.db" "$T"
	agg
	refuses 1 "/$name.db: no such database" "without $name.db"
	mv "$T/$name.db" "$db"
done
is "$(cat-table "$db/organismes.db" | wc -l)" 1 "failed runs leave the database as it was"

# a previous state that is none, or wrong
fresh
sqlite3 "$db/organismes.db" 'CREATE TABLE t (a)'
agg
refuses 1 'organismes.db: no table organisme' "another database is not replaced"
rm "$db/organismes.db"
old 90000000100017 null '.statut.referentiel = "gone"' | load organismes organisme
agg
refuses 1 'organismes.db: organisme 90000000100017: statut.referentiel: ' "an invalid record of the previous state"
old 90000000100017 null | load organismes organisme
etab 90000000100017 '.date_creation = "x"' | load entreprise etablissement
unit 900000001 | load entreprise unite_legale
point null | load adresse adresse
agg
refuses 1 "organisme 90000000100017: creation: a date is expected, not '\"x\"'" \
	"a record that the référentiel no longer lists and that cannot be made"

# OB: partial diffusion, closed unit, municipal arrondissement
fresh
echo '{"siret":"91000000200022","uai":null,"contacts":[]}' | load referentiel referentiel
etab 91000000200022 '.enseigne="CFA ANNE"|.date_creation=null|.adresse|=(map_values(null)|.code_commune="75101")' | load entreprise etablissement
unit 910000002 '.type="personne_physique"|.personne_morale_attributs.raison_sociale=null|
		.etat_administratif="C"|.date_cessation=1700000000' | load entreprise unite_legale
agg --compat
clean "OB"
show
same_json "OB: the record" <<'E'
{
  "identifiant": {
    "uai": null,
    "siret": "91000000200022"
  },
  "etablissement": {
    "siret": "91000000200022",
    "ouvert": true,
    "enseigne": "CFA ANNE",
    "adresse": null,
    "geopoint": null,
    "creation": "1900-01-01T00:09:21.000+00:09",
    "fermeture": "1970-01-20T17:13:20.000+01:00"
  },
  "unite_legale": {
    "siren": "910000002",
    "actif": false,
    "raison_sociale": "[ND]",
    "creation": "1970-01-11T23:58:01.200+01:00",
    "cessation": "1970-01-20T17:13:20.000+01:00"
  },
  "renseignements_specifiques": {
    "qualiopi": false,
    "numero_activite": null
  },
  "statut": {
    "referentiel": "présent"
  },
  "contacts": []
}
E
is "$(dates)" '["2025-01-15T03:00:00.000Z","2025-01-15T03:00:00.000Z"]' "OB: inserted"
agg
is "$(cat-table "$db/organismes.db" | jq -c '.etablissement|[.adresse.label,.adresse.commune,.geopoint.coordinates,.fermeture]')" \
	'[null,{"nom":"Paris","code_insee":"75056"},[2.34,48.86],"2023-11-14T23:13:20.000+01:00"]' \
	"without --compat, an arrondissement has its commune's address"
# the same, had the API given all
unit 910000002 '.type="personne_physique"|
		.personne_physique_attributs={prenom_usuel:"ANNE",nom_usage:null,nom_naissance:"LE GALL"}' | load entreprise unite_legale
etab 91000000200022 '.adresse.code_commune="75101"|.adresse.code_postal="75001"' | load entreprise etablissement
point '{"coordinates":[2.3,48.8],"type":"Point"}' | sed 's/29200/75001/; s/29019/75101/' | load adresse adresse
agg --compat
is "$(cat-table "$db/organismes.db" | jq -c '[.etablissement.adresse,.etablissement.geopoint.coordinates,.unite_legale.raison_sociale]')" \
	'[null,[2.3,48.8],"ANNE LE GALL"]' "OB with full answers: a point, but no address"

# OC: refused unit, removed organisme
fresh
{
	old 90000000100017 '"0290900W"' '.renseignements_specifiques={qualiopi:true,numero_activite:"53290000029"}'
	old 82000000300013 null
} | load-table -a "$db/organismes.db" organisme
echo '{"siret":"82000000300013","contacts":[]}' | load referentiel referentiel
{
	echo '{"identifiant":"82000000300013","etablissement":null}'
	etab 90000000100017 '.etat_administratif="F"|.date_fermeture=1725055200|.adresse|=(.numero_voie=null|
		.indice_repetition_voie=null|.type_voie=null|.libelle_voie=null)'
} | load entreprise etablissement
{
	echo '{"identifiant":"820000003","unite_legale":null}'
	unit 900000001
} | load entreprise unite_legale
untouched=$(cat-table -a "$db/organismes.db" | sed -n 2p | jq -c '
    .etablissement.creation |= "2001-01-01T01:00:00.000+01:00" |
    .unite_legale.creation |= "2001-01-01T01:00:00.000+01:00"')
agg --compat
clean "OC"
is "$(cat "$T/out")" '{"total":2,"present":1,"supprime":1,"ignored":1,"created":0,"updated":1}' "OC: statistics"
show
head -n 1 "$T/out" >"$T/first"
mv "$T/first" "$T/out"
same_json "OC: the organisme removed" <"$fixtures/organisme-removed.json"
is "$(cat-table -a "$db/organismes.db" | sed -n 2p)" "$untouched" "OC: nothing known, left as it was"

# further cases
fresh
printf '%s\n' '{"siret":"90000000100017","contacts":[]}' '{"siret":"91000000200022","contacts":[]}' | load referentiel referentiel
{
	echo '{"identifiant":"90000000100017","etablissement":null}'
	etab 91000000200022 '.adresse|=(.numero_voie=null|.indice_repetition_voie=null|.type_voie=null|.libelle_voie="LE BOURG"|.code_postal=null)'
} | load entreprise etablissement
{
	unit 900000001 '.personne_morale_attributs.raison_sociale=null|.etat_administratif="C"|.date_creation=null|.date_cessation=631152000000'
	unit 910000002
} | load entreprise unite_legale
for compat in --compat ""; do
	agg $compat
	clean "closed everywhere $compat"
	is "$(cat-table "$db/organismes.db" | jq -c '
	    select(.identifiant.siret | startswith("90")) |
	    [(.etablissement | .ouvert, .adresse, .geopoint, .creation, .fermeture),
	     (.unite_legale | .raison_sociale, .actif, .cessation)]')" \
		'[false,null,null,"1900-01-01T00:09:21.000+00:09","1990-01-01T01:00:00.000+01:00","[ND]",false,"1990-01-01T01:00:00.000+01:00"]' \
		"  404 to all questions"
	is "$(cat-table "$db/organismes.db" | jq -c '
	    select(.identifiant.siret | startswith("91")).etablissement |
	    [.adresse.label, .adresse.code_postal, .geopoint.coordinates]')" \
		'["LE BOURG",null,[-4.5,48.4]]' "  a line without postal code: the commune's centre, no question"
done
printf '%s\n' '{"siret":"90000000100017","contacts":[]}' '{"siret":"91000000200023","contacts":[]}' | load referentiel referentiel
agg
refuses 1 "referentiel:2: siret: a SIRET is expected, not '91000000200023'" "an invalid SIRET"
printf '%s\n' '{"siret":"90000000100017","uai":"0290900A","contacts":[]}' | load referentiel referentiel
agg
refuses 1 "referentiel:1: uai: a UAI is expected, not '0290900A'" "an invalid UAI"
echo '{"siret":"90000000100017","contacts":[]}' | load referentiel referentiel
unit 900000001 '.date_creation=1e300' | load entreprise unite_legale
unit 910000002 | cat - <(cat-table "$db/entreprise.db" unite_legale) >"$T/units"
load entreprise unite_legale <"$T/units"
agg
refuses 1 "referentiel:1: creation: a date is expected, not '1[eE]\+300'" "a number beyond all dates"

# a SIREN in the place of a SIRET is asked as it stands and padded
fresh
echo '{"siret":"900000001","contacts":[]}' | load referentiel referentiel
echo '{"identifiant":"900000001","etablissement":null}' | load entreprise etablissement
unit 900000001 | load entreprise unite_legale
agg
is "$rc/$(cat-table "$db/organismes.db" | jq -c '[.identifiant.siret,.etablissement.siret,.unite_legale.siren]')" \
	'0/["00000900000001","00000900000001","900000001"]' "a SIREN for a SIRET"
echo '{"siret":"x"}' >"$T/x"
load referentiel referentiel <"$T/x"
agg
refuses 1 "unite_legale 'x'" "the SIRET of a removed row, or of any, must have been asked"

# no record at all
fresh
agg
clean "empty input"
is "$(cat "$T/out")" '{"total":0,"present":0,"supprime":0,"ignored":0,"created":0,"updated":0}' "no record"

agg-organismes -d "$db" -o "$db/organismes.db" >/dev/full 2>"$T/err"
rc=$?
refuses 1 'No space left' "a full disk"
for o in -h -V; do run agg-organismes $o; clean "$o"; done
for bad in "" "-d $db" "-o x" "-z" "-d $db -o x y"; do
	run agg-organismes $bad
	is "$rc" 2 "wrong command line: '$bad'"
done
done_testing
