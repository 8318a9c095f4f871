#!/bin/bash
# work-queue on SQLite: what ends, is killed, stopped, lost and given back.
. "$(dirname "$0")/lib.sh"
unset QUEUE QUEUE_URL SUITE_NOW
cd "$T" || exit 1
mkdir d
add() { add-job -q -d d "$@" >/dev/null; }
states() { list-jobs -d d "$@" | jq -r '"\(.id) \(.state)"' | tr '\n' ' '; }

# until COMMAND: waits for it, 10 seconds at most.
until_ok() {
	for _ in $(seq 200); do "$@" >/dev/null 2>&1 && return; sleep 0.05; done
	return 1
}
gone() { ! kill -0 "$1" 2>/dev/null; }

# The whole process group ends at a time-out, and with the worker.
cat >orphan <<'END'
#!/bin/sh
sleep 300 &
echo $! >orphan.pid
wait
END
chmod +x orphan
add '{}'
run work-queue -d d -T 200 --drain -- ./orphan
refuses 1 'job 1: Promise timed out after 200 milliseconds' 'a time-out'
until_ok gone "$(cat orphan.pid)"
ok $? '  ends the whole group'
rm orphan.pid
add '{}'
work-queue -d d -- ./orphan >out 2>err &
worker=$!
until_ok test -s orphan.pid
kill -KILL $worker
wait $worker 2>/dev/null
until_ok gone "$(cat orphan.pid)"
ok $? 'kill -9 of the worker ends the whole group'
rm orphan.pid

# The job comes back when its lock ends.
is "$(states -s active)" '2 active ' 'its job is active'
sqlite3 d/queue.db "UPDATE job SET lockUntil = 1 WHERE id = '2'"
run work-queue -d d --drain -- true
is "$rc$(jq -c 'select(.op).set' out | head -n 1)" \
    '0{"state":"waiting","stalledCounter":1}' '  and is run again'

# SIGTERM: the job ends; or it is given back.
add -i soon '{}'
work-queue -d d -- sh -c 'touch started; sleep 0.5' >out 2>err &
worker=$!
until_ok test -e started
kill $worker
wait $worker
is "$?/$(tail -n 1 out | jq -c '[.counts.completed, .counts.returned]')/$(cat err)" \
    '0/[1,0]/' 'SIGTERM lets a job end'
rm started
add -i late '{}'
work-queue -d d --grace 0 -- sh -c 'touch started; exec sleep 60' >out 2>err &
worker=$!
until_ok test -e started
kill $worker
wait $worker
is "$?/$(tail -n 1 out | jq -c '[.counts.failed, .counts.returned]')" '0/[0,1]' \
    'after the grace it is given back'
is "$(list-jobs -d d -i late | jq -c '[.state, .attemptsMade]')" \
    '["waiting",0]' '  without an attempt'
rm started
work-queue -d d -- sh -c 'touch started; exec sleep 60' >out 2>err &
worker=$!
until_ok test -e started
kill $worker
kill -INT $worker
wait $worker
is "$?/$(tail -n 1 out | jq .counts.returned)" 0/1 'a second signal ends the grace'
remove-job -q -d d late >/dev/null

# Two workers never have one job.
for i in $(seq 40); do echo "{\"n\":$i}"; done | add
for _ in 1 2; do
	work-queue -q -d d -c 2 --drain -- sh -c 'echo $JOB_ID >>ran' >/dev/null &
	workers="${workers-} $!"
done
# shellcheck disable=SC2086 # two of them
wait $workers
is "$(sort -n ran | uniq -d)/$(wc -l <ran)" /40 'two workers, each job once'

# A lock that is lost: the handler is killed, nothing is told.
add -i lost '{}'
work-queue -d d --lock 400 -1 -- sh -c 'touch started; exec sleep 60' >out 2>err &
worker=$!
rm -f started
until_ok test -e started
sqlite3 d/queue.db "UPDATE job SET lockToken = 'other' WHERE id = 'lost'"
wait $worker
is "$?/$(jq .counts.lost out)" 0/1 'a lost lock'
sqlite3 d/queue.db "DELETE FROM job WHERE id = 'lost'"

