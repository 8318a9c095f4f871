#!/bin/bash
# publish-postgres against a PostgreSQL server of its own.
. "$(dirname "$0")/lib.sh"
. "$root/tests/postgres.sh"
cd "$T" || exit 1
export SUITE_NOW=2026-11-29T04:00:00.000Z
if [ ! -x "$bin/publish-postgres" ]; then
	skip 'built without libpq'
	done_testing
	exit
fi

is "$(grep -l 'libpq\.so' "$bin"/* | sed 's|.*/||')" publish-postgres \
    'no other tool needs libpq'

# load DIR DATABASE TABLE: standard input into a table.
load() {
	mkdir -p "$1"
	load-table -a "$1/$2.db" "$3"
}

# communes FROM TO [NAME]: records of communes.
communes() {
	seq "$1" "$2" | jq -c --arg nom "${3-Bourg}" '
	    {code: {insee: (10000 + . | tostring), postaux: ["01000", "01001"]},
	    nom: $nom, created_at: "2026-10-01T04:00:00.000Z",
	    updated_at: "2026-10-02T04:00:00.000Z"}'
}

# The command line, and a server that is not there.
export PGHOST=$T/nowhere PGUSER=postgres PGDATABASE=postgres
communes 1 20 | load old communes commune
run publish-postgres
is "$rc/$(head -n 1 err)" '2/publish-postgres: -d DIR is needed' '-d is needed'
for name in Alternance a-b 1a '' 'a b' "$(printf 'a%.0s' {1..64})"; do
	run publish-postgres -d old -s "$name"
	is "$rc/$(head -n 1 err | grep -o ': -s takes')" '2/: -s takes' \
	    "schema '$name' is refused"
done
run publish-postgres -d old
refuses 75 'nowhere' 'no server'
mkdir starting
/usr/bin/python3 - starting/.s.PGSQL.5432 <<'END' &
# A server that is starting: it answers every connection with that error.
import socket, struct, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
fields = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
while True:
    client = listener.accept()[0]
    client.recv(10000)
    client.sendall(b"E" + struct.pack("!i", 4 + len(fields)) + fields)
    client.close()
END
servers="$servers $!"
until [ -S starting/.s.PGSQL.5432 ]; do sleep 0.05; done
PGHOST=$T/starting run publish-postgres -d old
refuses 75 'starting up' 'a server that is starting'
PGSERVICE=none run publish-postgres -d old
refuses 1 'none' 'a service that no file describes'
run publish-postgres -d old referentiel
refuses 1 '^publish-postgres: referentiel: no flat form$' \
    'a table that is not published'
run publish-postgres -d old organisme
refuses 1 'old/organismes.db' 'the database of a named table is missing'
mkdir html empty
echo '<!DOCTYPE html>' >html/communes.db
run publish-postgres -d html
refuses 1 'html/communes.db: ' 'a page in place of a database'
run publish-postgres -d empty
refuses 1 '^publish-postgres: empty: no database of a published table$' \
    'no database at all'

if [ -z "$postgres_bin" ]; then
	skip 'no PostgreSQL server'
	done_testing
	exit
fi
postgres_start

# Every kind of text, and of nothing.
jq -c '. + {created_at: "2026-10-01T04:00:00.000Z",
    updated_at: "2026-11-02T05:06:07.089Z"}' <<'END' | load old formation formation
{"identifiant": {"cle_ministere_educatif": "K1"}, "sessions": [],
 "onisep": {"url": "a\\b\tc\nd\re\"f'g\\N\\."},
 "statut": {"catalogue": ""},
 "certification": {"valeur": {"domaines": {"rome": {"rncp": [
  {"code": "a\\b"}, {"code": "c\"d"}, {"code": "e,f}"}, {"code": "\tg\n"},
  {"code": ""}, {"code": "NULL"}, {"code": "h|i"}, {"code": null}]}}}},
 "contact": {"email": "a@example.org", "telephone": null},
 "modalite": {"entierement_a_distance": true, "duree_indicative": 2}}
{"identifiant": {"cle_ministere_educatif": "K2"},
 "onisep": {"url": "a\u0000b"},
 "certification": {"valeur": {"domaines": {"rome": {"rncp": []}}}},
 "contenu": ["\\u0000", "\\\\\u0000", "\u0000\\\u0000"],
 "sessions": [{"debut": "2026-08-31T22:00:00.000Z",
  "fin": "2027-06-30T21:59:59.000Z", "capacite": 12.5}, {}]}
{"identifiant": {"cle_ministere_educatif": "K3"},
 "certification": {"valeur": {"domaines": {"rome": {"rncp": [
  {"code": "x\u0000y"}]}}}}}
