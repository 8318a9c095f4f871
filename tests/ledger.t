#!/bin/bash
# ledger: rows of runs.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
mkdir -p data/state data/db
export SUITE_NOW=2026-01-31T04:00:00.5Z
sql() { sqlite3 data/state/ledger.db "$1"; }

run ledger -h
is "$rc/$(head -n 1 out)" \
    '0/usage: ledger [options] begin NAME [INPUT...] | done ID | failed ID CODE' \
    '-h'
run ledger -V
is "$rc" 0 '-V'
run ledger
is "$rc/$(head -n 1 err)" '2/ledger: begin, done or failed is missing' 'no operand'
run ledger -x
is "$rc/$(head -n 1 err)" "2/ledger: unknown option '-x'" 'unknown option'
run ledger start bcn
is "$rc/$(head -n 1 err)" \
    "2/ledger: 'start' is not begin, done or failed" 'unknown verb'
run ledger failed 1
is "$rc/$(head -n 1 err)" '2/ledger: CODE is missing' 'failed without a code'
run ledger failed 1 0
is "$rc/$(head -n 1 err)" \
    "2/ledger: CODE takes a whole number from 1 to 255, not '0'" 'code 0'
is "$(ls data/state)" '' 'wrong use writes nothing'
run ledger done 1
refuses 1 '^ledger: data/state/ledger.db: there is no run 1$' 'no such run'

run ledger begin bcn
clean 'begin'
is "$(cat out)" 1 'begin prints the number'
is "$(sql 'SELECT type, import_date, status, source, pid FROM import_meta')" \
    "bcn|2026-01-31T04:00:00.500Z|pending||$$" 'the row of a run that begins'
run ledger begin bcn
refuses 75 "^ledger: bcn: process $$ is building it\$" 'one at a time'
run ledger done 1 </dev/null
refuses 1 '^ledger: bcn: the run made no database$' 'done without a database'
is "$(sql 'SELECT status FROM import_meta')" pending 'is not done'
sqlite3 data/db/bcn.db 'CREATE TABLE a (x); CREATE TABLE "b ""c" (x);
    INSERT INTO a VALUES (1), (2); INSERT INTO "b ""c" VALUES (3)'
run ledger done 1 <<<'[]'
refuses 1 "^ledger: bcn: statistics: not a JSON object '\[\]'\$" 'statistics'
run ledger done 1 </dev/null
clean 'done'
is "$(sed 's/[0-9.]* s/N s/' out)" 'bcn: 3 rows, N s' 'done says so'
is "$(sql 'SELECT status, rows, changed, exit_code, error, statistics
    FROM import_meta')" 'done|3|1|0||{"a":2,"b \"c":1}' 'the row of a run done'
ok "$(sql 'SELECT NOT duration BETWEEN 0 AND 10 FROM import_meta')" 'duration'

ledger -q begin bcn >/dev/null
touch -d '1 hour ago' data/db/bcn.db
sqlite3 data/db/npec.db 'CREATE TABLE npec (x); CREATE TABLE other (x);
    INSERT INTO npec VALUES (1); INSERT INTO other VALUES (1), (2)'
run ledger done -q 2 <<<'{"n":4}'
is "$rc$(cat out err)" 0 '-q'
is "$(sql 'SELECT rows, changed, statistics FROM import_meta WHERE id = 2')" \
    '3|0|{"n":4}' 'unchanged, with statistics'
ledger begin npec bcn nothing >/dev/null
is "$(sql 'SELECT source FROM import_meta WHERE id = 3')" \
    '{"bcn":{"import_date":"2026-01-31T04:00:00.500Z"},"nothing":{"import_date":null}}' \
    'source: the last success of each'
run ledger done 3 </dev/null
is "$(sql 'SELECT rows FROM import_meta WHERE id = 3')" 1 \
    'rows: those of the table called as the database'

ledger begin cron:group >/dev/null
run ledger done 4 </dev/null
clean 'a job builds no database'
is "$(sed 's/[0-9.]* s/N s/' out)" 'cron:group: N s' 'and its run says so'
is "$(sql 'SELECT status, rows IS NULL, changed IS NULL, statistics IS NULL
    FROM import_meta WHERE id = 4')" 'done|1|1|1' 'the row of a job'
sql 'DELETE FROM import_meta WHERE id = 4'

ledger begin acce >/dev/null
run ledger failed 4 75 <<'END'
one 'é'
two
END
clean 'failed'
is "$(sql 'SELECT status, exit_code, error FROM import_meta WHERE id = 4')" \
    "failed|75|one 'é'" 'the row of a run that failed'

sleep 0.01 &
ledger begin -p $! kali_ccn >/dev/null
wait
is "$(sql 'SELECT status FROM import_meta WHERE id = 5')" pending 'killed'
ledger begin bcn >/dev/null
is "$(sql 'SELECT status, error FROM import_meta WHERE id = 5')" \
    'failed|killed' 'the next run sees it'
