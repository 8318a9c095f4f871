#!/bin/bash
# export-csv: flat rows as CSV; which table, which columns, how they are
# quoted; errors leave nothing behind.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
at='"created_at":"2026-10-01T04:00:00.000Z","updated_at":"2026-11-02T05:06:07.089Z"'

# load DATABASE TABLE: standard input is its records.
load() {
	load-table -a "$1.db" "$2" || exit 1
}

# table NAME: a database of one table, without rows.
table() {
	load "$1" "$1" </dev/null
}

load organismes organisme <<EOF
{"identifiant":{"siret":"20000001600424","uai":"0011000G"},\
"etablissement":{"enseigne":"","ouvert":true,\
"creation":"2024-07-14T22:00:00.000Z","geopoint":{"coordinates":[2.50,-0.0]}},\
"contacts":[{"email":"a@b.fr"},{"email":null},{"email":"c@d.fr"}],$at}
{"identifiant":{"siret":"20000001600424","uai":null},"contacts":[],$at}
{"identifiant":{"siret":"01234567890123","uai":"\\\\."},"etablissement":{"enseigne":" L'Atelier ; \"Bois\"\n"},"unite_legale":{"raison_sociale":"=1+1"},$at}
EOF

run export-csv organismes.db
clean 'an organisme is printed'
is "$(head -n 1 out)" siret,uai,statut,raison_sociale,enseigne,siren,ouvert,\
entreprise_active,creation,fermeture,qualiopi,numero_activite,adresse,\
code_postal,commune,code_commune,departement,code_departement,region,\
code_region,academie,code_academie,longitude,latitude,created_at,updated_at \
    '  first its columns, without contacts'
is "$(sed -n 2p out)" '20000001600424,0011000G,,,"",,true,,2024-07-15,,,,,,,,,,,,,,2.5,0,2026-10-01T04:00:00.000Z,2026-11-02T05:06:07.089Z' \
    '  null is nothing, an empty text is ""; dates, numbers, instants'
is "$(sed -n 3p out)" '20000001600424,,,,,,,,,,,,,,,,,,,,,,,,2026-10-01T04:00:00.000Z,2026-11-02T05:06:07.089Z' \
    '  no member, no value'

run export-csv -c enseigne,uai,siret -s ';' organismes.db organisme
same 'columns in the order of -c; what is put in quotes' <<'EOF'
enseigne;uai;siret
"";0011000G;20000001600424
;;20000001600424
" L'Atelier ; ""Bois""
";"\.";01234567890123
EOF
run export-csv -s tab --no-header -c raison_sociale,siret organismes.db
same 'tab, no header; a formula stays as it is' <<'EOF'
	20000001600424
	20000001600424
=1+1	01234567890123
EOF
run export-csv --contacts -c contact_emails organismes.db
printf 'contact_emails\na@b.fr|c@d.fr\n""\n\n' |
    same '--contacts: a list, an empty one, and null'
is "$(export-csv --contacts organismes.db | head -n 1 | tr , '\n' | tail -n 3)" \
    $'contact_emails\ncreated_at\nupdated_at' '  in its place'
is "$(export-csv --bom -c siret organismes.db | head -c 8 | od -An -tx1)" \
    ' ef bb bf 73 69 72 65 74' '--bom'

for s in ab '' '"' $'\n' $'\r' é; do
	run export-csv -s "$s" organismes.db
	is "$rc/$(head -n 1 err | grep -c -- '-s: ')" 2/1 \
	    "-s $(printf %q "$s") is refused"
done
run export-csv -c siret,nom organismes.db
is "$rc/$(head -n 1 err)" "2/export-csv: -c: table organisme has no column \
'nom' (describe-tables organisme lists them)" 'an unknown column'
run export-csv -c siret, organismes.db
is "$rc" 2 'an empty name of a column'
run export-csv -c siret,contact_emails organismes.db
is "$rc/$(head -n 1 err)" "2/export-csv: -c: column 'contact_emails' of \
organisme is private: it needs --contacts" 'a private column without --contacts'

