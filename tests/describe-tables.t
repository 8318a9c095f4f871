#!/bin/bash
# describe-tables: the five formats, and which tables and columns they hold.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

run describe-tables
clean 'the columns of every table'
is "$(jq -r .table out | uniq | paste -sd' ')" "formation formation_session \
organisme certifications commune npec_normalized kali_ccn dares_ccn \
dares_ape_idcc" '  in the order of publication'
is_json "$(sed -n 6p out)" '  a line per column' <<'E'
{"table":"formation","column":"intitule","type":"text",
 "path":"certification.valeur.intitule.rncp | certification.valeur.intitule.cfd.long",
 "key":false,"private":false,"unit":null,
 "description":"Intitulé de la fiche, à défaut du diplôme"}
E
is "$(jq -c 'select(.private)' out)" '' '  none that is private'
is "$(describe-tables -f columns | cmp - out && echo equal)" equal \
    '-f columns is the default'
is "$(describe-tables --contacts | jq -r 'select(.private) | .column' |
    paste -sd' ')" 'contact_email contact_telephone contact_emails' \
    '--contacts adds them'
is "$(jq -r 'select(.key) | "\(.table).\(.column)"' out | grep -c .)" 19 \
    'keys are marked'
run describe-tables commune formation_session commune
is "$(jq -r .table out | uniq | paste -sd' ')" 'commune formation_session' \
    'the tables that are named, each once'
# What export-csv prints has these columns.
load-table formation.db formation </dev/null
is "$(export-csv --contacts formation.db | tr , '\n')" \
    "$(describe-tables --contacts formation | jq -r .column)" \
    'the columns are those of export-csv'

run describe-tables -f schema
clean 'schemas'
is "$(wc -l <out)" 9 '  a line per table'
is_json "$(jq -c 'select(.name == "formation_session")' out)" '  whole' <<'E'
{"$schema":"https://specs.frictionlessdata.io/schemas/table-schema.json",
 "name":"formation_session","title":"Sessions des formations",
 "description":"Une ligne par session d'une formation.",
 "fields":[
  {"name":"cle_ministere_educatif","type":"string",
   "description":"Clé de la formation","constraints":{"required":true}},
  {"name":"rang","type":"integer",
   "description":"Rang de la session dans la formation, dès 1"},
  {"name":"debut","type":"date","description":"Premier jour"},
  {"name":"fin","type":"date","description":"Dernier jour"},
  {"name":"capacite","type":"number","description":"Nombre de places"}],
 "primaryKey":["cle_ministere_educatif","rang"],"missingValues":[""]}
E
is "$(jq -c '[.name, .primaryKey]' out)" \
    '["formation",["cle_ministere_educatif"]]
["formation_session",["cle_ministere_educatif","rang"]]
["organisme",null]
["certifications",null]
["commune",["code_commune"]]
["npec_normalized",null]
["kali_ccn",null]
["dares_ccn",null]
["dares_ape_idcc",null]' \
    '  a primary key is unique, and never null'
is "$(jq -r '.name as $t | .fields[] | select(.constraints.required) |
    "\($t).\(.name)"' out | paste -sd' ')" "formation.cle_ministere_educatif \
formation_session.cle_ministere_educatif organisme.siret commune.code_commune" \
    '  required'
is "$(jq -c '.fields[] | select(.name == "rome" or .name == "npec_min" or
    .name == "updated_at" or .name == "qualiopi")' out | sort -u)" \
'{"name":"npec_min","type":"number","description":"Plus petit montant annuel","unit":"EUR"}
{"name":"qualiopi","type":"boolean","description":"Certifié Qualiopi"}
{"name":"rome","type":"string","description":"Codes ROME","constraints":{"pattern":"[^|]+(\\|[^|]+)*"}}
{"name":"updated_at","type":"datetime","description":"Dernier changement, UTC","format":"%Y-%m-%dT%H:%M:%S.%fZ"}' \
    '  types, units, formats, patterns'

mkdir csv none
run describe-tables -f datapackage -e none
refuses 1 'none: no export of a table' 'no file, no package'
echo old >old.json
run describe-tables -f datapackage -e absent -o old.json
refuses 1 'absent: no export' 'no directory'
is "$(cat old.json)" old '  and the old file stays'
printf 'abc' >csv/commune.csv
: >csv/formation.csv
echo >csv/catalogue.csv
mkdir csv/organisme.csv
run describe-tables -f datapackage -e csv
clean 'a package'
is "$(jq -c '[.profile, .name, .title, (.licenses | length)]' out)" '["tabular-data-package","alternance","Données de référence de l'"'"'apprentissage",1]' \
    '  its head'
is "$(jq -c '.resources[] | [.name, .path, .bytes, .hash]' out)" \
'["formation","formation.csv",0,"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]
["commune","commune.csv",3,"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]' \
    '  the files that are there, in order'
is_json "$(jq -c '.resources[1] | del(.schema), .schema.primaryKey' out)" \
    '  a resource' <<'E'
{"name":"commune","path":"commune.csv","profile":"tabular-data-resource",
 "title":"Communes",
 "description":"Les communes, leur académie et leur mission locale.",
 "format":"csv","mediatype":"text/csv","encoding":"utf-8","bytes":3,
 "hash":"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
 "dialect":{"delimiter":",","lineTerminator":"\n","quoteChar":"\"",
  "doubleQuote":true,"header":true}}
["code_commune"]
E
is "$(jq -c '.resources[1].schema.fields' out)" \
    "$(describe-tables -f schema commune | jq -c .fields)" '  and its schema'
is "$(cd csv && describe-tables -f datapackage commune organisme |
    jq -r '.resources[].name')" commune '  of the tables that are named'

