#!/bin/bash
# cron-run, the crontab and the systemd units.
. "$(dirname "$0")/lib.sh"
for name in ${!CRON_*} DATADIR OPENAPI_OURS \
    LBA_API_ENDPOINT SEND_MAIL_FLAGS; do unset "$name"; done
export ALTERNANCE_ENV='' SUITE_NOW=2026-01-31T04:00:00Z
cd "$T" || exit 1

# A small pipeline of the test, in place of the real one.
mkdir pipelines
cp "$root"/pipelines/{cron-run,env.sh} pipelines
cat >pipelines/formation.mk <<'END'
good:
	@echo made
bad:
	@echo 'tool: no luck' >&2; exit 1
later:
	@echo 'tool: not now' >&2; exit 75
both: bad later
slow:
	@sleep $(SLOW)
say:
	@printenv WORD >said
publication publish_postgres:
	@echo $(UPSTREAM) >said
import_a import_b: good
END
cron() { run pipelines/cron-run "$@"; }
logs() { (cd data/state/log && ls -- *"-$1.log" 2>/dev/null); }
row() {
	sqlite3 data/state/ledger.db "SELECT status, exit_code, error
	    FROM import_meta WHERE type = 'cron:$1' ORDER BY id DESC LIMIT 1"
}

for words in '' 'a b' -n 'a;b' ''; do
	# shellcheck disable=SC2086
	cron $words
	is "$rc/$(cat err)" '2/usage: cron-run TARGET' "wrong use: '$words'"
done
is "$(ls data 2>/dev/null)" '' 'wrong use writes nothing'

cron good
clean 'success is silent'
is "$(cat out)" '' 'on both streams'
is "$(logs good | sed 's/[0-9]/0/g')" '0000-00-00T000000Z-good.log' 'a log'
is "$(sed 's/after .* s$/after N s/' data/state/log/*-good.log)" \
    "$T: make -r -f $T/pipelines/formation.mk -k -s good
made
exit 0 after N s" 'it holds the command, what it said, how it ended'
is "$(row good)" 'done|0|' 'the ledger has the job'
check-status -m 0 cron:good
is $? 0 'which the dead man'\''s switch sees'

cron bad
is "$rc/$(head -n 1 err)" \
    "1/cron-run: bad: failed, see data/state/log/$(logs bad)" 'failure'
ok "$(grep -qx 'tool: no luck' err; echo $?)" 'with the end of the log'
is "$(row bad)" 'failed|2|tool: no luck' 'the ledger has it'
cron nothing
is "$rc$(grep -c "No rule to make target 'nothing'" err)" 11 'no such target'
cron later
is "$rc/$(cat out err)" 75/ 'try again later: silent'
is "$(grep -c 'not now' "data/state/log/$(logs later)")" 1 'but in the log'
cron both
is "$rc" 1 'one that fails and one for later: failure'
CRON_NOTIFY='cat >told' cron bad
is "$rc/$(cat err)/$(head -n 1 told)" \
    "1//cron-run: bad: failed, see data/state/log/$(logs bad | tail -n 1)" \
    'somebody is told'
CRON_NOTIFY='cat >/dev/null; exit 1' cron bad
is "$rc$(grep -c 'bad: failed' err)" 11 'nobody could be told: standard error'

SLOW=1.5 CRON_ALERT=0.2 cron slow
is "$rc/$(cat out err)" \
    "0/cron-run: slow: still running after 0.2 s, see data/state/log/$(logs slow)" \
    'slow: an alert, not an end'
is "$(row slow)" 'done|0|' 'it ends in its own time'
SLOW=0.5 CRON_ALERT=0.2 CRON_ALERT_slow=60 cron slow
is "$rc/$(cat out err)" 0/ 'CRON_ALERT_slow: a limit of its own'
(SLOW=60 CRON_ALERT=0.2 pipelines/cron-run slow 2>alerts; echo $? >code) &
for _ in {1..50}; do
	[ ! -s alerts ] || break
	sleep 0.1
done
is "$(wc -l <alerts)$(row slow)" '1pending||' 'the alert comes while it goes on'
CRON_WAIT=0 cron slow
is "$rc/$(cat out err)" 75/ 'the lock is held: silent'
SLOW=0 CRON_WAIT=0 cron good
clean 'another job has another lock'
pid=$(sqlite3 data/state/ledger.db \
    "SELECT pid FROM import_meta WHERE status = 'pending'")
