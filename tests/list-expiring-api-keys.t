#!/bin/bash
# list-expiring-api-keys: whose keys expire.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/users.sh"
cd "$T" || exit 1
export SUITE_NOW=2026-03-02T08:00:00Z

for o in -h -V; do run list-expiring-api-keys $o; clean "$o"; done
run list-expiring-api-keys
is "$rc/$(head -n 1 err)" '2/list-expiring-api-keys: -d DIR or -u FILE is needed' \
    'no users'
run list-expiring-api-keys -x
is $rc 2 'unknown option'
run list-expiring-api-keys -u users.db -z Europe/London
is "$rc/$(head -n 1 err)" \
    "2/list-expiring-api-keys: -z takes UTC or Europe/Paris, not 'Europe/London'" \
    'another zone'
run list-expiring-api-keys -d .
refuses 1 '^list-expiring-api-keys: ./users.db: no such database' 'no file'

# accounts: those on standard input.
accounts() {
	rm -f users.db
	cat >users.ndjson
	import-users -o users.db <users.ndjson >/dev/null
}
user a@ex.fr "$({
	key expired 2026-02-27T10:00:00Z
	key in16 2026-03-18T23:30:00Z
	key in15 2026-03-17T08:00:00Z '"30-days"'
	key in31 2026-04-02T00:00:00Z
	key in30 2026-04-01T21:59:59Z
	key re 2026-03-20T12:00:00Z '"15-days"'
} | keys)" | accounts
run list-expiring-api-keys -u users.db
clean 'the known answers, in UTC'
cp out utc
jq -c 'del(.key, .type)' utc >out
same_json 'what the template holds' <<'W'
{"name":"api-key-will-expire","to":"a@ex.fr","days_left":-3,
 "expires_at":{"fr":"vendredi 27 février 2026","en":"Friday, February 27, 2026"},
 "key_name":"expired"}
{"name":"api-key-will-expire","to":"a@ex.fr","days_left":16,
 "expires_at":{"fr":"mercredi 18 mars 2026","en":"Wednesday, March 18, 2026"},
 "key_name":"in16"}
{"name":"api-key-will-expire","to":"a@ex.fr","days_left":15,
 "expires_at":{"fr":"mardi 17 mars 2026","en":"Tuesday, March 17, 2026"},
 "key_name":"in15"}
{"name":"api-key-will-expire","to":"a@ex.fr","days_left":30,
 "expires_at":{"fr":"mercredi 1 avril 2026","en":"Wednesday, April 1, 2026"},
 "key_name":"in30"}
{"name":"api-key-will-expire","to":"a@ex.fr","days_left":18,
 "expires_at":{"fr":"vendredi 20 mars 2026","en":"Friday, March 20, 2026"},
 "key_name":"re"}
W
jq -r '"\(.key) \(.type)"' utc >out
same 'the key and the mark it will bear' <<'W'
k-expired 15-days
k-in16 30-days
k-in15 15-days
k-in30 30-days
k-re 30-days
W
run list-expiring-api-keys -z UTC -d .
same '-z UTC is the default' <utc
run list-expiring-api-keys -d . -z Europe/Paris
sed '2s/16/17/; 2s/mercredi 18/jeudi 19/; 2s/Wednesday, March 18/Thursday, March 19/' \
    utc | same 'in Paris'
SUITE_NOW=2026-03-01T23:30:00Z run list-expiring-api-keys -d . -z Europe/Paris
is "$(jq .days_left out | paste -sd' ')" '-3 17 15 30 18' 'it is the day after'
SUITE_NOW=2026-03-01T23:30:00Z run list-expiring-api-keys -d .
is "$(jq .days_left out | paste -sd' ')" '-2 17 19' 'not so in UTC'
SUITE_NOW=2026-03-28T12:00:00Z run list-expiring-api-keys -d . -z Europe/Paris
is "$(jq .days_left out | paste -sd' ')" '-29 -9 -11 5 4' \
    'a day of 23 hours is a day'

