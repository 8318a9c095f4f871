#!/bin/bash
# import-france-competence: the known answers of the specification, archives in
# any order, what is refused.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
if ! command -v python3 >/dev/null; then
	skip 'no python3 to make archives'
	done_testing
	exit 0
fi

py=$(python3 -c "import sys; print(sys.executable)")
# make_zip ARCHIVE: standard input says what it holds, a row a line:
# KIND cell;cell;..., in the columns of head.KIND, as they stand.
cat >make_zip.py <<'PY'
import sys, zipfile
HEADS = {
    'Standard': 'Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Abrege_Intitule;'
        'Nomenclature_Europe_Niveau;Nomenclature_Europe_Intitule;'
        'Accessible_Nouvelle_Caledonie;Accessible_Polynesie_Francaise;'
        'Date_dernier_jo;Date_Decision;Date_Fin_Enregistrement;Date_Effet;'
        'Type_Enregistrement;Validation_Partielle;Actif',
    'Rome': 'Numero_Fiche;Codes_Rome_Code;Codes_Rome_Libelle',
    'Nsf': 'Numero_Fiche;Nsf_Code;Nsf_Intitule',
    'CCN': 'Numero_Fiche;Ccn_1_Numero;Ccn_1_Libelle;'
        'Ccn_2_Numero;Ccn_2_Libelle;Ccn_3_Numero;Ccn_3_Libelle',
    'Certificateurs': 'Numero_Fiche;Siret_Certificateur;Nom_Certificateur',
    'Ancienne_Nouvelle_Certification': 'Numero_Fiche;Ancienne_Certification;Nouvelle_Certification',
    'Vide': '',
}
# The short forms of a row of Standard: numero, actif, and what differs.
def standard(numero, actif, intitule=None, type_='Enregistrement de droit'):
    digits = ''.join(c for c in numero if c.isdigit())
    intitule = '"Titre %s"' % numero if intitule is None else intitule
    return ';'.join(['"1%s"' % digits, '"%s"' % numero, intitule] + ['""'] * 10 +
        ['"%s"' % type_, '""', '"%s"' % actif]).encode()
files = {}
for line in sys.stdin.buffer.read().split(b'\n'):
    kind, _, row = line.partition(b' ')
    if not kind:
        continue
    rows = files.setdefault(kind.decode(), [])
    if kind == b'Standard' and b';' not in row:
        row = standard(*row.decode().split('|'))
    if row:
        rows.append(row.replace(b'\\n', b'\r\n'))
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    for kind, rows in files.items():
        head, _, name = kind.partition('=')
        name = name or 'export_fiches_CSV_%s_2024_01_10.csv' % head
        text = b'\r\n'.join([HEADS.get(head, head).encode()] + rows)
        # no UTF-8 flag: the names' bytes are what counts
        info = zipfile.ZipInfo('x' * len(name.encode()))
        z.writestr(info, text + b'\r\n' if text else b'')
data = open(sys.argv[1], 'rb').read()
for kind in files:
    head, _, name = kind.partition('=')
    name = (name or 'export_fiches_CSV_%s_2024_01_10.csv' % head).encode()
    data = data.replace(b'x' * len(name), name, 1)
    at = data.rindex(b'PK\x05\x06')
    tail = data.index(b'PK\x01\x02')
    data = data[:tail] + data[tail:].replace(b'x' * len(name), name, 1)
open(sys.argv[1], 'wb').write(data)
PY
archive() { # DAY [SUFFIX]
	mkdir -p raw
	"$py" -IS make_zip.py "raw/export-fiches-csv-$1.zip${2:-}"
}
import() { # HH: the hour of the run
	SUITE_NOW=2024-08-01T$1:00:00.000Z \
		run import-france-competence -r raw -o fc.db
}
fiche() { # NUMERO [JQ]
	cat-table -a fc.db france_competence |
		jq -c "select(.numero_fiche == \"$1\") | ${2:-.}"
}
start() { rm -rf raw fc.db; }
P10=2024-01-09T23:00:00.000Z P17=2024-07-16T22:00:00.000Z
P03=2024-01-02T23:00:00.000Z
# filters of jq: when a fiche was published, when it was active
published='.date_premiere_publication, .date_derniere_publication'
activated='.date_premiere_activation, .date_derniere_activation'

