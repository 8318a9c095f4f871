#!/bin/bash
# export-xlsx: parse-xlsx reads back what export-csv prints; what a sheet cannot
# hold; a workbook is whole or not there.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-11-29T04:00:00.000Z
cd "$T" || exit 1
if [ ! -x "$bin/export-xlsx" ]; then
	skip 'built without libxlsxwriter'
	done_testing
	exit
fi

run export-xlsx -h
clean '-h'
run export-xlsx -V
clean '-V'
run export-xlsx x.db
is "$rc/$(head -n 1 err)" '2/export-xlsx: -o FILE is needed' 'a file is needed'
run export-xlsx -o x.xlsx
is "$rc/$(head -n 1 err)" '2/export-xlsx: DATABASE is missing' 'and a database'
run export-xlsx -o x.xlsx absent.db
refuses 1 'absent.db: No such file' 'no such database'

cat >csv.py <<'END'
# Prints a sheet that parse-xlsx read as export-csv prints the table.
import json
import sys

INSTANTS = ("created_at", "updated_at")


def text(value, column):
    if value is None:
        return ""
    if isinstance(value, dict):
        return value["date"][:None if column in INSTANTS else 10]
    if isinstance(value, bool):
        return str(value).lower()
    value = str(value)
    if value in ("", "\\.") or value[0] in " \t" or value[-1] in " \t" or any(c in value for c in ',"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


rows = [json.loads(line, parse_float=str, parse_int=str)["cells"] for line in sys.stdin]
for row in rows:
    row += [None] * (len(rows[0]) - len(row))
    sys.stdout.write(",".join(map(text, row, rows[0])) + "\n")
END
# reads_back DATABASE TABLE NAME: parse-xlsx gives the strings of export-csv.
reads_back() {
	rm -f back.xlsx
	run export-xlsx -o back.xlsx "$1" "$2"
	clean "$3"
	parse-xlsx back.xlsx | PYTHONIOENCODING=utf8:surrogateescape \
	    python3 csv.py >out
	export-csv "$1" "$2" | same '  parse-xlsx gives back the strings of export-csv'
}

# formation KEY MEMBERS: a record.
formation() {
	jq -nc --arg key "$1" "{identifiant: {cle_ministere_educatif: \$key}, $2}"
}
{
	formation 01004 'statut: {catalogue: ""}, lieu: {adresse: {label: " a\"b,c ",
	    code_postal: "01004"}, geolocalisation: {coordinates: [5.3725, -45.9]}},
	    modalite: {entierement_a_distance: false, duree_indicative: 3},
	    certification: {connue: true, valeur: {intitule: {rncp: "=1+1"},
	    domaines: {rome: {rncp: [{code: "A1101"}, {code: "A1102"}]}},
	    periode_validite: {debut: "1900-01-01T00:00:00.000+00:09",
	    fin: "1900-02-28T12:00:00Z"}}}, sessions: [{debut:
	    "2023-12-31T22:59:59.999Z", fin: "2024-02-29T12:00:00Z"}]'
	formation 2 'certification: {valeur: {domaines: {rome: {rncp: []}},
	    intitule: {rncp: "\u0000\u0001\t\r\n\u001f_x000D_ _x41_\uffff\ufffe😀<&>"},
	    periode_validite: {debut: "1899-12-31T12:00:00Z",
	    fin: "9999-12-31T12:00:00Z"}}}, lieu: {geolocalisation: {coordinates:
	    [1e-7, 123456789.25]}, precision: -0.5}, sessions: []'
	formation 3 'certification: {valeur: {periode_validite: {debut:
	    "1900-03-01T12:00:00Z", fin: "1800-01-01T00:00:00Z"}}},
	    lieu: {precision: -0.0}'
} | load-table formation.db formation
sqlite3 formation.db "UPDATE formation SET updated_at =
    '2026-11-02T05:06:07.089Z' WHERE rowid = 2" 2>/dev/null
reads_back formation.db formation 'formations'
is "$(sed -n 2p out | cut -d, -f1-4)/$(grep -c . out)" '01004,"",,/6' \
    '  zeros, empty and null are kept'
reads_back formation.db formation_session 'a row per item'
echo '{"NIVEAU_FORMATION_DIPLOME":"0400","LIBELLE_COURT":"BTS"}' |
    load-table bcn.db n_niveau_formation_diplome
reads_back bcn.db n_niveau_formation_diplome 'a source table as it stands'