{ # those who are told nothing, and an order
	user b@ex.fr "$({
		key told15 2026-03-10T00:00:00Z '"15-days"'
		key told30 2026-03-20T00:00:00Z '"30-days"'
		key far 2027-03-20T00:00:00Z
		key last 2026-04-01T23:59:59.999Z
	} | keys)"
	user none@ex.fr
	user c@ex.fr "$({
		key 'd"\é' 2026-03-02T00:00:00Z | jq -c '._id = "c1"'
		key null 2024-02-29T00:00:00Z | jq -c '.name = null'
		key day 2026-08-01T00:00:00Z
	} | keys)"
} | accounts
run list-expiring-api-keys -d .
clean 'more accounts'
same_json 'in their order, then in that of their keys' <<'W'
{"name":"api-key-will-expire","to":"b@ex.fr","days_left":30,
 "expires_at":{"fr":"mercredi 1 avril 2026","en":"Wednesday, April 1, 2026"},
 "key_name":"last","key":"k-last","type":"30-days"}
{"name":"api-key-will-expire","to":"c@ex.fr","days_left":0,
 "expires_at":{"fr":"lundi 2 mars 2026","en":"Monday, March 2, 2026"},
 "key_name":"d\"\\é","key":"c1","type":"15-days"}
{"name":"api-key-will-expire","to":"c@ex.fr","days_left":-732,
 "expires_at":{"fr":"jeudi 29 février 2024","en":"Thursday, February 29, 2024"},
 "key_name":"","key":"k-null","type":"15-days"}
W
for day in 2026-01-04 2026-02-07 2026-05-14 2026-06-19 2026-07-14 2026-08-15 \
    2026-09-01 2026-10-02 2026-11-03 2026-12-25; do
	user c@ex.fr "$(key x ${day}T12:00:00Z | keys)" | accounts
	SUITE_NOW=${day}T00:00:00Z list-expiring-api-keys -d . |
		jq -r '.expires_at | "\(.fr) | \(.en)"'
done >out
same 'every month and day' <<'W'
dimanche 4 janvier 2026 | Sunday, January 4, 2026
samedi 7 février 2026 | Saturday, February 7, 2026
jeudi 14 mai 2026 | Thursday, May 14, 2026
vendredi 19 juin 2026 | Friday, June 19, 2026
mardi 14 juillet 2026 | Tuesday, July 14, 2026
samedi 15 août 2026 | Saturday, August 15, 2026
mardi 1 septembre 2026 | Tuesday, September 1, 2026
vendredi 2 octobre 2026 | Friday, October 2, 2026
mardi 3 novembre 2026 | Tuesday, November 3, 2026
vendredi 25 décembre 2026 | Friday, December 25, 2026
W
accounts </dev/null
run list-expiring-api-keys -d .
clean 'no account'
is "$(cat out)" '' 'no message'

user a@ex.fr "$(key x 2026-03-03T00:00:00Z | keys)" | accounts
before=$(sha256sum users.db)
list-expiring-api-keys -d . >one
is "$(sha256sum users.db)" "$before" 'reading changes nothing'
if [ -e /dev/full ]; then
	list-expiring-api-keys -d . >/dev/full 2>err
	is "$?/$(cat err)" \
	    '1/list-expiring-api-keys: write stdout: No space left on device' \
	    /dev/full
fi
sqlite3 users.db "UPDATE users SET doc = json_set(doc,
    '\$.api_keys[0].expires_at', 'soon')"
run list-expiring-api-keys -d .
refuses 1 "^list-expiring-api-keys: a@ex.fr: api_keys.expires_at: a date is expected, not '\"soon\"'" \
    'a date that is none'
is "$(cat out)" '' 'and nothing is said'
echo nonsense >users.db
run list-expiring-api-keys -d .
refuses 1 '^list-expiring-api-keys: ./users.db: not an SQLite database' 'no database'
done_testing