a() {
	archive 2024-01-10 <<'EOT'
Standard RNCP100|ACTIVE
Standard RS200|INACTIVE|"  Dire ""oui"", puis non  "|Enregistrement sur demande
Rome RNCP100;A1101;X
Rome RNCP100;A1101;X 
Rome "RNCP100";"A1102";"Y"
Ancienne_Nouvelle_Certification RNCP100;RNCP90;
CCN RNCP300;1234
EOT
}
b() {
	archive 2024-07-17 <<'EOT'
Standard RNCP100|INACTIVE|"Titre B"
Rome RNCP100;A1102;Y
Certificateurs RS200;11111111100011;C
EOT
}
c() {
	archive 2024-01-03 <<'EOT'
Standard RNCP100|ACTIVE|"Titre C"
Standard RNCP050|ACTIVE
Rome RNCP100;Z9999;Z
EOT
}

start
a
import 10
clean 'A: a first archive'
same_json 'A: the statistics' <<'EOT'
{
  "total": 3,
  "active": 1,
  "created": 3,
  "updated": 3,
  "activated": 1,
  "indicateurs": {"continuity": {"anciens": 1, "nouveaux": 0}}
}
EOT
run cat-table -a fc.db france_competence
same_json 'A: the records' <<EOT
{
  "numero_fiche": "RNCP100",
  "active": true,
  "date_premiere_publication": "$P10",
  "date_derniere_publication": "$P10",
  "date_premiere_activation": "$P10",
  "date_derniere_activation": "$P10",
  "data": {
    "ccn": [],
    "partenaires": [],
    "blocs_de_competences": [],
    "nsf": [],
    "formacode": [],
    "ancienne_nouvelle_certification": [
      {
        "Numero_Fiche": "RNCP100",
        "Ancienne_Certification": "RNCP90",
        "Nouvelle_Certification": null
      }
    ],
    "voies_d_acces": [],
    "rome": [
      {
        "Numero_Fiche": "RNCP100",
        "Codes_Rome_Code": "A1101",
        "Codes_Rome_Libelle": "X"
      },
      {
        "Numero_Fiche": "RNCP100",
        "Codes_Rome_Code": "A1102",
        "Codes_Rome_Libelle": "Y"
      }
    ],
    "certificateurs": [],
    "standard": {
      "Id_Fiche": "1100",
      "Numero_Fiche": "RNCP100",
      "Intitule": "Titre RNCP100",
      "Abrege_Libelle": null,
      "Abrege_Intitule": null,
      "Nomenclature_Europe_Niveau": null,
      "Nomenclature_Europe_Intitule": null,
      "Accessible_Nouvelle_Caledonie": null,
      "Accessible_Polynesie_Francaise": null,
      "Date_dernier_jo": null,
      "Date_Decision": null,
      "Date_Fin_Enregistrement": null,
      "Date_Effet": null,
      "Type_Enregistrement": "Enregistrement de droit",
      "Validation_Partielle": null,
      "Actif": "ACTIVE"
    }
  },
  "created_at": "2024-08-01T10:00:00.000Z",
  "updated_at": "2024-08-01T10:00:00.000Z"
}
{
  "numero_fiche": "RS200",
  "active": false,
  "date_premiere_publication": "$P10",
  "date_derniere_publication": "$P10",
  "date_premiere_activation": null,
  "date_derniere_activation": null,
  "data": {
    "ccn": [],
    "partenaires": [],
    "blocs_de_competences": [],
    "nsf": [],
    "formacode": [],
    "ancienne_nouvelle_certification": [],
    "voies_d_acces": [],
    "rome": [],
    "certificateurs": [],
    "standard": {
      "Id_Fiche": "1200",
      "Numero_Fiche": "RS200",
      "Intitule": "Dire \"oui\", puis non",
      "Abrege_Libelle": null,
      "Abrege_Intitule": null,
      "Nomenclature_Europe_Niveau": null,
      "Nomenclature_Europe_Intitule": null,
      "Accessible_Nouvelle_Caledonie": null,
      "Accessible_Polynesie_Francaise": null,
      "Date_dernier_jo": null,
      "Date_Decision": null,
      "Date_Fin_Enregistrement": null,
      "Date_Effet": null,
      "Type_Enregistrement": "Enregistrement sur demande",
      "Validation_Partielle": null,
      "Actif": "INACTIVE"
    }
  },
  "created_at": "2024-08-01T10:00:00.000Z",
  "updated_at": "2024-08-01T10:00:00.000Z"
}
{
  "numero_fiche": "RNCP300",
  "active": null,
  "date_premiere_publication": "$P10",
  "date_derniere_publication": "$P10",
  "date_premiere_activation": null,
  "date_derniere_activation": null,
  "data": {
    "ccn": [
      {
        "Numero_Fiche": "RNCP300",
        "Ccn_1_Numero": "1234",
        "Ccn_1_Libelle": null,
        "Ccn_2_Numero": null,
        "Ccn_2_Libelle": null,
        "Ccn_3_Numero": null,
        "Ccn_3_Libelle": null
      }
    ],
    "partenaires": [],
    "blocs_de_competences": [],
    "nsf": [],
    "formacode": [],
    "ancienne_nouvelle_certification": [],
    "voies_d_acces": [],
    "rome": [],
    "certificateurs": [],
    "standard": null
  },
  "created_at": "2024-08-01T10:00:00.000Z",
  "updated_at": "2024-08-01T10:00:00.000Z"
}
EOT
run cat-table fc.db archive
same 'A: the archive is noted' <<EOT
{"nom":"export-fiches-csv-2024-01-10.zip","date_publication":"$P10"}
EOT
is "$(sqlite3 fc.db 'SELECT Codes_Rome_Code FROM france_competence_rome;
	SELECT Intitule FROM france_competence_standard' | tr '\n' ' ')" \
	'A1101 A1102 Titre RNCP100 Dire "oui", puis non ' 'a view per part'
