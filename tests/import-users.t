#!/bin/bash
# import-users: the accounts, checked against their closed model.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/users.sh"
cd "$T" || exit 1

for o in -h -V; do run import-users $o; clean "$o"; done
run import-users
is "$rc/$(head -n 1 err)" '2/import-users: -o FILE is needed' 'no output named'
run import-users -x
is $rc 2 'unknown option'

keys=$({
	key k1 2026-03-01T00:00:00+01:00 '"30-days"'
	key k2 2026-03-17T08:00:00.5Z
} | keys)
{
	user B@Ex.FR "$keys" | jq -c '.organisation = "Éditeur" | .activite = " x " |
	    .cas_usage = " " | .objectif = "fiabiliser" | .is_admin = true'
	user "o'neil+x@sub.ex-1.org"
} >two
run import-users -o users.db <two
clean 'two accounts, a file without end mark'
same 'statistics' <<<'{"rows":2}'
cat-table users.db users | head -n 1 >out
same_json 'the record' <<'W'
{
  "_id": "u-B",
  "organisation": "Éditeur",
  "email": "b@ex.fr",
  "type": "autre",
  "activite": "x",
  "cas_usage": null,
  "objectif": "fiabiliser",
  "cgu_accepted_at": "2023-01-01T00:00:00.000Z",
  "is_admin": true,
  "api_keys": [
    {
      "_id": "k-k1",
      "name": "k1",
      "key": "secret of k1",
      "last_used_at": null,
      "expires_at": "2026-02-28T23:00:00.000Z",
      "created_at": "2025-01-01T00:00:00.000Z",
      "expiration_warning_sent": "30-days"
    },
    {
      "_id": "k-k2",
      "name": "k2",
      "key": "secret of k2",
      "last_used_at": null,
      "expires_at": "2026-03-17T08:00:00.500Z",
      "created_at": "2025-01-01T00:00:00.000Z",
      "expiration_warning_sent": null
    }
  ]
}
W
is "$(sqlite3 users.db 'SELECT _id, email, type, organisation, created_at,
    updated_at FROM users')" \
    "u-B|b@ex.fr|autre|Éditeur|2023-01-01T00:00:00.000Z|2026-02-01T00:00:00.000Z
u-o-neil-x|o'neil+x@sub.ex-1.org|autre||2023-01-01T00:00:00.000Z|2026-02-01T00:00:00.000Z" \
    'the columns'
cat-table -l users.db >out
same 'its tables' <<'W'
{"table":"users","rows":2}
{"table":"email_events","rows":0}
W
is "$(stat -c %a users.db)" 600 'it is for its owner alone'

run import-users -o users.db <two
refuses 1 '^import-users: users.db: exists already \(-f replaces' \
    'one that is there stays'
sqlite3 other.db 'CREATE TABLE t (a)'
run import-users -o other.db <two
refuses 1 'other.db: exists already, and holds no accounts' 'another database'
run import-users -o copy.db < <(cat two; echo '{"#end":2}')
clean 'a pipe with its end mark'
run import-users -o none.db < <(cat two)
refuses 1 '^import-users: stdin: the stream stops after record 2' 'one without'
cat-table -a copy.db users >back
run import-users -o again.db <back
clean 'what cat-table -a prints is read back'
cat-table -a again.db users | cmp -s - back
ok $? 'to the same accounts'
: >empty
run import-users -o empty.db <empty
clean 'no account'
is "$(cat-table -l empty.db | head -n 1)" '{"table":"users","rows":0}' \
    'is an empty table'

# -f: the accounts change, the events do not.
sqlite3 users.db "INSERT INTO email_events (_id, email) VALUES ('e', 'x')"
user c@ex.fr >one
run import-users -fo users.db <one
clean '-f'
is "$(sqlite3 users.db 'SELECT u.email, e._id FROM users u, email_events e')" \
    'c@ex.fr|e' 'replaces the accounts and keeps the events'
