#!/bin/bash
# fetch-mission-locale: what is asked depends on what was answered.
. "$(dirname "$0")/lib.sh"
source=mission_locale tool=fetch-mission-locale
. "$root/tests/fetch.sh"

fetch --static old
refuses 1 '^fetch-mission-locale: raw/couverture.csv: missing, .* into old/mission_locale' \
    'no coverage'
mkdir -p raw
cp sample/mission_locale/*.csv raw
fetch
clean 'what UNML has'
asked >requests
is "$(sort requests | uniq -d)" '' '  nothing is asked twice'
import-mission-locale -r sample/mission_locale -o want.db >none
import-mission-locale -r raw -o got.db >none
cmp -s want.db got.db
ok $? '  all that the importer needs'
diff -rq raw sample/mission_locale | grep -v '^Only in sample' >differ
is "$(cat differ)" '' '  as it came'
before=$(raw)
fetch
is "$rc $(jq -c .changed out) $(asked | grep -vc ' 304$')" '0 [] 0' 'nothing new'
is "$(raw)" "$before" '  nothing touched'
breaks 75 'unml/[0-9]*.json: http://[^?]*/TrouveTaML/: HTTP 503' 'out of order' \
    "$source:2:503"

# ---- which prefixes: the known answers of the specification ----

head=';Code INSEE;Nom Commune;Code ML;Nom Officiel ML;Commune présente sur plusieurs ML;Adresse ML;Code Postal ML;Ville ML'
cat >raw/couverture.csv <<END
$head
;21001;Agencourt;21231;21-ML DIJON;Non;8 rue;21000;Dijon
;2B033;Bastia;2B096;2B-ML CASTA;Non; 4, cours Paoli;20250;Corte
;2B042;Borgo;2B096;2B-ML CASTA;Non; 4, cours Paoli;99250;Corte
;97101;Les Abymes;97120;971-ML INCONNUE;Non;1 rue X;97110;Pointe
;97102;Les Abymes;97121;971-ML INCONNUE;Non;1 rue X;97120;Pointe
;97103;Les Abymes;21232;UNML KNOWS;Non;1 rue X;98120;Pointe
END
mkdir -p site/TrouveTaML
page='site/TrouveTaML/?search_='
echo '{"results":[{"structure":{"codeStructure":" 21131"}},{"structure":{"codeStructure":"21232"}}],"total":2,"success":true}' >"${page}21"
echo '{"results":[],"total":0,"success":true}' | tee "${page}20" >"${page}97"
httpd site
rm -rf state raw/unml
fetch
clean 'answers that name missions'
is "$(cat requests | tail -n 3)" 'GET /TrouveTaML/?search_=21 200
GET /TrouveTaML/?search_=20 200
GET /TrouveTaML/?search_=97 200' '  three questions'
is "$(cd raw/unml && echo ./*)" './20.json ./21.json ./97.json' '  three files'
cmp -s "${page}21" raw/unml/21.json
ok $? '  as they came'
before=$(raw)
echo '{"results":[],"total":0,"success":false}' >"${page}20"
fetch
refuses 1 'unml/20.json: .*: success: true is expected' 'no success'
is "$(raw)" "$before" '  the raw folder is as it was'
sed -i 's/;20250;/;-;/' raw/couverture.csv
fetch
refuses 1 "couverture.csv: record 2 .line [0-9]+.: Code Postal ML: a postal code is expected, not '-'" \
    'no postal code'
echo "$head" >raw/couverture.csv
fetch
refuses 1 'couverture.csv: no mission in it' 'a header alone'
sed -i 's/Code ML/X/' raw/couverture.csv
fetch
refuses 1 'couverture.csv: header: Code ML: no such column' 'no such column'
done_testing