# The lock is renewed: nobody else takes a long job.
add -i long '{}'
work-queue -q -d d --lock 300 -1 -- sleep 1 >long 2>err &
worker=$!
until_ok [ "$(states -s active)" ]
sleep 0.5
run work-queue -d d --lock 300 --stalled 50 --drain -- false
is "$rc$(jq .counts.stalled out)" 00 'a renewed lock is not stalled'
wait $worker
is "$(list-jobs -d d -i long | jq -r .state)" completed '  and the job ends'

# Output.
add -i big '{}'
run work-queue -d d --drain -- sh -c 'yes | head -c 70000'
refuses 1 'job big: output of more than 65536 bytes' 'too much output'
add -i endless '{}'
run work-queue -d d --drain -- yes
refuses 1 'job endless: output of more than 65536 bytes' 'output without end'
add -i deaf "\"$(printf '%070000d' 0)\""
run work-queue -d d --drain -- true
clean 'a handler that does not read a large job'
add -i bytes '{}'
run work-queue -d d --drain -- printf 'a\377b\n'
is "$(list-jobs -d d -i bytes | jq -r .returnvalue)" $'a\xef\xbf\xbdb' \
    'output that is not UTF-8'
add -i line '"a\u2028b"'
run work-queue -d d --drain -- cat
clean 'U+2028 in data'
add -i none '{}'
run work-queue -d d --drain -- /nonexistent
refuses 1 'job none: cannot be executed' 'a command that is not there'
mkdir h && printf '#!/bin/sh\n' >h/A && chmod +x h/A
for type in ../A .A '' a/b; do
	add -i "type $type" "{\"type\":\"$type\"}"
	run work-queue -d d -H h --drain
	refuses 1 "Missing process handler for job type $type" "type '$type'"
done
printf '#!/bin/sh\n' >h/__default__ && chmod +x h/__default__

# Reports, the log, and the command after each job.
add '{"type":"A"}'
printf '#!/bin/sh\necho said >&2; echo %s\n' "'{\"counts\":{\"errors\":2}}'" >h/A
run work-queue -d d -H h --suivi --drain --log log --after 'cat >after'
clean '--suivi --log --after'
is "$(cat-table d/passemploi.db suivi_job | jq -c '[.job_type, .nb_erreurs]')" \
    '["A",2]' '  the report is kept'
is "$(jq -r .jobType after)" A '  and given to the command'
is "$(jq -r '.state // .line' log | tr '\n' ' ')" 'started said terminated ' \
    '  the log'

# Standard error: the last line is the reason; so much is kept of it, and of the
# lines before.
add -i said '{}'
run work-queue -d d --drain -- sh -c 'yes ééé | head -n 30000 >&2
    printf "last words\r\n \n" >&2; exit 3'
refuses 1 'job said: last words$' 'much on standard error'
is "$(list-jobs -d d -i said | jq -c '.stacktrace[0] | split("\n") | [length, .[0], .[-1]]')" \
    '[20,"ééé","last words"]' '  its last lines are kept'
add -i at-length '{}'
run work-queue -d d --drain -- sh -c 'yes é | head -n 30000 | tr -d "\n" | sed s/^/-/ >&2; exit 3'
is "$rc/$(list-jobs -d d -i at-length | jq '.failedReason | test("^-é{2047}$")')" 1/true \
    'a long reason is cut between characters'

# What goes wrong beside the job.
add -i log '{}'
run work-queue -q -d d --drain --log . -- true
refuses 1 'work-queue: \.: Is a directory' 'a log that cannot be opened'
run work-queue -q -d d --drain --log /dev/full -- true
is "$rc/$(jq .counts.completed out)/$(cat err)" \
    '0/1/work-queue: log: No space left on device' \
    'a log that cannot be written is told once, and the work goes on'
report='{"jobType":"A","succes":true}'
add -i after '{}'
run work-queue -q -d d --drain --after 'exit 3' -- echo "$report"
is "$rc/$(jq .counts.completed out)/$(cat err)" '0/1/work-queue: --after: failed' \
    '--after fails: the job does not'
