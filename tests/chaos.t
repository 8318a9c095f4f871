#!/bin/bash
# Faults at random, FAULTS of them, over the whole graph: nothing that was
# published is lost or half of something, and what is made in the end is what is
# made without them.
. "$(dirname "$0")/lib.sh"
unset STATIC_URL
export SUITE_NOW=2026-01-31T04:00:00Z FETCH_TIMEOUT=2 FETCH_MAX_TIME=3
cd "$T" || exit 1
seed=${FAULTS_SEED:-1} faults=${FAULTS:-$(fewer 60 20)}
all='formation all-sources'
mk() { make -krsf "$root/pipelines/formation.mk" BIN="$bin" "$@" >out 2>err; }

upstream --random "$faults" --seed "$seed"
mkdir offline
cp -r up offline/raw
# shellcheck disable=SC2086
mk UPSTREAM=none DATADIR=offline $all
is "$?/$(cat err)" 0/ 'without faults'
(cd offline/db && md5sum ./*.db) >want

# What is published is what it is to be; in between, an aggregate may lack what
# is not there yet.
wrong() {
	find live/db live/raw -name '*.tmp' -newermt @0
	for db in live/db/*.db; do
		[ -e "$db" ] || continue
		[ "$(sqlite3 "$db" 'PRAGMA integrity_check')" = ok ] || echo "$db"
	done
}
turns=0 bad='' lost=''
until [ "$turns" = $((faults + 5)) ]; do
	turns=$((turns + 1))
	had=$(ls live/db 2>/dev/null)
	# shellcheck disable=SC2086
	mk -j2 UPSTREAM="$url" DATADIR=live $all
	rc=$?
	bad+=$(wrong)
	for db in $had; do [ -e "live/db/$db" ] || lost+=$db; done
	[ $rc != 0 ] || ! jq -se '.[-200:] | all(.fault == null)' log >/dev/null ||
	    break
done
echo "# $turns runs, $(jq -s 'map(select(.fault)) | length' log) faults"
is "$(jq -s 'map(select(.fault)) | length' log)" "$faults" 'all faults came'
is "$bad/$lost" / 'no database was broken or lost'
is "$rc/$(cd live/db && md5sum ./*.db)" "0/$(cat want)" \
    'in the end: the databases of a make without faults'
done_testing