run describe-tables -f datasette
clean 'metadata of Datasette'
is "$(jq -c 'keys_unsorted, .license, .license_url,
    (.databases.alternance.tables | keys_unsorted)' out)" \
'["title","description","license","license_url","databases"]
"Licence Ouverte 2.0"
"https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
["formation","formation_session","organisme","certifications","commune","npec_normalized","kali_ccn","dares_ccn","dares_ape_idcc"]' \
    '  its head'
is_json "$(jq -c '.databases.alternance.tables.npec_normalized' out)" '  a table' <<'E'
{"title":"Niveaux de prise en charge",
 "description":"Ce que vaut un contrat, par an, selon la certification et la branche.",
 "columns":{"rncp":"Numéro de la fiche RNCP","cpne_code":"Code de la CPNE",
  "cpne":"Nom de la CPNE","npec_min":"Plus petit montant annuel (EUR)",
  "npec_max":"Plus grand montant annuel (EUR)",
  "idcc":"Conventions collectives de la CPNE",
  "date_applicabilite":"Premier jour d'application",
  "date_fichier":"Jour de publication du fichier","fichier":"Nom du fichier"},
 "facets":["cpne"],"sort":"rncp"}
E
is "$(jq -c '.databases.alternance.tables[] | [.facets, .label_column, .sort]' \
    out)" '[["statut","diplome","niveau","region","academie"],"intitule","cle_ministere_educatif"]
[null,null,"cle_ministere_educatif"]
[["statut","qualiopi","region","academie"],"raison_sociale","siret"]
[["diplome","niveau_cfd","niveau_rncp","rncp_active"],null,"cfd"]
[["region","academie"],"nom","code_commune"]
[["cpne"],null,"rncp"]
[["type","etat"],"titre","type"]
[null,"titre","idcc"]
[null,"titre","naf"]' '  facets, labels, order'
# Every facet is a column.
is "$(jq -r '.databases.alternance.tables[] | select(.facets) |
    .facets - (.columns | keys) | .[]' out)" '' '  facets are columns'

run describe-tables -f duckdb npec_normalized dares_ccn
same 'SQL for DuckDB' <<EOF
CREATE OR REPLACE VIEW npec_normalized AS SELECT rncp, cpne_code, cpne, npec_min, npec_max, \
CASE WHEN idcc = '' THEN [] ELSE string_split(idcc, '|') END AS idcc, \
date_applicabilite, date_fichier, fichier \
FROM read_csv('npec_normalized.csv', \
header=true, delim=',', quote='"', escape='"', \
nullstr='', allow_quoted_nulls=false, \
columns={'rncp': 'VARCHAR', 'cpne_code': 'VARCHAR', 'cpne': 'VARCHAR', \
'npec_min': 'DOUBLE', 'npec_max': 'DOUBLE', 'idcc': 'VARCHAR', \
'date_applicabilite': 'DATE', 'date_fichier': 'DATE', 'fichier': 'VARCHAR'});
CREATE OR REPLACE VIEW dares_ccn AS SELECT idcc, titre \
FROM read_csv('dares_ccn.csv', \
header=true, delim=',', quote='"', escape='"', \
nullstr='', allow_quoted_nulls=false, \
columns={'idcc': 'BIGINT', 'titre': 'VARCHAR'});
EOF
is "$(describe-tables -f duckdb organisme | grep -o "'[a-z_]*': '[A-Z]*'" |
    sed -n '7p;23p;25p' | paste -sd' ')" \
    "'ouvert': 'BOOLEAN' 'longitude': 'DOUBLE' 'created_at': 'TIMESTAMPTZ'" \
    '  its types'
for f in schema datasette duckdb; do
	is "$(describe-tables -f $f organisme | grep -c contact)" 0 \
	    "$f leaves out contacts"
	is "$(describe-tables -f $f --contacts organisme |
	    grep -c contact_emails)" 1 '  without --contacts'
done

mkdir db
: >db/formation.db
run describe-tables -v -d db formation formation_session organisme
is "$rc/$(grep -v ' of memory' err)" \
    '0/describe-tables: organisme: no database db/organismes.db' \
    '-v: what is missing of -d'
run describe-tables -d db organisme
clean '  is said with -v alone'
run describe-tables -o out.json commune
clean 'a file'
is "$(describe-tables commune | cmp - out.json && ls out.json*)" out.json \
    '  whole'

run describe-tables catalogue
refuses 1 'describe-tables: catalogue: no flat form' 'an unknown table'
run describe-tables -f yaml
is "$rc/$(head -n 1 err)" "2/describe-tables: -f: unknown format 'yaml': \
columns, schema, datapackage, datasette or duckdb" 'an unknown format'
run describe-tables -o /dev/full
refuses 1 'No space left' 'a full disk'
cases 'publication/describe_*'
done_testing