mkdir broken
add-job -q -d broken -i report '{}' >/dev/null
echo 'no database' >broken/passemploi.db
run work-queue -q -d broken --drain --suivi -- echo "$report"
is "$rc/$(jq .counts.completed out)/$(tail -n 1 err)" \
    '0/1/work-queue: job report: its report was not stored' \
    'a report that cannot be kept: the job does not fail'
add -i stubborn '{}'
run work-queue -q -d d -T 100 --drain -- sh -c 'trap "" TERM; while :; do sleep 1; done'
refuses 1 'job stubborn: Promise timed out after 100 milliseconds' \
    'SIGKILL ends a handler that ignores SIGTERM'

# A lock that is lost before the result is told, or before the job is given back.
for how in end return; do
	rm -f started ready
	add -i taken '{}'
	work-queue -q -d d -1 --grace 0 -- sh -c 'touch started
	    until [ -e ready ]; do sleep 0.05; done' >out 2>err &
	worker=$!
	until_ok test -e started
	sqlite3 d/queue.db "UPDATE job SET lockToken = 'other' WHERE id = 'taken'"
	if [ $how = end ]; then touch ready; else kill $worker; fi
	wait $worker
	is "$?/$(jq -c '[.counts.lost, .counts.completed, .counts.returned]' out)/$(cat err)" \
	    '0/[1,0,0]/' "a lock that is lost before the $how"
	is "$(list-jobs -d d -i taken | jq -r .state)" active '  the job is left alone'
	sqlite3 d/queue.db "DELETE FROM job WHERE id = 'taken'"
done

# A locked database: the worker waits and goes on.
add -i waits '{}'
work-queue -q -d d -1 --lock 600000 -- sh -c 'touch took; until [ -e held ]; do sleep 0.1; done' \
    >out 2>err &
worker=$!
until_ok test -e took
python3 - d/queue.db <<'END'
import sqlite3, sys, time
d = sqlite3.connect(sys.argv[1], isolation_level=None)
d.execute("BEGIN IMMEDIATE")
open("held", "w").close()
for _ in range(3000):
    time.sleep(.1)
    if "trying again" in open("err").read():
        break
END
wait $worker
is "$?/$(jq .counts.completed out)/$(grep -c 'trying again' err)" 0/1/1 \
    'a locked database is waited for'

# Waking: another process adds a job.
work-queue -q -d d -- sh -c 'touch "woken.$JOB_ID"' >out 2>err &
worker=$!
sleep 0.3
add -i w1 '{}'
until_ok test -e woken.w1
ok $? 'a worker wakes up for a job'
add -i w2 -D 300 '{}'
until_ok test -e woken.w2
ok $? '  for one that comes due'
kill $worker
wait $worker
is "$?/$(cat err)" 0/ '  and ends'

# kill -9 at random: nothing is lost, nothing is stuck.
for i in $(seq 60); do echo "{\"n\":$i}"; done | add -Q chaos
end=$((SECONDS + 40))
while [ "$(status-queue -d d -Q chaos | jq '.waiting + .active')" != 0 ] &&
    [ $SECONDS -lt $end ]; do
	work-queue -q -d d -Q chaos -c 2 --lock 200 --stalled 50 \
	    --max-stalled 99 -- sh -c 'echo $JOB_ID >>chaos' >/dev/null 2>&1 &
	worker=$!
	sleep "0.$((RANDOM % 4 + 1))"
	kill -KILL $worker
	wait $worker 2>/dev/null
done
is "$(status-queue -d d -Q chaos | jq -c '[.waiting, .active, .completed]')" \
    '[0,0,60]' 'kill -9 at random: every job ends'
is "$(sort -nu chaos | wc -l)" 60 '  and ran'
if measured; then
	for i in $(seq 300); do echo "{\"n\":$i}"; done | add -Q memory
	/usr/bin/time -f %M -o rss work-queue -q -d d -Q memory -c 4 --drain \
	    -- true >/dev/null
	ok "$([ "$(cat rss)" -le 16384 ]; echo $?)" "memory: $(cat rss) KiB"
else
	skip 'memory is not measured here'
fi
done_testing