cp fc.db once.db
import 11
clean 'nothing new'
cmp fc.db once.db
ok $? 'nothing new: not a byte changes'

b
import 11
clean 'B: a later archive'
same_json 'B: the statistics' <<'EOT'
{
  "total": 3,
  "active": 0,
  "created": 0,
  "updated": 2,
  "activated": 0,
  "indicateurs": {"continuity": {"anciens": 0, "nouveaux": 0}}
}
EOT
fiche RNCP100 "[.active, $published, $activated]" >out
fiche RNCP100 '[.data.standard.Intitule, .data.rome[].Codes_Rome_Code,
    .data.ancienne_nouvelle_certification, .created_at[11:13],
    .updated_at[11:13]]' >>out
same_json 'B: RNCP100 is replaced' <<EOT
[false, "$P10", "$P17", "$P10", "$P10"]
["Titre B", "A1102", [], "10", "11"]
EOT
is "$(fiche RS200 '[.active, .data.standard,
    .data.certificateurs[].Nom_Certificateur, .date_derniere_publication,
    .updated_at[11:13]]')" \
	"[false,null,\"C\",\"$P17\",\"11\"]" 'B: RS200 keeps active, loses standard'
is "$(fiche RNCP300 '.updated_at[11:13]')" '"10"' 'B: RNCP300 is as it was'

fiche RNCP100 .data >before
c
import 12
clean 'C: an older archive'
same_json 'C: the statistics' <<'EOT'
{
  "total": 4,
  "active": 1,
  "created": 1,
  "updated": 2,
  "activated": 2,
  "indicateurs": {"continuity": {"anciens": 0, "nouveaux": 0}}
}
EOT
fiche RNCP100 .data | cmp -s - before
ok $? 'C: the data of B stays'
is "$(fiche RNCP100 "[.active, .date_premiere_publication, $activated,
    .updated_at[11:13]]")" \
	"[false,\"$P03\",\"$P03\",\"$P10\",\"12\"]" 'C: the dates reach back'
is "$(fiche RNCP050 '[.active, .created_at[11:13]]')" '[true,"12"]' 'C: a fiche that was older'
cat-table fc.db france_competence | sort >abc

for order in 'a b c' 'b a c' 'c b a' 'b c a'; do
	start
	for f in $order; do
		$f
		import 10
	done
	cat-table fc.db france_competence | sort | cmp -s - abc
	ok $? "the order $order gives the same records"
