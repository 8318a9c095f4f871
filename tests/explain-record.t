#!/bin/bash
# explain-record: the steps, runs and verdicts of records in a small invented
# set, then of those that make builds from the sample.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-11-29T04:00:00.000Z
cd "$T" || exit 1
mkdir -p data/db data/state

into=data/db
# put DB TABLE: loads standard input, JSON laid out in any way.
put() { jq -c . | load-table -a "$into/$1.db" "$2" >load.out; }
# verdicts WHAT CODE...: its verdicts, each as "CODE", "CODE REASON,..." or
# "PATH CODE"
verdicts() {
	explain-record "$@" | jq -r 'select(.verdict) | [.path, .code,
	    (.because | select(. != null and . != []) | join(","))] |
	    map(select(. != null)) | join(" ")'
}
# step NAME WHAT CODE...: that step's found, rows, key and facts
step() {
	explain-record "${@:2}" | jq -c --arg s "$1" 'select(.step == $s) |
	    [.found, .rows, .key, .facts]'
}
# runs WHAT CODE...: the databases of its runs
runs() {
	explain-record "$@" | jq -r 'select(.step == "run") | .db' |
	    paste -sd ' '
}

# Diplomas: 40022105 in three tables, 40022106 in two, 50000001 in V alone.
diplome() {
	jq -nc --arg c "$1" --arg o "$2" \
	    '{FORMATION_DIPLOME: $c, DATE_OUVERTURE: $o, DATE_FERMETURE: null}'
}
diplome 40022105 01/09/2020 | put bcn n_formation_diplome_enquete_51
{
	diplome 40022106 01/09/2018
	diplome 40022105 01/09/2021
	diplome 40022106 01/09/2019
} | put bcn n_formation_diplome
{
	diplome 40022106 01/09/2000
	diplome 40022105 01/09/2022
	diplome 50000001 01/09/2023
} | put bcn v_formation_diplome
put kit_apprentissage kit_apprentissage <<'W'
{"cfd":"40022105","rncp":"RNCP37871"}
{"cfd":"40022106","rncp":"RNCP37871"}
{"cfd":"40022105","rncp":"RNCP37871"}
W
put france_competence archive <<'W'
{"nom":"b-2025-09-05.zip","date_publication":"2025-09-04T22:00:00.000Z"}
{"nom":"c-2025-09-05.zip","date_publication":"2025-09-04T22:00:00.000Z"}
{"nom":"a-2025-09-05.zip","date_publication":"2025-09-04T22:00:00.000Z"}
{"nom":"z-2023-02-10.zip","date_publication":"2023-02-09T23:00:00.000Z"}
W
fiche() {
	jq -nc --arg n "$1" --argjson a "$2" --arg d "$3" '{numero_fiche: $n,
	    active: $a, date_premiere_publication: "2023-02-09T23:00:00.000Z",
	    date_derniere_publication: $d, date_premiere_activation: null,
	    date_derniere_activation: null, data: {standard: null}}'
}
{
	fiche RNCP1 false 2025-09-04T22:00:00.000Z
	fiche RNCP2 null 2020-01-01T00:00:00.000Z
	fiche RNCP37871 true 2025-09-04T22:00:00.000Z
} | put france_competence france_competence
paire() {
	jq -nc --argjson c "$1" --argjson r "$2" --argjson d "$3" \
	    '{identifiant: {cfd: $c, rncp: $r}, periode_validite:
	    {debut: $d, fin: null}}'
}
{
	paire '"40022105"' '"RNCP37871"' '"2024-09-01T00:00:00.000+02:00"'
	paire '"40022105"' null '"2020-09-01T00:00:00.000+02:00"'
	paire '"40022105"' '"RNCP37871"' null
	paire null '"RNCP1"' null
} | put certifications certifications
put communes commune <<'W'
{"nom":"A","code":{"insee":"01001","postaux":["01000","75104"]},"anciennes":[],"arrondissements":[]}
{"nom":"B","code":{"insee":"01002","postaux":["01000","69002"]},"anciennes":[{"codeInsee":"75104"},{"codeInsee":"01009"}],"arrondissements":[]}
{"nom":"Paris","code":{"insee":"75056","postaux":["75001"]},"anciennes":[],"arrondissements":[{"code":"75104"},{"code":"01002"}]}
W
organisme() {
	jq -nc --arg s "$1" --argjson u "$2" --arg t "$3" '{identifiant: {uai: $u,
	    siret: $s}, unite_legale: {raison_sociale: "O"}, statut:
	    {referentiel: $t}}'
}
S1=20015839200502 # three records
S2=20894848900835 # one, without UAI
{
	organisme $S1 '"0221115T"' présent
	organisme $S1 '"0221114S"' supprimé
	organisme $S1 null présent
	organisme $S2 null supprimé
	organisme 90000000100017 '"0290900W"' présent
	organisme 90000000100017 null supprimé
	organisme 90000000100025 '"0290900W"' présent
} | put organismes organisme
put referentiel referentiel <<W
{"siret":"$S1","uai":"0221115t"}
{"siret":"$S2","uai":null}
{"siret":"$S1","uai":"0221115T"}
{"siret":"$S1","uai":null}
{"siret":"$S1","uai":"0221114S"}
{"siret":"90000000100025","uai":"290900w"}
W
put entreprise etablissement <<W
{"identifiant":"$S1","etablissement":{"siret":"$S1"}}
{"identifiant":"$S2","etablissement":null}
W
put entreprise unite_legale <<'W'
{"identifiant":"208948489","unite_legale":null}
{"identifiant":"200158392","unite_legale":{"siren":"200158392"}}
W
# row CLE [FILTER]: a row of the catalogue, changed by a jq filter
row() {
	jq -nc --arg k "$1" --arg s1 $S1 --arg s2 $S2 '{cle_ministere_educatif: $k,
	    cfd: "40022105", rncp_code: "RNCP37871", published: true,
	    code_postal: "69002", code_commune_insee: "75104",
	    etablissement_lieu_formation_siret: null,
	    etablissement_lieu_formation_uai: "",
	    etablissement_formateur_siret: $s1,
	    etablissement_formateur_uai: "0221115t",
	    etablissement_gestionnaire_siret: $s2,
	    etablissement_gestionnaire_uai: "0999999Z"} | '"${2:-.}"
}
# record CLE STATUT [FILTER]: a formation, changed by a jq filter
record() {
	jq -nc --arg k "$1" --arg t "$2" --arg s1 $S1 '{identifiant:
	    {cle_ministere_educatif: $k}, statut: {catalogue: $t}, formateur:
	    {organisme: {identifiant: {siret: $s1, uai: "0221114S"}}},
	    responsable: {organisme: {identifiant: {siret: $s1, uai: null}}},
	    certification: {valeur: {identifiant: {cfd: "40022105", rncp: null}}},
	    lieu: {adresse: {code_postal: "01000", commune: {code_insee: "01009"}},
	    siret: "1", uai: "2"},
	    created_at: "2026-10-01T04:00:00.000Z",
	    updated_at: "2026-11-02T05:06:07.089Z"} | '"${3:-.}"
}
{
	row OK '.cfd = "50000001" | .published = false'
	row OK
	row LOST '.rncp_code = "RNCP9"'
	row HID .published=false
	row BACK
	row SKIP '.cfd = "50000001"'
	row SKIPPED '.cfd = "" | .rncp_code = "RNCP9"'
	row WRONG '.published = false | .rncp_code = "RNCP1"'
	row POSTAL '.code_commune_insee = "" | .code_postal = "01000"'
	row NOWHERE '.code_commune_insee = "99999" | .code_postal = ""'
	row TWO '.code_commune_insee = "01002"'
	row OLD '.code_commune_insee = "01009"'
	row UNKNOWN '.etablissement_formateur_siret = "" |
	    .etablissement_gestionnaire_siret = "12345678901234"'
	row ANSWER '.etablissement_formateur_siret = $s2 |
	    .etablissement_lieu_formation_siret = "123" |
	    .etablissement_lieu_formation_uai = "0999999Z"'
	row ALONE '.etablissement_formateur_uai = null |
	    .etablissement_gestionnaire_siret = "90000000100017"'
} | put catalogue catalogue
# every member that has a reason to be null is null
none='.formateur.organisme = null | .responsable.organisme = null |
    .lieu.siret = null | .lieu.uai = null'
{
	record GONE archivé
	record OK publié
	record LOST publié
	record HID publié
	record BACK archivé
	record SKIP archivé
	record STAYS publié
	record NONE archivé "$none"
	record UNKNOWN archivé "$none"
	record ANSWER archivé "$none"
} | put formation formation
sqlite3 "$into/catalogue.db" "UPDATE catalogue SET published = 0
    WHERE cle_ministere_educatif = 'UNKNOWN'"

