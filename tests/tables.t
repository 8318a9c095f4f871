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

cat >"$T/bcn" <<'W'
{"NIVEAU_FORMATION_DIPLOME":"400","NIVEAU_INTERMINISTERIEL":"4","N_NIVEAU_INTERMINISTERIEL_LIBELLE_LONG":null,"LIBELLE_COURT":"a\u0000b","LIBELLE_100":"é \"'","ANCIEN_NIVEAU":"","DATE_OUVERTURE":null,"DATE_FERMETURE":null,"DATE_INTERVENTION":null,"N_COMMENTAIRE":null,"NIVEAU_QUALIFICATION_RNCP":null,"N_NIVEAU_QUALIFICATION_RNCP_LIBELLE_LONG":null}
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
refuses 1 'html.db: .*not a database' "not a database"
cat-table "$db" certifications >/dev/full 2>"$T/err"
rc=$?
refuses 1 'No space' "full disk"
ln -s /dev/null "$T/null"
run cat-table -o "$T/null" "$db" certifications
clean "what is no regular file is written"
is "$(stat -Lc %F "$T/null")" "character special file" "and not replaced"
run load-table "$T/null" certifications </dev/null
refuses 1 "null: not a regular file" "a database takes no such place"
for tool in cat-table load-table; do
	run "$tool" -h
	clean "$tool: help"
	run "$tool" -V
	clean "$tool: version"
	run "$tool" -z
	is "$rc" 2 "$tool: unknown option"
done
done_testing