pkill -P "$(pgrep -P "$(pgrep -P "$pid" -x cron-run)" -x make)" -x sleep
wait
ok "$([[ $(cat code)$(row slow) = '1failed|2|make: *** ['*'slow] Terminated' ]]
    echo $?)" 'killed: failure'
SLOW=60 CRON_ALERT=0.2 CRON_KILL=1 cron slow
is "$rc$(grep -c '^exit 124 after' err)" 11 'ended when that is asked for'
SLOW=0 CRON_ALERT=20 CRON_KILL=1 cron slow
clean 'and let alone when it is quick'

mkdir metrics
METRICS_DIR=metrics cron good
clean 'metrics are written'
is "$(grep -c '^alternance_metrics_timestamp_seconds 1769832000$' \
    metrics/alternance.prom)" 1 '  into METRICS_DIR'
rm metrics/alternance.prom
METRICS_DIR=metrics cron bad
is "$rc$(ls metrics)" 1alternance.prom '  after a failure too'
mkdir -p data/export
echo '{"check":"a","severity":"error"}' >data/export/findings.ndjson
METRICS_DIR=metrics cron good
is "$rc$(grep -c '^alternance_findings{' metrics/alternance.prom)" 01 \
    '  with the findings'
METRICS_DIR=nowhere cron good
is "$rc/$(cat err)" \
    '0/cron-run: good: no metrics: status: nowhere/alternance.prom: cannot create nowhere/alternance.prom.tmp: No such file or directory' \
    '  into a directory that is not there'

exec 8>data/state/cron-import.lock
flock 8
CRON_WAIT=0 cron import_a
is "$rc" 75 'the imports have one lock'
(sleep 0.3; flock -u 8) &
CRON_WAIT=20 cron import_b
clean 'for which they wait'
wait
exec 8>&-

touch -d '91 days ago' data/state/log/old.log
touch -d '89 days ago' data/state/log/young.log
cron good
is "$(ls data/state/log/{old,young}.log 2>/dev/null)" data/state/log/young.log \
    'logs are kept 90 days'
printf '%s\n' 'WORD="from the file"' "DATADIR=$T/else" >settings
ALTERNANCE_ENV=$T/settings cron say
is "$rc$(cat err said)$(ls else/state/log | wc -l)" '0from the file1' \
    'the environment comes from a file'
ALTERNANCE_ENV=$T/nowhere cron say
is "$rc/$(cat err)" \
    "1/cron-run: ALTERNANCE_ENV=$T/nowhere: No such file or directory" \
    'a file that is asked for must be there'

# word TEXT: prints what WORD is by an environment file of this text (printf).
word() {
	rm -f said EVIL
	printf "$1" >settings
	ALTERNANCE_ENV=$T/settings WORD=unset cron say
	cat said 2>/dev/null
	return "$rc"
}
# shellcheck disable=SC2016
while IFS='|' read -r text want name; do
	is "$(word "$text"; echo $?)" "$want"$'\n0' "environment file: $name"
