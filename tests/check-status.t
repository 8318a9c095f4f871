#!/bin/bash
# check-status: the dead man's switch, on ledger rows of chosen dates.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
mkdir -p data/state data/db
export SUITE_NOW=2026-01-31T04:00:00Z
row() { # row NAME DATE [STATUS]
	local id
	id=$(SUITE_NOW=$2 ledger begin "$1")
	case ${3-done} in
	done)
		case $1 in *:*) ;; *) sqlite3 "data/db/$1.db" \
		    'CREATE TABLE IF NOT EXISTS t (x)' ;; esac
		ledger done -q "$id" </dev/null
		;;
	failed) ledger failed "$id" 1 <<<'no luck' ;;
	esac
}

run check-status -h
is "$rc/$(head -n 1 out)" '0/usage: check-status [options] -m HOURS [NAME...]' '-h'
run check-status -V
is "$rc" 0 '-V'
run check-status -x
is "$rc/$(head -n 1 err)" "2/check-status: unknown option '-x'" 'unknown option'
run check-status
is "$rc/$(head -n 1 err)" '2/check-status: -m HOURS is needed' 'no age'
for age in x -1 1.5 ''; do
	run check-status --max-age "$age"
	is "$rc/$(head -n 1 err)" "2/check-status: --max-age takes a whole number from 0 to 1000000, not '$age'" \
	    "age '$age'"
done
run check-status --max-age 24
refuses 1 '^check-status: data: no ledger: no database was ever built there$' 'nothing there'
run check-status --max-age 24 bcn
is "$rc/$(cat out err)" '1/bcn: never ran' 'no ledger'

row bcn 2026-01-30T04:00:00Z
run check-status --max-age 24
clean 'exactly as old as may be'
is "$(cat out)" '' 'nothing to say'
SUITE_NOW=2026-01-31T04:00:00.001Z run check-status --max-age 24
is "$rc/$(cat out err)" \
    '1/bcn: last success 2026-01-30T04:00:00.000Z, 24 h ago' 'older'
row bcn 2026-01-31T03:00:00Z failed
run check-status --max-age 24 bcn
clean 'a failure after it'
run check-status --max-age 23
is "$rc/$(cat out err)" \
    '1/bcn: last success 2026-01-30T04:00:00.000Z, 24 h ago' \
    'a failure is no success'
row bcn 2026-01-31T03:30:00Z running
run check-status --max-age 23
is "$rc" 1 'nor is a run that goes on'

row acce 2026-01-01T00:00:00Z
row acce 2026-01-31T02:00:00Z
row npec 2026-01-31T02:00:00Z failed
sqlite3 data/db/given.db 'CREATE TABLE t (x)'
sqlite3 data/db/state.db 'PRAGMA application_id = 0x616c7473; CREATE TABLE t (x)'
row state 2026-01-01T00:00:00Z
run check-status --max-age 30
is "$rc" 1 'one that failed'
same 'is named, one that was put there by hand is not' <<'END'
npec: never succeeded
END
run check-status --max-age 30 given acce
is "$rc/$(cat out err)" '1/given: never ran' 'unless it is asked for'
run check-status --max-age 30 acce bcn
clean 'only those asked for'
run check-status -j -m 20 npec acce bcn
is "$rc" 1 'in JSON'
same 'in the order asked for' <<'END'
{"name":"npec","last_success":null,"age":null}
{"name":"bcn","last_success":"2026-01-30T04:00:00.000Z","age":86400}
END

row cron:import_source 2026-01-29T04:00:00Z
run check-status -m 30 acce bcn
clean 'a job is not looked at unasked'
run check-status -m 30 cron:import_source
is "$rc/$(cat out err)" \
    '1/cron:import_source: last success 2026-01-29T04:00:00.000Z, 48 h ago' \
    'a job'
ok "$(status | grep -q cron; echo $((!$?)))" 'status shows no job'
sqlite3 data/state/ledger.db "UPDATE import_meta SET import_date = 'x'
    WHERE type = 'acce'"
run check-status -m 30 acce
refuses 1 "data/state/ledger.db: acce: import_date 'x'" 'a ledger that is damaged'
echo not a database, but long enough >data/state/ledger.db
run check-status -m 30 acce
refuses 1 '^check-status: data/state/ledger.db: ' 'no ledger at all'
if [ -e /dev/full ]; then
	rm data/state/ledger.db
	check-status -m 30 acce >/dev/full 2>err
	is "$?/$(cat err)" \
	    '1/check-status: write stdout: No space left on device' /dev/full
fi
done_testing