done
start
a && b && c
import 10
clean 'three archives at once'
cat-table fc.db france_competence | sort | cmp -s - abc
ok $? 'three archives at once: the same records'
is "$(cat-table fc.db france_competence | jq -r .numero_fiche | tr '\n' ' ')" \
	'RNCP100 RNCP050 RS200 RNCP300 ' 'fiches stand in the order they came'
cat-table fc.db archive >archives
cat-table fc.db france_competence | load-table g.db france_competence
load-table g.db archive <archives
run import-france-competence -r raw -o g.db
clean 'a file that load-table made goes on'
cat-table g.db france_competence | sort | cmp -s - abc
ok $? '  and holds the same'

start
archive 2024-01-10 <<'EOT'
Standard RNCP1|ACTIVE
Nsf RNCP1;100;a
EOT
import 10
archive 2024-01-10 .2 <<'EOT'
Standard RNCP1|INACTIVE|"v2"
Nsf RNCP1;100;b
Nsf RNCP1;100;a
EOT
import 11
d="[.active, .data.standard.Intitule, .data.nsf[].Nsf_Intitule, $activated]"
want="[false,\"v2\",\"a\",\"b\",\"$P10\",\"$P10\"]"
is "$(fiche RNCP1 "$d")" "$want" 'D: the same date twice'
rm fc.db
import 11
is "$(fiche RNCP1 "$d")" "$want" 'D: both at once'

start
archive 2024-01-10 <<'EOT'
Ancienne_Nouvelle_Certification RNCP1;;RNCP2
Ancienne_Nouvelle_Certification RNCP2;RNCP1;
Ancienne_Nouvelle_Certification RNCP3;RNCP1;RNCP9
Ancienne_Nouvelle_Certification RNCP3;RNCP1;
Ancienne_Nouvelle_Certification RNCP4;;
EOT
import 10
is "$(jq -c .indicateurs.continuity out)" '{"anciens":1,"nouveaux":1}' 'E: continuity'

# accepts NAME: the archive on standard input is imported.
accepts() {
	start
	archive 2024-01-10
	import 10
	clean "F: $1"
}
accepts 'Actif empty' <<'EOT'
Standard RNCP1|
EOT
is "$(fiche RNCP1 .active)" false 'F: Actif empty is not active'
accepts 'a row with an extra cell' <<'EOT'
Nsf RNCP1;100;a;b
EOT
accepts 'quotes, blanks and line breaks' <<'EOT'
Nsf "RNCP1" ; "1";"a\nb"
EOT
is "$(fiche RNCP1 '.data.nsf[0] | [.Nsf_Code, .Nsf_Intitule]')" \
	'["1","a\r\nb"]' 'F: the line break is kept'
nfd=$(printf 'export_fiches_CSV_VoixdAcce\xcc\x80s_2024_01_10.csv.bak')
accepts 'a name in NFD, with a suffix' <<EOT
Numero_Fiche;Si_Jury=$nfd RNCP1;Par expérience
EOT
is "$(fiche RNCP1 '.data.voies_d_acces[0].Si_Jury')" '"Par expérience"' 'F: and read'
accepts 'a file of 0 bytes' <<'EOT'
Vide=export_fiches_CSV_Nsf_2024_01_10.csv
EOT
accepts 'blank lines' <<'EOT'
Nsf RNCP1;100;a\n\n  \nRNCP2;100;a\n
EOT
is "$(jq .total out)" 2 'F: blank lines are no rows'
start
archive 2024-01-10 </dev/null
archive 2024-01-11 .old </dev/null
touch raw/export-fiches-rncp-v3-0-2024-01-10.zip raw/dataset.json \
    raw/export-fiches-csv-2024-01-12.zip.tmp
import 10
clean 'archives without members, other files'
is "$(cat-table fc.db archive | jq -r .nom | tr '\n' ' ')" \
	'export-fiches-csv-2024-01-10.zip export-fiches-csv-2024-01-11.zip.old ' 'which names are archives'