done <<'END'
WORD=a\r\nX=b\r\n|a|CR LF
WORD="a b"\r\n|a b|CR LF after a quote
\xef\xbb\xbfWORD=a\n|a|a byte order mark
WORD=a|a|no line end
\n  # a comment\n\nexport WORD=a   # another\n|a|comments, blank lines, export
WORD="a#b" # c\n|a#b|a comment after a quote
WORD=a#b\n|a#b|a number sign in a word
WORD=\n||an empty value
WORD="a=b;c"\n|a=b;c|characters of the shell
WORD="\\$(touch EVIL)"\n|$(touch EVIL)|an escaped dollar sign
WORD="say \\"a\\""\n|say "a"|escaped quotes
END
is "$(ls EVIL 2>/dev/null)" '' 'environment file: nothing was run'
bad() { # bad TEXT WHAT NAME: is refused, and nothing is run
	word "$1" >/dev/null
	is "$rc/$(cat err)/$(ls EVIL said 2>/dev/null)" \
	    "1/cron-run: $T/settings: $2/" "environment file: $3"
}
# shellcheck disable=SC2016
{
	bad 'A=b\nWORD=$(touch EVIL)\n' "line 2: WORD: '\$' is not expanded: put the value between single quotes" \
	    'a command'
	bad 'WORD="`touch EVIL`"\n' 'line 1: WORD: '"'"'`'"'"' is not expanded: put the value between single quotes' \
	    'a command of old'
	bad 'WORD=$HOME/x\n' "line 1: WORD: '\$' is not expanded: put the value between single quotes" \
	    'a variable'
	bad 'touch EVIL\n' "line 1: NAME=VALUE is expected, not 'touch EVIL'" \
	    'no setting'
	bad 'WORD=a; touch EVIL\n' "line 1: WORD: a value with '; touch EVIL' needs quotes" \
	    'a second command'
	bad 'WORD=a touch EVIL\n' "line 1: WORD: a value with ' touch EVIL' needs quotes" \
	    'a command with a setting'
	bad 'WORD="a\n' 'line 1: WORD: the closing quote is missing' 'no end'
	bad 'PATH[0$(touch EVIL)]=a\n' "line 1: NAME=VALUE is expected, not 'PATH[0\$(touch EVIL)]=a'" \
	    'a subscript'
}

# What leaves the build.
rm -f said
publish() { UPSTREAM=live cron "$@"; }
publish publication
is "$rc/$(cat out err said)" 0/none 'a publication asks no source'
UPSTREAM=sample cron publication
is "$(cat said)" sample 'but for the sample'
is "$(row publication)" 'done|0|' 'its row in the ledger'
exec 8>data/state/cron-import.lock
flock 8
CRON_WAIT=0 publish publication
is "$rc" 75 'it waits for the imports'
exec 8>&-
rm said
publish publish_postgres
is "$rc/$(cat out err; ls said 2>&1)/$(logs publish_postgres)" \
    "0/ls: cannot access 'said': No such file or directory/" \
    'without PGSERVICE nothing is published into PostgreSQL'
PGSERVICE=x publish publish_postgres
is "$rc/$(cat out err said)$(row publish_postgres)" '0/nonedone|0|' 'with it, it is'

rm said
ENV=preview cron say
is "$rc$(ls said 2>/dev/null)" 0 'nothing runs in preview'

# In the source tree, the tools are built first.
mkdir tree
cp -r pipelines tree
printf '%s\n' 'all: ; @echo built' 'include pipelines/formation.mk' >tree/Makefile
run tree/pipelines/cron-run good
is "$rc$(tail -n +2 tree/data/state/log/*-good.log | head -n 2 | tr '\n' ' ')" \
    '0built made ' 'in the tree: make'

# The crontab and the timers.
house() { make -s -C "$root" BUILD="${bin%/bin}" "$@"; }
jobs() { # jobs FILE: the lines that run something, without the user
	tr -s ' ' <"$1" | sed -n 's/^\([0-9*].*\) [a-z]* $ALTERNANCE.cron-run/\1/p'
}
is "$(jobs "$root/pipelines/crontab")" '0 4 * * * import_source
0 */4 * * * import_source_main
0 1,5,9,13,17,21 * * * import_compute_step_1
0 2,6,10,14,18,22 * * * import_compute_step_2
30 2,6,10,14,18,22 * * * publication
40 2,6,10,14,18,22 * * * publish_postgres
0 0 * * * check_doc_sync
0 8 * * * notify_api_keys
0 10 * * 1 delete_inactive_accounts
0 2 1 * * update_fiches
5 0 * * * offres_sync
10 0 * * * offres_siret
15 0 * * * offres_cancel
0 1 * * * offres_anonymize
55 1 * * * offres_mer
20 9 * * * offres_j7
25 9 * * * offres_j1
* * * * * offres_changes
* * * * * drain_queue
0 1 * * * traitement
30 6 * * * check_traitement
0 5 1 * * purge_traitement' "the seeds' schedule"
is "$(grep -v '^#' "$root/pipelines/crontab" | grep -c %)" 0 'no % in a line'
run house install-cron CRON_DIR=/opt/p CRON_USER=me
clean 'install-cron'
is "$(grep -c '^ALTERNANCE=/opt/p$' out)$(grep -c '^CRON_TZ=Europe/Paris$' out)" \
    11 'it prints the crontab'