run explain-record formation OK
clean 'a formation'
same_json 'all of its explanation' <<W
{"step":"record","db":"formation","table":"formation","found":true,"rows":[2],
 "key":{"cle_ministere_educatif":"OK"},
 "facts":{"statut":"publié","created_at":"2026-10-01T04:00:00.000Z",
  "updated_at":"2026-11-02T05:06:07.089Z"}}
{"step":"catalogue","db":"catalogue","table":"catalogue","found":true,
 "rows":[2],"key":{"cle_ministere_educatif":"OK"},
 "facts":{"published":true,"cfd":"40022105","rncp":"RNCP37871"}}
{"step":"certification","db":"certifications","table":"certifications",
 "found":true,"rows":[1,3],"key":{"cfd":"40022105","rncp":"RNCP37871"},
 "facts":{"periods":[["2024-09-01T00:00:00.000+02:00",null],[null,null]]}}
{"step":"kit","db":"kit_apprentissage","table":"kit_apprentissage","found":true,
 "rows":[1,3],"key":{"cfd":"40022105","rncp":"RNCP37871"},"facts":{}}
{"step":"diplome","db":"bcn","table":"n_formation_diplome_enquete_51",
 "found":true,"rows":[1],"key":{"cfd":"40022105"},
 "facts":{
  "tables":["n_formation_diplome_enquete_51","n_formation_diplome",
   "v_formation_diplome"],"ouverture":"01/09/2020","fermeture":null}}
{"step":"fiche","db":"france_competence","table":"france_competence",
 "found":true,"rows":[3],"key":{"numero_fiche":"RNCP37871"},
 "facts":{"active":true,"archive":"c-2025-09-05.zip",
  "premiere_publication":"2023-02-09T23:00:00.000Z",
  "derniere_publication":"2025-09-04T22:00:00.000Z"}}
{"step":"formateur","db":"organismes","table":"organisme","found":true,
 "rows":[1],"key":{"siret":"$S1","uai":"0221115T"},
 "facts":{"by":"siret and uai","statut":"présent"}}
{"step":"formateur.referentiel","db":"referentiel","table":"referentiel",
 "found":true,"rows":[1,3,4,5],"key":{"siret":"$S1"},
 "facts":{"uai":["0221115t","0221115T",null,"0221114S"]}}
{"step":"formateur.etablissement","db":"entreprise","table":"etablissement",
 "found":true,"rows":[1],"key":{"identifiant":"$S1"},"facts":{"answer":true}}
{"step":"formateur.unite_legale","db":"entreprise","table":"unite_legale",
 "found":true,"rows":[2],"key":{"identifiant":"200158392"},
 "facts":{"answer":true}}
{"step":"responsable","db":"organismes","table":"organisme","found":true,
 "rows":[4],"key":{"siret":"$S2","uai":"0999999Z"},
 "facts":{"by":"siret","statut":"supprimé"}}
{"step":"responsable.referentiel","db":"referentiel","table":"referentiel",
 "found":true,"rows":[2],"key":{"siret":"$S2"},"facts":{"uai":[null]}}
{"step":"responsable.etablissement","db":"entreprise","table":"etablissement",
 "found":true,"rows":[2],"key":{"identifiant":"$S2"},"facts":{"answer":false}}
{"step":"responsable.unite_legale","db":"entreprise","table":"unite_legale",
 "found":true,"rows":[1],"key":{"identifiant":"208948489"},
 "facts":{"answer":false}}
{"step":"commune","db":"communes","table":"commune","found":true,"rows":[3],
 "key":{"code_commune_insee":"75104"},
 "facts":{"by":"code_commune_insee","code_insee":"75056"}}
{"step":"run","db":"formation","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"catalogue","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"certifications","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"kit_apprentissage","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"bcn","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"france_competence","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"organismes","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"referentiel","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"entreprise","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"step":"run","db":"communes","found":null,
 "facts":{"import_date":null,"rows":null,"fetched":null}}
{"verdict":"statut","code":"published"}
{"verdict":"certification","code":"pair-known","because":[]}
W

