#!/bin/bash
# A source that has become empty, or has lost more than half of its rows, does
# not replace its database.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-01-31T04:00:00Z
cd "$T" || exit 1
mk() { run make -srf "$root/pipelines/formation.mk" BIN="$bin" "$@"; }
sums() { (cd data/db && md5sum ./*.db); }
rows() { sqlite3 "data/db/$1.db" "SELECT count(*) FROM $2"; }

mk formation all-sources
clean 'the sample'
mv data/raw/.sample . # raw is ours from here on
export UPSTREAM=none
before=$(sums)

# lost SOURCE NAME: make refuses it, by force too, and nothing changes.
lost() {
	for force in '' 1; do
		mk "$1" formation FORCE=$force
		is "$rc/$(grep -cE 'no row|no record|0 received' err)" 2/1 \
		    "$2${force:+, by force}"
		is "$(sums)" "$before" '  and no database changes'
	done
}
keep() { # keep FILE: to be put back
	rm -rf kept
	cp -r "$1" kept
}
back() {
	cp -r kept "$1"
}

file=data/raw/mission_locale/couverture.csv
keep $file
: >$file
lost mission_locale 'an empty file'
head -n 1 kept >$file
lost mission_locale 'a header alone'
lines=$(wc -l <kept)
head -n $((lines / 3)) kept >$file
mk mission_locale
is "$rc/$(head -n 1 err | sed 's/[0-9][0-9]* rows/N rows/; s/ [0-9]* in/ N in/')" \
    "2/import-mission-locale: data/db/mission_locale.db: table insee_to_ml: N \
rows in the source, but N in the published database: more than half would be \
lost (FORCE=1 publishes it)" \
    'a third of the rows'
is "$(sums)" "$before" '  and no database changes'
is "$(sqlite3 data/state/ledger.db "SELECT error LIKE '%FORCE=1%' FROM import_meta
    WHERE type = 'mission_locale' ORDER BY id DESC LIMIT 1")" 1 \
    '  and the ledger says why'
mk mission_locale FORCE=1
is "$rc $(rows mission_locale insee_to_ml)" "0 $((lines / 3 - 1))" '  FORCE=1 takes it'
back $file
mk mission_locale
is "$rc $(sums)" "0 $before" '  and more rows are always taken'
head -n $((lines * 2 / 3)) kept >$file
mk mission_locale
is "$rc $(rows mission_locale insee_to_ml)" "0 $((lines * 2 / 3 - 1))" \
    'two thirds of the rows are taken'
back $file
mk formation
is "$rc $(sums)" "0 $before" 'all is as it was'

file=data/raw/catalogue/formations.json
keep $file
echo '[]' >$file
lost catalogue 'an empty array'
back $file
file=data/raw/referentiel/organismes.json
keep $file
jq -c '.organismes = []' kept >$file
lost referentiel 'an empty member'
back $file
file=data/raw/adresse/adresses.ndjson
keep $file
: >$file
lost adresse 'no answer'
back $file
file=data/raw/bcn/V_FORMATION_DIPLOME.csv
keep $file
head -n 1 kept >$file
lost bcn 'one table of four is empty'
head -n 3 kept >$file
mk bcn
is "$rc$(grep -c 'FORCE=1 publishes' err) $(sums)" "21 $before" \
    'one table of four has lost its rows'
back $file
mk formation all-sources
is "$rc $(sums)" "0 $before" 'all is as it was'

# A published file that is not a database is replaced.
for what in nothing '' 'no database at all'; do
	rm -f data/db/adresse.db
	[ "$what" = nothing ] || printf %s "$what" >data/db/adresse.db
	touch data/raw/adresse/*
	mk adresse
	is "$rc $(sums)" "0 $before" "the published file is '$what'"
done
done_testing
