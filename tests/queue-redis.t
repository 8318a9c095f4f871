#!/bin/bash
# The queue in Redis: the layout of Bull, next to Bull itself where npm and the
# reference material are there.
. "$(dirname "$0")/lib.sh"
unset QUEUE QUEUE_URL SUITE_NOW
cd "$T" || exit 1
if ! command -v redis-server >/dev/null; then
	skip 'no redis-server'
	done_testing
	exit
fi
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis() { # redis [OPTION...]: starts the server
	redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$T" \
	    --loglevel warning "$@" >redis.log 2>&1 &
	server=$!
	servers="$servers $server"
	for _ in $(seq 100); do (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
		sleep 0.05; done
}
run add-job -b "redis://127.0.0.1:$port" '{}'
refuses 75 'redis: 127.0.0.1:' 'no server is 75'
redis
export QUEUE_URL=redis://127.0.0.1:$port
cli() { redis-cli -p "$port" "$@"; }
for url in redis:// 'redis://host:x' http://h redis://h/x; do
	run list-jobs -b "$url"
	is "$rc/$(wc -l <err | grep -c '[12]')" 2/1 "-b $url"
done

# The same life on both: the same lines, but for their order.
mkdir d
export SUITE_NOW=2026-11-20T08:30:00.000Z
cat >crons <<'W'
0 4 * * * NETTOYER_LES_JOBS
*/15 * * * * MONITORER_JOBS
W
life() { # life OPTION...
	add-job "$@" '{"type":"A"}' '{"type":"B"}'
	add-job "$@" -i x -a 2 '{"type":"A"}'
	add-job "$@" -i x '{}'
	add-job "$@" -i later -D 5000 '{"type":"A"}'
	add-job "$@" -i TIC -O '{"repeat":{"every":60000}}' '{"type":"T"}'
	pause-queue "$@"
	add-job "$@" -i y -p 3 '{"type":"C"}'
	list-jobs "$@"
	status-queue "$@"
	status-queue "$@" --text
	load-crons "$@" crons
	load-crons "$@" crons
	sed 's/^0 4/0 5/' crons | load-crons "$@" -
	list-crons "$@"
	resume-queue "$@"
	work-queue "$@" --drain -- sh -c '[ $JOB_ID != x ] || exit 3; echo "{}"'
	log-job "$@" -P '{"half":1}' y one two
	log-job "$@" -n -P '{"half":2}' y three
	log-job "$@" y
	add-job "$@" -n -i same '{}' '{}'
	add-job "$@" -i text -a 2 -B fixed:100 '{"type":"D"}'
	list-jobs "$@" -i later
	retry-job "$@" --all
	retry-job "$@" y none
	remove-job "$@" -g '[12]'
	remove-job "$@" later none
	clean-jobs "$@" --older 0
	list-crons "$@"
	remove-cron "$@" __default__:TIC::60000
	list-jobs "$@"
	list-jobs "$@" -i none
}
(unset QUEUE_URL; life -d d) >sqlite 2>sqlite.err
life -b "$QUEUE_URL" >redis.out 2>redis.err
is "$(diff sqlite redis.out)" '' 'the same life on both back ends'
is "$(diff sqlite.err redis.err)" '' '  with the same messages'
unset SUITE_NOW

# Bull's layout.
cli flushall >/dev/null
add-job -q -i a:1 -D 3600000 -O '{"timestamp":1800000000000}' '{"é":1}' >/dev/null
is "$(cli zscore bull:JobQueue:delayed a:1)" 7372814745600001 'the score of a delayed job'
is "$(cli hget bull:JobQueue:a:1 data)/$(cli hget bull:JobQueue:a:1 delay)" \
    '{"é":1}/3600000' 'its hash'
add-job -q -Q other --prefix p '{}' >/dev/null
is "$(cli lrange p:other:wait 0 -1)" 1 '--prefix and -Q'
cli xadd bull:Mq:events '*' a b >/dev/null
run add-job -Q Mq '{}'
refuses 3 'belongs to BullMQ' 'a queue of BullMQ'
is "$(cli exists bull:Mq:id)" 0 '  is left alone'

# The events, as they come: what a waiting job, its end and its progress publish.
watch-queue -Q seen -m 5 >events 2>events.err &
watcher=$!
until [ "$(cli pubsub numpat)" = 1 ]; do sleep 0.05; done
add-job -q -Q seen -i s1 '{}' >/dev/null
work-queue -q -Q seen --drain -- sh -c 'echo "{\"half\":1}"' >/dev/null
log-job -q -Q seen -P '{"half":1}' s1 >/dev/null
wait $watcher
is "$?/$(jq -c '[.kind, .id, .payload]' events | sort | tr '\n' ' ')$(cat events.err)" \
    '0/["active","s1",null] ["completed","s1",{"half":1}] ["drained",null,null] '\
'["progress","s1",{"half":1}] ["waiting","s1",null] ' 'watch-queue'
run watch-queue --once
is "$rc/$(grep -c 'Redis keeps no events' err)" 2/1 'watch-queue --once'

# A server that goes away after so many requests: every tool says so, once, and
# can be tried again.
cli flushall >/dev/null
echo 0 >limit
listen /usr/bin/python3 "$root/tests/redis-cut.py" "$port" "$T/port" limit
beyond=redis://127.0.0.1:$(cat port)
gone() { # gone TOOL OPTION...
	for n in 0 1 2 3 4 5 6 7 8 60; do
		echo $n >limit
		cli flushall >/dev/null
		life_short >/dev/null 2>&1
		"$1" -b "$beyond" "${@:2}" >out 2>err
		echo "$? $(grep -c "^$1: " err)$(grep -vc "^$1: " err)"
	done | sort -u | xargs
}
life_short() {
	add-job -q -i 1 -O '{"repeat":{"every":60000}}' '{"type":"T"}'
	add-job -q -i 2 '{}'
	add-job -q -i 3 '{}'
	work-queue -q --drain -- sh -c '[ $JOB_ID != 2 ]'
	add-job -q -i 4 '{}'
}
for tool in 'add-job {}' 'add-job -p 1 -D 5 {}' list-jobs 'list-jobs -i 4' \
    status-queue 'log-job 4 a' 'log-job 4' 'retry-job --all' 'remove-job 4' \
    'remove-job -g *' 'clean-jobs --older 0' list-crons \
    'remove-cron __default__:1::60000' 'load-crons crons' pause-queue \
    resume-queue 'add-job {} {} {}' 'log-job -P {} 4'; do
	set -f
	set -- $tool
	set +f
	is "$(gone "$@")" '0 00 75 10' "a server that goes away: $tool"
done

# A worker goes on: every job is done, however soon the server went away.
cli flushall >/dev/null
limit() { echo "$1" >limit.new && mv limit.new limit; } # it is read at any moment
for n in $(seq 2 16); do
	add-job -q -Q "cut$n" -O '{"repeat":{"every":3600000,"limit":2}}' '{"n":1}' >/dev/null
	add-job -q -Q "cut$n" -i again -a 2 '{"n":2}' >/dev/null
	cli zadd "bull:cut$n:delayed" 4096 "$(cli zrange "bull:cut$n:delayed" 0 -1)" >/dev/null
	limit "$n"
	work-queue -q -b "$beyond" -Q "cut$n" --lock 600 --stalled 200 --max-stalled 99 \
	    -- sh -c "sleep 0.4; [ \$JOB_ID != again ] || [ \$JOB_ATTEMPT = 2 ]" \
	    >cut.out 2>"cut$n.err" &
	cutters="${cutters-} $!"
	for _ in $(seq 60); do
		grep -q 'trying again' "cut$n.err" 2>/dev/null && break
		sleep 0.05
	done
done
limit 1000000
for n in $(seq 2 16); do
	for _ in $(seq 400); do
		[ "$(cli zcard "bull:cut$n:completed")" = 2 ] && break
		sleep 0.05
	done
	cli zcard "bull:cut$n:completed"
done | sort | uniq -c | xargs >done
is "$(cat done)" '15 2' 'workers whose server goes away end all their jobs'
# shellcheck disable=SC2086 # several of them
kill $cutters
rc=0
for pid in $cutters; do
	wait "$pid" || rc=1
done
is "$rc/$(grep -hv -e ': trying again$' -e 'unavailable for too long$' cut*.err)" 0/ \
    '  and end themselves'

# Other keys of a queue are not jobs.
cli flushall >/dev/null
pause-queue -q >/dev/null
add-job -q '{}' >/dev/null
for key in meta paused id a:1:lock; do
	run remove-job "$key"
	refuses 1 "^remove-job: $key: no such job" "remove-job $key"
done
run remove-job -g '*'
is "$(cli exists bull:JobQueue:meta)" 1 'remove-job -g leaves them too'
cli hset bull:JobQueue:odd name n data $'\xff{' opts x timestamp 1 >/dev/null
run list-jobs -i odd
is "$(jq -c '[.data, .opts]' out)" $'["\xef\xbf\xbd{","x"]' 'a hash that is not JSON'
cli set bull:JobQueue:text x >/dev/null
cli rpush bull:JobQueue:paused text odd >/dev/null
run list-jobs -s waiting
is "$rc/$(jq -r .id out | xargs)$(cat err)" 0/odd '  nor a text where a job should be'
cli del bull:JobQueue:text >/dev/null
cli rpush bull:JobQueue:active odd >/dev/null
run list-jobs -s active
is "$rc/$(jq -r .id out)" 0/odd '  an active job'

# A worker that is to end gives its job back.
rm -f took
add-job -q -Q back -i b '{}' >/dev/null
work-queue -q -Q back --grace 0 -- sh -c 'touch took; exec sleep 60' >worked 2>worked.err &
worker=$!
until [ -e took ]; do sleep 0.05; done
kill $worker
wait $worker
is "$?/$(jq .counts.returned worked)$(cat worked.err)/$(list-jobs -Q back |
    jq -c '[.id, .state, .attemptsMade]')" '0/1/["b","waiting",0]' 'a job is given back'

