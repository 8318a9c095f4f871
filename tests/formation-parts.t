#!/bin/bash
# formation.db, which holds each part of its records once: what readers see, and
# what becomes of the parts from one state to the next.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit
export SUITE_NOW=2026-11-01T00:00:00.000Z

run make -srf "$root/pipelines/formation.mk" "BIN=$bin" "DATADIR=$T/data" \
    formation
ok "$rc" 'make formation'
db=data/db
agg() { run agg-formation -d $db -o f.db; }
sql() { sqlite3 f.db "$1"; }
# The catalogue without the rows that a condition of SQL names.
without() {
	cp aside.db $db/catalogue.db
	sqlite3 $db/catalogue.db "DELETE FROM catalogue WHERE $1"
}
cp $db/catalogue.db aside.db
agg
clean 'from nothing'
cat-table -a f.db >all

# what readers see
is "$(sql "SELECT group_concat(name) FROM pragma_table_info('formation')")" \
    "cle_ministere_educatif,statut,cfd,rncp,code_insee,formateur,responsable,doc,created_at,updated_at" \
    'the columns of a document table'
is "$(sql 'SELECT count(*) - count(doc) FROM formation WHERE json_valid(doc)')" 0 \
    '  every document is JSON'
is "$(cat-table -l f.db)" "{\"table\":\"formation\",\"rows\":$(wc -l <all)}" \
    'cat-table -l: one table'
for path in cfd:certification.valeur.identifiant.cfd \
    rncp:certification.valeur.identifiant.rncp \
    formateur:formateur.organisme.identifiant.siret \
    responsable:responsable.organisme.identifiant.siret \
    code_insee:lieu.adresse.commune.code_insee; do
	is "$(sql "SELECT count(*) FROM formation WHERE ${path%%:*}
	    IS NOT doc ->> '\$.${path#*:}'")" 0 "${path%%:*} is the document's"
done
is "$(sql 'SELECT count(*), count(DISTINCT doc), count(DISTINCT sha256)
    FROM formation_part' | tr '|' '\n' | sort -u | wc -l)" 1 'each part once'
is "$(sql "SELECT lower(hex(sha256)) FROM formation_part WHERE id = 1")" \
    "$(sql 'SELECT doc FROM formation_part WHERE id = 1' | tr -d '\n' |
	sha256sum | cut -d ' ' -f 1)" '  with its SHA-256'
ok "$([ $(($(sql 'SELECT count(*) FROM formation_part') * 2)) -lt \
    $(($(wc -l <all) * 3)) ]; echo $?)" '  and many records share one'
is "$(sql 'SELECT count(*), min(rowid), max(rowid) FROM formation_rowid')" \
    "$(wc -l <all)|1|$(wc -l <all)" 'formation_rowid numbers the records'
is "$(sql 'SELECT doc FROM formation_rowid WHERE rowid = 7')" \
    "$(cat-table f.db | sed -n 7p)" '  in the order of cat-table'
is "$(sql 'SELECT doc FROM formation_rowid ORDER BY rowid' | cmp - <(cat-table f.db))" '' \
    'cat-table prints the documents of the view'
is "$(sql 'EXPLAIN QUERY PLAN SELECT statut, count(*) FROM formation GROUP BY statut' |
	grep -c SEARCH)" 0 'a query without doc reads no part'
cp f.db holed.db
sqlite3 holed.db 'DELETE FROM formation_part WHERE id = 2'
run cat-table holed.db formation
is "$rc/$(cat err)" '1/cat-table: holed.db: formation_part: 2 is missing' '  a part is missing'

# load-table makes a table of documents of it, and agg-formation parts again
cp f.db loaded.db
load-table -a loaded.db formation <all
is "$(sqlite3 loaded.db "SELECT group_concat(name || ' ' || type) FROM
    (SELECT * FROM sqlite_schema ORDER BY name)")" \
    'formation table,formation_certification index,formation_cle index' \
    'load-table leaves a table alone'
is "$(cat-table -a loaded.db | cmp - all)" '' '  of the same records'
run diff-table -e f.db loaded.db formation
is "$rc/$(cat out)" 0/ '  without a difference'
cp f.db two.db
echo '{"identifiant":{"cfd":"1","rncp":null}}' | load-table two.db certifications
is "$(cat-table -a two.db formation | cmp - all)/$(cat-table -l two.db | wc -l)" /2 \
    'another table in the file: the records stay'
cp f.db parts.db
cp loaded.db f.db
SUITE_NOW=2027-01-01T00:00:00.000Z agg
clean 'on documents'
ok "$(cmp -s f.db parts.db; echo $?)" '  the same bytes as on parts'
SUITE_NOW=2027-01-01T00:00:00.000Z agg
ok "$(cmp -s f.db parts.db; echo $?)" '  and again'

