#!/bin/bash
# report-data: its figures, its page, what it does without data, what it refuses.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
. "$root/tests/report.sh"

# figures SECTION FILTER: the section's figures of the last run, by jq.
figures() { jq -c "select(.section == \"$1\") | $2" out; }

run report-data -j -f findings -c changes
clean 'the figures are printed'
is "$(jq -r .section out | tr '\n' ' ')" \
    'bref fraicheur executions evolution qualite carte sources ' \
    '  a line per section'
is "$(figures bref '.figures[] | [.figure, .value, .table, .before, .after, .insert, .delete, .update]')" \
    '["Formations publiées",2700,"formation",2990,3000,12,2,40]
["Organismes présents",355,"organisme",401,400,0,1,0]
["Certifications en vigueur",4,"certifications",6,6,1,1,0]
["Communes avec une formation",198,"commune",null,null,null,null,null]' \
    '  en bref'
is "$(figures fraicheur '.databases | length, map(select(.stale | not) | .name)')" \
    '13
["certifications","formation","organismes"]' '  fraîcheur'
status -j >want
is "$(figures fraicheur '.databases[]')" "$(cat want)" '  as status -j'
is "$(figures executions '.from, .to, (.databases[] | select(.name == "npec") | .days[14:])')" \
    '"2026-11-01"
"2026-11-30"
["done","done",null,null,"done","done","done","done","done","done","done","done","done","done","failed","failed"]' \
    '  exécutions'
is "$(figures evolution '.series[] | [.database, (.days | length), .days[0], .days[-1].rows]')" \
    '["formation",87,{"day":"2026-09-02","rows":12000},12534]
["organismes",87,{"day":"2026-09-02","rows":11000},11445]
["certifications",87,{"day":"2026-09-02","rows":10000},10356]' \
    '  évolution'
is "$(figures qualite '[.findings | length, (map(.findings) | add)], (.findings[0] | .what = null)')" \
    "[$(wc -l < <(check-data -l)),$(wc -l <findings)]"'
{"check":"formation-commune-gone","severity":"error","findings":5,"what":null,'\
'"examples":['\
'{"cle_ministere_educatif":"000000P012000000160042420000001600420-01002#L01"},'\
'{"cle_ministere_educatif":"000000P012000000160042420000001600421-01002#L01"},'\
'{"cle_ministere_educatif":"000000P012000000160042420000001600422-01002#L01"}]}' \
    '  qualité'
is "$(figures carte '[.elsewhere, (.departements | length, (map(.formations) | add))], (.departements[] | select(.code == "974"))')" \
    '[6,102,2694]
{"code":"974","nom":"La Réunion","formations":13,"longitude":55.61,"latitude":-20.99}' \
    '  carte'
is "$(figures sources '.sources[] | select(.fetched) | [.name, .fetched]')" \
    '["bcn","2026-11-30T05:03:00.000Z"]
["kit_apprentissage","2026-11-27T05:03:00.000Z"]' '  sources'

run report-data -f findings -c changes
clean 'the page is printed'
cp out page.html
is "$(head -n 1 page.html)$(tail -n 1 page.html)" '<!DOCTYPE html></html>' '  whole'
is "$(grep -o '<section id="[a-z]*"' page.html | tr -d '\n')" \
    '<section id="bref"<section id="fraicheur"<section id="executions"<section id="evolution"<section id="qualite"<section id="carte"<section id="sources"' \
    '  its sections'
is "$(grep -c '<h2>' page.html)" 7 '  each with its heading'
ok "$(grep -q "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"" page.html; echo $?)" \
    '  it forbids every request'
is "$(grep -oE '.{9}https?:' page.html | grep -v '<a href="http' | grep -v ' href="https')" '' \
    '  addresses stand in links only'
is "$(grep -ciE '<script|<link|<img|<iframe|@import|url\(| on[a-z]+=' page.html)" 0 \
    '  no script, nothing to fetch'
is "$(grep -cF 'Un <b>nom' page.html)/$(grep -oF 'Un &lt;b&gt;nom&lt;/b&gt; &amp; &quot;deux&quot;' page.html | sort -u)" \
    '0/Un &lt;b&gt;nom&lt;/b&gt; &amp; &quot;deux&quot;' '  text is escaped'
is "$(grep -c '503 &lt;b&gt;try again' page.html)" 1 '  errors too'
is "$(grep -c 'lang="en">publi\|<td lang="en"' page.html)" 0 \
    '  every check is told in French'
run report-data -f findings -c changes -o again.html
is "$(cmp page.html again.html 2>&1)$(cat out)" '' 'the same bytes again, into a file'
before=$(stat -c %i again.html)
run report-data -f findings -c changes -o again.html
is "$(stat -c %i again.html)" "$before" 'a file of equal bytes is left untouched'
run report-data -f - -c changes <findings
is "$(cmp out page.html 2>&1)" '' 'findings from standard input'

# Days are those of Paris, also where a day has 25 hours.
night() {
	mkdir -p dst/db dst/state
	cp data/state/ledger.db dst/state
	sqlite3 dst/state/ledger.db "DELETE FROM import_meta; INSERT INTO
	    import_meta (type, import_date, status, rows, started, pid,
	    pid_start, boot_id) VALUES ('formation', '$1', 'done', 5, 0, 1, 1, 'x')"
	SUITE_NOW=2026-10-26T12:00:00Z run report-data -d dst -j
	figures evolution '.series[0].days[0].day'
}
is "$(night 2026-10-24T21:59:59.999Z)" '"2026-10-24"' 'the last moment of a day'
is "$(night 2026-10-24T22:00:00.000Z)" '"2026-10-25"' 'the first of the next'
is "$(night 2026-10-25T22:59:59.999Z)" '"2026-10-25"' 'it has 25 hours'
is "$(night 2026-10-25T23:00:00.000Z)" '"2026-10-26"' 'the day after'
is "$(night 2026-10-27T06:00:00.000Z)" null 'a run after the clock does not count'