# Why a formation is as it is.
while read -r cle want; do
	is "$(verdicts formation "$cle" | head -n 1)" "$want" "statut: $cle"
done <<'W'
OK published
GONE archived-gone
LOST stale
HID stale
STAYS stale
BACK stale
SKIP archived-skipped
UNKNOWN archived-unpublished
SKIPPED skipped
WRONG unpublished-and-wrong
W
# The codes of the record, without a row of the catalogue.
is "$(step catalogue formation GONE)" \
    '[false,[],{"cle_ministere_educatif":"GONE"},{}]' 'no row of the catalogue'
is "$(step record formation SKIPPED)" \
    '[false,[],{"cle_ministere_educatif":"SKIPPED"},{}]' 'no record'
is "$(step formateur formation GONE)" \
    "[true,[2],{\"siret\":\"$S1\",\"uai\":\"0221114S\"},{\"by\":\"siret and uai\",\"statut\":\"supprimé\"}]" \
    "the record's organisme"
is "$(step certification formation GONE)" \
    '[true,[2],{"cfd":"40022105","rncp":null},{"periods":[["2020-09-01T00:00:00.000+02:00",null]]}]' \
    "the record's codes; null meets null"
is "$(runs formation GONE)" \
    'formation catalogue certifications bcn organismes referentiel entreprise communes' \
    'a run for each database that was looked into'
