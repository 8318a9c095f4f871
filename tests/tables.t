#!/bin/bash
# cat-table and load-table: what one prints the other reads back.
. "$(dirname "$0")/lib.sh"
db=$T/x.db

cat >"$T/cert" <<'W'
{"identifiant":{"cfd":"40022105","rncp":null},"z":1,"periode_validite":{"debut":"2021-09-01"},"a":[1, 2]}
{"identifiant":{"cfd":null,"rncp":"RNCP1"},"periode_validite":null}
W
run load-table "$db" certifications <"$T/cert"
clean "load a document table"
run cat-table "$db" certifications
same "documents come back byte for byte" <"$T/cert"
is "$(sqlite3 "$db" "SELECT cfd, rncp, debut FROM certifications")" \
	"40022105||2021-09-01
|RNCP1|" "columns are taken from the record"
is "$(cat-table -a "$db" | head -n 1 | grep -o '"created_at.*')" \
	'"created_at":"1970-01-01T00:00:00.000Z","updated_at":"1970-01-01T00:00:00.000Z"}' \
	"without dates they are the epoch"
sed 's/}$/,"created_at":"2024-01-01T00:00:00.000Z","updated_at":"2025-01-01T00:00:00.000Z"}/' \
	"$T/cert" >"$T/dated"
load-table -a "$db" certifications <"$T/dated"
run cat-table -a "$db"
same "-a reads and prints the dates" <"$T/dated"
run cat-table "$db"
same "they are no part of the record" <"$T/cert"

cat >"$T/bcn" <<W
{"NIVEAU_FORMATION_DIPLOME":"400","NIVEAU_INTERMINISTERIEL":"4",\
"N_NIVEAU_INTERMINISTERIEL_LIBELLE_LONG":null,"LIBELLE_COURT":"a\u0000b",\
"LIBELLE_100":"é \"'","ANCIEN_NIVEAU":"","DATE_OUVERTURE":null,\
"DATE_FERMETURE":null,"DATE_INTERVENTION":null,"N_COMMENTAIRE":null,\
"NIVEAU_QUALIFICATION_RNCP":null,\
"N_NIVEAU_QUALIFICATION_RNCP_LIBELLE_LONG":null}
W
load-table "$db" n_niveau_formation_diplome <"$T/bcn"
run cat-table "$db" n_niveau_formation_diplome
same "a flat table, NUL and empty text included" <"$T/bcn"
run cat-table "$db" certifications
same "the other table was kept" <"$T/cert"
run cat-table "$db"
sed -i 2,9d "$T/err"
refuses 2 '2 tables: name one' "which table?"
run cat-table -l "$db"
same "list" <<'W'
{"table":"certifications","rows":2}
{"table":"n_niveau_formation_diplome","rows":1}
W
is "$(sqlite3 "$db" 'PRAGMA integrity_check')" ok "integrity"

echo '{"numero_uai":"1","specificite_uai":"2","specificite_uai_libe":"3","date_ouverture":"4","date_fermeture":null,"autres":{"x":[1]}}' >"$T/spec"
load-table "$T/spec.db" acce_uai_spec <"$T/spec"
run cat-table -a "$T/spec.db"
same "what stands beside a flat record" <"$T/spec"
run cat-table "$T/spec.db"
sed 's/,"autres.*/}/' "$T/spec" >"$T/bare"
same "is no part of it" <"$T/bare"

load-table "$T/y.db" certifications <"$T/cert"
load-table "$T/z.db" certifications <"$T/cert"
cmp -s "$T/y.db" "$T/z.db"
ok $? "same records, same bytes"

before=$(sha256sum <"$db")
printf '{"a":1}\n[]\n' >"$T/bad"
run load-table "$db" certifications <"$T/bad"
refuses 1 'stdin:2: a record is an object' "not a record"
is "$(sha256sum <"$db")" "$before" "the database is as it was"
is "$(ls "$T" | grep -c tmp)" 0 "nothing is left behind"
printf '{"a":1}\n{"#end":2}\n' | run load-table "$db" certifications
refuses 1 '1 records came, the end mark counts 2' "a wrong end mark"
run load-table "$db" nonsense </dev/null
is "$rc" 2 "unknown table"
run cat-table "$T/none.db"
refuses 1 'none.db: No such file' "no such file"
echo "<html>" >"$T/html.db"
run cat-table "$T/html.db" t
refuses 1 'html.db: not an SQLite database' "not a database"
cat-table "$db" certifications >/dev/full 2>"$T/err"
rc=$?
refuses 1 'No space' "full disk"
ln -s /dev/null "$T/null"
run cat-table -o "$T/null" "$db" certifications
clean "what is no regular file is written"
is "$(stat -Lc %F "$T/null")" "character special file" "and not replaced"
run load-table "$T/null" certifications </dev/null
refuses 1 "null: not a regular file" "a database takes no such place"
# state databases: changed in place, dates are columns like others
cat >"$T/events" <<W
{"_id":"b.30-days.1","email":"b@x.fr","template":{"name":"n","to":[1, 2.0]},\
"created_at":"2026-01-02T03:04:05.000Z","updated_at":null,"opened_at":null,\
"delivered_at":null,"messageId":"<1@x>","errors":["x"]}
{"_id":"a.30-days.1","email":"a@x.fr","template":"text","created_at":null,\
"updated_at":"2026-01-02T03:04:05.000Z","opened_at":null,"delivered_at":null,\
"messageId":null,"errors":null}
W
users=$T/state/users.db
mkdir "$T/state"
for option in '' -a; do
	rm -f "$users"
	run load-table $option "$users" email_events <"$T/events"
	clean "load${option:+ }$option makes a state database"
	run cat-table "$users"
	same "its dates are shown, JSON as values, absent as null" <"$T/events"
	run cat-table -a "$users"
	same "-a adds nothing" <"$T/events"
