#!/bin/bash
# The jobs over offers and of their migration, each on a few rows: the lines
# that it prints, the second run, what it refuses.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-03-10T09:20:00.000Z
unset LBA_PUBLIC_URL LBA_JWT_SECRET
cd "$T" || exit 1
db=jobs_partners.db
user=65f000000000000000000001

sql() { sqlite3 $db "$1"; }
# offers MEMBERS...: a new database whose offers have these ids and members.
offers() {
	rm -f $db*
	for members; do
		printf '{"_id":"65f0000000000000000000%s}\n' "$members"
	done | jq -c '{partner_label: "offres_emploi_lba"} + .
	    + {partner_job_id: ._id}' | load-table -a $db jobs_partners 2>/dev/null
	sql "CREATE TABLE migration_state(key TEXT, value TEXT, updated_at TEXT)
	    STRICT;
	    INSERT INTO migration_state VALUES ('phase', '1', '2026-03-01T00:00:00.000Z')"
}
# rows TABLE: adds what is on standard input.
rows() { load-table -a $db "$1" 2>/dev/null; }
# prints TEST: the last run printed standard input and nothing else.
prints() {
	cat >wanted
	is "$rc/$(diff wanted out)$(cat err)" 0/ "$1"
}
update() { # ID SET
	printf '{"op":"update","table":"jobs_partners","_id":"65f0000000000000000000%s","set":%s}\n' "$@"
}
counts() { printf '{"counts":{%s}}\n' "$1"; }
# wrong PATTERN NAME: the last run said so, and how it is used.
wrong() {
	is "$rc/$(head -n 1 err | grep -c -- "$1")/$(sed -n 2p err | cut -c1-6)" \
	    2/1/usage: "$2"
}
# needs_database TOOL OPTIONS...
needs_database() {
	run "$@" -d nowhere
	refuses 1 'nowhere/jobs_partners.db: no such database' "$1: no database"
	run "$@" --nope -d .
	wrong nope "$1: an unknown option"
}
# needs_migration TOOL OPTIONS...
needs_migration() {
	sql "UPDATE migration_state SET value = '0'"
	run "$@" -d .
	refuses 3 'phase 0: run migrate-schema first' "$1: before the migration"
	sql "UPDATE migration_state SET value = '1'"
}

# answer SIRET STATE: what API Entreprise says of an establishment.
answer() {
	jq -nc --arg siret "$1" --arg state "$2" '{identifiant: $siret,
	  etablissement: {siret: $siret, etat_administratif: $state,
	    date_creation: 631152000, date_fermeture: null, enseigne: null,
	    unite_legale: {siren: $siret[:9], type: "personne_morale",
	      personne_morale_attributs: {raison_sociale: "ATELIERS DU LAC",
	        sigle: null},
	      personne_physique_attributs: {prenom_usuel: null, nom_usage: null,
	        nom_naissance: null},
	      etat_administratif: "A", date_creation: 631152000},
	    adresse: {numero_voie: "4", indice_repetition_voie: null,
	      type_voie: "RUE", libelle_voie: "DES FORGES",
	      complement_adresse: null, code_postal: "74000",
	      libelle_commune_etranger: null, code_pays_etranger: null,
	      libelle_pays_etranger: null, code_commune: "74010",
	      libelle_commune: "ANNECY"}}}'
}

# sync-recruiter-status: the recruiter's status, byte for byte.
jobs() {
	offers 'c1","recruiter_status":"Actif"' 'c2"' 'c3","recruiter_status":"ACTIF"' \
	    'c4","recruiter_status":"Actif"'
	rows recruiters <<EOF
{"_id":"65e000000000000000000001","establishment_id":"R1",\
"establishment_siret":"90155512800015","email":"a@example.org",\
"status":"Archivé","managed_by":"65f000000000000000000001","address":"1 RUE A"}
{"_id":"65e000000000000000000002","establishment_id":"R2","establishment_siret":"90277734100014","email":"b@example.org","status":"Actif","managed_by":"nobody"}
EOF
	rows recruiters_jobs <<'EOF'
{"_id":"65f0000000000000000000c1","recruiter_id":"65e000000000000000000001","position":0,"job_status":"Active","rome_appellation_label":"Luthier"}
{"_id":"65f0000000000000000000c2","recruiter_id":"65e000000000000000000001","position":1,"job_status":"Active"}
{"_id":"65f0000000000000000000c3","recruiter_id":"65e000000000000000000002","position":0,"job_status":"Active","job_prolongation_count":2}
{"_id":"65f0000000000000000000c9","recruiter_id":"65e000000000000000000001","position":2,"job_status":"Active"}
EOF
}
jobs
for flag in -n ''; do
	run sync-recruiter-status $flag -d .
	prints "sync-recruiter-status $flag" <<-EOF
	$(update c1 '{"recruiter_status":"Archivé"}')
	$(update c2 '{"recruiter_status":"Archivé"}')
	$(update c3 '{"recruiter_status":"Actif"}')
	$(counts '"synced":3')
	EOF