END
pair() { # pair CFD: a certification
	jq -nc --arg cfd "$1" '{identifiant: {cfd: $cfd, rncp: "RNCP1"},
	    periode_validite: {debut: null, fin: "2026-08-30T22:00:00.000Z"}}'
}
{ pair 40025214; pair 40025214; pair 50022137; pair 40025214; } |
    load old certifications certifications
run publish-postgres -d old
clean 'first load'
same 'the rows of each table are counted' <<'END'
{"table":"formation","rows":3,"insert":3,"update":0,"delete":0}
{"table":"formation_session","rows":2,"insert":2,"update":0,"delete":0}
{"table":"certifications","rows":4,"insert":4,"update":0,"delete":0}
{"table":"commune","rows":20,"insert":20,"update":0,"delete":0}
{"counts":{"insert":29,"update":0,"delete":0}}
END
is "$(sql "SELECT to_json(onisep_url) FROM alternance.formation ORDER BY _id")" \
    '"a\\b\tc\nd\re\"f'"'"'g\\N\\."
"a�b"' 'backslashes, tabs, quotes, ends of line; U+FFFD for U+0000'
is "$(sql "SELECT coalesce(to_json(rome)::text, 'null')
    FROM alternance.formation ORDER BY _id")" \
    '["a\\b","c\"d","e,f}","\tg\n","","NULL","h|i"]
[]
["x�y"]' 'the same in a list; an empty list'
is "$(sql "SELECT statut = '', contact_telephone IS NULL, statut IS NULL
    FROM alternance.formation ORDER BY _id")" 't|t|f
|t|t
|t|t' 'null and empty are kept apart'
is "$(sql "SELECT rome IS NULL FROM alternance.formation
    ORDER BY _id LIMIT 1 OFFSET 1")" f 'an empty list is not null'
is "$(sql "SELECT doc->'contenu' FROM alternance.formation WHERE _id = 'K2'")" \
    '["\\u0000", "\\\\�", "�\\�"]' \
    'a record has U+FFFD for U+0000, and for nothing else'
is "$(sql "SELECT _id, debut, fin, capacite FROM alternance.formation_session
    ORDER BY 1")" 'K2|1|2026-09-01|2027-06-30|12.5
K2|2|||' 'days are those of Paris'
is "$(sql 'SELECT _id FROM alternance.certifications ORDER BY _id COLLATE "C"')" \
    '40025214|RNCP1||2026-08-31
40025214|RNCP1||2026-08-31|#2
40025214|RNCP1||2026-08-31|#3
50022137|RNCP1||2026-08-31' 'an id that comes again is numbered'
run publish-postgres -n -s other -v -q -d old
is "$(grep other.formation: err)" \
    'publish-postgres: other.formation: 3 rows, 3 inserted, 0 updated, 0 deleted
publish-postgres: other.formation: 7 U+0000 written as U+FFFD' '-v counts'

run publish-postgres -n -s other -d old formation_session commune commune
same 'tables by name, once and in their order' <<'END'
{"table":"formation_session","rows":2,"insert":2,"update":0,"delete":0}
{"table":"commune","rows":20,"insert":20,"update":0,"delete":0}
{"counts":{"insert":22,"update":0,"delete":0}}
END

# What is there.
is "$(sql "SELECT attname, format_type(atttypid, atttypmod), attnotnull
    FROM pg_attribute WHERE attrelid = 'alternance.commune'::regclass
    AND attnum > 0 ORDER BY attnum")" '_id|text|t
code_commune|text|f
nom|text|f
codes_postaux|text[]|f
departement|text|f
code_departement|text|f
region|text|f
code_region|text|f
academie|text|f
code_academie|text|f
arrondissements|text[]|f
anciennes|text[]|f
mission_locale_code|text|f
mission_locale|text|f
longitude|double precision|f
latitude|double precision|f
created_at|timestamp with time zone|f
updated_at|timestamp with time zone|f
doc|jsonb|f
_hash|bytea|t' 'columns and their types'
is "$(sql "SELECT obj_description('alternance.commune'::regclass),
    col_description('alternance.commune'::regclass, 3)")" \
    'Les communes, leur académie et leur mission locale.|Nom' 'comments'
is "$(sql "SELECT substring(indexdef FROM 'ON.*') FROM pg_indexes
    WHERE schemaname = 'alternance' ORDER BY 1")" \
    'ON alternance.certifications USING btree (_id)