# A record of formation, with what the test adds.
formation() {
	echo '{"identifiant":{"cle_ministere_educatif":"'"$1"'"},'"$2,$at}"
}
{
	formation 'K|1' '"sessions":[{"debut":"2025-03-29T23:30:00.000Z",'\
'"fin":"2025-10-26T23:59:59.000+01:00","capacite":12.5},{"debut":null}],'\
'"modalite":{"duree_indicative":2},"lieu":{"precision":0.0000001}'
	formation K2 '"sessions":[],"certification":{"valeur":{"intitule":{"rncp":null,"cfd":{"long":"CAP"}}}}'
	formation K3 '"sessions":null,"contact":{"email":"x@y.fr"}'
} | load formation formation
run export-csv -c cle_ministere_educatif,intitule,sessions,session_debut,\
session_fin,duree_ans,precision_m formation.db
same 'formation: counts, the first and last session' <<'EOF'
cle_ministere_educatif,intitule,sessions,session_debut,session_fin,duree_ans,precision_m
K|1,,2,2025-03-30,2025-10-26,2,1e-7
K2,CAP,0,,,,
K3,,,,,,
EOF
run export-csv formation.db formation_session
same 'formation_session: a row per session' <<'EOF'
cle_ministere_educatif,rang,debut,fin,capacite
K|1,1,2025-03-30,2025-10-26,12.5
K|1,2,,,
EOF
run export-csv --contacts formation.db
is "$(head -n 1 out | tr , '\n' | sed -n '44,$p' | paste -sd,)" \
    onisep_url,contact_email,contact_telephone,created_at,updated_at \
    'formation has 48 columns with contacts'

# Errors: nothing is written.
echo old >f.csv
formation K4 '"modalite":{"entierement_a_distance":"oui"}' >bad
{ cat-table -a formation.db | jq -c .; cat bad; } | load bad formation
run export-csv -o f.csv bad.db
refuses 1 "^export-csv: bad.db: row 4: a_distance: not a boolean 'oui'$" \
    'an error names row, column and value'
is "$(cat f.csv; ls f.csv*)" $'old\nf.csv' '  and leaves the old file'
formation K5 '"sessions":[{},{"debut":"2025-09-01"}]' | load item formation
run export-csv item.db formation_session
refuses 1 "^export-csv: item.db: row 1, item 2: debut: not an instant with \
offset '2025-09-01'$" 'an error of an item'
formation K6 '"certification":[]' | load path formation
run export-csv path.db
refuses 1 "path.db: row 1: cfd: not an object '\[\]'" 'a path that goes on'
run export-csv -c statut,region path.db
clean '  is no matter for other columns'
formation K7 '"certification":{"valeur":{"domaines":{"rome":{"rncp":[{"code":"A|B"}]}}}}' |
    load bar formation
run export-csv bar.db
refuses 1 "bar.db: row 1: rome: '\|' in an item 'A\|B'" 'an item with a bar'

run export-csv -o f.csv organismes.db
clean 'a file'
inode=$(stat -c %i f.csv)
run export-csv -o f.csv organismes.db
is "$rc/$(stat -c %i f.csv)/$(ls f.csv*)" "0/$inode/f.csv" \
    '  with the same bytes stays'
run export-csv -v -o f.csv organismes.db
is "$rc/$(head -n 1 err)" '0/export-csv: organisme: 3 rows' '-v counts'
run export-csv organismes.db -o /dev/full
refuses 1 'No space left' 'a full disk'
run export-csv -o nowhere/f.csv organismes.db
refuses 1 nowhere 'a directory that does not exist'