# refused PATTERN NAME: the archive on standard input; FILE stays.
start
a
import 10
cp fc.db once.db
refused() {
	archive 2024-01-11
	import 11
	refuses 1 "raw/export-fiches-csv-2024-01-11.zip: .*$1" "F: $2"
	cmp -s fc.db once.db
	ok $? '  and the database stays'
}
refused '_Standard_.*csv: record 2 .line 3.: Type_Enregistrement: empty' 'no type' <<'EOT'
Standard RNCP1|ACTIVE
Standard RNCP2|ACTIVE|x|
EOT
refused "Numero_Fiche: .* not 'X12'" 'a number that is none' <<'EOT'
Standard X12|ACTIVE
EOT
refused "record 1 .line 2.: Actif: .* not 'OUI'" 'Actif that is neither' <<'EOT'
Standard RNCP1|OUI
EOT
refused '_Nsf_.*csv: record 1 .line 2.: Nsf_Intitule: a quote inside' 'a stray quote' <<'EOT'
Nsf RNCP1;1;abc "d" e
EOT
refused 'record 1 .line 2.: Codes_Rome_Code: empty' 'an empty code' <<'EOT'
Rome RNCP1;;x
EOT
refused 'readme.txt: not one of the ten' 'another file' <<'EOT'
Nsf RNCP1;1;a
Vide=readme.txt
EOT
refused 'export_fiches_CSV_Autre_2024_01_10.csv: not one of the ten' 'an eleventh kind' <<'EOT'
Vide=export_fiches_CSV_Autre_2024_01_10.csv
EOT
refused 'dir/: not one of the ten' 'a directory' <<'EOT'
Vide=dir/
EOT
refused 'record 1 .line 2.: Nsf_Intitule: missing' 'a missing column' <<'EOT'
Numero_Fiche;Nsf_Code=export_fiches_CSV_Nsf_2024_01_10.csv RNCP1;1
EOT
bad=raw/export-fiches-csv-2024-01-11.zip
echo '<html>503</html>' >$bad
import 11
refuses 1 "$bad: " 'F: an HTML body'
: >$bad
import 11
refuses 1 "$bad: " 'an empty download'
head -c 300 raw/export-fiches-csv-2024-01-10.zip >$bad
import 11
refuses 1 "$bad: " 'a download cut short'
rm $bad
touch raw/export-fiches-csv-2024-02-30.zip
import 11
refuses 1 '2024-02-30.zip: no such day' 'a day that does not exist'
cmp -s fc.db once.db
ok $? '  and the database stays'

start
archive 2024-01-10 <<'EOT'
Nsf RNCP1;;a
Nsf RNCP2;1;b
EOT
run import-france-competence -k --rejects rejects -r raw -o fc.db
is "$rc/$(jq .total out)/$(cat rejects)" \
	'0/1/{"Numero_Fiche":"RNCP1","Nsf_Code":"","Nsf_Intitule":"a"}' \
	'-k keeps the rest'
grep -q 'warning: .*_Nsf_.*csv:1: Nsf_Code: empty' err
ok $? '-k says what is left out'
import-france-competence -r raw -o x.db >/dev/full 2>err
is $? 1 'a full disk'
run import-france-competence -r nowhere -o x.db
refuses 1 ': nowhere: No such file' 'no directory'
mkdir -p none
run import-france-competence -r none -o x.db
refuses 1 'none: no archive' 'no archive'
for o in -h -V; do run import-france-competence $o; clean "$o"; done
for o in '-o x.db' '-r raw' '-z' '-r raw -o x.db y'; do
	run import-france-competence $o
	is "$rc" 2 "wrong use: $o"
done

# A previous state that is wrong.
sqlite3 fc.db "UPDATE france_competence SET date_premiere_activation = 'x'"
import 12
refuses 1 "fc.db: date_premiere_activation: 'x' is not a date" 'a date of the previous state'
sqlite3 fc.db 'DROP INDEX france_competence_numero_fiche;
	UPDATE france_competence SET date_premiere_activation = NULL;
	INSERT INTO france_competence SELECT * FROM france_competence'
import 12
refuses 1 "fc.db: numero_fiche: 'RNCP2' occurs twice" 'a fiche twice in the previous state'

real=$shared/real/raw/france_competence
if [ -d "$real" ]; then
	run import-france-competence -r "$real" -o real.db
	clean 'the real archive'
	is "$(jq .total out)" 10 'the real archive: its fiches'
else
	skip 'no real archive'
fi
done_testing