is "$(step catalogue formation SKIPPED)" \
    '[true,[7],{"cle_ministere_educatif":"SKIPPED"},{"published":true,"cfd":null,"rncp":"RNCP9"}]' \
    'an empty code is null'
# An organisme by its SIRET alone: no UAI first, then the smallest.
is "$(step formateur formation ALONE)" \
    "[true,[3],{\"siret\":\"$S1\",\"uai\":null},{\"by\":\"siret and uai\",\"statut\":\"présent\"}]" \
    'an organisme without UAI'
is "$(step responsable formation ALONE)" \
    '[true,[6],{"siret":"90000000100017","uai":"0999999Z"},{"by":"siret","statut":"supprimé"}]' \
    'an organisme by its SIRET alone'
sqlite3 "$into/organismes.db" "DELETE FROM organisme WHERE rowid = 3"
is "$(step formateur formation ALONE)" \
    "[true,[2],{\"siret\":\"$S1\",\"uai\":null},{\"by\":\"siret\",\"statut\":\"supprimé\"}]" \
    'the one with the smallest UAI'
is "$(step formateur formation UNKNOWN)$(step formateur.referentiel formation UNKNOWN)$(step formateur.unite_legale formation UNKNOWN)" \
    '[false,[],{"siret":null,"uai":"0221115T"},{}][false,[],{"siret":null},{"uai":[]}][false,[],{"identifiant":null},{}]' \
    'an organisme without SIRET'
# The commune: its own code, an arrondissement, a former commune, a postal code.
while read -r cle want; do
	is "$(step commune formation "$cle")" "$want" "commune: $cle"