# Which table.
for t in catalogue referentiel; do
	table "$t"
	run export-csv "$t.db" "$t"
	refuses 1 "^export-csv: $t.db: $t: no flat form; cat-table prints its \
records$" "$t has no flat form"
	run export-csv "$t.db"
	is "$rc/$(grep -c "$t.db: no table with a flat form .*$t" err)" 2/1 \
	    '  unnamed: what is there'
done
load npec npec_normalized </dev/null
sqlite3 npec.db 'CREATE TABLE npec (doc TEXT) STRICT;
    CREATE TABLE npec_file (fichier TEXT, npec INTEGER) STRICT;
    CREATE TABLE note (x TEXT)'
run export-csv npec.db
is "$rc/$(head -n 1 err)" "2/export-csv: npec.db: several tables have a flat \
form, name one: npec_normalized, npec_file" 'several tables, none named'
run export-csv npec.db npec_normalized
is "$(cat out)" 'rncp,cpne_code,cpne,npec_min,npec_max,idcc,date_applicabilite,date_fichier,fichier' \
    'a table without rows has a header'
run export-csv npec.db npec
refuses 1 'npec: no flat form' 'a document table that has no map'
run export-csv npec.db note
refuses 1 'note: no flat form' 'an unknown table'
run export-csv npec.db organisme
refuses 1 "npec.db: no table 'organisme'" 'a table of another database'
run export-csv npec.db formation_session
refuses 1 "npec.db: no table 'formation_session'" '  or of its items'
cp organismes.db other.db
run export-csv -c uai other.db
is "$rc/$(head -n 1 out)" 0/uai 'the only table with a flat form'
load users email_events </dev/null
run export-csv users.db email_events
refuses 1 'email_events: no flat form' 'no table of a state database'

# Tables of a source.
load kit_apprentissage kit_apprentissage <<'EOF'
{"cfd":"01021101","rncp":"RNCP3086"}
{"cfd":"","rncp":"NR, \"x\""}
EOF
run export-csv kit_apprentissage.db
same 'a flat table goes out as it stands' <<'EOF'
cfd,rncp
01021101,RNCP3086
"","NR, ""x"""
EOF
sqlite3 npec.db "INSERT INTO npec_file VALUES ('a', 12), (NULL, -1)"
run export-csv npec.db npec_file
same '  integers and nulls too' <<'EOF'
fichier,npec
a,12
,-1
EOF
run export-csv -c npec,x npec.db npec_file
is "$rc/$(head -n 1 err)" "2/export-csv: -c: table npec_file has no column 'x'" \
    '  which has no other column'
load acce acce_uai <<'EOF'
{"numero_uai":"0010001W","coordonnee_x":48.50,"autres":{"x":1}}
EOF
run export-csv -c numero_uai,coordonnee_x,coordonnee_y acce.db
is "$(tail -n 1 out)" 0010001W,48.5, '  and numbers'

run export-csv absent.db
refuses 1 '^export-csv: absent.db: No such file' 'no database'
echo '<html>' >page.db
run export-csv page.db
refuses 1 'page.db: .*not a.* database' 'not a database'
: >empty.db
run export-csv empty.db
is "$rc/$(head -n 1 err)" "2/export-csv: empty.db: no table with a flat form \
(there is none)" 'an empty file'
run export-csv
is "$rc" 2 'no operand'

# A large table: memory does not grow with it.
sqlite3 organismes.db "DROP INDEX IF EXISTS organisme_key;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
    WHERE i < 40000) INSERT INTO organisme SELECT o.* FROM n, organisme o"
is "$(set -o pipefail; export-csv organismes.db 2>err | head -n 1 >out
    echo $?; cat err)" 141 'a closed pipe ends it'
if measured; then
	/usr/bin/time -f %M -o peak "$bin/export-csv" organismes.db >big.csv
	ok $(($(cat peak) > 16384)) "$(wc -l <big.csv) lines within 16 MiB"
else
	skip 'memory cannot be measured'
fi
cases 'publication/csv_*'
done_testing