# A database that nobody tried to build is no failure.
SUITE_DATABASES='formation bcn acce' run report-data
clean 'the databases of make, in its order'
is "$(grep -oE 'pill [a-z]+">(à jour|absente|jamais construite)</span> <small' out)" \
    'pill good">à jour</span> <small
pill bad">absente</span> <small
pill calm">jamais construite</span> <small' '  one was built once, one never'
is "$(grep -o '1[^0-9]*base sur 2 est à jour' out | wc -l)" 1 '  which is not counted'

# The summary that a publication keeps has its build in front.
sed 's/^{/{"build":"2026-11-29T04:00:00.000Z",/' changes >built
run report-data -f findings -c built
is "$(cmp out page.html 2>&1)" '' 'the summary of a publication'

# Without data.
mkdir -p empty/db empty/state none/db
cp data/state/ledger.db empty/state
sqlite3 empty/state/ledger.db 'DELETE FROM import_meta'
for dir in empty none; do
	run report-data -d $dir -o $dir.html
	clean "$dir: a page without databases"
	is "$(grep -c '<section' $dir.html)" 7 '  has its sections'
	is "$(grep -cE '\bnan\b|\binf\b|-1' <(sed '1,/<\/style>/d' $dir.html))" 0 '  no nonsense'
done
is "$(sed 's/<[^>]*>//g' none.html | grep -c -e 'Aucune base n’a encore été construite' \
    -e 'base formation absente' -e 'n’a pas été fourni' -e 'il n’y a pas de carte' \
    -e 'Aucune exécution' -e 'n’a pas d’exécution')" \
    8 'it says what is missing'
for name in formation organismes certifications communes; do
	mv data/db/$name.db kept
	run report-data -f findings -c changes -o missing.html
	clean "without $name.db"
	mv kept data/db/$name.db
done
: >nothing
run report-data -f nothing -c nothing
clean 'nothing found, nothing changed'
is "$(grep -c 'Les contrôles ne signalent rien' out)/$(grep -c '>table sans changement depuis' out)" \
    1/4 '  is said'

# However much there is, the page stays small.
mkdir -p much/db much/state
awk 'BEGIN { for (lat = 413; lat < 512; lat++) for (lon = -52; lon < 97; lon += 2)
    printf "{\"code\":{\"insee\":\"%d/%d\"}," \
        "\"departement\":{\"nom\":\"%0200d\",\"codeInsee\":\"%d\"}," \
        "\"localisation\":{\"centre\":{\"coordinates\":[%.2f,%.2f]}}}\n",
    lat, lon, lat, lat % 10 + 10 * (lon % 10 > 0 ? lon % 10 : -lon % 10), (lon + lat % 2) / 10 + .05, lat / 10 + .05 }' |
    load-table much/db/communes.db commune
cp data/db/formation.db much/db
for n in $(seq 200); do
	: >"much/state/$(printf '%0100d' "$n").stamp"
done
awk 'BEGIN { for (n = 0; n < 999; n++) for (k = 0; k < 4; k++)
    printf "{\"check\":\"%0200d\",\"severity\":\"error\",\"table\":null,\"key\":{\"k\":\"%0300d\"},\"detail\":null}\n", n, k }' >many
run report-data -d much -f many
clean 'too much of everything'
is "$(($(wc -c <out) < 250000))" 1 "  is less than 250 KB: $(wc -c <out)"

# What is refused leaves the file as it was.
refused() {
	run report-data -o again.html "${@:3}"
	refuses 1 "^report-data: $1" "$2"
	is "$(cmp page.html again.html 2>&1)" '' '  the page stays'
}
refused 'nowhere: No such file' 'no such directory' -d nowhere
refused 'nofile: No such file' 'no such findings' -f nofile
refused 'nofile: No such file' 'no such changes' -c nofile
echo '{"check":"x","severity":"fatal","key":{}}' >wrong
refused "wrong:1: severity: error, warning or info is expected, not '\"fatal\"'" \
    'a severity that does not exist' -f wrong
echo '{"severity":"error"}' >wrong
refused 'wrong:1: check: missing: not a finding of check-data' 'no finding' -f wrong
echo '<html>' >wrong
refused 'wrong:1: ' 'a page in place of the findings' -f wrong
printf '%s\n' '{"op":"insert","key":{}}' >wrong
refused 'wrong:1: table: missing: not a summary of diff-table -s' \
    'differences, not their summary' -c wrong
sed 's/"insert":12/"insert":1.5/' changes >wrong
refused "wrong:1: insert: not a number of rows '1.5'" 'half a row' -c wrong
sed -n '1p;1p' changes >wrong
refused "wrong:2: table: a second line of 'formation'" 'a table twice' -c wrong
cp data/db/certifications.db kept
sqlite3 data/db/certifications.db "UPDATE certifications SET fin = 'soon' WHERE rowid = 3"
refused "data/db/certifications.db: row 3: fin: not an instant 'soon'" \
    'a bound that is not an instant' -d data
cp kept data/db/certifications.db
echo '<html>' >data/db/organismes.db
refused 'data/db/organismes.db: ' 'a database that is not one' -d data
run report-data x
is "$rc/$(head -n 1 err)" "2/report-data: operand 'x' is one too many" 'an operand'
run report-data -f findings >/dev/full
is "$rc" 1 'a full disk'
done_testing