done <<'W'
TWO [true,[2],{"code_commune_insee":"01002"},{"by":"code_commune_insee","code_insee":"01002"}]
OLD [true,[2],{"code_commune_insee":"01009"},{"by":"code_commune_insee","code_insee":"01002"}]
POSTAL [true,[1],{"code_postal":"01000"},{"by":"code_postal","code_insee":"01001"}]
NOWHERE [false,[],{"code_postal":null},{}]
GONE [true,[2],{"code_commune_insee":"01009"},{"by":"code_commune_insee","code_insee":"01002"}]
W
# Why a member is null.
is "$(verdicts formation NONE | tail -n +3 | paste -sd ,)" \
    '/formateur/organisme unknown,/responsable/organisme unknown,/lieu/siret unknown,/lieu/uai unknown' \
    'null: no row of the catalogue'
is "$(verdicts formation UNKNOWN | tail -n +3 | paste -sd ,)" \
    '/formateur/organisme siret-absent,/responsable/organisme siret-invalid,/lieu/siret absent,/lieu/uai absent' \
    'null: absent, invalid SIRET'
is "$(verdicts formation ANSWER | tail -n +3 | paste -sd ,)" \
    '/formateur/organisme no-answer,/responsable/organisme no-answer,/lieu/siret invalid,/lieu/uai invalid' \
    'null: no answer, invalid'

# Why a pair of codes is no certification.
while read -r cfd rncp want; do
	is "$(verdicts certifications "$cfd" "$rncp")" "$want" "pair: $cfd $rncp"
done <<'W'
40022105 RNCP37871 pair-known
40022105 - pair-known
- RNCP1 pair-known
99999999 RNCP37871 cfd-unknown kit-pair-missing,cfd-missing
40022106 RNCP37871 cfd-unknown
50000001 - cfd-unknown code-absent,cfd-v-only
50000001 RNCP9 cfd-unknown kit-pair-missing,cfd-v-only,fiche-missing
40022105 RNCP2 rncp-unknown kit-pair-missing,fiche-inactive
40022105 RNCP9 rncp-unknown kit-pair-missing,fiche-missing
- RNCP2 rncp-unknown code-absent,fiche-inactive
- RNCP37871 cfd-absent code-absent
40022105 RNCP1 pair-composed kit-pair-missing,fiche-inactive
40022105 RNCPNR pair-composed kit-pair-missing,fiche-missing
W
run explain-record certifications 40022106 -
clean 'a diploma alone'
grep -v '"run"' out >steps
mv steps out
same_json 'its steps and verdict' <<'W'
{"step":"certification","db":"certifications","table":"certifications",
 "found":false,"rows":[],"key":{"cfd":"40022106","rncp":null},
 "facts":{"periods":[]}}
{"step":"diplome","db":"bcn","table":"n_formation_diplome","found":true,
 "rows":[1,3],"key":{"cfd":"40022106"},
 "facts":{"tables":["n_formation_diplome","v_formation_diplome"],
  "ouverture":"01/09/2018","fermeture":null}}
{"verdict":"certification","code":"cfd-unknown","because":["code-absent"]}
W
is "$(explain-record certifications 99999999 RNCP2 | jq -c 'select(.step == "diplome")')" \
    '{"step":"diplome","db":"bcn","table":null,"found":false,"rows":[],"key":{"cfd":"99999999"},"facts":{"tables":[],"ouverture":null,"fermeture":null}}' \
    'a diploma that no table has'
is "$(step fiche certifications - RNCP2)" \
    '[true,[2],{"numero_fiche":"RNCP2"},{"active":null,"archive":null,'\
'"premiere_publication":"2023-02-09T23:00:00.000Z",'\
'"derniere_publication":"2020-01-01T00:00:00.000Z"}]' \
    'a fiche whose archive is unknown'
is "$(runs certifications 40022105 RNCP1)" \
    'certifications kit_apprentissage bcn france_competence' 'runs of a pair'
is "$(runs certifications - RNCP1)" 'certifications france_competence' \
    'runs of a fiche alone'

# Why an organisme is as it is.
while read -r siret uai want; do
	# shellcheck disable=SC2086 # no UAI is no operand
	is "$(verdicts organisme "$siret" ${uai#none})" "$want" \
	    "organisme: $siret $uai"
