#!/bin/bash
# import-acce: the known answers of the specification; what is refused leaves
# the database alone.
. "$(dirname "$0")/lib.sh"
export FORCE=1 # each import stands for itself: it may have fewer rows
cd "$T" || exit 1

# import CHANGE...: the archive that mkacce.py makes so.
import() {
	python3 "$root/tests/mkacce.py" "$@" || exit 1
	run import-acce -r . -o acce.db
}
one() { cat-table acce.db "acce_${2:-uai}" | jq -c "$1"; }

import
clean 'A, B: the five files'
is "$(cat out)" '{"acce_uai":1,"acce_uai_zone":1,"acce_uai_spec":1,"acce_uai_mere":1,"acce_uai_fille":1}' 'the statistics'
one 'del(..|nulls)' >out
same_json 'A: quotes, a number, the "null" of date_ouverture' <"$fixtures/acce-uai.json"
is "$(one 'length') $(one length uai_mere) $(one length uai_fille)" '62 64 64' 'all the columns, null or not'
is "$(one . uai_spec)" $'{"numero_uai":"0999999Z","specificite_uai":"42",'\
$'"specificite_uai_libe":"Spécificité \xc2\x92essai",'\
$'"date_ouverture":"01/09/2001","date_fermeture":null}' \
    'B: a C1 control; a no-break space is trimmed'
is_json "$(one . uai_zone)" 'a zone' <<'E'
{"numero_uai":"0999999Z","type_zone_uai":"BE","type_zone_uai_libe":"BASSIN",
 "zone":"01","zone_libe":"Nord","date_ouverture":"01/01/2000",
 "date_fermeture":null,"date_derniere_mise_a_jour":null}
E
is "$(one '[.numero_uai_trouve,.numero_uai_mere,.type_rattachement]' uai_mere)" \
    '["0999999Z","0999998Y","AN"]' 'what ties a daughter to its mother'
is "$(one '[.numero_uai_trouve,.numero_uai_fille,.type_rattachement]' uai_fille)" \
    '["0999999Z","0999998Y","JU"]' 'what ties a mother to its daughter'
sum=$(sha256sum <acce.db)
import
is "$(sha256sum <acce.db)" "$sum" 'the same archive, the same bytes'

import row:UAI row:UAI set:UAI:numero_uai=0999997X row:UAI
clean 'rows that are the same'
is "$(one .numero_uai | tr '\n' ' ')" '"0999999Z" "0999999Z" "0999997X" "0999997X" ' 'duplicates stay, in order'
set --
for x in -0 1e3 0x1F 0b11 0o17 0X1f 5. +5 00012 5e-400 .5; do
	set -- "$@" "set:UAI:coordonnee_x=$x" row:UAI
done
import "$@"
is "$rc $(one .coordonnee_x | tr '\n' ' ')" '0 0 1000 31 3 15 31 5 5 12 0 0.5 0.5 ' 'numbers as JavaScript reads them'
import 'set:UAI:etat_etablissement_libe=Fermé|secteur_public_prive=PU|niveau_uai=4|academie=|tutelle_2=38'
is "$rc$(one '[.etat_etablissement, .etat_etablissement_libe,
    .secteur_public_prive, .niveau_uai_libe, .academie, .tutelle_2]')" \
    '0["1","Fermé","PU","UAI célibataire",null,"38"]' \
    'codes and labels are checked each for itself'
import without:UAI:date_ouverture
is "$rc$(one .date_ouverture)" '0"undefined"' 'without column date_ouverture'
rm acce.db # an empty table never replaces rows
import double:UAI_ZONE:zone_libe 'raw:UAI_SPEC:'
is "$rc$(cut -d, -f3 out)$(one .zone_libe uai_zone)" '0"acce_uai_spec":0"Nord"' 'a column twice; an empty file'
import 'raw:UAI_SPEC:numero_uai;x\n'
is "$rc$(cut -d, -f3 out)" '0"acce_uai_spec":0' 'a header only, whatever it is'
import 'raw:UAI_SPEC:\xef\xbb\xbfnumero_uai;specificite_uai;'\
'specificite_uai_libe;date_ouverture;date_fermeture\r\n1;2; "\xc3\xa9" ;'\
'3\r\n\r\n1;"a\r\nb";"";4;;5\r\n'
refuses 1 'ACCE_UAI_SPEC.csv:2: specificite_uai_libe: a value' 'an empty label'
import 'raw:UAI_SPEC:\xef\xbb\xbfnumero_uai;specificite_uai;'\
'specificite_uai_libe;date_ouverture;date_fermeture\r\n1;2; "\xc3\xa9" ;'\
'3\r\n\r\n1;"a\r\nb";" c ";4;;5\r\n'
is "$rc$(one '[.[]]' uai_spec)" '0["1","2","é","3",null]
["1","a\r\nb","c","4",null]' 'a byte order mark, CRLF, short and long rows, a blank line'

