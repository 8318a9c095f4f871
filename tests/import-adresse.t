#!/bin/bash
. "$(dirname "$0")/lib.sh"
raw=$T/raw
db=$T/adresse.db
mkdir "$raw"
import() { run import-adresse -r "$raw" -o "$db" "$@"; }

cat >"$raw/adresses.ndjson" <<'E'
{"codePostal":"29200","codeInsee":"29019","adresse":"1 RUE","point":{"type":"Point","coordinates":[-4.50,48.4]},"score":1}
{"codePostal":null,"codeInsee":"29019","adresse":"1 RUE","point":null,"ttl":"2026-01-01T00:00:00Z"}
{"codePostal":"","codeInsee":"29019","adresse":"1 RUE","point":null,"ttl":null}
{"codePostal":"29200","codeInsee":"29019","adresse":"","point":null}
{"codePostal":"29200","codeInsee":"29019","adresse":"","point":{"coordinates":[1,2],"type":"Point"}}
E
import
clean "import"
is "$(cat "$T/out")" '{"rows":4}' "statistics"
run cat-table "$db"
same "by the question, of which null and empty are two; the last answer stands" <<'W'
{"codePostal":null,"codeInsee":"29019","adresse":"1 RUE","point":null,"ttl":"2026-01-01T00:00:00.000Z"}
{"codePostal":"","codeInsee":"29019","adresse":"1 RUE","point":null,"ttl":null}
{"codePostal":"29200","codeInsee":"29019","adresse":"","point":{"coordinates":[1,2],"type":"Point"}}
{"codePostal":"29200","codeInsee":"29019","adresse":"1 RUE","point":{"coordinates":[-4.5,48.4],"type":"Point"}}
W
sum=$(sha256sum <"$db")
sort "$raw/adresses.ndjson" >"$T/sorted" && mv "$T/sorted" "$raw/adresses.ndjson"
import
is "$(sha256sum <"$db")" "$sum" "in another order, the same bytes"

refused() { # RECORD PATTERN NAME
	echo "$1" >"$raw/adresses.ndjson"
	import
	refuses 1 "adresses.ndjson:1: $2" "$3"
	is "$(sha256sum <"$db")" "$sum" "  and the database is as it was"
}
refused '{"codeInsee":"1","adresse":"x","point":null}' "codePostal: missing" "a question without its postal code"
refused '{"codePostal":"1","codeInsee":null,"adresse":"x","point":null}' "codeInsee: a string" "a null commune"
refused '{"codePostal":"1","codeInsee":"1","adresse":"x"}' "point: missing" "no answer"
refused '{"codePostal":"1","codeInsee":"1","adresse":"x","point":{"type":"Point","coordinates":[1,91]}}' "point: .longitude" "a latitude beyond the pole"
refused '{"codePostal":"1","codeInsee":"1","adresse":"x",'\
'"point":{"type":"Point","coordinates":[1,2],"bbox":[]}}' \
    "point: no other member" "a Point with more in it"
refused '[]' "" "no object"

echo '{"codePostal":1}' >"$raw/adresses.ndjson"
rm "$db"
import -k --rejects "$T/rejects"
refuses 0 'warning: .*adresses.ndjson:1: codePostal' "-k goes on"
is "$(cat "$T/rejects")" '{"codePostal":1}' "and keeps the record refused"
import-adresse -r "$raw" -o "$db" -k --rejects "$T/other" 2>&- >"$T/out"
cmp -s "$T/rejects" "$T/other"
ok $? "stderr closed: what would be said goes into no file"
: >"$raw/adresses.ndjson"
import
clean "empty input"
import-adresse -r "$raw" -o "$db" >/dev/full 2>"$T/err"
rc=$?
refuses 1 "No space left" "a full disk"
rm "$raw/adresses.ndjson"
import
refuses 1 "adresses.ndjson: No such file or directory \\(fetch-adresse\\(1\\) writes it\\)" "a file that is not there"
for o in -h -V; do run import-adresse $o; clean "$o"; done
for bad in "" "-r $raw" "-o x" "-z" "-r $raw -o $T/x y"; do
	run import-adresse $bad
	is "$rc" 2 "wrong command line: '$bad'"
done
done_testing