rm took

# A message that is none of ours, a prefix with characters of patterns.
watch-queue --prefix 'b[x' -Q odd -m 2 >events 2>events.err &
watcher=$!
until [ "$(cli pubsub numpat)" = 1 ]; do sleep 0.05; done
cli publish 'bax:odd:other' '[0]' >/dev/null
cli publish 'b[x:odd:other' '[1]' >/dev/null
cli publish 'b[x:odd:other' '{"jobId":"7"}' >/dev/null
wait $watcher
is "$?/$(jq -c '[.kind, .id, .payload]' events | xargs -d '\n')$(cat events.err)" \
    '0/["other",null,[1]] ["other","7",null]' 'watch-queue: other messages'
resume-queue -q >/dev/null

# The server goes away and comes back: the worker goes on.
add-job -q -Q w '{"n":1}' >/dev/null
work-queue -Q w -- sh -c 'touch took; sleep 1' >worked 2>worked.err &
worker=$!
until [ -e took ]; do sleep 0.05; done
cli shutdown nosave 2>/dev/null
wait "$server" 2>/dev/null
redis
cli ping >/dev/null
add-job -q -Q w '{"n":2}' >/dev/null
for _ in $(seq 200); do
	[ "$(list-jobs -Q w -s completed -c)" = 1 ] && break
	sleep 0.05
