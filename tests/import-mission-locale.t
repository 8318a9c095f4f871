#!/bin/bash
# import-mission-locale: the known answers, the oddities, what is refused.
. "$(dirname "$0")/lib.sh"
export FORCE=1 # each import stands for itself: it may have fewer rows
cd "$T" || exit 1
mkdir -p raw/unml
db=m.db

head='Code INSEE;Nom Commune;Code ML;Nom Officiel ML;Commune présente sur plusieurs ML;Adresse ML;Code Postal ML;Ville ML'
coverage() { # ROW...: one line each, columns in the order above
	printf '%s\n' "$head" "$@" >raw/couverture.csv
}
structure='{"id":77,"code":"c","numAdherent":1,"structureStatutId":1,
"structureTypeId":1,"nomStructure":"  DE DIJON ","porteusePLIE":false,
"porteuseMDE":false,"porteuseML":true,"effectif":"","effectifETP":"",
"adresse1":" 8 rue du Temple","adresse2":" ","cp":"21000","ville":"DIJON ",
"telephones":" 03 80 00 00 00 ","fax":"","siret":"12345678900011","siteWeb":"",
"emailAccueil":"  ","geoloc_lng":"5.0415abc","geoloc_lat":"47.32","linkedin":"",
"twitter":"","reseau":true,"anneeAdhesion":0,"annuaire":true,"facebook":"",
"codeDepartement":"21","codeRegion":"27","dateModification":1,"nbAntennes":0,
"codeStructure":" 21131","serviceCivique":false,"isPartenaire":false,
"label":false,"labelDate":0,"typologie":"","structureTypeLibelle":"",
"structureStatutLibelle":"","nomDepartement":"","nomRegion":"","alias":""}'
unml() { # XX [CHANGE]...: an answer, a structure for each jq change
	local xx=$1 change
	shift
	for change; do
		jq -c "$change | {id: 1, structureId: 1, codePostal: \"\",
		    ville: \"\", structure: ., more: 1}" <<<"$structure"
	done | jq -cs '{results: ., total: length, success: true}' \
	    >"raw/unml/$xx.json"
}
import() {
	run import-mission-locale -r raw -o $db "$@"
}
records() {
	run cat-table $db insee_to_ml
}
ml() { # FILTER: of the only record
	cat-table $db insee_to_ml | jq -c "$1"
}

for o in -h -V; do
	run import-mission-locale $o
	clean "$o"
done
run import-mission-locale -o $db
is "$rc" 2 'no -r is wrong use'
run import-mission-locale -r raw
is "$rc" 2 'no -o is wrong use'

# the known answers of the specification
printf 'nom;lat;lng;siret\n2B-ML CASTA;42.5512;9.1204;11122233300019\n' \
    >raw/geopoints.csv
coverage '21001;Agencourt;21231;21-ML DIJON;Non;8 rue du Temple;21000;Dijon' \
    '2B033;Bastia;2B096;2B-ML CASTA;Non; 4, cours Paoli;20250;Corte' \
    '2B042;Borgo;2B096;2B-ML CASTA;Non;ailleurs;20290;Borgo' \
    '97101;Les Abymes;97120;971-ML INCONNUE;Non;1 rue X;97110;Pointe-à-Pitre'
unml 21 .
unml 20
unml 97
import
clean 'known answers'
same 'one line of counts' <<<'{"rows":4,"unknown_to_unml":2}'
records
same_json 'known answers: records' <"$fixtures/mission-locale-records.json"
before=$(stat -c %i $db)
import
is "$(stat -c %i $db)" "$before" 'the same input leaves the file untouched'
import -v
is "$(grep -c 'UNML does not know' err)" 2 '-v names the missions not found'

# oddities
one='01001;N;01053;ML;Non;a;01000;V'
coverage "$one"
unml 01 '.codeStructure="01053" | .adresse1="1   rue  X" | .adresse2=" BP 1 "'
import
is "$(ml .ml.localisation.adresse)" '"1  rue X BP 1"' 'pairs of spaces'
unml 01 '.codeStructure="01053" | .id=1' '.codeStructure="01053" | .id=2'
import
is "$(ml .ml.id)" 1 'the first structure of a code counts'
unml 01 '.codeStructure="01053" | .geoloc_lng=" "' \
    '.codeStructure="99999" | .emailAccueil="faux" | .geoloc_lat="x"'
import
clean 'a structure that serves nobody may have a bad address'
is "$(ml .ml.localisation.geopoint)" null 'half a place is none'
unml 01 '.codeStructure="01053" | .emailAccueil=" a@b.fr " | .extra=1'
import
is "$(ml .ml.contact.email)" '"a@b.fr"' 'an e-mail, trimmed'
unml 01
coverage '1A234;N;1A234;ML;Non;a;01000;V'
import
is "$(ml .ml.id)" null 'a code that is no number'
unml 75
unml 42
coverage 'x75101y;N;2A004;ML;Non;a;75000x;V'
import
is "$(ml '[.code_insee, .ml.id]')" '["x75101y",98004]' 'codes are not anchored'
coverage '01001;N;75001;A;Non;a;75000;V' '01002;N;75001;A;Non;a;75000;V' \
    '01001;N;42002;B;Non;a;42000;V'
import
is "$(ml '[.code_insee, .ml.code]' | paste -sd' ')" \
    '["01001","42002"] ["01002","75001"]' 'the later row, in the first place'
unml 01 '.codeStructure="42002" | .id=9'
coverage '01001;N;42002;B;Non;a;42000;V' '01002;N;01009;A;Non;a;01000;V' \
    '01003;N;42002;B;Non;a;42000;V'
