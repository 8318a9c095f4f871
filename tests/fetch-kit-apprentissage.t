#!/bin/bash
# fetch-kit-apprentissage: the records of the API, page after page.
. "$(dirname "$0")/lib.sh"
source=kit_apprentissage tool=fetch-kit-apprentissage
. "$root/tests/fetch.sh"
page() { echo "GET /cfd_rncp_intitule?page_num=$1&page_size=100 $2"; }
file=sample/kit_apprentissage/api.ndjson
mkdir raw
before=$(raw)
fetch
refuses 1 "^$tool: API_KIT_APPRENTISSAGE_TOKEN \(or API_KIT_APPRENTISSAGE_TOKEN_FILE\) is not set: see 'make check-config'\$" 'without a token'
echo wrong-token >token
export API_KIT_APPRENTISSAGE_TOKEN_FILE=token
api="$url/cfd_rncp_intitule"
breaks 1 "$api: HTTP 401\$" 'with a wrong one'
is "$(asked)" "$(for i in 1 2 3; do page 1 401; done)" '  three tries'
is "$(grep -rl wrong-token state out err)" '' '  which is told nobody'
export API_KIT_APPRENTISSAGE_TOKEN=kit-token

# 450 records: five pages, the last one short.
jq -nc 'range(450) | {cfd: "\(40000000 + .)", rncp: "RNCP\(.)",
    intitule_diplome: "é \"\(.)\" {]"}' | sed 's/:/: /' >"$file"
fetch
clean 'what the source has'
is "$(jq -c '[.requests, .changed]' out)" '[5,["api.ndjson"]]' '  one file'
cmp -s raw/api.ndjson "$file"
ok $? '  the records as their pages gave them, in their order'
asked >got
is "$(head -n 1 got) $(sort got)" \
    "$(page 1 200) $(for i in 1 2 3 4 5; do page $i 200; done)" \
    '  a request a page, the first one first'
before=$(raw)
fetch
is "$rc $(jq -c '[.requests, .bytes, .changed]' out)" '0 [5,0,[]]' 'nothing new'
is "$(asked | grep -c ' 304$')" 5 '  all on condition'
is "$(raw)" "$before" '  nothing touched'
rm raw/api.ndjson
fetch
is "$rc $(jq -c '[.bytes, .changed]' out) $(cmp raw/api.ndjson "$file" 2>&1)" \
    '0 [0,["api.ndjson"]] ' 'the raw file is lost, the pages are not'
asked >/dev/null

sed -i 's/RNCP333"/RNCP999"/' "$file"
fetch
is "$rc $(jq -c .changed out) $(asked | cut -d ' ' -f 3 | sort | uniq -c | xargs)" \
    '0 ["api.ndjson"] 1 200 4 304' 'a page that changed, among others'
cmp -s raw/api.ndjson "$file"
ok $? '  the new record in its place'

# Whatever fails is tried twice more.
for fault in 500 404 refuse reset truncate cut html charset column; do
	rm -r state
	faults "$source:1:$fault" "$source:2:$fault"
	asked >/dev/null
	fetch
	is "$rc $(jq -c '[.requests, .changed]' out) $(asked | wc -l)" \
	    '0 [7,[]] 7' "twice: $fault"
done
breaks 75 "$api: HTTP 503 \\(temporary: try again later\\)\$" 'three times' "$source:2-:503"
breaks 1 'api.ndjson: http.*: no record at all$' 'no record at all' "$source:1:empty"
breaks 1 "$api: HTTP 401\$" 'a token that is known no more' "$source:4-:session"

sed -i 's/RNCP444"/RNCP999"/' "$file"
rm -r state
killed TERM state/http.db 'a run that is ended' "$source:2-:drip=100"
cmp -s raw/api.ndjson "$file"
ok $? '  the new records'

# Answers of our own.
mkdir site
httpd site
answer() { # answer PAGE JSON
	echo "$2" >"site/cfd_rncp_intitule?page_num=$1&page_size=100"
}
answer 1 '{"total": 301, "data": [{"cfd": "1\n", "rncp":
  null}, {"rncp": "", "cfd": " é", "x": [{}]}], "count": 2}'
answer 2 '{"total": 7, "data": [], "pagination": {}}'
answer 3 '{"total": 7, "data": [{"cfd":"2","rncp":"2","rncp":"3"}]}'
answer 4 '{"total": 7, "data": [{"cfd":"1\n","rncp":null}]}'
fetch
clean 'pages that are short or empty'
echo '{"cfd": "1\n", "rncp":   null}
{"rncp": "", "cfd": " é", "x": [{}]}
{"cfd":"2","rncp":"2","rncp":"3"}
{"cfd":"1\n","rncp":null}' | cmp -s - raw/api.ndjson
ok $? '  a record a line, and otherwise as it came'
answer 3 '{"total": 7, "data": [{"cfd":"2"}]}'
before=$(raw)
KIT_URL=$url run fetch-kit-apprentissage -r raw -s state
refuses 1 "^$tool: $source: $url/cfd_rncp_intitule: data\[0\].rncp: missing" \
    'KIT_URL, and a record without rncp'
is "$(raw) $(grep -c 'page_num=3' requests)" "$before 4" '  tried three times'
while read -r message body; do
	answer 1 "$body"
	fetch
	refuses 1 "^$tool: $source: $url/cfd_rncp_intitule: .*$message" \
	    "refused: $body"
done <<'END'
total {"data":[]}
total {"total":"1","data":[]}
total {"total":-1,"data":[]}
total {"total":1e9,"data":[]}
data {"total":1,"data":null}
data {"total":1}
data.0 {"total":1,"data":["1"]}
cfd {"total":1,"data":[{"cfd":1,"rncp":"1"}]}
END
is "$(raw)" "$before" '  the raw folder is as it was'
done_testing