# archived records keep the parts they had, which nobody else may hold
siret=$(sql "SELECT formateur FROM formation WHERE statut = 'publié'
    AND doc ->> '\$.formateur.connu' GROUP BY 1 ORDER BY count(*), 1 LIMIT 1")
of="doc ->> '\$.etablissement_formateur_siret' = '$siret'"
without "$of"
sqlite3 $db/organismes.db "UPDATE organisme SET doc = json_set(doc,
    '\$.unite_legale.raison_sociale', 'NOUVEAU NOM') WHERE siret = '$siret'"
SUITE_NOW=2027-02-01T00:00:00.000Z agg
clean 'without the formations of one organisme, which has a new name'
is "$(sql "SELECT count(*) FROM formation WHERE formateur = '$siret' AND
    (statut <> 'archivé' OR doc LIKE '%NOUVEAU NOM%')")" 0 \
    '  they are archived with the organisme as it was'
cat-table -a f.db >now
is "$(jq -c "select(.formateur.organisme.identifiant.siret == \"$siret\") |
    .statut.catalogue = \"publié\"" now)" \
    "$(jq -c "select(.formateur.organisme.identifiant.siret == \"$siret\") |
    .statut.catalogue = \"publié\"" all)" '  nothing else in them changes'
is "$(jq -c "select(.formateur.organisme.identifiant.siret != \"$siret\" and
    .responsable.organisme.identifiant.siret != \"$siret\")" now | cmp - \
    <(jq -c "select(.formateur.organisme.identifiant.siret != \"$siret\" and
    .responsable.organisme.identifiant.siret != \"$siret\")" all))" '' \
    '  nor in others'
cp aside.db $db/catalogue.db
SUITE_NOW=2027-03-01T00:00:00.000Z agg
is "$(sql "SELECT count(*) - sum(doc LIKE '%NOUVEAU NOM%'), max(updated_at)
    FROM formation WHERE formateur = '$siret'")" '0|2027-03-01T00:00:00.000Z' \
    'back in the catalogue they have the new name'
held='SELECT formateur_part FROM formation_row UNION SELECT responsable_part
    FROM formation_row UNION SELECT certification_part FROM formation_row'
is "$(sql "SELECT count(*) FROM formation_part WHERE id NOT IN ($held)")/$(
    sql "SELECT count(*) FROM ($held) WHERE formateur_part NOT IN
    (SELECT id FROM formation_part)")" 0/0 \
    '  and the part that nobody holds any more is gone'

# a part that changes, changes every record that holds it, and only these
cp f.db parts.db
cfd=$(sql "SELECT cfd FROM formation WHERE doc ->> '\$.certification.connue'
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
sqlite3 $db/certifications.db "UPDATE certifications SET doc = json_set(doc,
    '\$.intitule.cfd.long', 'AUTRE') WHERE cfd = '$cfd'"
SUITE_NOW=2027-04-01T00:00:00.000Z agg
is "$(sql "SELECT count(*) FROM formation WHERE (updated_at >= '2027-04') <>
    (doc ->> '\$.certification.valeur.intitule.cfd.long' IS 'AUTRE')")" 0 \
    'a certification that changes changes the records that hold it'
ok "$([ "$(sql "SELECT count(*) FROM formation
    WHERE updated_at >= '2027-04'")" -gt 0 ]; echo $?)" '  there are some'

# a previous state that is damaged
cp parts.db f.db
sql 'UPDATE formation_row SET certification_part = 99999 WHERE rowid = 2'
sum=$(sha256sum <f.db)
agg
refuses 1 'f\.db: formation_row: row 2: its parts are not there' 'a part that is missing'
is "$(sha256sum <f.db)" "$sum" '  nothing is published'
run export-csv f.db
refuses 1 'f\.db: formation_part: 99999 is missing' '  export-csv'
sql "UPDATE formation_row SET certification_part = 1 WHERE rowid = 2;
    UPDATE formation_part SET sha256 = x'00' WHERE id = 1"
agg
refuses 1 'f\.db: formation_part: row 1: no SHA-256' 'a sum that is none'

# the other tools go by the view
cp $db/formation.db f.db
cp f.db loaded.db
cat-table -a f.db | load-table -a loaded.db formation
for tool in 'export-csv' 'export-geojson -n' 'export-csv --contacts' \
    'export-csv -c rome,formateur_nom' 'export-csv -c commune,created_at'; do
	is "$($tool f.db formation | sha256sum)" \
	    "$($tool loaded.db formation | sha256sum)" "$tool"
done
mkdir -p one/db two/db
cp data/db/*.db one/db
cp data/db/*.db two/db
cp loaded.db two/db/formation.db
is "$(check-data -d one/db | sha256sum)" "$(check-data -d two/db | sha256sum)" \
    'check-data'
cle=$(sql 'SELECT cle_ministere_educatif FROM formation_rowid WHERE rowid = 9')
is "$(explain-record -d one formation "$cle" | sha256sum)" \
    "$(explain-record -d two formation "$cle" | sha256sum)" 'explain-record'
done_testing
