#!/bin/bash
# The jobs over offers on the sample: what holds for all of them, whatever
# happens to a run.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-03-10T09:20:00.000Z
unset LBA_PUBLIC_URL LBA_JWT_SECRET SMTP_URL MAIL_TEMPLATES
cd "$T" || exit 1
db=jobs_partners.db

# fresh [PHASE]: the sample, imported; from phase 1 on as dual-write leaves it.
fresh() {
	rm -f $db*
	[ -e raw ] || sample-offres -o raw
	import-offres -r raw -o $db >/dev/null
	[ "${1-0}" != 0 ] || return 0
	migrate-schema -qd . >/dev/null
	sync-jobs-partners --full -qd . >/dev/null
	cancel-offers -qd . >/dev/null
}
# content: all tables but the bookkeeping.
content() {
	for table in jobs_partners recruiters recruiters_jobs \
	    userswithaccounts rolemanagements applications applicants \
	    anonymized_userswithaccounts anonymized_recruiters \
	    computed_jobs_partners migration_state; do
		cat-table -a $db $table
	done | sed 's/"updated_at":"[^"]*"//' | sha256sum
}
sql() { sqlite3 $db "$1"; }

# The sample.
sample-offres -o one && sample-offres -o two && diff -r one two
is $? 0 'sample-offres: the same day, the same bytes'
run sample-offres -s 2 -o two
ok "$(! diff -rq one two >/dev/null; echo $?)" '  another seed, other names'
is "$(head -c 1 one/userswithaccounts.json)$(grep -lr numberLong one | wc -l)" \
    '[5' '  an array, both forms of Extended JSON'

# Import.
fresh
cat-table -a $db jobs_partners >before
for form in bom crlf array; do
	mkdir -p in
	case $form in
	bom) { printf '\xEF\xBB\xBF'; cat raw/jobs_partners.ndjson; } ;;
	crlf) sed 's/$/\r/' raw/jobs_partners.ndjson ;;
	array) jq -s . raw/jobs_partners.ndjson ;;
	esac >in/jobs_partners.ndjson
	rm -f x.db
	import-offres -r in -o x.db >/dev/null
	cat-table -a x.db jobs_partners | cmp -s - before
	is $? 0 "import-offres: $form"
done
# refused NAME PATTERN: the file in in/ is refused.
refused() {
	rm -f x.db*
	run import-offres -r in -o x.db
	refuses 1 "$2" "import-offres: $1"
	is "$(ls x.db* 2>/dev/null)" '' '  and leaves nothing'
}
head -c 1000 raw/jobs_partners.ndjson >in/jobs_partners.ndjson
refused truncated 'in/jobs_partners.ndjson'
echo '<!DOCTYPE html><html></html>' >in/jobs_partners.ndjson
refused 'a page of HTML' 'in/jobs_partners.ndjson:1: '
jq -c '.offer_title = 3' raw/jobs_partners.ndjson | head -n 2 >in/jobs_partners.ndjson
refused 'a wrong type' 'in/jobs_partners.ndjson:1: offer_title: a text is expected'
jq -c '.created_at = {"$date": "2026-02-30T00:00:00Z"}' raw/jobs_partners.ndjson |
    head -n 1 >in/jobs_partners.ndjson
refused 'no such day' 'created_at: a date is expected'
printf '{"_id":"\xe9"}\n' >in/jobs_partners.ndjson
refused 'another encoding' 'in/jobs_partners.ndjson:1: '
{ sed -n 1p raw/jobs_partners.ndjson; sed -n 1p raw/jobs_partners.ndjson
    sed -n 2p raw/jobs_partners.ndjson; } >in/jobs_partners.ndjson
refused 'a key twice' 'in/jobs_partners.ndjson:2: _id: it comes twice'
run import-offres -k --rejects rejects -r in -o x.db
is "$rc/$(jq -r .counts.jobs_partners out)/$(wc -l <rejects)" 0/2/1 \
    'import-offres -k imports the rest'