import
is "$(ml .ml.id | paste -sd' ')" '42002 1009 42002' \
    'a later answer does not replace a mission made from a row'
{
	printf '\xef\xbb\xbf'
	printf 'Ville ML;%s;autre\r\n' "${head%;Ville ML}"
	printf 'V;01001;"N ""x""; y";01053;ML;Non;"  a ";01000;z\r\n\r\n'
} >raw/couverture.csv
unml 01
import
clean 'a BOM, CRLF, other columns, quotes, a blank line'
is "$(ml '[.ml.localisation[]]')" '[null,"  a ","01000","V"]' \
    'quoted cells keep their blanks'
printf 'nom;lat;lng;siret\nML;1;2;A\nML;3.5x;-4;B\n' >raw/geopoints.csv
import
is "$(ml '[.ml.siret, .ml.localisation.geopoint.coordinates]')" \
    '["B",[-4,3.5]]' 'the last place of a name counts'
before=$(sha256sum <$db)
coverage
import
refuses 1 'raw/couverture.csv: no record' 'a header alone is refused'
: >raw/couverture.csv
import
refuses 1 'raw/couverture.csv: no record' 'an empty file as well'
is "$(sha256sum <$db)" "$before" 'and the database stays'

# what is refused
coverage "$one"
unml 01 '.codeStructure="01053"'
import
before=$(sha256sum <$db)
refused() { # PATTERN NAME: of the import that follows
	import
	refuses 1 "$1" "$2"
	is "$(sha256sum <$db)" "$before" "$2: the database is as it was"
	coverage "$one"
	unml 01 '.codeStructure="01053"'
}
coverage "$one" '0100;N;01053;ML;Non;a;01000;V'
refused "raw/couverture.csv:2: Code INSEE: .* not '0100'" 'a short code INSEE'
coverage '01001;N;0C053;ML;Non;a;01000;V'
refused "couverture.csv:1: Code ML: .* not '0C053'" 'no code of a mission'
coverage '01001;N;01053;ML;Non;a;0100;V'
refused "Code Postal ML: .* not '0100'" 'a short postal code'
coverage '01001;N;01053;ML;Oui;a;01000;V'
refused "plusieurs ML: Non is expected, not 'Oui'" 'a commune of two missions'
coverage '01001;N;01053;ML;Non;a;../12345;V'
refused "Code Postal ML: .* not '../12345'" 'a postal code that is a path'
coverage '01001;N;01053;ML;Non;a;01000'
refused 'couverture.csv: record 1 .line [0-9]+.: ' 'a row that is too short'
coverage '01001;N;01053;ML;Non;a"b;01000;V'
refused 'couverture.csv: record 1 .line [0-9]+.: ' 'a quote inside a cell'
printf '%s\n' "${head/;Nom Commune/}" '01001;01053;ML;Non;a;01000;V' \
    >raw/couverture.csv
refused "couverture.csv: record 1 .line [0-9]+.: column 'Nom Commune' is missing" 'a missing column'
coverage '02001;N;02053;ML;Non;a;02000;V'
refused ': raw/unml/02.json: No such file' 'an answer that is not there'
echo '<html>' >raw/unml/01.json
refused 'raw/unml/01.json: ' 'a page instead of an answer'
echo '{"results":[],"total":0,"success":false}' >raw/unml/01.json
refused '01.json: success: true is expected' 'an answer without success'
unml 01 . 'del(.alias)'
refused '01.json: results\[1\].structure.alias: missing' 'a key that is gone'
for change in '.nomStructure=" "' '.adresse1=""' '.codeStructure="\t"' '.cp=""' \
    '.adresse2=null' '.telephones=1' '.siret=null' '.label=0' '.labelDate=""'; do
	unml 01 "$change"
	field=${change%%=*}
	refused "01.json: results\[0\].structure$field: " "a structure: $change"
done
unml 01 '.codeStructure="01053" | .emailAccueil="a@b"'
refused "couverture.csv:1: ml.contact.email: .* 'a@b'|\"a@b\"" 'a bad e-mail'
unml 01 '.codeStructure="01053" | .geoloc_lat="91"'
refused 'couverture.csv:1: ml.localisation.geopoint' 'a latitude of 91'
unml 01 '.codeStructure="01053" | .geoloc_lng="est"'
refused 'couverture.csv:1: ml.localisation.geopoint' 'a longitude in letters'
printf 'nom;lat;lng;siret\nML;nord;2;A\n' >raw/geopoints.csv
refused "geopoints.csv: record 1 .line [0-9]+.: lat: a number is expected, not 'nord'" 'a bad place'
printf 'nom;lat;siret\nML;1;A\n' >raw/geopoints.csv
refused "geopoints.csv: record 1 .line [0-9]+.: column 'lng' is missing" 'places without a column'
mv raw/geopoints.csv raw/g
refused 'raw/geopoints.csv: No such file' 'no file of places'
printf 'nom;lat;lng;siret\n' >raw/geopoints.csv

coverage '01001;N;01053;ML;Oui;"a;b";01000;V' "$one"
import -k --rejects rejects
is "$rc/$(wc -l <err)" 0/1 '-k goes on'
same '-k imports the rest' <<<'{"rows":1,"unknown_to_unml":0}'
is "$(jq -c '[.["Adresse ML"], .["Commune présente sur plusieurs ML"]]' rejects)" \
    '["a;b","Oui"]' '--rejects holds the row'

import-mission-locale -r raw -o full.db >/dev/full 2>err
is $? 1 'a full disk'
done_testing