ON alternance.certifications USING btree (cfd, rncp)
ON alternance.certifications USING btree (rncp, cfd)
ON alternance.commune USING btree (_id)
ON alternance.commune USING btree (code_departement)
ON alternance.formation USING btree (_id)
ON alternance.formation USING btree (cfd, rncp)
ON alternance.formation USING btree (code_commune)
ON alternance.formation USING btree (formateur_siret)
ON alternance.formation_session USING btree (_id)
ON alternance.formation_session USING btree (cle_ministere_educatif)
ON alternance.publication USING btree (table_name)' 'indexes'
is "$(sql "COPY (SELECT _id, cle_ministere_educatif, rang, debut, fin, capacite FROM
    alternance.formation_session WHERE _id = 'K2|1') TO STDOUT" |
    tr -d '\n' | sha256sum | cut -c1-32)" \
    "$(sql "SELECT encode(_hash, 'hex') FROM alternance.formation_session
    WHERE _id = 'K2|1'")" "_hash is that of the row's text"

# Again.
writers() { sql "SELECT _id, xmin FROM alternance.$1 ORDER BY _id"; }
writers commune >before
SUITE_NOW=2026-11-30T04:00:00.000Z run publish-postgres -q -d old
clean 'again'
same 'nothing has changed; -q prints the sum alone' <<'END'
{"counts":{"insert":0,"update":0,"delete":0}}
END
is "$(writers commune | diff before -)" '' 'no row is written'
is "$(PGTZ=UTC sql "SELECT * FROM alternance.publication
    WHERE table_name = 'commune'")" \
    'commune|2026-11-30 04:00:00+00|2026-11-29 04:00:00+00|20|0|0|0' \
    'published_at is of this run, changed_at of the last change'

# A row more, one less, one changed, under views, rights and foreign keys.
sql "CREATE VIEW public.places AS SELECT nom FROM alternance.commune;
    CREATE ROLE reader; GRANT SELECT ON alternance.commune TO reader;
    CREATE TABLE public.visit (place text
        REFERENCES alternance.commune ON DELETE CASCADE);
    INSERT INTO public.visit VALUES ('10001'), ('10020')"
cp -r old new
{ communes 1 18; communes 19 19 Ville; communes 21 21; } |
    load new communes commune
export SUITE_NOW=2026-12-01T04:00:00.000Z
run publish-postgres -n -d new commune
is "$rc/$(sql 'SELECT max(_id) FROM alternance.commune')" 0/10020 \
    '-n changes nothing'
cp out trial
run psql -XqAt -c 'LISTEN alternance' \
    -c '\! publish-postgres -d new commune >published' -c 'SELECT 1'
is "$(grep -o 'with payload ".*" received' out)" \
    'with payload "{"counts":{"insert":1,"update":1,"delete":1}}" received' \
    'who listens is told the counts'
is "$(cat published)" \
    '{"table":"commune","rows":20,"insert":1,"update":1,"delete":1}
{"counts":{"insert":1,"update":1,"delete":1}}' 'one of each'
is "$(cmp trial published)" '' 'it is what -n said'
is "$(writers commune | diff before - | grep -c '^>')" 2 \
    'no other row is written'
is "$(sql "SELECT nom FROM alternance.commune WHERE _id >= '10018'
    ORDER BY _id" | paste -sd' ')" 'Bourg Ville Bourg' 'the rows are the new ones'
is "$(PGTZ=UTC sql "SELECT * FROM alternance.publication
    WHERE table_name = 'commune'")" \
    'commune|2026-12-01 04:00:00+00|2026-12-01 04:00:00+00|20|1|1|1' \
    'and so is changed_at'
is "$(sql 'SELECT count(*) FROM public.places WHERE nom = $$Ville$$')" 1 \
    'a view goes on'
is "$(sql "SELECT has_table_privilege('reader', 'alternance.commune', 'SELECT'),
    has_table_privilege('reader', 'alternance.commune', 'UPDATE')")" 't|f' \
    'rights stay'
is "$(sql 'SELECT place FROM public.visit')" 10001 'a foreign key goes on'

# The guard.
mkdir few
communes 1 5 | load few communes commune
head -n 1 <<<"$(pair 1)" | load few certifications certifications
run publish-postgres -d few
refuses 3 '^publish-postgres: alternance.commune: 20 rows would become 5: --force if that is meant$' \
    'a table that loses most of its rows is refused'
is "$(wc -c <out)" 0 'nothing is printed then'
is "$(sql 'SELECT count(*) FROM alternance.certifications')" 4 \
    'nothing is done, to no table'
communes 101 120 | load few communes commune
run publish-postgres -d few commune
refuses 3 'commune: 20 rows would become 20: .* \(most of them would be others\)$' \
    'other rows do not make up for them'
communes 1 16 | load few communes commune
run publish-postgres -n -d few commune
clean '80 % may stay'
communes 1 15 | load few communes commune
run publish-postgres -n -d few commune
refuses 3 'commune: 20 rows would become 15' '75 % may not'
run publish-postgres -n -d few certifications
clean 'a table of less than 10 rows may become smaller'
: | load few communes commune
for option in -nf '-n --force'; do
	run publish-postgres $option -q -d few commune
	is "$rc/$(cat out err)" '0/{"counts":{"insert":0,"update":0,"delete":20}}' \
	    "$option: all may go"
done
is "$(sql 'SELECT count(*) FROM alternance.commune')" 20 '-n keeps them'

# Columns that are absent, too many, or of another type.
sql 'ALTER TABLE alternance.commune DROP COLUMN codes_postaux'
run publish-postgres -q -d new commune
is "$rc/$(cat out err)" '0/{"counts":{"insert":0,"update":20,"delete":0}}' \
    'a missing column is added'
is "$(sql "SELECT DISTINCT codes_postaux, col_description(
    'alternance.commune'::regclass, (SELECT attnum FROM pg_attribute
    WHERE attrelid = 'alternance.commune'::regclass
    AND attname = 'codes_postaux')) FROM alternance.commune")" \
    '{01000,01001}|Codes postaux' 'with its values and its comment'
run publish-postgres -q -d new
is "$rc/$(cat out err)" '0/{"counts":{"insert":0,"update":0,"delete":0}}' \
    'once'
sql 'ALTER TABLE alternance.commune ADD couleur text'
run publish-postgres -f -d new
refuses 3 '^publish-postgres: alternance.commune: couleur: .*drop it first$' \
    'a column too many is refused'
sql 'ALTER TABLE alternance.commune DROP couleur;
    ALTER TABLE alternance.commune ALTER academie TYPE varchar(10)'
run publish-postgres -f -d new
refuses 3 'commune: academie: type character varying\(10\), not text: drop it first' \
    'a column of another type is refused'
sql 'ALTER TABLE alternance.commune ALTER academie TYPE text'

# For the public.
run publish-postgres --public -d new
refuses 3 'alternance.formation: (contact_email|contact_telephone|doc): .*drop it first' \
    'what is private is not left behind'
run publish-postgres -q --public -s publique -d new
clean '--public'
is "$(sql "SELECT string_agg(attname, ' ' ORDER BY attname) FROM pg_attribute
    WHERE attname IN ('doc', 'contact_email', 'contact_telephone', '_hash')
    AND attrelid = 'publique.formation'::regclass")" _hash \
    'has no contact and no record'
run publish-postgres -q -s publique -d new
is "$rc/$(jq .counts.update out)" 0/27 'they are added without it'

# Two at a time; a run that waits in the middle for a row that hold has.
hold() { # hold SQL: runs it and keeps its transaction open until let_go
	mkfifo held
	psql -Xq <held >/dev/null 2>held.err &
	holder=$!
	exec 7>held
	echo "BEGIN; $1;" >&7
}
let_go() {
	exec 7>&-
	wait "$holder"
	rm held
}
waits() { # waits: until a run waits for a row
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity
	    WHERE application_name = 'publish-postgres'
	    AND wait_event_type = 'Lock'")" = 1 ]; do sleep 0.05; done
}
row_taken="SELECT FROM alternance.commune WHERE _id = '10003' FOR UPDATE"
counts() { # counts: as a reader sees them who does not want to wait
	sql "SET lock_timeout = '100ms';
	    SELECT (SELECT count(*) FROM alternance.certifications),
	    (SELECT count(*) FROM alternance.commune WHERE nom = 'Bourg'),
	    (SELECT count(*) FROM alternance.commune)"
}
mkdir next
pair 1 | load next certifications certifications
communes 1 30 Port | load next communes commune
start() { # start: a run that comes to wait
	hold "$row_taken"
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity
	    WHERE state = 'idle in transaction'")" = 1 ]; do sleep 0.05; done
	publish-postgres -d next >out 2>err &
	publisher=$!
	waits
}
is "$(counts)" '4|19|20' 'before'
start
is "$(counts)" '4|19|20' 'in the middle, a reader sees what was before'
run publish-postgres -d old
refuses 75 '^publish-postgres: alternance: another run is publishing it$' \
    'a second run is to come later'
{ kill -9 "$publisher"; wait "$publisher"; } 2>/dev/null
let_go
is "$(counts)" '4|19|20' 'kill -9 of the run leaves what was'
ended() { # ended: until the server has noticed that
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity
	    WHERE application_name = 'publish-postgres'")" = 0 ]; do sleep 0.05; done
}
ended
start
{ kill -TERM "$publisher"; wait "$publisher"; } 2>/dev/null
let_go
ended
is "$(counts)" '4|19|20' 'and so does SIGTERM'
start
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'publish-postgres'" >/dev/null
wait "$publisher"
rc=$?
let_go
refuses 75 'alternance.commune: .*terminat' 'a connection that is ended: 75'
start
postgres_kill
wait "$publisher"
rc=$?
refuses 75 'alternance.commune: ' 'kill -9 of the server: 75'
let_go
postgres_start
is "$(counts)" '4|19|20' 'it comes back with what was'
for state in 40001=75 40P01=75 P0001=1; do
	sql "CREATE OR REPLACE FUNCTION public.no() RETURNS trigger AS \$\$ BEGIN
	    RAISE 'come what may' USING ERRCODE = '${state%=*}', DETAIL = 'x';
	    END \$\$ LANGUAGE plpgsql;
	    CREATE OR REPLACE TRIGGER no BEFORE UPDATE ON alternance.commune
	    EXECUTE FUNCTION public.no()"
	run publish-postgres -d next
	refuses "${state#*=}" 'alternance.commune: ERROR:  come what may$' \
	    "SQLSTATE ${state%=*}"
