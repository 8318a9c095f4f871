#!/bin/bash
# import-fiches-rome and publish-fiches: the fiches of the ROME.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
export SUITE_NOW=2026-11-20T01:00:00.250Z

# sheet ROW...: the workbook's rows, each "c1|c2|c3|c4|c5", from row 2 on.
sheet() {
	{
		echo '{"sheet":"Présentation"}'
		echo '{"sheet":"Présentation","row":2,"cells":["A","11","01","Autre","1"]}'
		echo '{"sheet":"Arbo"}'
		echo '{"sheet":"Arbo","row":1,"cells":["A","11","01","Titre","1"]}'
		local row=1
		for cells; do
			row=$((row + 1))
			jq -cnR --arg c "$cells" --argjson r $row \
			    '{sheet: "Arbo", row: $r, cells: ($c | split("|"))}'
		done
	} >rows
	cat rows
	echo "{\"#end\":$(wc -l <rows)}"
}
import() { run import-fiches-rome -d db "$@"; }
fiche() { cat-table db/fiches.db fiches_metiers | jq -c "select(.code_rome == \"$1\") | $2"; }

mkdir db
rows=('A| | |Terre| ' 'A|11| |Culture| ' 'A|11|01|Tailleur / Tailleuse de pierre|11'
	'A|11|01|Tailleur|12' 'A|11|01|Carrier|13' 'A|11|02|Chef de chantier| '
	'B| | |Arts| ' 'B|11|01|Vendeur / Vendeuse / Caissier|15')
sheet "${rows[@]}" >in
import <in
clean 'a workbook'
is "$(tail -n 1 out)" '{"counts":{"domaines":2,"sous_domaines":1,"fiches":3,"appellations":2,"inserted":3,"updated":0,"unchanged":0,"absent":0}}' 'counts'
is "$(head -n 3 out | jq -c '[.op, .table, ._id, (.set | length)]')" \
    '["insert","fiches_metiers","A1101",43]
["insert","fiches_metiers","A1102",43]
["insert","fiches_metiers","B1101",43]' 'a line for each fiche, all columns but id'
is "$(fiche A1101 '[.nom_masculin, .nom_feminin, .nom_epicene, .code_ogr, .tags, .secteurs_activite, .version, .statut, .date_maj]')" \
    '["Tailleur de pierre","Tailleuse de pierre",'\
'"Tailleur / Tailleuse de pierre","11",["domaine:A","sous-domaine:A11",'\
'"Culture","appellations:2"],["Terre"],1,"brouillon",'\
'"2026-11-20 02:00:00.250000"]' \
    'a fiche'
is "$(fiche B1101 '[.nom_masculin, .nom_feminin, .tags]')" \
    '["Vendeur / Caissier","Vendeuse / Caissier",["domaine:B"]]' \
    'a new domaine has no sous-domaine yet'
is "$(sqlite3 db/fiches.db "SELECT salaires LIKE '{\"junior\": {\"min\": null, %',
    competences, profil_riasec, validation_ia_details, niveau_formation IS NULL
    FROM fiches_metiers WHERE id = 1")" \
    '1|[]|null|null|1' 'JSON columns, and those that are null'
cp db/fiches.db before.db
sheet "${rows[@]}" >in
SUITE_NOW=2027-01-01T00:00:00Z import <in
is "$rc/$(cat out)" '0/{"counts":{"domaines":2,"sous_domaines":1,"fiches":3,"appellations":2,"inserted":0,"updated":0,"unchanged":3,"absent":0}}' \
    'a second import changes nothing'

# What changes, and what stays.
sqlite3 db/fiches.db "UPDATE fiches_metiers SET description = 'main' WHERE id = 2"
rows[5]='A|11|02|Cheffe de chantier|14'
sheet "${rows[@]:0:7}" >in
import -n <in
is "$rc/$(head -n 1 out | jq -c .set)" \
    '0/{"code_ogr":"14","nom_masculin":"Cheffe de chantier",'\
'"nom_feminin":"Cheffe de chantier","nom_epicene":"Cheffe de chantier",'\
'"rome_update_pending":1,"version":2}' \
    '-n: what would change'
is "$(fiche A1102 .version)" 1 '-n: nothing does'
sheet "${rows[@]:0:7}" >in
import -z UTC <in
is "$(tail -n 1 out | jq -c .counts.absent)$(fiche A1102 '[.description, .version, .date_maj]')" \
    '1["main",2,"2026-11-20 01:00:00.250000"]' 'a changed name; the description stays'
is "$(list-audit -d db | jq -c '[.agent, .description, .donnees_avant, .donnees_apres]')" \
    '["import-fiches-rome","Noms ROME modifiés","Chef de chantier","Cheffe de chantier"]' 'it is audited'
sheet "${rows[@]:0:7}" >in
import -q --replace <in
is "$(cat out | jq -c .counts.updated)$(fiche A1102 '[.description, .version]')" \
    '2["Fiche métier ROME A1102 - Cheffe de chantier",2]' '--replace'

# Names, of every form.
while IFS='|' read -r name want; do
	rm -rf names && mkdir names
	sheet 'A| | |Terre| ' "A|11|01|$name|1" >in
	run import-fiches-rome -d names <in
	is "$(head -n 1 out | jq -r '.set | .nom_masculin + ";" + .nom_feminin')" \
	    "$want" "name: $name"