# The form of a sheet.
run export-xlsx -v -o a.xlsx formation.db formation formation_session
grep -q '^export-xlsx: formation_session: 1 rows$' err
ok $? '-v'
parse-xlsx --list a.xlsx >out
same 'a sheet a table' <<'END'
{"sheet":"formation"}
{"sheet":"formation_session"}
END
part() { cat-zip a.xlsx "$1"; }
part xl/worksheets/sheet1.xml >sheet
grep -q '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' sheet
ok $? 'the header is frozen'
grep -q '<autoFilter ref="A1:AT4"/>' sheet
ok $? 'filters'
grep -q '<c r="A1" s="1" t="inlineStr">' sheet && part xl/styles.xml | grep -q '<font><b/>'
ok $? 'bold'
is "$(part xl/styles.xml | grep -o 'formatCode="[^"]*"' | paste -sd' ')" \
    'formatCode="yyyy-mm-dd" formatCode="yyyy-mm-dd hh:mm:ss"' 'formats of dates'
grep -q '<c r="AS2" s="3"><v>25569</v></c>' sheet
ok $? 'an instant is a date, UTC'
grep -q '<c r="AJ4"><v>0</v></c>' sheet
ok $? '-0 is 0'
is "$(part docProps/core.xml | grep -o '2[0-9-]*T[0-9:]*Z' | sort -u)" \
    2026-11-29T04:00:00Z 'dated by the clock'
run export-xlsx -o a.xlsx -c statut,cle_ministere_educatif,sessions formation.db
is "$(parse-xlsx a.xlsx | jq -c .cells | sed -n 1,2p | paste -sd' ')" \
    '["statut","cle_ministere_educatif","sessions"] ["","01004",1]' '-c'
run export-xlsx -o a.xlsx --contacts formation.db
is "$(parse-xlsx a.xlsx | jq -c '.cells[-4:]' | head -n 1)" \
    '["contact_email","contact_telephone","created_at","updated_at"]' '--contacts'

# The same bytes at the same clock.
run export-xlsx -o a.xlsx formation.db
before=$(stat -c %i a.xlsx)
run export-xlsx -o b.xlsx formation.db
run export-xlsx -o a.xlsx formation.db
is "$rc/$(cmp a.xlsx b.xlsx)/$(stat -c %i a.xlsx)" "0//$before" \
    'the same bytes, the file untouched'
SUITE_NOW=2027-01-01T00:00:00Z run export-xlsx -o a.xlsx formation.db
ok "$(! cmp -s a.xlsx b.xlsx; echo $?)" 'other bytes at another clock'
cp b.xlsx a.xlsx

# What is refused leaves the file.
run export-xlsx -o a.xlsx -c cfd,longitud formation.db
is "$rc/$(grep -c "column 'longitud'" err)" 2/1 'a column that the table lacks'
run export-xlsx -o a.xlsx -c contact_email formation.db
is "$rc" 2 'a private column without --contacts'
run export-xlsx -o a.xlsx formation.db formation formation
is "$rc/$(head -n 1 err)" '2/export-xlsx: table formation is named twice' \
    'a table that is named twice'
run export-xlsx -o a.xlsx formation.db absent
refuses 1 "no table 'absent'" 'a table that is not there'
echo '{"id":1}' | load-table catalogue.db catalogue
run export-xlsx -o a.xlsx catalogue.db catalogue
[ "$rc" != 0 ]
ok $? 'a table without flat form'
formation 1 'statut: {catalogue: ("é" * 32767)}' | load-table long.db formation
run export-xlsx -o long.xlsx long.db formation
is "$rc/$(parse-xlsx long.xlsx | jq -r 'select(.row == 2).cells[1] | length')" \
    0/32767 'a text of 32767 characters'
formation 1 'statut: {catalogue: ("é" * 32768)}' | load-table longer.db formation
run export-xlsx -o a.xlsx longer.db formation
refuses 1 "^export-xlsx: longer.db: row 1: statut: longer than 32767 characters 'éé" 'one more'
sqlite3 many.db 'CREATE TABLE archive (n INTEGER); WITH RECURSIVE c (n) AS
    (VALUES (1) UNION ALL SELECT n + 1 FROM c LIMIT 1048576)
    INSERT INTO archive SELECT n FROM c'
run export-xlsx -o a.xlsx many.db archive
refuses 1 '^export-xlsx: many.db: archive: more than 1048575 rows' 'too many rows'
run export-xlsx -o /dev/null formation.db
refuses 1 '/dev/null: not a regular file' 'no regular file'

# A full disk: SIGXFSZ ignored, a write beyond so many KiB fails. A coverage
# build can write its counts all the same.
at_most() { # at_most KIB COMMAND...
	(
		trap '' XFSZ
		ulimit -f "$1"
		run "${@:2}"
		refuses 1 '^export-xlsx: a.xlsx: cannot write' "a disk that is full after $1 KiB"
	)
}
sqlite3 many.db 'DELETE FROM archive WHERE n > 100000'
for size in 24 512 2000; do at_most $size export-xlsx -o a.xlsx many.db archive; done
# The temporary file of each sheet fits, the workbook does not.
tables="archive n_formation_diplome v_formation_diplome"
for table in $tables; do
	sqlite3 tables.db "CREATE TABLE $table (x TEXT); WITH RECURSIVE c (n) AS
	    (VALUES (1) UNION ALL SELECT n + 1 FROM c LIMIT 40)
	    INSERT INTO $table SELECT hex(randomblob(500)) FROM c"
done
# shellcheck disable=SC2086 # several of them
at_most 60 export-xlsx -o a.xlsx tables.db $tables
refuses 1 'a.xlsx: cannot write: .*: File too large$' '  for the workbook itself'
is "$(cmp a.xlsx b.xlsx; ls a.xlsx?* 2>/dev/null)" '' 'the file is unchanged'

# Without the library the tool is left out.
make -s -n -C "$root" BUILD="$T/none" XLSXWRITER= all >out 2>err
is "$(grep -c "^echo 'export-xlsx is left out" out)/$(grep -c 'export-xlsx\.o\|export/xlsx' out)" \
    1/0 'a build without libxlsxwriter leaves the tool out, and says so'
done_testing
