#!/bin/bash
# serve-upstream: each source's protocol, each fault.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
unset "${!API_@}"
if ! command -v curl python3 >/dev/null; then
	skip "no curl, or no python3"
	done_testing
	exit
fi
sample-upstream -o raw
raw=$T/raw

# serve OPTIONS: starts a server of $folder, its address in $url.
folder=raw
serve() {
	mkfifo ready
	serve-upstream --port-file port --faults faults --log log "$@" $folder \
		>ready 2>server.err &
	server=$!
	read -r url <ready
	rm ready
}
trap 'kill "$server" 2>"$T/err"; rm -rf "$T" "$T.n"' EXIT

# get PATH [CURL-OPTION]...: the body in body, the head in head, status in $rc,
# curl's exit code in $curl.
get() {
	local path=$1
	shift
	: >body
	rc=$(curl -sS -m 20 -g -D head -o body -w '%{http_code}' "$@" \
		"$url$path" 2>curl.err)
	curl=$?
}
# header NAME: of the last answer.
header() { sed -n "s/^$1: \(.*\)\r$/\1/Ip" head; }
# gives STATUS FILE NAME: the last answer is that file.
gives() {
	is "$rc" "$1" "$3"
	cmp -s body "$2"
	ok $? "  the very bytes of ${2##*/}"
}

organismes='/api/v1/organismes.json?items_par_page=60000'
csv='/bcn/index.php/export/CSV?n=N_NIVEAU_FORMATION_DIPLOME&separator=%3B'
formations=/api/v1/entity/formations
geo=/metadonnees/geo/communesAssociees
kali=/resources/kali_ccn/kali.xlsx

serve
is "$url" "http://127.0.0.1:$(cat port)" "the address, and the port in a file"

# What a client gathers, over one connection, is what there is.
mkdir got.questions
for table in etablissements unites_legales; do
	jq -r .identifiant raw/entreprise/$table.ndjson >got.questions/$table
done
jq -c 'del(.point)' raw/adresse/adresses.ndjson >got.questions/adresses
run python3 "$root/tests/gather.py" "$url" got
clean "every source is gathered"
jq -c '.date = (.file_date | sub("\\..*"; "Z") | fromdate + 7200 | strftime("%d.%m.%y")) |
	{file, title, description, date}' raw/npec/resources.ndjson |
	cmp -s - got/npec/cards
ok $? "  the list of NPEC"
cp raw/npec/resources.ndjson got/npec
rm got/npec/cards
for source in raw/*/; do
	is "$(diff -rq "$source" "got/${source#raw/}")" "" "  ${source#raw/}"
done

# Conditions, ranges, encodings.
get "$organismes"
etag=$(header etag)
date=$(header last-modified)
is "$rc/$(header content-length)/$(wc -c <body)" \
	"200/$(wc -c <raw/referentiel/organismes.json)/$(header content-length)" \
	"a file has a length"
get "$organismes" -H "If-None-Match: $etag"
is "$rc/$(header etag)" "304/$etag" "not modified"
get "$organismes" -H "If-None-Match: \"x\", W/$etag"
is "$rc" 304 "  one of several, weak"
get "$organismes" -H 'If-None-Match: "x"' -H "If-Modified-Since: $date"
is "$rc" 200 "  another validator, whatever the date"
get "$organismes" -H "If-Modified-Since: $date"
is "$rc" 304 "not modified since"
get "$organismes" -H "If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT"
is "$rc" 200 "  but since another date"
get "$organismes" --compressed
is "$(header etag)/$(header last-modified)" "${etag%\"}-gzip\"/$date" \
	"compressed, its validator is another"
cmp -s body raw/referentiel/organismes.json
ok $? "  and the bytes are the same"
get "$organismes" --compressed -H "If-None-Match: $(header etag)"
is "$rc" 304 "  which is known as well"
get "$csv" -X POST
get "$csv" -X POST -H "If-None-Match: $(header etag)"
is "$rc/$(wc -c <body)" 412/0 "a POST is not repeated for the same"
get "$kali" -r 1000-
tail -c +1001 raw/kali_ccn/kali.xlsx | cmp -s - body
is "$?/$rc/$(header content-range)" \
	"0/206/bytes 1000-$(($(wc -c <raw/kali_ccn/kali.xlsx) - 1))/$(wc -c <raw/kali_ccn/kali.xlsx)" \
	"the rest of a file"
etag=$(header etag)
get "$kali" -r 10-19 -H "If-Range: $etag"
is "$rc/$(wc -c <body)" 206/10 "a part, if it is still the same"
get "$kali" -r 10-19 -H 'If-Range: "x"'
is "$rc/$(wc -c <body)" "200/$(wc -c <raw/kali_ccn/kali.xlsx)" "  else all of it"
get "$kali" -r 9999999-
is "$rc/$(header content-range)" "416/bytes */$(wc -c <raw/kali_ccn/kali.xlsx)" \
	"nothing is behind the end"
