#!/bin/bash
# make formation with the real tools, from the sample to formation.db.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-01-31T04:00:00Z
graph=$root/pipelines/formation.mk
cd "$T" || exit 1
mk() { run make -krf "$graph" BIN="$bin" "$@"; }
sums() { (cd "$1/db" && md5sum ./*.db); }

mk
is "$rc/$(cat err)" 0/ 'make formation from nothing'
for db in data/db/*.db; do
	name=$(basename "$db" .db)
	is "$(sqlite3 "$db" 'PRAGMA integrity_check')" ok "$name is whole"
	ok "$(sqlite3 data/state/ledger.db "SELECT NOT (rows > 0 AND changed)
	    FROM import_meta WHERE type = '$name'")" "$name has rows"
done
mk
is "$(cat out err)" "make: Nothing to be done for 'formation'." \
    'a second make has nothing to do'
mk -q
is "$rc" 0 'and make -q knows it'
mk -s -j2 DATADIR=two
is "$rc/$(cat out err)" 0/ 'make -s -j2 says nothing'
is "$(sums two)" "$(sums data)" 'and gives the same bytes'
find data/raw -type f -exec touch {} +
SUITE_NOW=2026-02-28T04:00:00Z mk
is "$(grep -vc ', unchanged$' out)" 0 \
    'the same files a month later: nothing has changed'
is "$(sums two)" "$(sums data)" 'not a byte'

# What cannot be told is not published.
for run in 'import-acce -r data/raw/acce' 'import-adresse -r data/raw/adresse' \
    'import-communes -d data/db -r data/raw/communes' \
    'import-entreprise -r data/raw/entreprise' \
    'import-france-competence -r data/raw/france_competence' \
    'import-kit-apprentissage -r data/raw/kit_apprentissage' \
    'import-mission-locale -r data/raw/mission_locale' \
    'agg-certifications -d data/db' 'agg-formation -d data/db' \
    'agg-indicateurs -d data/db' 'agg-organismes -d data/db'; do
	$run -o x.db 2>err >/dev/full
	is "$?$(grep -c 'No space' err)$(ls x.db* 2>/dev/null)" 11 \
	    "${run%% *}: nothing is published without its statistics"
done
{ sleep 0.3; import-adresse -r data/raw/adresse -o x.db; echo $? >code; } | true
is "$(cat code)$(ls x.db* 2>/dev/null)" 141 'nor what nobody reads'
parse-json --end data/raw/catalogue/formations.json |
    import-catalogue -o x.db 2>err >/dev/full
is "$?$(ls x.db* 2>/dev/null)" 1 'import-catalogue: neither'
parse-json -m organismes --end data/raw/referentiel/organismes.json |
    import-referentiel -o x.db 2>err >/dev/full
is "$?$(ls x.db* 2>/dev/null)" 1 'import-referentiel: neither'

mk DATADIR=two SEED=2
is "$rc/$(cat err) $(sqlite3 two/db/formation.db 'SELECT count(*) > 999
    FROM formation')" '0/ 1' 'another sample takes the place of the first'
rm -r two
mk -s DATADIR=two

# Files cut short.
before=$(sums data)
cut() { # cut FILE...: the first of them loses its end
	cp "$1" keep
	truncate -s "-$(($(stat -c %s "$1") / 3))" "$1"
	name=${1#data/raw/}
	name=${name%%/*}
	mk "$name"
	is "$rc $(sums data)" "2 $before" "$name cut short: the databases stay"
	is "$(sqlite3 data/state/ledger.db "SELECT status, error <> ''
	    FROM import_meta ORDER BY id DESC LIMIT 1")" 'failed|1' \
	    "$name cut short: the ledger says why"
	cp keep "$1"
}
cut data/raw/catalogue/formations.json
cut data/raw/referentiel/organismes.json
cut data/raw/communes/communes-*.json
cut data/raw/entreprise/etablissements.ndjson
cut data/raw/adresse/adresses.ndjson
cut data/raw/kit_apprentissage/history/*.xlsx
mk
is "$rc/$(cat err) $(sums data)" "0/ $before" 'made whole again, all is well'

# Killed at any moment.
for moment in 0.1 0.2 0.4; do
	rm -r two/db two/state
	{
		timeout -s KILL $moment make -srf "$graph" BIN="$bin" DATADIR=two
	} >/dev/null 2>&1
	for db in two/db/*.db; do
		[ -e "$db" ] || continue
		cmp "$db" "data/db/${db##*/}"
	done >differ 2>&1
	is "$(cat differ)" '' "killed after $moment s: what is there is whole"
	mk DATADIR=two
	is "$rc $(sums two)" "0 $before" 'and the next make completes it'
done
done_testing