sql "UPDATE import_meta SET boot_id = 'another' WHERE id = 6"
run ledger begin bcn
is "$rc$(cat out err)" 07 'a run of before the last boot is dead'
sql 'UPDATE import_meta SET pid_start = pid_start - 1 WHERE id = 7'
run ledger begin bcn
is "$rc$(cat out err)" 08 'another process of the same number is another'

{ # a process that has ended but that nobody waits for
	bash -c 'sleep 0.05 & echo $!; exec sleep 1' >pid &
	sleep 0.02
	ledger begin -p "$(cat pid)" zombie >/dev/null
	sleep 0.1
	run ledger begin zombie
	is "$rc$(cat err)" 0 'a zombie is dead'
}

for i in 1 2 3 4 5 6 7 8; do
	ledger begin "x$i" >/dev/null &
done
wait
is "$(sql "SELECT count(DISTINCT id) FROM import_meta WHERE type LIKE 'x%'")" \
    8 'eight at once'
echo nonsense >data/state/ledger.db
run ledger begin bcn
refuses 1 '^ledger: data/state/ledger.db: not an SQLite database' 'a damaged ledger'
run ledger -d nowhere begin bcn
refuses 1 '^ledger: nowhere/state/ledger.db: cannot open' 'no such directory'
rm data/state/ledger.db
if [ -e /dev/full ]; then
	ledger begin bcn >/dev/full 2>err
	is "$?/$(cat err)" '1/ledger: write: No space left on device' /dev/full
fi
# Waiting for another run.
mkdir -p there/state
(sleep 0.5; kill "$(cat other)") &
sh -c 'echo $$ >other; exec sleep 30' &
until [ -s other ]; do sleep 0.05; done
ledger begin -d there -p "$(cat other)" waited >id
run ledger begin -d there -w 30 -p $$ waited
is "$rc/$(cat err)" 0/ '-w waits until the other is gone'

# A ledger that another program reads or has locked: runs wait, none is lost.
mkfifo go
holds() { # holds SQL...: a program that executes these, then waits until told
	python3 -c 'import sqlite3, sys
d = sqlite3.connect("there/state/ledger.db", isolation_level=None)
for sql in sys.argv[1:]:
    d.execute(sql).fetchall()
open("go", "w").close()
open("go").close()' "$@" &
	holder=$!
	read -r _ <go
}
mkdir -p there/db
sqlite3 there/db/x.db 'CREATE TABLE x (a); INSERT INTO x VALUES (1)'
look() { sqlite3 there/state/ledger.db "SELECT status, exit_code, error FROM import_meta WHERE type = 'x' ORDER BY id DESC LIMIT 1"; }
holds BEGIN 'SELECT * FROM import_meta'
run "$root/pipelines/run" there x :
is "$rc/$(cat err)" 0/ 'a reader keeps nobody from building'
is "$(look)" 'done|0|' '  and the run is done'
: >go
wait $holder
for how in 'BEGIN IMMEDIATE' 'BEGIN EXCLUSIVE'; do
	id=$(ledger begin -d there -p $$ x)
	holds "$how"
	(sleep 1; : >go) &
	run ledger 'done' -q -d there "$id" </dev/null
	is "$rc/$(cat err)" 0/ "$how: waited for"
	is "$(look)" 'done|0|' '  and the run is done'
	wait
done
id=$(ledger begin -d there -p $$ x)
holds 'BEGIN IMMEDIATE'
is "$(status -d there x | sed '1d;s/.*  //')" 'stale: being built' 'status does not wait'
: >go
wait $holder
ledger failed -d there "$id" 75 <<<'later'
sqlite3 there/state/ledger.db 'PRAGMA journal_mode=DELETE' >mode
id=$(ledger begin -d there -p $$ x)
sqlite3 there/state/ledger.db 'PRAGMA journal_mode=DELETE' >mode
holds BEGIN 'SELECT * FROM import_meta'
(sleep 1; : >go) &
run ledger 'done' -q -d there "$id" </dev/null
is "$rc/$(cat err)/$(look)" '0//done|0|' 'a ledger of an older version, and a reader'
wait
# A run that waits for one whose script does what follows its row.
mkdir stub
cat >stub/sync <<'END'
#!/bin/sh
case $* in */x.stamp.new) [ ! -e first ] || { : >row; sleep 2; rm first; } ;; esac
END
chmod +x stub/sync
: >first
PATH=$T/stub:$PATH "$root/pipelines/run" there x 'echo "{}"' >/dev/null &
until [ -e row ]; do sleep 0.05; done
PATH=$T/stub:$PATH run "$root/pipelines/run" there x '[ ! -e first ]; echo "{}"'
is "$rc/$(cat err)/$(look)" '0//done|0|' 'the next run begins when the script of the last one has ended'
wait
is "$(ls there/state)" 'ledger.db
x.stamp' 'nothing is left next to it'
done_testing
