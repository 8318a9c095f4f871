#!/bin/bash
# The queue on SQLite: jobs in and out, bad input, locks, the cases of the
# reference material.
. "$(dirname "$0")/lib.sh"
unset QUEUE QUEUE_URL
cd "$T" || exit 1
mkdir d
now() { export SUITE_NOW=$1; }
now 2026-11-20T08:30:00.000Z

if [ -e "$shared/check/run-steps" ]; then
	mkdir -p tree/build
	ln -s "$bin" tree/build/bin
	python3 "$shared/check/run-steps" "$T/tree" \
	    "$shared"/golden/queue/*/ >steps 2>&1
	is "$(grep -v ': holds$' steps | tail -n 1)" \
	    "$(grep -c ': holds$' steps) of $(grep -c : steps) cases hold" \
	    'the cases of the queue'
	python3 "$shared/check/bull/cron" "$T/tree" \
	    "$shared/golden/queue/cron.ndjson" >answers
	is "$?/$(cat answers)" '0/300 of 300 answers hold' 'answers of cron-parser'
else
	skip 'no reference material'
fi

# Bad input.
run add-job -d d <<<$'{"a":1}\n\n{"b":\n"x"'
refuses 1 '^add-job: stdin:3: ' 'a line that is not JSON'
is "$(tail -n 1 out)" '{"counts":{"added":2,"duplicates":0}}' '  the others are added'
printf '\xef\xbb\xbf{"a":1}\n' >bom
run add-job -d d <bom
refuses 1 '^add-job: stdin:1: ' 'a byte order mark'
run add-job -d d <<<'<html>'
refuses 1 '^add-job: stdin:1: ' 'a page'
run add-job -d d -j <<<'{"opts":{"priority":"high"}}'
refuses 1 'stdin:1: opts.priority: a whole number .*high' 'an option of the wrong type'
run add-job -d d </dev/null
clean 'no input'
run add-job -d nowhere '{}'
refuses 1 '^add-job: nowhere: ' 'no such directory'
for wrong in '-p -1 {}' '-D 1 -t 2026-11-23T08:30:00Z {}' '--type T {}' '-j {}' \
    '-O [] {}' '-t 2026-11-23T08:30:00 {}' '-B x {}' '{'; do
	# shellcheck disable=SC2086 # several words
	run add-job -d d $wrong
	is "$rc/$(wc -l <err)" 2/2 "add-job $wrong"
done
echo 'no database' >d/x && mkdir e && cp d/x e/queue.db
run list-jobs -d e
is "$rc/$(wc -l <err)" 1/1 'a file that is not a database'
rm -r e

# A queue that does not exist yet is empty.
mkdir e
run list-jobs -d e
is "$rc/$(cat out err)" 0/ 'list-jobs of nothing'
run retry-job -d e 1
refuses 1 '^retry-job: 1: no such job' 'retry-job of nothing'
is "$(ls e)" '' '  creates no file'
run add-job -n -d e '{"type":"A"}' '{"type":"B"}'
clean 'add-job -n'
is "$(jq -r '._id // .counts.added' out | tr '\n' ' ')$(ls e)" '1 2 2 ' \
    '  numbers the jobs, and creates no file'

# Locks.
add-job -q -d e '{"type":"A"}' >add
python3 - e/queue.db "$T/ready" <<'END' &
import sqlite3, sys, time
d = sqlite3.connect(sys.argv[1], isolation_level=None)
d.execute("BEGIN IMMEDIATE")
open(sys.argv[2], "w").close()
time.sleep(30)
END
holder=$!
until [ -e ready ]; do sleep 0.05; done
run add-job -d e '{}'
refuses 75 'locked by another process' 'a locked database is 75'
run list-jobs -d e -c
is "$rc$(cat out)" 01 '  it can be read'
kill $holder
wait $holder 2>/dev/null
sqlite3 e/queue.db 'PRAGMA user_version=99'
run add-job -d e '{}'
refuses 3 'newer' 'a newer version is 3'
run list-jobs -d e
refuses 3 'newer' '  for readers too'
sqlite3 e/queue.db 'PRAGMA user_version=1'
is "$(sqlite3 e/queue.db 'PRAGMA journal_mode; PRAGMA application_id')" \
    $'wal\n1634497651' 'WAL, and state'

# What was printed is there, whatever happens to the producer.
for i in $(seq 2000); do echo "{\"n\":$i}"; done >many
(timeout -s KILL 0.05 add-job -d e -Q big <many) >printed 2>/dev/null
is "$(jq -r 'select(.op)._id' printed 2>/dev/null | sort |
    comm -23 - <(list-jobs -d e -Q big | jq -r .id | sort) | head -n 3)" '' \
    'no printed job is lost by kill -9'

# Slow input is not held back.
(echo '{"slow":1}'; sleep 2) | add-job -d e -Q slow >first &
for _ in $(seq 30); do [ -s first ] && break; sleep 0.05; done
is "$(jq -r .op first)" insert 'a job is added while the producer pauses'
wait

# A full disk, a closed pipe.
run sh -c 'add-job -d e "{}" >/dev/full'
is "$rc/$(wc -l <err)" 1/1 'a full disk'

# Dry runs change nothing.
before=$(cat-table e/queue.db job | sha256sum)
retry-job -n -d e --all >/dev/null
remove-job -n -d e -g '*' >/dev/null
clean-jobs -n -d e -s waiting --older 0 >/dev/null
pause-queue -n -d e >/dev/null
log-job -n -d e 1 line >/dev/null
is "$(cat-table e/queue.db job | sha256sum)" "$before" 'dry runs'

# A million jobs cost a worker as little as one: a thousand here, by their work.
run remove-job -d e -g '*'
clean 'remove-job -g'
is "$(list-jobs -d e -c)" 0 '  removes all'

# Events: the newest 10,000.
for i in $(seq 10100); do echo 1; done | add-job -q -d e -Q events >/dev/null
is "$(cat-table e/queue.db event | wc -l)" 10000 'the newest 10,000 events are kept'

# watch-queue waits for what comes.
watch-queue -d e -Q later -m 3 >seen 2>seen.err &
watcher=$!
sleep 0.3
add-job -q -d e -Q later -i l1 '{}' >/dev/null
work-queue -q -d e -Q later --drain -- true >/dev/null
wait $watcher
is "$?/$(jq -r .kind seen | xargs)$(cat seen.err)" '0/waiting active completed' \
    'watch-queue waits for events'

# Jobs that a worker has, and that stall too often.
add-job -q -d e -Q held -i h1 -O '{"removeOnFail":true}' '{}' >/dev/null
add-job -q -d e -Q held -i h2 '{}' >/dev/null
python3 - <<'END'
import sqlite3
d = sqlite3.connect("e/queue.db")
d.execute("UPDATE job SET state = 'active', processedOn = 1, lockToken = 'x', lockUntil = 9e12 WHERE queue = 'held'")
d.commit()
END
for tool in retry-job remove-job; do
	run $tool -d e -Q held h1
	refuses 1 "^$tool: h1: locked" "$tool of a job that a worker has"
done
is "$(list-jobs -d e -Q held -s active | jq -r .id | xargs)" 'h1 h2' '  it stays'
sqlite3 e/queue.db "UPDATE job SET lockUntil = 1 WHERE queue = 'held'"
run work-queue -d e -Q held --max-stalled 0 --drain -- true
is "$rc/$(grep -c 'job stalled more than allowable limit' err)" 1/2 'they stall once too often'
is "$(list-jobs -d e -Q held | jq -r '"\(.id) \(.state)"' | xargs)" 'h2 failed' \
    '  one of them is to be removed then'

# A job comes due in a queue that is paused.
pause-queue -q -d e -Q paused >/dev/null
add-job -q -d e -Q paused -D 1000 '{}' >/dev/null
SUITE_NOW=2026-11-20T08:30:02.000Z run work-queue -d e -Q paused --drain -- true
is "$rc/$(list-jobs -d e -Q paused | jq -r .state)" 0/waiting 'a paused queue: a due job waits'

# A failed attempt whose lock was lost changes nothing.
add-job -q -d e -Q lost -i a -a 2 '{}' >/dev/null
work-queue -d e -Q lost -1 -- sh -c "sqlite3 '$T/e/queue.db' \"UPDATE job SET lockToken = 'other' WHERE id = 'a'\"; exit 1" \
    >out 2>err
is "$?/$(tail -n 1 out | jq -c '[.counts.lost, .counts.retried]')" '0/[1,0]' \
    'an attempt whose lock was lost'
is "$(list-jobs -d e -Q lost | jq -c '[.state, .attemptsMade]')" '["active",0]' '  is not told'

# A file that load-table made holds some of the tables.
mkdir part
echo '{"queue":"JobQueue","id":"1","name":"n","data":{},"opts":{},"state":"waiting","seq":1}' |
    load-table -a part/queue.db job
run list-jobs -d part
is "$rc/$(jq -r .id out)$(cat err)" 0/1 'a queue that load-table made'

# Shipped crons.
run load-crons -d d "$root/data/pass-emploi.crontab"
clean 'load-crons data/pass-emploi.crontab'
is "$(list-crons -d d | wc -l)/$(list-jobs -d d -s delayed | jq -r .id |
    grep -c 'repeat:44e102042f3e94d6e5a55b1677c45b3d:')" 16/1 '  16 crons'
run load-crons -d d "$root/data/pass-emploi.crontab"
is "$(cat out)" '{"counts":{"crons":16,"added":0,"repaired":0,"removed":0}}' \
    '  loading them again changes nothing'
for line in '60 * * * * A' '* * * * *' '* * * * * A x=1' '@every A' 'TZ=Nowhere' \
    '* * * * * A {"x":' '* * * * * A limit=x' '* * * * * A every=5'; do
	printf '# comment\n%s\n' "$line" >crons
	run load-crons -d d crons
	refuses 1 '^load-crons: crons:2: ' "crons: $line"
done
printf '45 9 * * * MONITORER_JO' >crons
run load-crons -d d crons
refuses 1 '^load-crons: crons:1: no line end: the file was cut short$' 'a file cut short'
for text in '' '\n# nothing\n' '# one line\r45 9 * * * A\r\n'; do
	printf "$text" >crons
	for how in --reset --prune; do
		run load-crons -d d $how crons
		refuses 1 '^load-crons: crons: no cron: all would be removed$' "$how with '$text'"
	done
done
is "$(list-crons -d d | wc -l)" 16 '  and the crons stay'
printf 'QUEUE=q2\n@every TIC every=60000 limit=3 name=n id=i {"x": "## 1"} ## d\n' >crons
load-crons -q -d d crons >/dev/null
is "$(list-jobs -d d -Q q2 | jq -c '[.name, .data, .opts.repeat.limit]')" \
    '["n",{"x":"## 1"},3]' 'a cron with everything'
done_testing