: >in/jobs_partners.ndjson
rm -f x.db
run import-offres -r in -o x.db
is "$rc/$(cat out)" '0/{"counts":{"jobs_partners":0}}' 'an empty file is an empty table'

# There and back.
fresh
export-offres -d . -o out-1 >/dev/null
import-offres -r out-1 -o again.db >/dev/null
for t in jobs_partners recruiters recruiters_jobs userswithaccounts applications; do
	cmp -s <(cat-table -a $db $t) <(cat-table -a again.db $t)
	is $? 0 "export-offres, import-offres: $t"
done

# A reader that goes away, a full disk: nothing is changed.
fresh 1
was=$(content)
cancel-offers -d . 2>/dev/null | true
sync-jobs-partners --full -d . 2>/dev/null >/dev/full
is "$?/$(content)" "1/$was" 'a full disk: nothing is changed'
was=$(content)/$(sql 'SELECT count(*) FROM job_runs')
run cancel-offers -n -d .
is "$(content)/$(sql 'SELECT count(*) FROM job_runs')" "$was" '-n changes nothing'

# Two at once.
fresh 1
{
	echo 'BEGIN IMMEDIATE;'
	sleep 8
} | sqlite3 $db &
sleep 0.5
run cancel-offers -d .
refuses 75 'jobs_partners.db' 'a database that is held: 75'
run remind-offers -t 7 -d .
clean 'who reads does not wait'
wait $!
for _ in 1 2 3 4; do sync-jobs-partners --full -qd . & done >counts
wait
is "$(wc -l <counts)/$(grep -c '"errors":0' counts)" 4/4 'four at once wait for one another'

# Killed at any moment: before or after.
sample-offres --scale 40 -o large
mv raw small && mv large raw
fresh
migrate-schema -qd . >/dev/null
before=$(content)
indexes="SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_schema
	WHERE type = 'index' ORDER BY sql)"
were=$(sql "$indexes")
cp $db keep.db
begun=${EPOCHREALTIME/./}
sync-jobs-partners --full -qd . >/dev/null
took=$((${EPOCHREALTIME/./} - begun)) # microseconds
after=$(content)
is "$(sql "$indexes; PRAGMA integrity_check")" "$were"$'\nok' \
	'indexes that were put aside are there again'