done
run sync-recruiter-status -d .
prints '  again: nothing' <<<"$(counts '"synced":0')"
sql "UPDATE migration_state SET value = '2'"
run sync-recruiter-status -d .
refuses 3 'phase 2' '  after the cut-over'
run sync-recruiter-status -fd .
prints '  but with --force' <<<"$(counts '"synced":0')"
needs_database sync-recruiter-status
needs_migration sync-recruiter-status

# backfill-jobs-partners: the columns of the migration; no new rows.
jobs
for flag in -n ''; do
	run backfill-jobs-partners $flag -d .
	prints "backfill-jobs-partners $flag" <<-EOF
	$(update c1 '{"offer_rome_appellation":"Luthier","managed_by":"'$user'","establishment_id":"R1","recruiter_status":"Archivé","job_prolongation_count":0}')
	$(update c2 '{"managed_by":"'$user'","establishment_id":"R1","recruiter_status":"Archivé","job_prolongation_count":0}')
	$(update c3 '{"establishment_id":"R2","recruiter_status":"Actif","job_prolongation_count":2}')
	{"unmatched":"65f0000000000000000000c9","recruiter":"65e000000000000000000001","why":"missing"}
	$(counts '"total":4,"matched":3,"modified":3,"unmatched":1,"bad_manager":1')
	EOF
done
run backfill-jobs-partners -qd .
prints '  again: nothing' \
    <<<"$(counts '"total":4,"matched":3,"modified":0,"unmatched":1,"bad_manager":1')"
needs_database backfill-jobs-partners
needs_migration backfill-jobs-partners

# set-phase: to and fro; what does not hold is refused.
run set-phase 2 -d .
refuses 3 'no-go' 'set-phase 2: not before the offers are right'
for to in 0 4 x; do
	run set-phase $to -d .
	wrong "$to" "  there is no phase $to"
done
sync-recruiter-status -qd . >/dev/null
run set-phase 1 -d .
prints '  the phase that is there' <<<"$(counts '"from":1,"to":1,"deleted":0')"
offers
migrate-schema -qd . >/dev/null
run set-phase 2 -d .
prints 'set-phase 2: without a recruiter nothing is wrong' \
    <<<"$(counts '"from":1,"to":2,"deleted":0')"
run set-phase 3 -d .
refuses 3 'phase 2' '  set-phase 3: not in the first two weeks'
SUITE_NOW=2026-03-25T09:20:00.000Z run set-phase 3 -d .
prints '  but then' <<<"$(counts '"from":2,"to":3,"deleted":0')"
run set-phase 1 -d .
refuses 3 'phase 3' '  which is for good'

# apply-siret-infos: an open establishment makes its recruiters active.
siret() {
	offers 'f1","establishment_id":"E1","recruiter_status":"EN_ATTENTE_VALIDATION","workplace_siret":"90155512800015"' \
	    'f3","establishment_id":"E1","recruiter_status":"Actif","workplace_siret":"90155512800015"' \
	    'f4","establishment_id":"E2","recruiter_status":"En attente de validation","workplace_siret":"90277734100014"'
}
siret
answer 90155512800015 A >open
answer 90277734100014 F >closed
of='"workplace_legal_name":"ATELIERS DU LAC","workplace_address_label":"4 RUE DES FORGES 74000 ANNECY"'
run apply-siret-infos -n -d . <open
is $rc 1 'apply-siret-infos: a company without an answer: 1'
is "$(head -n 1 out)" "$(update f1 "{$of,\"recruiter_status\":\"ACTIF\"}")" '  an open one is active'
is "$(tail -n 1 out)" "$(counts '"success":1,"refused":0,"deactivated":0,"failure":1')" '  counts'
cat open closed >both
run apply-siret-infos -d . <both
is "$rc/$(tail -n 1 out)" "0/$(counts '"success":1,"refused":1,"deactivated":0,"failure":0')" \
    '  a closed one is refused'