# Further columns.
import 'set:UAI:colonne="x ""y"""|vide=' row:UAI 'set:UAI:colonne=|vide= é ' double:UAI:vide
clean 'further columns'
is "$(one length)" '62
62' 'they are no part of the record'
is "$(cat-table -a acce.db acce_uai | jq -c .autres)" '{"colonne":"x \"y\"","vide":null}
{"colonne":null,"vide":"é"}' 'cat-table -a prints them'
is "$(cat-table -a acce.db acce_uai_zone | jq -c .autres)" null 'none is null'
import 'raw:UAI_SPEC:y;x;numero_uai;specificite_uai;x;specificite_uai_libe;date_ouverture;;date_fermeture\n1;2;3;4;5;6;7;8\n'
is "$rc$(cat-table -a acce.db acce_uai_spec)" \
    '0{"numero_uai":"3","specificite_uai":"4","specificite_uai_libe":"6",'\
'"date_ouverture":"7","date_fermeture":null,"autres":{"y":"1","x":"5",'\
'"":"8"}}' 'anywhere, without a name, twice (the last counts)'
import set:UAI:colonne=é
cat-table -a acce.db acce_uai >all
load-table -a new.db acce_uai <all
run cat-table -a new.db acce_uai
same 'load-table reads them back' <all

# What is refused.
import
sum=$(sha256sum <acce.db)
refused() { # refused PATTERN NAME CHANGE...
	local pattern=$1 name=$2
	shift 2
	import "$@"
	refuses 1 "$pattern" "$name"
	is "$(sha256sum <acce.db)" "$sum" '  and the database stays'
}
refused "ACCE_UAI.csv:2: etat_etablissement: one of the known values is expected, not '5'" 'D: an unknown state' row:UAI set:UAI:etat_etablissement=5
refused "academie: 2 digits is expected, not '1'" 'D: an academy of one digit' set:UAI:academie=1
refused "ACCE_UAI_FILLE.csv:1: coordonnee_y: a number is expected, not '1,5'" 'D: a number with a comma' set:UAI_FILLE:coordonnee_y=1,5
refused "ACCE.zip: unknown member 'zz.csv'" 'D: a sixth file' add:zz.csv
refused "unknown member 'ACCE_UAI.csv/'" 'a folder' first:ACCE_UAI.csv/
refused "ACCE.zip: no member 'ACCE_UAI_MERE.csv'" 'four files' drop:UAI_MERE
refused "member 'ACCE_UAI_ZONE.csv' occurs twice" 'a file twice' add:UAI_ZONE
refused 'ACCE_UAI_ZONE.csv:1: date_ouverture: a value' 'a zone without date_ouverture' set:UAI_ZONE:date_ouverture=
refused 'ACCE_UAI.csv:1: source: missing' 'a column that is missing' without:UAI:source
refused 'nature_uai: 3 digits' 'nature_uai of 4 digits' set:UAI:nature_uai=3200
refused 'contrat_etablissement_libe: one of' 'another apostrophe' 'set:UAI:contrat_etablissement_libe=Contrat d´association pour toutes les classes'
refused 'numero_uai: a value' 'a UAI of blanks' 'set:UAI:numero_uai= "  " '
refused 'ACCE_UAI_SPEC.csv: record 1 .line [0-9]+.: numero_uai: a quote inside' 'a quote inside a cell' 'set:UAI_SPEC:numero_uai=a"b'
refused 'ACCE_UAI_SPEC.csv: record 1 .line [0-9]+.: ' 'a quote that is not closed' 'set:UAI_SPEC:date_fermeture="'
truncate -s 2000 ACCE.zip
run import-acce -r . -o acce.db
refuses 1 'ACCE.zip: ' 'an archive cut short'
is "$(sha256sum <acce.db)" "$sum" '  and the database stays'
python3 -c 'import zipfile; zipfile.ZipFile("ACCE.zip", "w").close()'
run import-acce -r . -o acce.db
refuses 1 'ACCE.zip: ' 'an archive without a file'
rm ACCE.zip
run import-acce -r . -o acce.db
refuses 1 'ACCE.zip: .*No such file or directory \(fetch-acce\(1\) writes it\)' 'no archive'
is "$(echo *.tmp)" '*.tmp' 'nothing is left behind'

import row:UAI set:UAI:pays= row:UAI set:UAI:pays=100
run import-acce -k --rejects rejects -r . -o acce.db
refuses 0 'warning: ACCE_UAI.csv:2: pays: a value is expected' '-k says what is left out'
is "$(jq .acce_uai out) $(jq -c '[.file,.record,.cells[0]]' rejects)" '2 ["ACCE_UAI.csv",2,"0999999Z"]' '-k keeps the rest'
set --
for x in 12abc 1_000 Infinity -0x1f 1e999 1e5. NaN; do
	set -- "$@" "set:UAI:coordonnee_y=$x" row:UAI
done
import "$@" set:UAI:coordonnee_y=
run import-acce -k --rejects rejects -r . -o acce.db
is "$(jq .acce_uai out) $(jq -r .cells[55] rejects | tr '\n' ' ')" '1 12abc 1_000 Infinity -0x1f 1e999 1e5. NaN ' 'no numbers'
for o in -h -V; do run import-acce $o; clean "$o"; done
run import-acce -o x.db
is "$rc" 2 'no folder named'
run import-acce -r .
is "$rc" 2 'no output named'
run import-acce -z
is "$rc" 2 'an unknown option'
import
import-acce -r . -o full.db >/dev/full 2>err
is $? 1 'a full disk'
done_testing