cp keep.db again.db
mv $db whole.db && mv again.db $db && rm -f $db-*
run sync-jobs-partners --full -d .
clean 'the lines of many changes' &&
	is "$(grep -c '^{"op":"update","table":"jobs_partners"' out)/$(
		grep '^{"op"' out | LC_ALL=C sort -c 2>&1 | wc -l)" "$(sql 'SELECT count(*) FROM
		recruiters_jobs')/0" '  one a row, by id'
bad=0 cut=0
for i in {1..12}; do
	rm -f $db*
	cp keep.db $db
	sync-jobs-partners --full -qd . >/dev/null &
	sleep "$(printf %d.%06d $((took * i / 13 / 1000000)) $((took * i / 13 % 1000000)))"
	kill -9 $! 2>/dev/null && cut=$((cut + 1))
	wait $! 2>/dev/null
	now=$(content)
	[ "$now" = "$before" ] || [ "$now" = "$after" ] || bad=$((bad + 1))
done 2>/dev/null
is $bad 0 'kill -9 during sync-jobs-partners: before or after'
ok $((cut == 0)) '  some runs were killed'
rm -rf raw && mv small raw

# What is anonymised leaves no trace in the file.
# traces WORD...: those that stand in the database or its log.
traces() {
	local word
	for word; do grep -alF -- "$word" $db* log 2>/dev/null; done | sort -u
}
for i in {1..50}; do
	jq -c --arg i "$i" '._id."$oid" = (._id."$oid"[0:20] + ("0000" + $i)[-4:])
	    | .email = "old\($i)@trace.test" | .last_name = "Trace\($i)Nom"
	    | .last_action_date = {"$date": "2020-01-01T00:00:00Z"}' \
	    <(jq -c '.[0]' raw/userswithaccounts.json)
done >users.ndjson
mkdir -p priv && cp raw/* priv && rm priv/userswithaccounts.json
mv users.ndjson priv/userswithaccounts.ndjson
rm -f $db*
import-offres -r priv -o $db >/dev/null
migrate-schema -qd . >/dev/null
is "$(traces old7@trace.test Trace9Nom)" $db 'names are in the file'
{ anonymize-accounts -d . --close-offers --with-recruiters; } >log 2>&1
is "$(traces old{1..50}@trace.test Trace{1..50}Nom)" '' \
    'anonymize-accounts: no name or address is left'
is "$(sql "SELECT count(*) FROM migration_state WHERE key = 'vacuum'")" 0 \
    '  the file was rebuilt'
fresh 1
sql "UPDATE jobs_partners SET apply_email = 'perso@trace.test',
    autres = '{\"x\":\"TraceAutre\"}'; UPDATE userswithaccounts
    SET first_name = 'TracePrenom'; UPDATE applicants SET email = 'cand@trace.test'"
{ obfuscate-db -d . -e local --purge-recruiters; } >log 2>&1
is "$(traces perso@trace.test TraceAutre TracePrenom cand@trace.test \
    compte1@exemple.test rh1@exemple.test)" '' \
    'obfuscate-db: no name or address is left'

# Refusals name what to do.
fresh
run mark-sent -d . </dev/null
refuses 3 'phase 0: run migrate-schema first' 'phase 0'
for tool in cancel-offers fix-expirations fix-start-dates fix-offer-data \
    list-siret-errors list-mer near-cfas invite-mer detect-duplicates \
    merge-recruiters check-migration plan-migration; do
	run "$tool"
	is "$rc" 2 "$tool without -d"
	run "$tool" -d none </dev/null
	refuses 1 'none/jobs_partners.db: no such database' "$tool without a database"
done

# The pipeline.
job() {
	run command make -srRf "$root/pipelines/formation.mk" BIN="$bin" \
	    DATADIR=data "$@"
}
unset EMAIL SEND_MAIL_FLAGS
job offres
clean 'make offres'
is "$(grep -o '"verdict":"[a-z-]*"' out)" '"verdict":"go"' '  the verdict of dual-write'
is "$(ls data/state/mail | sed 's/.*\.\(.*\)\.eml/\1/' | sort | tr '\n' ' ')" \
    'expiration-J1 expiration-J7 mise-en-relation ' '  messages are files'
grep -q '"cancelled":2' out
is $? 0 '  the jobs find something'
job offres
clean 'make offres again'
job offres_changes offres_cancel
clean 'make offres_changes offres_cancel'
for week in 8 9 10 14 16; do
	job jobs-week WEEK=$week
	clean "make jobs-week WEEK=$week"
done
job jobs-week WEEK=11
is "$rc" 2 'make jobs-week: no such week'
job cutover
clean 'make cutover'
job cleanup
is "$rc/$(grep -c 'fourteen days' err)" 2/1 'make cleanup: too early'
job offres_sync offres_closed
clean 'make offres_sync in phase 2'

# A make that was killed after migrate-schema, and one that was not.
job offres DATADIR=whole
mkdir -p killed/db killed/raw
cp -r whole/raw/offres killed/raw
import-offres -qr killed/raw/offres -o killed/db/$db >/dev/null
migrate-schema -qd killed/db >/dev/null
job offres DATADIR=killed
clean 'make offres after one that was killed in phase 1'
offers() { sqlite3 "$1/db/$db" 'SELECT * FROM jobs_partners ORDER BY _id'; }
is "$(offers killed)" "$(offers whole)" '  the same offers'
done_testing