done <<'END'
Chef de chantier|Chef de chantier;Chef de chantier
Ouvrier paysagiste / Ouvrière paysagiste|Ouvrier paysagiste;Ouvrière paysagiste
Agent technique / Agente|Agent technique;Agente
Artiste Plasticien / Plasticienne|Artiste Plasticien;Plasticienne
Maître / Maîtresse  d'œuvre|Maître d'œuvre;Maîtresse d'œuvre
Œuvrier/Œuvrière|Œuvrier/Œuvrière;Œuvrier/Œuvrière
END

# What is refused changes nothing.
cp db/fiches.db before.db
sheet 'A| | |Terre| ' 'A|11|01|Un|1' 'A|11|X1|Deux|2' >in
import <in
is "$rc/$(cat err)" "1/import-fiches-rome: Arbo:4: code_rome: not a code 'A11X1'" 'no code'
sheet 'A| | |Terre| ' 'A|11|09| |1' >in
import <in
is "$rc/$(cat err)" '1/import-fiches-rome: Arbo:3: nom: missing' 'no name'
sheet 'A| | |Terre| ' 'A|11|09|Neuf|1' | head -n -1 >in
import <in
refuses 1 'end mark' 'no end mark'
printf '{"sheet":"Seule"}\n{"#end":1}\n' >in
import <in
is "$rc/$(cat err)" '1/import-fiches-rome: stdin: no second sheet' 'one sheet'
import </dev/null
refuses 1 . 'nothing at all'
echo '<!DOCTYPE html>' >in
import <in
refuses 1 'stdin' 'a page'
is "$(sqlite3 db/fiches.db .dump | sha256sum)" "$(sqlite3 before.db .dump | sha256sum)" \
    'the fiches are as they were'
sheet 'A| | |Terre| ' >in
run import-fiches-rome -d nowhere <in
refuses 1 nowhere 'no directory'
run import-fiches-rome </dev/null
is "$rc/$(sed q err)" '2/import-fiches-rome: -d DIR is needed' 'no -d'
run import-fiches-rome -d db -z Mars </dev/null
is "$rc/$(sed q err)" "2/import-fiches-rome: -z: UTC or Europe/Paris, not 'Mars'" 'no zone'

# A file that a program in Python has made, and that lacks columns.
mkdir old
sqlite3 old/fiches.db "CREATE TABLE fiches_metiers(id INTEGER PRIMARY KEY,
    code_rome TEXT, nom_masculin TEXT, nom_feminin TEXT, nom_epicene TEXT,
    statut TEXT, version INTEGER); CREATE TABLE variantes(x);
    INSERT INTO fiches_metiers VALUES (7, 'A1101', 'a', 'b', 'c', 'valide', 4)"
sheet "${rows[@]:0:5}" >in
run import-fiches-rome -q -d old <in
is "$rc/$(cat err)$(cat-table old/fiches.db fiches_metiers | jq -c '[.id, .version, .statut, .nom_feminin]')" \
    '0/[7,5,"valide","Tailleuse de pierre"]' 'columns are added, other tables stay'
is "$(sqlite3 old/fiches.db .tables | tr -s ' \n' '\n' | sort | xargs)" \
    'appel_claude audit_log fiches_metiers mise_a_jour mise_a_jour_fiche variantes' 'tables'

# cat, load, cat: the same bytes, those of Python.
cat-table db/fiches.db fiches_metiers >one
mkdir copy
load-table copy/fiches.db fiches_metiers <one
cat-table copy/fiches.db fiches_metiers | cmp - one
ok $? 'cat, load, cat'
columns='competences, salaires, perspectives, tags, secteurs_activite'
is "$(sqlite3 copy/fiches.db "SELECT $columns FROM fiches_metiers")" \
    "$(sqlite3 db/fiches.db "SELECT $columns FROM fiches_metiers")" 'in the file too'

# publish-fiches.
run publish-fiches -d db A1102 Z9999 A1102
is "$rc/$(cat err)/$(jq -c . out)" \
    '1/publish-fiches: Fiche Z9999 non trouvée/{"op":"update",'\
'"table":"fiches_metiers","_id":"A1102","set":{"statut":"publiee","version":3,'\
'"date_maj":"2026-11-20 02:00:00.250000"}}
{"counts":{"published":1,"unchanged":0,"unknown":1}}' 'a code, and an unknown one'
run publish-fiches -n -q -d db --all
is "$rc/$(cat out)" '0/{"counts":{"published":2,"unchanged":1,"unknown":0}}' '-n -q --all'
run publish-fiches -q -d db --tag domaine:B
is "$rc/$(cat out)" '0/{"counts":{"published":1,"unchanged":0,"unknown":0}}' '--tag'
is "$(list-audit -d db --type publication | jq -r '.agent + ": " + .description')" \
    'publish-fiches: Publication de la fiche Vendeur / Caissier (B1101)
publish-fiches: Publication de la fiche Cheffe de chantier (A1102)' 'they are audited'
for wrong in '' '--all A1101' '--tag x --all'; do
	# shellcheck disable=SC2086
	run publish-fiches -d db $wrong
	is "$rc" 2 "publish-fiches: wrong use '$wrong'"
done
run publish-fiches -d nowhere --all
refuses 1 'nowhere/fiches.db: no such database' 'no fiches.db'
done_testing