is "$(grep -vE '^(#|$|[A-Z_]+=[^ ]*$)' out | awk '{ print NF, $6, $7 }' |
    sort | uniq -c | tr -s ' ')" ' 22 8 me $ALTERNANCE/cron-run' \
    'every line has five fields, a user and a command'
run house install-cron CRON=install DESTDIR="$T/dest" CRON_USER=me
clean 'install-cron CRON=install'
is "$(cat out; find dest -type f)/$(grep -c ' me ' dest/etc/cron.d/alternance)" \
    'dest/etc/cron.d/alternance/22' 'it installs the crontab'
run house install-cron CRON=systemd DESTDIR="$T/units" CRON_USER=me \
    CRON_DIR="$root/pipelines"
clean 'install-cron CRON=systemd'
cd units/etc/systemd/system || exit 1
is "$(grep -h '^User=' -- *.service | sort -u)
$(grep -h '^ExecStart=' alternance@.service alternance-worker.service)" "User=me
ExecStart=$root/pipelines/cron-run %i
ExecStart=$root/pipelines/worker" 'it installs the units'
run house install-cron CRON=what
is "$rc$(grep -c "CRON=what: must be" "$T/err")" 21 'CRON=what'
is "$(ls -- *.timer | sed 's/alternance-\(.*\)\.timer/\1/')" \
    "$(jobs "$root/pipelines/crontab" | cut -d ' ' -f 6 | sort |
	grep -v drain_queue)" 'a timer for each line, but for the worker'
for timer in *.timer; do
	name=${timer#alternance-} name=${name%.timer}
	is "$(sed -n 's/^Unit=//p' "$timer")$(grep -c ' Europe/Paris$' "$timer")" \
	    "alternance@$name.service1" "$timer: its job, in Paris"
done
if command -v systemd-analyze >/dev/null; then
	sed -i /^Documentation/d -- *.service
	is "$(systemd-analyze verify ./*.timer ./alternance@good.service 2>&1
	    echo $?)" 0 'systemd accepts them'
else
	skip 'no systemd-analyze'
fi
cd "$T" || exit 1
targets=$(make -pnrRf "$root/pipelines/formation.mk" BIN="$bin" UPSTREAM=none \
    status 2>/dev/null | sed -n 's/^\([a-z_0-9]*\):.*/\1/p')
for name in $(jobs "$root/pipelines/crontab" | cut -d ' ' -f 6); do
	grep -qx "$name" <<<"$targets"
	ok $? "$name is a target"
done
mkdir jobs
printf '#!/bin/bash\n' >jobs/list-expiring-api-keys
printf '#!/bin/bash\necho "$@" >>calls; cat >>calls\n' >jobs/send-mail
printf '#!/bin/bash\necho "$@" >>calls\n' >jobs/check-doc-sync
cp jobs/check-doc-sync jobs/delete-inactive-accounts
chmod +x jobs/*
echo 'echo "list $@"; exit "${FAIL-0}"' >>jobs/list-expiring-api-keys
job() {
	rm -f calls
	run make -srRf "$root/pipelines/formation.mk" BIN=jobs UPSTREAM=none "$@"
}
job notify_api_keys
is "$rc/$(cat err calls)" '0/-d data/db --starttls
list -d data/db' 'notify_api_keys'
SEND_MAIL_FLAGS='' job notify_api_keys
is "$rc/$(head -n 1 calls)" '0/-d data/db' 'SEND_MAIL_FLAGS'
FAIL=75 job notify_api_keys
is "$rc/$(tail -n 1 err | sed 's/.*] //')" '2/Error 75' \
    'a list that fails is a failure'
job delete_inactive_accounts
is "$rc/$(cat err calls)" '0/-d data/db' 'delete_inactive_accounts'
OPENAPI_OURS='a b' LBA_API_ENDPOINT=http://x/api job check_doc_sync
is "$rc/$(cat err calls)" '0/--ours a b --lba http://x/api/docs/json' \
    'check_doc_sync'
job check_doc_sync
is "$rc$(grep -c 'make: OPENAPI_OURS is not set: see pipelines/env.example' err)" 21 \
    'check_doc_sync: what is to be set'
done_testing