done
is "$(list-jobs -Q w -s completed | jq -c .data)" '{"n":2}' \
    'a worker outlives its server'
kill $worker
wait $worker
is "$?/$(grep -c 'trying again' worked.err)" 0/1 '  and says so once'

# For longer than a lock: the result is dropped.
rm took
add-job -q -Q short '{}' >/dev/null
watch-queue -Q other >events 2>events.err &
watcher=$!
until [ "$(cli pubsub numpat)" = 1 ]; do sleep 0.05; done
work-queue -Q short --lock 200 -- sh -c 'touch took; until [ -e down ]; do sleep 0.05; done' \
    >worked 2>worked.err &
worker=$!
until [ -e took ]; do sleep 0.05; done
cli shutdown nosave 2>/dev/null
wait "$server" 2>/dev/null
wait $watcher
is "$?/$(grep -c '^watch-queue: redis: ' events.err)" 75/1 \
    'watch-queue ends when the server goes away'
touch down
for _ in $(seq 400); do
	grep -q dropped worked.err && break
	sleep 0.05
done
kill $worker
wait $worker
is "$?/$(tail -n 1 worked | jq -c '[.counts.lost, .counts.completed]')/$(grep -c \
    'job 1: its result is dropped: the queue was unavailable for too long' worked.err)" \
    '0/[1,0]/1' 'a result that cannot be told is dropped when the lock is over'
redis
cli ping >/dev/null

# Passwords, in URLs and not shown.
cli config set requirepass 'p@ss' >/dev/null
run list-jobs -c
refuses 1 NOAUTH 'a server that wants a password'
run list-jobs -c -b "redis://:p%40ss@127.0.0.1:$port/0"
clean 'a password in the URL'
run list-jobs -c -b "redis://:wrong@127.0.0.1:$port"
refuses 1 '(WRONGPASS|invalid)' 'a wrong password'
grep -q 'wrong@' err
ok $((!$?)) '  is not shown'
cli -a 'p@ss' --no-auth-warning config set requirepass '' >/dev/null

# TLS.
if openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -days 2 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null; then
	kill "$server"
	wait "$server" 2>/dev/null
	redis --port 0 --tls-port "$port" --tls-cert-file cert --tls-key-file key \
	    --tls-auth-clients no
	run env SSL_CERT_FILE=cert add-job -b "rediss://localhost:$port" '{}'
	clean 'TLS'
	run add-job -b "rediss://localhost:$port" '{}'
	refuses 75 'TLS' 'a certificate that nobody signed'
	kill "$server"
	wait "$server" 2>/dev/null
	redis
else
	skip 'no certificate can be made'
fi

# Real Bull.
if [ -e "$shared/check/bull/run" ] && command -v npm >/dev/null &&
    timeout 120 python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import bull
bull.modules()' "$shared/check/bull" >/dev/null 2>&1; then
	mkdir -p tree/build
	ln -s "$bin" tree/build/bin
	python3 "$shared/check/bull/run" "$PWD/tree" >bull 2>&1
	is "$(grep -v ': holds$' bull)" '25 of 25 scenarios hold' \
	    'next to real Bull'
else
	skip 'no npm, or no reference material'
fi
done_testing