done
sql 'DROP FUNCTION public.no CASCADE' 2>/dev/null
publish-postgres -d next >/dev/full 2>err
rc=$?
refuses 1 'stdout' 'a full disk behind standard output'
is "$(counts)" '4|19|20' 'leaves what was'

# A reader while sets alternate.
touch reading
while [ -e reading ]; do counts; done >seen 2>seen.err &
reader=$!
for _ in 1 2 3 4 5; do
	publish-postgres -q -f -d next || echo "failed: $?"
	publish-postgres -q -f -d new || echo "failed: $?"
done >out 2>err
rm reading
wait "$reader"
is "$(jq -c .counts out | sort | uniq -c | sed 's/^ *//')" \
    '5 {"insert":11,"update":20,"delete":4}
5 {"insert":4,"update":20,"delete":11}' 'ten publications'
is "$(sort -u seen | grep -vxE '1\|0\|30|4\|19\|20')$(cat seen.err err)" '' \
    'a reader sees one set or the other, and never waits'

# Whoever publishes need not own the tables.
sql "CREATE ROLE writer LOGIN; GRANT USAGE ON SCHEMA alternance TO writer;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA alternance
    TO writer"
PGUSER=writer run publish-postgres -q -f -d next
clean 'a role that may change rows is enough'
PGUSER=nobody run publish-postgres -d next
refuses 1 'role "nobody" does not exist' 'a role that there is not'