get "$kali" -I
is "$rc/$(header content-length)/$(header etag)" \
	"200/$(wc -c <raw/kali_ccn/kali.xlsx)/$etag" "HEAD"
get /TrouveTaML/?search_=01
is "$rc/$(header transfer-encoding)" 200/chunked "a list has no length"
first=$server one=$url
cp -r raw same && touch -d 2001-01-01 same/*/*
folder=same serve --log same.log
get /resources/kali_ccn/kali.xlsx -I
is "$(header etag)" "$etag" "the same bytes elsewhere, the same validator"
kill $server
server=$first url=$one

# What is not there.
get /api/v2
is "$rc" 404 "no such source"
get "$organismes" -X POST
is "$rc" 405 "no such method"
get '/bcn/index.php/export/CSV?n=..%2Freferentiel%2Forganismes' -X POST
is "$rc" 404 "no way out of a folder"
get /resources/kali_ccn/../../log --path-as-is
is "$rc" 404 "no way out of all of them"
exec 3<>"/dev/tcp/127.0.0.1/${url##*:}"
printf 'GET x\r\n\r\n' >&3
cat <&3 >answer
exec 3>&-
is "$(head -c 12 answer)" "HTTP/1.1 400" "what is no request"

# Files are read at each request; a dataset that was kept, an archive.
cp -r raw/france_competence kept
jq -n '{id: "x", title: "y", resources: [{id: "1-2", title: "export-fiches-csv-2025-09-05.zip",
	created_at: "2025-09-05T03:00:00Z", last_modified: "2025-09-05T03:00:00Z",
	latest: "https://www.data.gouv.fr/fr/datasets/r/1-2"}]}' \
	>raw/france_competence/dataset.json
get /api/1/datasets/5eebbc067a14b6fecc9c9976
latest=$(jq -r '.resources[].latest' body)
is "$latest" "$url/fr/datasets/r/1-2" "a dataset that was kept, at this address"
get "${latest#"$url"}" -L
cmp -s body kept/export-fiches-csv-2025-09-05.zip
ok $? "  leads to its archive"
rm raw/france_competence/dataset.json
sample-upstream --sources catalogue --catalogue-zip -o raw
get $formations/count
is "$(cat body)" 1500 "the catalogue as an archive"
get $formations.json
jq -c '.[]' body | cmp -s - <(jq -c '.[]' got/catalogue/formations.json)
ok $? "  of the same formations"
sample-upstream --sources catalogue -o raw

get '/v3/insee/sirene/etablissements/1?token=entreprise-token'
is "$rc $(cat body)" '404 {"errors":[{"title":"unknown"}]}' "entreprise: one that is not there"

kill $server
wait $server
is "$?/$(cat server.err)" 0/ "a signal ends it"

# The log.
jq -se 'map(.n) == [range(1; length + 1)]' log >/dev/null
ok $? "the log numbers all requests"
is "$(jq -s 'group_by(.source) | map(select(map(.k) != [range(1; length + 1)]))' log)" \
	"[]" "  and those of each source"
grep -qE 'insee-token|entreprise-token|secret' log
is $? 1 "  and tells no secret"
is "$(jq -c 'select(.range == "bytes=1000-")' log)" \
	'{"n":'"$(jq 'select(.range == "bytes=1000-").n' log)"','\
'"source":"kali_ccn","k":4,"method":"GET",'\
'"path":"/resources/kali_ccn/kali.xlsx","status":206,'\
'"bytes":'$(($(wc -c <raw/kali_ccn/kali.xlsx) - 1000))',"conditional":false,'\
'"range":"bytes=1000-","fault":null}' \
	"a line of it"

# Faults: rule by rule, request by request.
rm log
serve --fault 'referentiel:1:500' --fault 'referentiel:2-:503' \
	--fault 'catalogue:2/2:404' --fault 'kali_ccn:2:latency=1' \
	--fault '*:2:429=7' --fault 'kali_ccn:*:latency=2'
statuses() { # PATH N: the statuses of N requests
	local all=
	for _ in $(seq "$2"); do
		get "$1"
		all="$all$rc "
	done
	echo "$all"
}
is "$(statuses "$organismes" 3)" "500 503 503 " "the first, and from the second on"
is "$(statuses $formations/count 5)" "200 404 200 404 200 " "every second"
is "$(statuses "$kali" 3)" "200 429 200 " "of any source"
is "$(jq -r 'select(.source == "kali_ccn").fault' log | tr '\n' ' ')" \
	"latency 429 latency " "latency goes with others"
get "$kali"
is "$(header retry-after)" "" "  no time to come again"
kill $server

serve
rule() { # RULE: the only one from now on
	echo "# $1" >faults.new
	echo "$1 # that one" >>faults.new
	mv faults.new faults
}
for status in 500 503 404 401 429; do
	rule "*:*:$status"
	get "$organismes"
	is "$rc/$(header retry-after)" "$status/" "$status"
done
rule '*:*:429=3'
get "$organismes"
is "$rc/$(header retry-after)" 429/3 "429, come again"
rule '*:*:refuse'
get "$organismes"
case $curl in 52 | 56) ok 0 refuse ;; *) ok 1 "refuse: $curl" ;; esac
for what in reset:56 truncate:18; do
	rule "*:*:${what%:*}"
	get "$organismes"
	is "$curl" "${what#*:}" "${what%:*}"
	[ "$(wc -c <body)" -lt "$(wc -c <raw/referentiel/organismes.json)" ]
	ok $? "  and not all of it came"
done
rule '*:*:cut'
get "$organismes" --compressed
is "$curl/$rc/$(header content-length)/$(wc -c <body)" \
	"0/200//$(($(wc -c <raw/referentiel/organismes.json) / 2))" "cut"
rule '*:*:drip=100000'
get "$csv" -X POST
is "$rc/$(header transfer-encoding)" "200/" "drip"
cmp -s body raw/bcn/N_NIVEAU_FORMATION_DIPLOME.csv
ok $? "  all of it in the end"
rule '*:*:html'
get "$csv" -X POST
is "$rc/$(header content-type)" "200/text/html; charset=utf-8" "html"
rule '*:*:charset'
get "$csv" -X POST
iconv -f latin1 -t utf-8 raw/bcn/N_NIVEAU_FORMATION_DIPLOME.csv | cmp -s - body
ok $? "charset: to UTF-8"
get /regions
iconv -f latin1 -t utf-8 body | cmp -s - raw/communes/regions.json
ok $? "charset: from UTF-8"
rule '*:*:column'
get "$csv" -X POST
is "$(head -n 1 body)" "X$(head -n 1 raw/bcn/N_NIVEAU_FORMATION_DIPLOME.csv)" \
	"column: the first of a header"
tail -n +2 body | cmp -s - <(tail -n +2 raw/bcn/N_NIVEAU_FORMATION_DIPLOME.csv)
ok $? "  and no other line"
get /regions
is "$(jq -c 'map({nom: .Xnom, code})' body)" "$(jq -c . raw/communes/regions.json)" \
	"column: of each object"
get "$kali"
is "$(header content-type)" "text/html; charset=utf-8" "column: in no text, a page"
rule '*:*:empty'
get "$csv" -X POST
is "$(cat body)" "$(head -n 1 raw/bcn/N_NIVEAU_FORMATION_DIPLOME.csv)" "empty: a header"
get /regions
is "$(cat body)" "[]" "empty: a list"
get "$organismes"
is "$(cat body)" '{"pagination":{"page":0,"resultats_par_page":0,"nombre_de_page":0,"total":0},"organismes":[]}' \
	"empty: a list that is counted"
get /regions/975
is "$(cat body)" "$(jq -c . raw/communes/region-975.json)" "empty: nothing to empty"
get "$kali"
is "$rc/$(wc -c <body)" 200/0 "empty: a file"
rule '*:*:etag'
get "$kali"
etag=$(header etag)
get "$kali" -H "If-None-Match: $etag"
[ "$rc" = 200 ] && [ "$(header etag)" != "$etag" ] && cmp -s body raw/kali_ccn/kali.xlsx
ok $? "etag: another for the same bytes"
rule '*:*:gone'
get "$kali"
is "$rc/$(wc -c <body)" 304/0 "gone"
rule 'communes:*:session'
get $geo -H 'Authorization: Bearer insee-token'
is "$rc" 401 "session: no token is good"
rule 'acce:3:session'
login='json=%7B%22id%22%3A%22acce%22%2C%22mdp%22%3A%22secret%22%7D'
: >log
k=$(($(jq -s 'map(select(.source == "acce")) | length' log) + 3))
get /acce/index.php -d "$login"
cookie=$(header set-cookie)
get /acce/getextract.php -H "Cookie: ${cookie%%;*}" -d x
is "$rc" 400 "session: it is there"
get /acce/getextract.php -H "Cookie: ${cookie%%;*}" -d x
is "$rc" 200 "  and forgotten"
get /acce/getextract.php -H "Cookie: ${cookie%%;*}" -d x
is "$rc" 200 "  for good"
echo 'bcn:0:500' >faults
get "$csv" -X POST
is "$rc" 200 "a rule that is none goes wrong with nothing"
grep -q "warning: faults:1: bcn:0:500: K, N-, N/M or \* is expected, not '0'" server.err
ok $? "  and is told"
rm faults
get "$csv" -X POST
is "$rc" 200 "no rules, no faults"
kill $server
is "$(grep -v 'warning: faults:1: bcn:0:500: ' server.err)" "" "nothing else is told"

# At random, but as the seed says.
draws() { # SEED: the faults of forty requests
	: >log
	serve --random 5 --seed "$1"
	for _ in $(seq 40); do get /regions; done
	# A request is logged after it has been answered.
	until [ "$(wc -l <log)" -ge 40 ] || ! kill -0 $server; do sleep 0.05; done
	kill $server
	jq -c '[.n, .fault]' log
}
draws 1 >first
draws 1 >again
draws 2 >other
cmp -s first again
ok $? "the same seed, the same faults"
cmp -s first other
is $? 1 "another, others"
is "$(grep -vc null first)/$(tail -n 5 first | grep -vc null)" 5/0 \
	"as many as were asked for"

for rule in x 'bcn:1' 'bcn:x:500' 'bcn:0:500' 'bcn:1/0:500' 'sirene:1:500' \
	'bcn:1:501' 'bcn:1:500=1' 'bcn:1:latency' 'bcn:1:drip=0'; do
	run serve-upstream --fault "$rule" raw
	grep -q "^serve-upstream: --fault $(sed 's/[*]/[*]/' <<<"$rule"): " err
	is "$rc/$?" 2/0 "no rule: $rule"
done
run serve-upstream
is "$rc" 2 "no folder"
run serve-upstream raw x
is "$rc" 2 "an operand is one too many"
run serve-upstream nowhere
refuses 1 "nowhere: No such file" "no such folder"
run serve-upstream --log . raw
refuses 1 ": \\.: Is a directory" "a log that cannot be written"
for o in -h -V; do run serve-upstream $o; clean "$o"; done
done_testing