done <<W
$S1 0221115t present
$S1 0221114S frozen
$S2 none frozen
$S2 - frozen
$S2 0999999Z not-built
$S1 none not-built
90000000100017 0290900W stale
90000000100017 none gone
90000000100025 0290900W stale
W
run explain-record organisme $S1 0221115t
clean 'an organisme'
grep -v '"run"' out >steps
mv steps out
same_json 'its steps and verdict' <<W
{"step":"record","db":"organismes","table":"organisme","found":true,"rows":[1],
 "key":{"siret":"$S1","uai":"0221115T"},
 "facts":{"by":"siret and uai","statut":"présent"}}
{"step":"referentiel","db":"referentiel","table":"referentiel","found":true,
 "rows":[1,3],"key":{"siret":"$S1","uai":"0221115T"},
 "facts":{"uai":["0221115t","0221115T"]}}
{"step":"etablissement","db":"entreprise","table":"etablissement","found":true,
 "rows":[1],"key":{"identifiant":"$S1"},"facts":{"answer":true}}
{"step":"unite_legale","db":"entreprise","table":"unite_legale","found":true,
 "rows":[2],"key":{"identifiant":"200158392"},"facts":{"answer":true}}
{"verdict":"statut","code":"present"}
W
is "$(runs organisme $S2)" 'organismes referentiel entreprise' \
    'runs of an organisme'

# The ledger: the last run that is done by its number, not its date.
sqlite3 data/state/ledger.db "CREATE TABLE import_meta (id INTEGER PRIMARY KEY,
    type TEXT, import_date TEXT, status TEXT, duration REAL, rows INTEGER);
    INSERT INTO import_meta (type, import_date, status, rows) VALUES
    ('organismes', '2026-11-28T05:00:00.000Z', 'done', 2),
    ('organismes', '2026-11-27T05:00:00.000Z', 'done', NULL),
    ('organismes', '2026-11-29T05:00:00.000Z', 'failed', 3),
    ('fetch:referentiel', '2026-11-28T04:00:00.000Z', 'done', NULL),
    ('fetch:referentiel', '2026-11-28T05:00:00.000Z', 'failed', NULL)"
is "$(explain-record organisme $S2 | grep '"run"')" \
    '{"step":"run","db":"organismes","found":true,"facts":{"import_date":"2026-11-27T05:00:00.000Z","rows":null,"fetched":null}}
{"step":"run","db":"referentiel","found":false,"facts":{"import_date":null,"rows":null,"fetched":"2026-11-28T04:00:00.000Z"}}
{"step":"run","db":"entreprise","found":false,"facts":{"import_date":null,"rows":null,"fetched":null}}' \
    'the runs of the ledger'

# Databases and tables that are not there.
mkdir -p some/db
cp "$into/formation.db" some/db
is "$(verdicts -d some formation GONE | paste -sd ,)" \
    'archived-gone,cfd-unknown code-absent,cfd-missing' 'one database alone'
run explain-record -d some formation GONE
clean '  its explanation'
is "$(jq -r 'select(.step == "certification") | [.found, .rows, .facts]' out |
    jq -c .)$(jq -c 'select(.step == "diplome") | [.table, .found, .rows, .facts]' out)" \
    '[null,[],{"periods":[]}][null,null,[],{"tables":[],"ouverture":null,"fermeture":null}]' \
    '  found is null'
is "$(jq -r 'select(.step) | .found' out | paste -sd ' ')" \
    "true$(printf ' null%.0s' {1..20})" '  everywhere'
is "$(jq -c 'select(.step | endswith(".referentiel")?) | .facts' out | head -n 1)" \
    '{"uai":[]}' '  the list of UAIs is there'
sqlite3 some/db/bcn.db "CREATE TABLE t (x)"
cp "$into/france_competence.db" some/db
sqlite3 some/db/france_competence.db 'DROP TABLE archive'
is "$(step diplome -d some formation GONE)" \
    '[false,[],{"cfd":"40022105"},{"tables":[],"ouverture":null,"fermeture":null}]' \
    'a database without the table'
is "$(step fiche -d some certifications - RNCP1 | jq -c '.[3].archive')" null \
    'no table of archives'