is "$(sql "SELECT group_concat(recruiter_status, '|') FROM jobs_partners")" \
    'ACTIF|Actif|En attente de validation' '  and stays as it was; a spelling too'
was=$(sql 'SELECT count(*) FROM job_runs')
{ cat closed; echo '{"identifiant":"9027'; } >bad
run apply-siret-infos -d . <bad
is "$rc/$(grep -c '2' err)/$(sql 'SELECT count(*) FROM job_runs')" "1/1/$was" \
    '  a truncated answer: its line is named, nothing changes'
needs_database apply-siret-infos </dev/null
needs_migration apply-siret-infos </dev/null

# analyze-closed: active offers whose establishment is not known to be open.
offers 'b1","offer_status":"Active","workplace_siret":"90155512800015"' \
    'b2","offer_status":"Active","workplace_siret":"90155512800015"' \
    'b3","offer_status":"Active","workplace_siret":"90277734100014"' \
    'b4","offer_status":"Active","workplace_siret":"90399956300013"' \
    'b5","offer_status":"Cancelled","workplace_siret":"90155512800015"' \
    'b6","offer_status":"Active"'
{ answer 90155512800015 F; answer 90277734100014 A; } >answers
run analyze-closed -d . <answers
prints 'analyze-closed' <<'EOF'
{"siret":null,"status":null,"reason":"no-siret","offers":1,"ids":["65f0000000000000000000b6"]}
{"siret":"90155512800015","status":"F","reason":"closed","offers":2,"ids":["65f0000000000000000000b1","65f0000000000000000000b2"]}
{"siret":"90399956300013","status":null,"reason":"not-asked","offers":1,"ids":["65f0000000000000000000b4"]}
EOF
is "$(sql 'SELECT counts FROM job_runs')" '{"active_offers":5,"problems":4,"sirets":3}' \
    '  counts'
run analyze-closed -np -d . <answers
is "$rc/$(sed -n 2p out)/$(sql 'SELECT count(*) FROM job_runs')" \
    '0/{"_id":"65f0000000000000000000b1","siret":"90155512800015","status":"F","reason":"closed"}/1' \
    '  an offer a line'
run analyze-closed -d . <bad
is "$rc/$(wc -l <err)/$(wc -l <out)" 1/1/0 '  a truncated answer is no analysis'
needs_database analyze-closed </dev/null

# anonymize-individual: one person, and no other.
offers "91\",\"managed_by\":\"$user\",\"apply_email\":\"p@example.org\",\"apply_phone\":\"0299000000\"" \
    '92","partner_label":"Kelio","apply_email":"k@example.org"'
rows userswithaccounts <<EOF
{"_id":"$user","first_name":"Paula","last_name":"Roux","email":"p@example.org","status":[],"last_action_date":"2026-01-05T08:00:00.000Z"}
EOF
for flag in -n ''; do
	run anonymize-individual $flag -c userrecruteurs -i $user -d .
	prints "anonymize-individual $flag" <<-EOF
	$(update 91 '{"apply_phone":null,"apply_email":"anonymized@example.com"}')
	{"op":"delete","table":"userswithaccounts","_id":"$user"}
	{"op":"insert","table":"anonymized_userswithaccounts","_id":"$user","set":{"last_action_date":"2026-01-05T08:00:00.000Z","status":[]}}
	$(counts '"archived":1,"deleted":1,"offers":1,"recruiters":0')
	EOF
done
is "$(cat $db* | grep -c -e Paula -e p@example)" 0 '  leaves no trace in the file'
run anonymize-individual -c userrecruteurs -i $user -d .
refuses 1 "$user" '  a user who is gone'
run anonymize-individual -c applications -i $user -d .
prints '  an applicant whom nobody knows' \
    <<<"$(counts '"archived":0,"deleted":0,"offers":0,"recruiters":0')"
run anonymize-individual -c nobody -i $user -d .
wrong nobody '  an unknown collection'
run anonymize-individual -c users -i 12 -d .
wrong 12 '  a bad id'
needs_database anonymize-individual -c users -i $user
needs_migration anonymize-individual -c userrecruteurs -i $user

done_testing
