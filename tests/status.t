#!/bin/bash
# status: what the ledger and the times of files say.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
mkdir -p data/state data/db data/raw/bcn
export SUITE_NOW=2026-01-31T04:00:00Z
base() { sqlite3 "data/db/$1.db" 'CREATE TABLE t (x); INSERT INTO t VALUES (1)'; }
built() { # built NAME LINE...: a run that is done, and its stamp
	local id
	id=$(ledger begin "$1")
	base "$1"
	printf '%s\n' "command of $1" "${@:2}" >"data/state/$1.stamp"
	ledger done -q "$id" </dev/null
}
why() { status "$1" | tail -n 1 | sed 's/.* \(fresh\|stale: \)/\1/'; }

run status -h
is "$rc/$(head -n 1 out)" '0/usage: status [options] [NAME...]' '-h'
run status -V
is "$rc" 0 '-V'
run status -x
is "$rc/$(head -n 1 err)" "2/status: unknown option '-x'" 'unknown option'
run status
clean 'nothing there'
same 'only the head' <<'END'
database                 rows      age  last run                      took  state
END
run status -d nowhere formation
clean 'no such directory'
is "$(tail -n 1 out)" \
    'formation                   -        -  -                                -  stale: no database' \
    'a database that was never built'

built bcn raw/bcn "$bin/ledger"
built certifications db/bcn.db
sqlite3 data/state/ledger.db 'UPDATE import_meta SET duration = 1.25'
run status
clean 'two databases'
same 'in a table' <<'END'
database                 rows      age  last run                      took  state
bcn                         1      0 s  2026-01-31T04:00:00.000Z     1.2 s  fresh
certifications              1      0 s  2026-01-31T04:00:00.000Z     1.2 s  fresh
END
SUITE_NOW=2026-01-31T07:59:00Z run status bcn
is "$(tail -n 1 out | cut -c 31-40)" '     3 h  ' 'age'
SUITE_NOW=2026-02-04T07:59:00Z run status --json certifications
same 'in JSON' <<'END'
{"name":"certifications","rows":1,"age":359940,"last_import":"2026-01-31T04:00:00.000Z","last_success":"2026-01-31T04:00:00.000Z","status":"done","duration":1.25,"error":null,"stale":false,"why":null,"fetch_error":null}
END

is "$(why bcn) $(why certifications)" 'fresh fresh' 'fresh'
echo x >'data/raw/bcn/a b'
is "$(why bcn)" 'stale: newer raw/bcn/a b' 'a file added'
sleep 0.02
touch data/state/bcn.stamp
sleep 0.02
rm 'data/raw/bcn/a b'
is "$(why bcn)" 'stale: newer raw/bcn' 'a file taken away'
touch data/state/bcn.stamp
sleep 0.02
echo y >>'data/raw/bcn/a b'
is "$(why bcn)" 'stale: newer raw/bcn/a b' 'a file changed'
is "$(why certifications)" 'stale: bcn is stale' 'its descendant'
touch data/state/bcn.stamp data/db/bcn.db
sleep 0.02
is "$(why bcn) $(why certifications)" 'fresh stale: newer bcn' 'a newer input'
echo >>data/state/bcn.stamp "$T/tool"
sleep 0.02
: >tool
is "$(why bcn)" 'stale: newer tool' 'a newer tool'
rm tool
is "$(why bcn)" fresh 'a tool that is gone is another'\''s matter'
echo day=2026-01-31 >>data/state/bcn.stamp
is "$(SUITE_NOW=2026-02-01T00:59+01:00 why bcn)" fresh 'the UTC day it was built for'
is "$(SUITE_NOW=2026-01-30T23:59Z why bcn)" 'stale: built for 2026-01-31' \
    'another day'
rm data/state/bcn.stamp
is "$(why bcn)" 'stale: never built' 'no stamp'
mv data/raw/bcn data/raw/other
is "$(why bcn)" fresh 'no stamp, no raw folder: given'
rm data/db/bcn.db
is "$(why bcn)" 'stale: no database' 'no database'
is "$(status --json bcn | jq -c '[.rows, .status, .stale]')" \
    '[null,"done",true]' 'no database: rows'

id=$(ledger begin certifications)
is "$(why certifications)" 'stale: being built' 'being built'
echo 'agg: data: "no"' | ledger failed "$id" 1
is "$(why certifications)" 'stale: failed: agg: data: "no"' 'failed'
run status --json certifications
is "$(jq -c '[.rows, .status, .error, .last_success]' out)" \
    '[1,"failed","agg: data: \"no\"","2026-01-31T04:00:00.000Z"]' \
    'failed: what was there still counts'
sleep 0.01 &
ledger begin -p $! certifications >/dev/null
wait
chmod a-w data/state/ledger.db
cp -r data before
is "$(why certifications)" 'stale: failed: killed' 'killed'
chmod u+w data/state/ledger.db
base given
is "$(status given | tail -n 1)" \
    'given                       1        -  -                                -  fresh' \
    'a database that no run built'
is "$(status | cut -d ' ' -f 1 | tr '\n' ' ')" \
    'database bcn certifications given ' 'all by name'
if [ -e /dev/full ]; then
	status >/dev/full 2>err
	is "$?/$(cat err)" '1/status: write stdout: No space left on device' /dev/full
fi
done_testing