done
is "$(sqlite3 "$users" 'PRAGMA application_id')" $((0x616c7473)) "it says that it is one"
is "$(ls "$T/state")" users.db "nothing else is there"
sqlite3 "$users" >"$T/out" <<'W'
PRAGMA journal_mode=WAL;
PRAGMA user_version=7;
CREATE TABLE other(n INTEGER PRIMARY KEY AUTOINCREMENT, data JSON);
INSERT INTO other(data) VALUES ('[1]'), ('[2]');
DELETE FROM other WHERE n = 2;
CREATE TABLE pair(b TEXT, a INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
INSERT INTO pair VALUES ('z', 1), ('y', 2), ('a', 1);
CREATE VIEW sent AS SELECT _id FROM email_events ORDER BY rowid;
CREATE INDEX email_events_email ON email_events(email);
CREATE TRIGGER seen AFTER INSERT ON email_events BEGIN INSERT INTO other(data) VALUES ('0'); END;
ALTER TABLE email_events DROP COLUMN errors;
W
run cat-table "$users" email_events
same "an older file lacks a column" <<W
{"_id":"b.30-days.1","email":"b@x.fr","template":{"name":"n","to":[1, 2.0]},\
"created_at":"2026-01-02T03:04:05.000Z","updated_at":null,"opened_at":null,\
"delivered_at":null,"messageId":"<1@x>"}
{"_id":"a.30-days.1","email":"a@x.fr","template":"text","created_at":null,\
"updated_at":"2026-01-02T03:04:05.000Z","opened_at":null,"delivered_at":null,\
"messageId":null}
W
run load-table "$users" email_events <"$T/events"
clean "rows replaced in a database that lives"
run cat-table "$users" email_events
same "the column was added" <"$T/events"
is "$(sqlite3 "$users" "PRAGMA journal_mode; PRAGMA user_version; SELECT name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1;
	SELECT n FROM other; INSERT INTO other(data) VALUES ('3'); SELECT max(n) FROM other; SELECT count(*) FROM sent")" \
	"wal
7
email_events
email_events_email
email_events_id
other
pair
sent
sqlite_sequence
1
3
2" "mode, version, sequence, indexes, views and other tables are as they were, triggers of the table gone"
run cat-table "$users" pair
same "without rowid: in the order of the key" <<'W'
{"b":"a","a":1}
{"b":"z","a":1}
{"b":"y","a":2}
W
run cat-table "$users" sent
same "a view" <<'W'
{"_id":"b.30-days.1"}
{"_id":"a.30-days.1"}
W
cat "$T/events" <(sed -n 1p "$T/events") >"$T/twice"
run load-table "$users" email_events <"$T/twice"
refuses 1 'stdin:3: .*email_events._id' "a key twice is refused with its line"
run load-table "$T/state/new.db" email_events <"$T/twice"
refuses 1 'stdin:3: .*email_events._id' "in a new database too"
printf '{"_id":"c"}\n[]\n' >"$T/bad"
run load-table "$users" email_events <"$T/bad"
refuses 1 'stdin:2: a record is an object' "what is no record"
run load-table "$T/state/new.db" email_events <"$T/bad"
is "$(ls "$T/state")" users.db "nothing begun is left behind"
run cat-table "$users" email_events
same "a refused load changes nothing" <"$T/events"
mkfifo "$T/go"
python3 -c 'import sqlite3, sys
d = sqlite3.connect(sys.argv[1], isolation_level=None)
d.execute("BEGIN IMMEDIATE")
open(sys.argv[2], "w").close()
open(sys.argv[2]).close()' "$users" "$T/go" &
read -r _ <"$T/go"
run load-table "$users" email_events <"$T/events"
refuses 75 'users.db: another program is using it' "another run holds it"
: >"$T/go"
wait
run load-table "$users" certifications <"$T/cert"
clean "any table goes into a state database"
run cat-table "$users" certifications
same "and comes back" <"$T/cert"

for tool in cat-table load-table; do
	run "$tool" -h
	clean "$tool: help"
	run "$tool" -V
	clean "$tool: version"
	run "$tool" -z
	is "$rc" 2 "$tool: unknown option"
done
done_testing
