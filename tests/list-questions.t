#!/bin/bash
# list-sirets and list-adresses: what is still to be asked.
. "$(dirname "$0")/lib.sh"
db=$T/db
mkdir "$db"
export SUITE_NOW=2025-01-15T03:00:00.000Z
load() { load-table "$db/$1.db" "$2"; }
sirets() { run list-sirets -d "$db" "$@"; }
adresses() { run list-adresses -d "$db" "$@"; }

sirets
refuses 1 "referentiel.db: no such database" "without référentiel"
load referentiel referentiel <<'E'
{"siret":"90000000100017","uai":null}
{"siret":"90000000100017","uai":"0290900W"}
{"siret":"900000001","uai":null}
{"siret":"a\"b","uai":null}
{"siret":"90000000100025","uai":null}
E
sirets
clean "the référentiel alone"
same "each question once, as it is spelt" <<'W'
{"siret":"90000000100017"}
{"siren":"900000001"}
{"siret":"900000001"}
{"siret":"a\"b"}
{"siren":"a\"b"}
{"siret":"90000000100025"}
W
load catalogue catalogue <<'E'
{"cle_ministere_educatif":"1","etablissement_gestionnaire_siret":"82000000300013","etablissement_formateur_siret":"91000000200022"}
{"cle_ministere_educatif":"2","etablissement_gestionnaire_siret":"82000000300014","etablissement_formateur_siret":""}
E
load organismes organisme <<'E'
{"identifiant":{"uai":null,"siret":"90000000100017"}}
{"identifiant":{"uai":null,"siret":"35600000012341"}}
E
load entreprise etablissement <<'E'
{"identifiant":"90000000100017","etablissement":null}
{"identifiant":"900000001","etablissement":null,"ttl":"2025-01-15T03:00:00.001Z"}
{"identifiant":"90000000100025","etablissement":null,"ttl":"2025-01-15T04:00:00.000+01:00"}
E
load entreprise unite_legale <<'E'
{"identifiant":"820000003","unite_legale":null,"ttl":null}
E
sirets
clean "catalogue, organismes, answers"
same "valid ones of the catalogue; not what is answered" <<'W'
{"siren":"900000001"}
{"siret":"a\"b"}
{"siren":"a\"b"}
{"siret":"90000000100025"}
{"siret":"91000000200022"}
{"siren":"910000002"}
{"siret":"82000000300013"}
{"siret":"35600000012341"}
{"siren":"356000000"}
W
sqlite3 "$db/organismes.db" "INSERT INTO organisme (siret, doc, created_at, updated_at) VALUES (NULL, '{}', '', '')" 2>"$T/err"
sirets -a
is "$rc/$(wc -l <"$T/out")" 0/12 "-a lists all"
sirets -o "$T/list"
is "$rc/$(cat "$T/out")/$(wc -l <"$T/list")" 0//9 "-o writes a file"

etab() { # IDENTIFIANT JQ
	jq -nc --arg s "$1" \
	    '{identifiant:$s,etablissement:{adresse:{numero_voie:"12",'\
'indice_repetition_voie:"",type_voie:"RUE",libelle_voie:"\"X\"",'\
'code_postal:"29200",code_commune:"29019"}}}|'"${2:-.}"
}
{
	etab 90000000100017
	etab 90000000100018
	etab 1 '.etablissement.adresse.numero_voie=null'
	etab 2 '.etablissement.adresse.code_postal=null'
	etab 3 '.etablissement.adresse.code_commune=null'
	etab 4 '.etablissement.adresse|=(.type_voie=null|.libelle_voie=null)'
	etab 5 '.etablissement=null'
	etab 82000000300013 '.etablissement.adresse.libelle_voie="Y"'
	etab 6 '.etablissement.adresse.libelle_voie="Z"'
	etab 7 '.etablissement.adresse|=map_values("")|.etablissement.adresse|=(.code_commune="1"|.code_postal="2")'
} | load entreprise etablissement
adresses
clean "adresses"
same "each question once; none without an unité légale" <<'W'
{"codePostal":"29200","codeInsee":"29019","adresse":"12 RUE \"X\""}
{"codePostal":"29200","codeInsee":"29019","adresse":"RUE \"X\""}
{"codePostal":"29200","codeInsee":"29019","adresse":"12 RUE Z"}
{"codePostal":"2","codeInsee":"1","adresse":""}
W
load adresse adresse <<'E'
{"codePostal":"29200","codeInsee":"29019","adresse":"12 RUE \"X\"","point":null}
{"codePostal":"29200","codeInsee":"29019","adresse":"12 RUE Z","point":null,"ttl":"2025-01-15T03:00:00.000Z"}
{"codePostal":"2","codeInsee":"1","adresse":"","point":null,"ttl":"2025-01-16T03:00:00.000Z"}
E
adresses
same "not what is answered, unless its time is over" <<'W'
{"codePostal":"29200","codeInsee":"29019","adresse":"RUE \"X\""}
{"codePostal":"29200","codeInsee":"29019","adresse":"12 RUE Z"}
W
adresses -a
is "$rc/$(wc -l <"$T/out")" 0/4 "-a lists all"
adresses -o "$T/list"
is "$rc/$(cat "$T/out")/$(wc -l <"$T/list")" 0//2 "-o writes a file"
rm "$db/entreprise.db"
adresses
refuses 1 "entreprise.db: no such database" "without entreprise.db"

load entreprise etablissement </dev/null
load entreprise unite_legale </dev/null
load referentiel referentiel </dev/null
adresses
clean "nothing to ask"
is "$(wc -c <"$T/out")" 0 "  and nothing printed"
etab 1 | load entreprise etablissement
echo '{"siret":"1"}' | load referentiel referentiel
rm "$db/adresse.db"
for tool in list-sirets list-adresses; do
	$tool -d "$db" >/dev/full 2>"$T/err"
	rc=$?
	refuses 1 "No space left" "$tool: a full disk"
	for o in -h -V; do run $tool $o; clean "$tool $o"; done
	for bad in "" "-z" "-d $db x"; do
		run $tool $bad
		is "$rc" 2 "$tool: wrong command line: '$bad'"
	done
done
done_testing
