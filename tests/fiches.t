#!/bin/bash
# make fiches, make update_fiches: the targets, on the sample and on files of
# one's own.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
unset ANTHROPIC_API_KEY ANTHROPIC_API_KEY_FILE ANTHROPIC_BASE_URL
export SUITE_NOW=2026-11-01T01:00:00Z FETCH_PACE=0
make() { run command make -srf "$root/pipelines/formation.mk" BIN="$bin" "$@"; }
fiches() { cat-table data/db/fiches.db fiches_metiers; }

make fiches
clean 'from nothing'
is "$(cat out)" '{"counts":{"domaines":3,"sous_domaines":6,"fiches":24,"appellations":192,"inserted":24,"updated":0,"unchanged":0,"absent":0}}
{"counts":{"published":12,"unchanged":0,"unknown":0}}' 'the sample, half of it published'
fiches >before
make fiches
is "$rc/$(fiches | cmp - before)$(cat err)" 0/ 'again: nothing changes'
runs() { sqlite3 "$1/state/ledger.db" "SELECT status, changed, exit_code, error
    FROM import_meta WHERE type = 'fiches' ORDER BY id"; }
is "$(runs data | xargs)" 'done|1|0| done|0|0|' 'a row in the ledger for each run'
make status
is "$(tail -n 1 out | awk '{ print $1, $2, $NF }')" 'fiches 36 fresh' 'make status shows it'
make update_fiches
is "$rc/$(tail -n 1 out)/$(wc -l <data/rapports/scheduler.log)" \
    '0/{"counts":{"fiches":12,"updated":12,"failed":0,"requests":0,'\
'"retries":0,"input_tokens":0,"output_tokens":0,"cost_usd":0},'\
'"mode":"simulation"}/8' \
    'update_fiches, without a key'
is "$(fiches | jq -r 'select(.version == 3) | .auteur' | uniq -c | xargs)" \
    '12 AgentRedacteurFiche' 'the published ones'
is "$(sqlite3 data/state/ledger.db "SELECT statistics ->> '$.mode' FROM import_meta
    ORDER BY id DESC LIMIT 1")" simulation '  and their row in the ledger'
mkfifo go
python3 -c 'import sqlite3
d = sqlite3.connect("data/db/fiches.db", isolation_level=None)
d.execute("BEGIN"); d.execute("SELECT * FROM audit_log").fetchall()
open("go", "w").close(); open("go").close()' &
read -r _ <go
make update_fiches
: >go
wait
is "$(runs data | tail -n 1)" 'done|1|0|' '  while somebody reads'
command make -srf "$root/pipelines/formation.mk" BIN="$bin" update_fiches | true
is "$(runs data | tail -n 1)" 'done|1|0|' '  and when nobody reads what it prints'
make fiches SEED=2
is "$rc/$(cat err)" 0/ 'another sample'

# The names that the sample must have.
is "$(fiches | jq -r '.nom_epicene | length' | sort -n | tail -n 1)" 250 'a name of 250 characters'
for name in "d'engins" 'Œnologue' 'Chef de chantier' 'Agent technique / Agente' \
    'Vendeur / Vendeuse / Caissier' 'Tailleur / Tailleuse de pierre'; do
	ok "$(fiches | jq -r .nom_epicene | grep -qF -- "$name"; echo $?)" "a name: $name"
done
is "$(fiches | jq -c 'select(.tags | length < 4) | .code_rome')" '"A1204"' 'a code without appellation'
sample-upstream --scale 100 --sources rome -o big
mkdir many
parse-xlsx --all --end big/rome/*.xlsx | import-fiches-rome -q -d many >out
is "$(jq -c '.counts | [.domaines, .sous_domaines, .fiches]' out)" '[14,110,1584]' 'at scale 100'

# One's own workbook; the Messages API at the address of a server that mimics
# the sources.
sample-upstream --sources rome,claude -o up
mkdir -p own/static/rome
make fiches UPSTREAM=none DATADIR=own
is "$rc/$(sed q err)" "2/make: own/raw/rome/arborescence_principale.xlsx: no such file: put the ROME's workbook there" \
    'no workbook'
cp up/rome/*.xlsx own/static/rome
make fiches UPSTREAM=none DATADIR=own
is "$rc/$(cat err)/$(wc -l <out)" 0//1 'a workbook in static; nothing is published'
head -c 3000 up/rome/*.xlsx >own/static/rome/arborescence_principale.xlsx
make fiches UPSTREAM=none DATADIR=own
is "$rc/$(runs own | tail -n 1)" "2/failed||1|$(sed q err)" 'half a workbook: a row that says so'
cp up/rome/*.xlsx own/static/rome
publish-fiches -q -d own/db --tag domaine:A >out
listen serve-upstream --port-file port --log log up
export ANTHROPIC_API_KEY=sk-ant-test FICHES_JOBS=4
make update_fiches UPSTREAM="$url" DATADIR=own
is "$rc/$(tail -n 1 out | jq -c '.mode, .counts.updated, .counts.failed' | xargs)/$(jq -r .source log | sort | uniq -c | xargs)" \
    '2/api 8 4/15 claude' 'UPSTREAM=URL asks Claude there'
is "$(runs own | tail -n 1)" "failed||1|$(grep -m 1 '^update-fiches: A1[0-9]*: ' err)" \
    '  and a run with failures is one that failed'
kill "${servers##* }"
make update_fiches UPSTREAM="$url" DATADIR=own
is "$rc$(grep -c 'Error 75$' err)" 21 'no server: try again later'
done_testing
