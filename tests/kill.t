#!/bin/bash
# kill -9 to all of make -j2 formation at a random moment: what is published is
# whole, and the next make gives the bytes of a run that nobody disturbed. Half
# of the runs begin with nothing, half with databases of older raw files.
# Half of the moments are counted from the beginning of one database, so that all
# are met however fast the machine is. KILLS=1000 is the long run.
room=$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)
[ "${room:-0}" -lt 300000 ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-01-31T04:00:00Z
cd "$T" || exit 1
few=$(fewer 14 4)

# mk DATADIR: the make that is to be killed, and the one that repairs.
mk() {
	exec setsid make -srj2 -f "$root/pipelines/formation.mk" BIN="$bin" \
	    UPSTREAM=none DATADIR="$1" >"$1.out" 2>&1
}
# timed DATADIR: a run that nobody disturbs, and its milliseconds in $ms.
timed() {
	local from
	from=$(date +%s%3N)
	(mk "$1")
	is "$?/$(cat "$1.out")" 0/ "$1: a run that nobody disturbs"
	ms=$(($(date +%s%3N) - from))
}
# with RAW DATADIR: DATADIR gets these raw files.
with() {
	rm -rf "$2/raw"
	mkdir -p "$2"
	cp -a "$1" "$2/raw"
}
# killed DATADIR: the run, and all it started, killed $moment ms after it began,
# or began to build $behind.
killed() {
	(mk "$1") &
	local make=$!
	while [ -n "$behind" ] && [ ! -e "$1/state/$behind.stamp.new" ] &&
	    kill -0 $make 2>/dev/null; do sleep 0.005; done
	sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
	kill -9 -- "-$make" 2>/dev/null
	wait "$make" 2>/dev/null
	while kill -0 -- "-$make" 2>/dev/null; do sleep 0.01; done
}
# strange DATADIR REFERENCE...: the databases that are those of no reference.
strange() {
	local work=$1 db reference
	shift
	for db in "$work"/db/*.db; do
		[ -e "$db" ] || continue
		for reference; do
			cmp -s "$db" "$reference/db/${db##*/}" && continue 2
		done
		echo "$db"
	done
}
# differs DATADIR REFERENCE: what the repaired differs in.
differs() {
	diff -rq "$1/db" "$2/db"
	diff <(cd "$1/state" && ls ./*.stamp) <(cd "$2/state" && ls ./*.stamp)
	status -d "$1" >/dev/null
	sqlite3 "$1/state/ledger.db" "SELECT type, status FROM import_meta
	    WHERE status = 'pending'; PRAGMA integrity_check" | grep -vx ok
}

# What comes later: more archives, and other words.
sample-upstream -o two
# A SIRET listed without UAI, then with one, is a row after the first run and two
# after the second: a run killed between file and stamp is one more.
page=two/referentiel/organismes.json
jq -c '[.organismes[] | select(.uai).siret] as $s |
    .organismes |= map(select(.uai or (.siret | IN($s[]) | not))) |
    .pagination.total = (.organismes | length)' $page >page
mv page $page
cp -a two one
rm one/*/*2025-*.zip one/*/*/*2025*.xlsx
find two -name '*.csv' -o -name '*.json' -o -name '*.ndjson' |
    tr '\n' '\0' | xargs -0 sed -i 's/NUMERIQUE/MECANIQUE/g; s/Greta/Gréta/g
	s/EXEMPLE/MODELE/g; s/\[5\.0/[5.1/g; s/Rendre/Donner/g; s/Lyon/Lille/g
	s/mission\.exemple/mission.modele/g; s/RNCP101"/RNCP102"/g'
with one first
timed first
first=$ms
cp -a first second
with two second
timed second
second=$ms
is "$(for db in first/db/*.db; do cmp -s "$db" "second/db/${db##*/}" &&
    echo "$db"; done)" '' 'nothing stays as it was'
names=(first/db/*.db)
for ((i = 1; i <= ${KILLS:-$few}; i++)); do
	rm -rf work
	behind=''
	if ((i % 2)); then
		with one work
		moment=$((RANDOM % first)) from='' to=first
	else
		cp -a first work
		with two work
		moment=$((RANDOM % second)) from=first to=second
	fi
	if ((i % 4 > 1)); then
		behind=$(basename "${names[RANDOM % ${#names[@]}]}" .db)
		moment=$((RANDOM % 80))
	fi
	killed work
	found=$(strange work $from $to)
	(mk work)
	is "$found$?$(cat work.out)$(differs work $to)" 0 \
	    "killed $moment ms after ${behind:-the start} ($to): whole, and made good"
done
done_testing