# Nothing to explain, and wrong commands.
run explain-record formation K9
refuses 1 "^explain-record: data: formation: no record 'K9'$" 'no such formation'
is "$(cat out)" '' '  nothing is printed'
run explain-record certifications 99999999 RNCP9
refuses 1 "^explain-record: data: certifications: no record '99999999 RNCP9'$" \
    'no such pair'
run explain-record certifications - -
refuses 1 "no record '- -'$" 'no code at all'
run explain-record organisme 11111111111111
refuses 1 "^explain-record: data: organisme: no record '11111111111111'$" \
    'no such organisme'
run explain-record -d nowhere formation OK
refuses 1 '^explain-record: nowhere: No such file or directory$' 'no such DATADIR'
echo '<html>' >some/db/catalogue.db
run explain-record -d some formation GONE
refuses 1 '^explain-record: some/db/catalogue.db: not an SQLite database$' \
    'a database that is none'
# wrong MESSAGE OPERAND...: a wrong command line
wrong() {
	local message=$1
	shift
	run explain-record "$@"
	is "$rc/$(head -n 1 err)" "2/explain-record: $message" "$*: $message"
}
wrong 'a table is missing: formation, certifications or organisme'
wrong "unknown table 'commune': formation, certifications or organisme" commune 1
wrong 'CLE is missing' formation
wrong 'RNCP is missing' certifications 40022105
wrong 'SIRET is missing' organisme
wrong "operand 'b' is one too many" formation a b
wrong "operand 'd' is one too many" organisme a b d
wrong "operand '?' is not UTF-8" formation $'\xff'
wrong "unknown option '-x'" -x
run explain-record -v formation OK
is "$rc/$(head -n 1 err)" \
    '0/explain-record: 15 steps, 10 databases, 2 verdicts' '-v counts'
explain-record formation OK >/dev/full 2>err
is "$?/$(wc -l <err)" 1/1 'a full disk'

# What make builds from the sample.
run make -srf "$root/pipelines/formation.mk" "BIN=$bin" "DATADIR=$T/sample" \
    formation
ok "$rc" 'make formation'
# every N: each N-th line
every() { awk -v n="$1" 'NR % n == 1'; }
sqlite3 -separator ' ' sample/db/formation.db "SELECT cle_ministere_educatif,
    statut, doc ->> '\$.certification.connue' FROM formation" | every 40 >built
while read -r cle statut connue; do
	verdicts -d sample formation "$cle" >codes
	case $statut in publié) echo published ;; *) echo archived-unpublished ;; esac
	[ "$connue" = 1 ] && echo pair-known || echo pair-composed
	sed -n '1p; 2{ s/ .*//; p; }' codes >&3
done <built >want 3>got
is "$(diff want got)" '' 'the sample: statut and certification of each'
ok "$([ "$(grep -c . got)" -gt 60 ]; echo $?)" '  they were looked at'
for code in published pair-known pair-composed; do
	grep -q "^$code$" got
	ok $? "  some are $code"
done
sqlite3 sample/db/catalogue.db "ATTACH 'sample/db/formation.db' AS f;
    SELECT cle_ministere_educatif FROM catalogue WHERE published
    AND cle_ministere_educatif NOT IN (SELECT cle_ministere_educatif
    FROM f.formation)" | every 4 >skipped
while read -r cle; do
	verdicts -d sample formation "$cle" | head -n 1
done <skipped >got
is "$(sort -u got)" skipped '  every published row without formation is skipped'
cle=$(head -n 1 built | cut -d ' ' -f 1)
is "$(explain-record -d sample formation "$cle" | jq -r 'select(.step == "run" and
    .found) | .db' | grep -c .)" 10 '  the runs are in the ledger'

# Every look-up but the commune's goes through an index.
run explain-record -v -d sample formation "$cle"
read=$(sed -n 's/.*: \([0-9]*\) bytes read.*/\1/p' err)
ok "$([ "$read" -lt $(($(cat sample/db/*.db | wc -c) / 10)) ]; echo $?)" \
    'a small part of the databases is read'

cases 'publication/explain_*'
done_testing