is "$(ls users.db*)" users.db 'nothing is left beside it'
before=$(cat-table -a users.db users)
: >.big
for i in {1..3000}; do echo "$i"; done | jq -c --argjson u "$(user x@ex.fr)" \
    '$u + {_id: "u-\(.)", email: "u\(.)@ex.fr", organisation: ("x" * 900)}' >big
{
	cat big
	echo '{"_id":1}'
} >late
run import-users -fo users.db <late
refuses 1 '^import-users: stdin:3001: _id: a string is expected' 'a bad one, late'
is "$(ls users.db*)$(cat-table -a users.db users)" "users.db$before" \
    'leaves all as it was'
{
	cat big
	sleep 2
} | import-users -fo users.db >/dev/null 2>&1 &
until [ -e users.db.tmp ]; do sleep 0.02; done
run import-users -fo users.db <one
refuses 75 '^import-users: users.db.tmp: another run is writing it' \
    'one at a time'
until [ -e users.db-journal ]; do sleep 0.02; done
kill -9 $!
wait $! 2>/dev/null
is "$(cat-table -a users.db users)" "$before" 'a run that is killed changes nothing'

# The model is closed.
bad() { # JQ-FILTER PATTERN
	user a@ex.fr "$keys" | jq -c "$1" >bad
	run import-users -o bad.db <bad
	refuses 1 "^import-users: stdin:1: $2" "refuses $1"
	[ ! -e bad.db ] || ok 1 '  and makes no file'
}
bad '.x = 1' "record: no unknown member is expected, not '\"x\"'"
bad '.api_keys[1].x = 1' 'api_keys\[1\]: no unknown member is expected$'
bad 'del(.organisation)' 'organisation: missing'
bad '.type = "x"' 'type: one of the known values'
bad '.type = null' 'type: one of'
bad '.objectif = "x"' 'objectif: one of'
bad '.is_admin = 0' 'is_admin: true or false'
bad '.cgu_accepted_at = null' 'cgu_accepted_at: a date'
bad '.updated_at = "2024-02-30T00:00:00Z"' 'updated_at: a date'
bad '._id = "a b"' '_id: 1 to 64'
bad '._id = ""' '_id: 1 to 64'
for email in a '.a@ex.fr' 'a..b@ex.fr' 'a.@ex.fr' 'a@ex' 'a@ex.f' 'a b@ex.fr' \
    'a@-ex.fr' 'é@ex.fr' 'a@ex.fr\r\nBcc: b@ex.fr' "$(printf 'a%.0s' {1..250})@ex.fr"; do
	bad ".email = \"$email\"" 'email: an address'
done
bad '.api_keys = null' 'api_keys: an array is expected$'
bad '.api_keys[0].key = {"secret": 1}' 'api_keys\[0\].key: a string is expected$'
bad '.api_keys = {"key": "secret"}' 'api_keys: an array is expected$'
bad '.api_keys[0].expires_at = null' 'api_keys\[0\].expires_at: a date is expected$'
bad '.api_keys[0].expiration_warning_sent = "7-days"' \
    'api_keys\[0\].expiration_warning_sent: one of'
bad 'del(.api_keys[0].last_used_at)' 'api_keys\[0\].last_used_at: missing'
bad '.api_keys[1]._id = .api_keys[0]._id' "api_keys._id: 'k-k1' occurs twice"
twice() { # JQ-FILTER PATTERN
	{
		user a@ex.fr "$keys"
		user b@ex.fr | jq -c "$1"
	} >bad
	run import-users -o bad.db <bad
	refuses 1 "^import-users: stdin:2: $2" "refuses another's $1"
}
twice '._id = "u-a"' "_id: 'u-a' occurs twice"
twice '.email = "A@EX.FR"' "email: 'a@ex.fr' occurs twice"
twice ".api_keys = $keys" "api_keys._id: 'k-k1' occurs twice"
run import-users -o bad.db <<<'['
refuses 1 '^import-users: stdin:1: ' 'no JSON'

user b@ex.fr >>bad
run import-users -ko some.db --rejects rejects <bad
is "$rc/$(cat out)/$(wc -l <rejects)" '0/{"rows":2}/1' '-k leaves one out'
grep -q "warning: stdin:2: api_keys._id: '[^']*' occurs twice" err
ok $? 'and says what'
sed -n 2p bad | cmp -s - rejects
ok $? 'as it came'
if [ -e /dev/full ]; then
	import-users -o full.db <one >/dev/full 2>err
	is "$?/$(cat err)" '1/import-users: write stdout: No space left on device' \
	    /dev/full
	[ ! -e full.db ]
	ok $? 'makes no file'
fi
done_testing