# What the server refuses.
echo '{"identifiant":{"cle_ministere_educatif":"K1"}}
{"identifiant":{"cle_ministere_educatif":"K2"},"modalite":{"duree_indicative":1e30}}' |
    load bad formation formation
run publish-postgres -s bad -d bad formation
refuses 1 '^publish-postgres: bad.formation: ERROR:  .*\(COPY formation, line 2, column duree_ans' \
    'its message, with row and column'
is "$(sql "SELECT to_regnamespace('bad') IS NULL")" t 'no schema is left'

# Volume: 1000 records of 40 KB, with ids as long as those of the catalogue.
seq 1000 | jq -c --arg text "$(printf 'text %.0s' {1..8000})" '
    {identifiant: {cle_ministere_educatif:
    ("087965P01313885594860007038855948600070-67118#" + tostring)},
    contenu: $text}' | load large formation formation
if measured; then
	run /usr/bin/time -f %M -o peak publish-postgres -q -d large -s large \
	    formation
	clean 'a large first load'
	ok "$([ "$(cat peak)" -le 32768 ]; echo $?)" \
	    "at most 32 MiB ($(cat peak) KiB)"
else
	skip 'memory is not measured here'
	publish-postgres -q -d large -s large formation >out
fi
mkdir proxy
/usr/bin/python3 "$root/tests/wire.py" "$T/proxy/.s.PGSQL.5432" \
    "$T/pg/.s.PGSQL.5432" "$T/wire" &
servers="$servers $!"
until [ -S proxy/.s.PGSQL.5432 ]; do sleep 0.05; done
PGHOST=$T/proxy run publish-postgres -q -d large -s large formation
clean 'through a relay'
until [ -e wire ]; do sleep 0.05; done
ok "$([ "$(cat wire)" -lt 100000 ]; echo $?)" \
    "less than 100 bytes a row when nothing has changed ($(cat wire) for 1000)"

cases 'publication/postgres_*'
done_testing
