#!/bin/bash
# The whole graph over the network, from a server that mimics the sources.
. "$(dirname "$0")/lib.sh"
unset STATIC_URL ALTERNANCE_ENV
export SUITE_NOW=2026-01-31T04:00:00Z
graph=$root/pipelines/formation.mk
cd "$T" || exit 1
mk() { run make -krf "$graph" BIN="$bin" "$@"; }
live() { mk -s UPSTREAM="$url" DATADIR=live "$@"; }
sums() { (cd "$1/db" && md5sum ./*.db); }
times() { find live/raw live/db -type f -printf '%p %C@\n' | sort; }
all='formation all-sources indicateurs'
# row NAME: is the database newer than the last failure?
row() {
	sqlite3 live/state/ledger.db "SELECT max(id) > (SELECT max(id)
	    FROM import_meta WHERE status = 'failed' AND id < (SELECT max(id)
	    FROM import_meta WHERE status = 'failed')) FROM import_meta
	    WHERE type = '$1'"
}
# requests JQ: of the log, since it was last emptied.
requests() { jq -c "$@" log; }

upstream
mkdir offline
cp -r up offline/raw
# shellcheck disable=SC2086
mk -s UPSTREAM=none DATADIR=offline $all
is "$rc/$(cat err)" 0/ 'offline'

# shellcheck disable=SC2086
live -j2 $all
is "$rc/$(cat err)" 0/ 'from nothing, over the network'
is "$(sums live)" "$(sums offline)" 'gives the databases that the same sample gives offline'
ok "$(grep -rqE 'secret|kit-token|insee-token|entreprise-token' log live; echo $((!$?)))" \
    'no secret is kept anywhere'

before=$(times)
: >log
# shellcheck disable=SC2086
live $all
is "$rc/$(cat err out)" 0/ 'nothing has changed upstream'
is "$(times)" "$before" 'no file was touched'
is "$(sqlite3 live/state/ledger.db "SELECT count(*) FROM import_meta
    WHERE type NOT LIKE 'fetch:%'")" 18 'nothing was built'
# What is no resource: redirects, heads, ACCE's session, its archive, which is
# another each time, and the pages that say it is not ready. The list of files
# that are published no more is for two sources.
is "$(requests 'select(.status != 304 and .status != 412 and .status != 302
    and .method != "HEAD") | .source' | sort | uniq -c | tr -s ' ')" \
    ' 5 "acce"' 'every resource is asked on condition'
is "$(requests 'select(.status == 304) | .path' | sort | uniq -d)" \
    '"/static/SHA256SUMS"' 'and once'

echo >>up/kali_ccn/kali.xlsx # a comment behind the archive
sed '$d' up/bcn/V_FORMATION_DIPLOME.csv >few
cp few up/bcn/V_FORMATION_DIPLOME.csv
# shellcheck disable=SC2086
live $all
is "$rc/$(cat err)" 0/ 'two sources have changed'
is "$(sqlite3 live/state/ledger.db "SELECT DISTINCT type FROM import_meta WHERE id >
    (SELECT max(id) FROM import_meta WHERE type = 'fetch:bcn')
    AND type NOT LIKE 'fetch:%' ORDER BY 1" | tr '\n' ' ')" \
    'bcn certifications formation indicateurs kali_ccn ' \
    'they are imported, and what follows is built'

# A source that cannot be had.
echo 'catalogue:*:503' >faults
before=$(sums live)
live formation
is "$rc" 2 'a source is down'
ok "$(grep -Eq "^fetch-catalogue: catalogue: .*$url/api/v1/entity/formations/count: HTTP 503 .temporary: try again later.$" err
    echo $?)" '  one line says which, where and why'
is "$(grep -c 'Error 75$' err)/$(grep -c 'Error' err)" 1/1 '  to be tried again later'
is "$(sums live)" "$before" '  the databases stay'
mk -s UPSTREAM=none DATADIR=live status
ok "$(grep -q '^catalogue .*; not fetched: fetch-catalogue: .*HTTP 503 (temporary: try again later)$' out; echo $?)" \
    '  status says so'
sed '$d' up/bcn/N_NIVEAU_FORMATION_DIPLOME.csv >few
mv few up/bcn/N_NIVEAU_FORMATION_DIPLOME.csv
live formation
is "$(row certifications)/$(row formation)" '1/0' \
    '  make -k finishes what does not depend on it'
cp -r "$root/pipelines" . # away from the source tree: as installed
DATADIR=$T/live UPSTREAM=$url run pipelines/cron-run import_source_main
is "$rc/$(cat err out)" 75/ '  cron-run: try again later, without a word'
: >faults
live formation
is "$rc/$(cat err)" 0/ '  up again: all is well'

# Two at a time.
echo 'bcn:*:latency=1000' >faults
make -krf "$graph" BIN="$bin" -s UPSTREAM="$url" DATADIR=live bcn &
first=$!
until [ "$(sqlite3 -cmd '.timeout 9000' live/state/ledger.db "SELECT status
    FROM import_meta WHERE type = 'fetch:bcn' ORDER BY id DESC LIMIT 1")" = \
    pending ] || ! kill -0 $first; do
	sleep 0.05
done
make -krf "$graph" BIN="$bin" -s UPSTREAM="$url" DATADIR=live bcn 2>second
ok "$(grep -q 'Error 75$' second; echo $?)" 'a second run leaves with 75'
make -krf "$graph" BIN="$bin" -s UPSTREAM="$url" DATADIR=live bcn WAIT=30 2>second
is "$?/$(cat second)" 0/ 'or waits, as asked'
wait $first
is "$?" 0 'the first has done its work'
done_testing
