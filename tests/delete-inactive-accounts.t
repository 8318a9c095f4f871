#!/bin/bash
# delete-inactive-accounts: who was not there for two years.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/users.sh"
cd "$T" || exit 1

for o in -h -V; do run delete-inactive-accounts $o; clean "$o"; done
run delete-inactive-accounts
is "$rc/$(head -n 1 err)" \
    '2/delete-inactive-accounts: -d DIR or -u FILE is needed' 'no users'
run delete-inactive-accounts -x
is $rc 2 'unknown option'
for n in '' -n; do
	run delete-inactive-accounts $n -d .
	refuses 1 'delete-inactive-accounts: ./users.db: no such database' \
	    "no file $n"
done
is "$(ls)" "$(printf 'err\nout')" 'and none is made'

# accounts INSTANT...: each in the account a@, b@ ... that it last saw used.
accounts() {
	local names=(a b c d e) t
	rm -f users.db
	for t; do
		user "${names[0]}@ex.fr" "$(key "${names[0]}" "$t" | keys)" "$t"
		names=("${names[@]:1}")
	done | jq -c '.is_admin = (._id == "u-a")' >users.ndjson
	import-users -o users.db <users.ndjson >/dev/null
}
left() {
	sqlite3 users.db "SELECT group_concat(email, ' ') FROM users"
}

export SUITE_NOW=2026-11-20T10:00:00.123Z
accounts 2024-11-20T10:00:00.123Z 2024-11-20T10:00:00.124Z \
    2024-11-20T11:00:00.123+01:00 2020-01-01T00:00:00Z 2026-11-20T00:00:00Z
before=$(sha256sum users.db)
run delete-inactive-accounts -n -u users.db
clean 'known answer: dry run'
same 'counts' <<<'{"limit":"2024-11-20T10:00:00.123Z","inactive":3,"deleted":0}'
is "$(sha256sum users.db)" "$before" 'and changes nothing'
run delete-inactive-accounts --dry-run -d .
same '--dry-run' <<<'{"limit":"2024-11-20T10:00:00.123Z","inactive":3,"deleted":0}'
sqlite3 users.db "INSERT INTO email_events (_id, email) VALUES ('e', 'a@ex.fr')"
run delete-inactive-accounts -u users.db
clean 'known answer'
same 'counts what it removes' <<<'{"limit":"2024-11-20T10:00:00.123Z","inactive":3,"deleted":3}'
is "$(left)" 'b@ex.fr e@ex.fr' 'at the limit and before, administrators too'
is "$(sqlite3 users.db 'SELECT count(*) FROM email_events')" 1 \
    'the events stay'
is "$(ls users.db*)" users.db 'nothing is left beside it'
run delete-inactive-accounts -u users.db
same 'a second time there is nobody' <<<'{"limit":"2024-11-20T10:00:00.123Z","inactive":0,"deleted":0}'

accounts 2026-02-28T10:00:00Z 2026-02-28T10:00:00.001Z
SUITE_NOW=2028-02-29T10:00Z run delete-inactive-accounts -d .
same '29 February' <<<'{"limit":"2026-02-28T10:00:00.000Z","inactive":1,"deleted":1}'
is "$(left)" b@ex.fr 'becomes 28'
SUITE_NOW=2028-03-01T00:00:00+01:00 run delete-inactive-accounts -nd .
same 'the calendar is that of UTC' <<<'{"limit":"2026-02-28T23:00:00.000Z","inactive":1,"deleted":0}'

accounts 2020-01-01T00:00:00Z 2021-01-01T00:00:00Z
sqlite3 users.db "UPDATE users SET updated_at = 'long ago' WHERE _id = 'u-b'"
before=$(left)
for n in -n ''; do
	run delete-inactive-accounts $n -d .
	refuses 1 'u-b: updated_at: no date' "a date that is none $n"
	is "$(left)" "$before" 'removes nobody'
done
is "$(ls users.db*)" users.db 'and leaves nothing behind'
accounts
run delete-inactive-accounts -d .
clean 'no account'

accounts 2020-01-01T00:00:00Z
exec 8>users.db.tmp # as a run that writes it
flock 8
run delete-inactive-accounts -d .
refuses 75 'users.db.tmp: another run is writing it' 'one at a time'
exec 8>&-
if [ -e /dev/full ]; then
	delete-inactive-accounts -d . >/dev/full 2>err
	is "$?/$(cat err)" \
	    '1/delete-inactive-accounts: write stdout: No space left on device' \
	    /dev/full
	is "$(left)" a@ex.fr 'removes nobody'
fi
done_testing
