#!/bin/bash
# What the tools of the queue refuse, and the options that select jobs.
. "$(dirname "$0")/lib.sh"
unset QUEUE QUEUE_URL
export SUITE_NOW=2026-11-20T08:30:00.000Z
cd "$T" || exit 1
mkdir d

# wrong MESSAGE OPTION...: add-job refuses the options, and makes no queue.
wrong() {
	local message=$1
	shift
	run add-job -d d "$@"
	is "$rc/$(head -n 1 err)" "2/add-job: $message" "add-job $*"
}
wrong '-D and -t exclude each other' -D 1 -t 2026-11-23T08:30:00Z '{}'
wrong '--contenu goes with --type' --contenu '{}' '{}'
wrong '--type is one job: it takes neither JSON nor -j' --type FAKE '{}'
wrong '-j reads standard input and takes no JSON' -j '{}'
wrong "-O takes an object, not '[]'" -O '[]' '{}'
wrong 'opts.backoff.type: fixed or exponential' \
    -O '{"backoff":{"type":"linear","delay":1}}' '{}'
wrong 'opts.lifo: true or false' -O '{"lifo":3}' '{}'
wrong 'opts.repeat: an object is expected' -O '{"repeat":3}' '{}'
wrong "opts.jobId: a text is expected, not '[]'" -O '{"jobId":[]}' '{}'
is "$(ls d)" '' 'no queue was made'

for repeat in 'repeat: cron and every exclude each other|{"cron":"* * * * *","every":5}' \
    'repeat: cron or every is missing|{}' \
    "repeat.tz: unknown zone 'Mars'|{\"cron\":\"* * * * *\",\"tz\":\"Mars\"}"; do
	wrong "${repeat%%|*}" -O "{\"repeat\":${repeat#*|}}" '{}'
done

# Lines: each is refused alone.
run add-job -q -d d -j <<'W'
{"name":"a","data":{"type":"A"},"opts":{"priority":2}}
[]
{"name":3}
{"opts":"x"}
{"data":{"type":"B"}}
{"name":"b"}
W
is "$rc/$(cat out)/$(cat err)" '1/{"counts":{"added":3,"duplicates":0}}/'"\
add-job: stdin:2: an object is expected, not '[]'
add-job: stdin:3: name: a text is expected, not '3'
add-job: stdin:4: opts: an object is expected, not '\"x\"'" 'lines of -j'

# list-jobs selects.
ids() { list-jobs -d d "$@" | jq -r .id | xargs; }
is "$(ids)/$(ids -o 1)/$(ids -m 2)/$(ids -o 1 -m 1)" '1 2 3/2 3/1 2/2' '-o and -m'
is "$(ids -t B)/$(ids -i 1)/$(list-jobs -d d -c)/$(ids -s failed)" 2/1/3/ \
    '-t, -i, -c and -s'

# For people.
SUITE_NOW=2026-11-20T08:30:20.000Z run status-queue -d d --text
same 'status-queue --text' <<'W'
queue JobQueue, 0 crons, oldest waiting job 20 s
type                                       waiting    active   delayed completed    failed
A                                                1         0         0         0         0
B                                                1         0         0         0         0
b                                                1         0         0         0         0
all                                              3         0         0         0         0
W

# clean-jobs: so many of a state.
SUITE_NOW=2026-11-20T09:00:00.000Z
run clean-jobs -d d -s gone
is "$rc/$(head -n 1 err)" "2/clean-jobs: -s: unknown state 'gone': waiting, \
active, delayed, completed or failed" 'clean-jobs of no state'
run clean-jobs -q -d d -s waiting --older 0 -m 2 -n
is "$rc/$(cat out)/$(list-jobs -d d -c)" '0/{"counts":{"removed":2}}/3' '-n changes nothing'
run clean-jobs -q -d d -s waiting --older 0 -m 2
is "$rc/$(cat out)/$(list-jobs -d d -c)" '0/{"counts":{"removed":2}}/1' '-m'

# next-cron.
run next-cron '0 0 31 2 *'
refuses 1 'the month has no such day' 'a day that never comes'
run next-cron '0 0 31 2,2 *'
refuses 1 'never due within 26 years' '  of a list of months'
run next-cron <<'W'
{"expr":"0 2 * * *"}
{"expr":"60 * * * *"}


[]
{
W
is "$rc/$(jq -c '[.next, .error]' out | xargs)/$(cut -d: -f2,3 err | xargs)" \
    '1/[[2026-11-21T02:00:00.000Z],null] [null,true]/stdin:5 stdin:6' \
    'next-cron, lines'

# load-crons: a line of every setting, and what is refused.
cat >crons <<'W'
TZ=Europe/Paris
# a comment
0 4 * * * A start=2026-12-01 end=2026-12-31T00:00:00Z attempts=2 backoff=exp:500 id=x
@every B every=60000 limit=3 backoff=fixed:100 {"type":"B"} ## by the minute
W
run load-crons -d d crons
is "$rc/$(tail -n 1 out)" \
    '0/{"counts":{"crons":2,"added":2,"repaired":0,"removed":0}}' 'load-crons'
is "$(list-crons -d d | jq -r '[.key, .next] | @tsv')" \
    $'__default__:B::60000\t1795165260000
__default__:x:1798675200000:Europe/Paris:0 4 * * *\t1796094000000' \
    '  from their starts on'
run load-crons -d d crons
is "$rc/$(cat out)" \
    '0/{"counts":{"crons":2,"added":0,"repaired":0,"removed":0}}' '  a second time'
for line in '* * * * * A start=soon' '* * * * * A start' '* * * * * A x=1' \
    '* * * * * A limit=many' '- A' '60 * * * * A' '* * *' '@every B' 'TZ=Mars'; do
	run load-crons -d d - <<<"$line"
	refuses 1 '^load-crons: -:1: ' "$line"
done
done_testing
