#!/bin/bash
# fetch-bcn: four tables, one after the other, all or none.
. "$(dirname "$0")/lib.sh"
source=bcn tool=fetch-bcn
. "$root/tests/fetch.sh"
tables='N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51
N_NIVEAU_FORMATION_DIPLOME V_FORMATION_DIPLOME'
export=/bcn/index.php/export/CSV
# exports STATUS: a request a table.
exports() {
	local table
	for table in $tables; do
		echo "POST $export?n=$table&separator=%3B&withForeign=true $1"
	done
}

fetch
clean 'what the source has'
is "$(jq -c '[.requests, .unchanged, (.changed | length)]' out)" '[4,0,4]' \
    '  four files'
is "$(diff -r raw sample/bcn)" '' '  as they came'
is "$(asked)" "$(exports 200)" '  a request each, in their order'
before=$(raw)
fetch
is "$rc $(jq -c '[.requests, .bytes, .unchanged, .changed]' out)" \
    '0 [4,0,4,[]]' 'nothing new'
is "$(asked)" "$(exports 412)" '  requests on condition'
is "$(raw)" "$before" '  nothing touched'
faults "bcn:1-:etag"
fetch
faults
is "$rc $(jq -c '[.unchanged, .changed]' out) $(asked | grep -c ' 200$')" \
    '0 [4,[]] 4' 'the same once more'
is "$(raw)" "$before" '  nothing touched'
rm -r state
fetch
is "$rc $(jq -c .changed out) $(raw)" "0 [] $before" 'without a memory, neither'
echo >>raw/V_FORMATION_DIPLOME.csv
fetch
is "$rc $(jq -c .changed out)" '0 ["V_FORMATION_DIPLOME.csv"]' \
    'a raw file that somebody changed'

for table in $tables; do
	head -n 1 sample/bcn/"$table.csv" | tr -c '\n;' X >row
	cat row >>sample/bcn/"$table.csv"
done
enquete=N_FORMATION_DIPLOME_ENQUETE_51.csv
killed KILL state/stage/$enquete 'a run that is killed' 'bcn:2:drip=1000'
is "$(diff -r raw sample/bcn)" '' '  the new tables'

last="V_FORMATION_DIPLOME.csv: $url$export"
for table in $tables; do
	sed -i '$d' sample/bcn/"$table.csv"
done
breaks 75 "$last: HTTP 503 \\(temporary: try again later\\)\$" 'the last one fails: none is new' 'bcn:4:503'
is "$(asked | tail -n 4 | grep -vc ' 200$')" 1 '  no second try'
breaks 75 "$enquete: $url$export: " 'the connection breaks' 'bcn:2:reset'
breaks 75 "$enquete: $url$export: " 'half of what was announced' \
    'bcn:2:truncate'
breaks 75 "$enquete: $url$export: cut: its last row is short \\(temporary: try again later\\)\$" \
    'cut where HTTP cannot see it' 'bcn:2:cut'
breaks 1 "$enquete: $url$export: a page of HTML, not the data\$" 'a page' \
    'bcn:2:html'
breaks 1 "$enquete: $url$export: UTF-8, not ISO 8859-1\$" 'another encoding' \
    'bcn:2:charset'
breaks 1 "$enquete: $url$export: no column FORMATION_DIPLOME in its header\$" \
    'another header' 'bcn:2:column'
breaks 1 "$enquete: $url$export: a header without a row\$" 'no rows' \
    'bcn:2:empty'
breaks 75 "$enquete: $url$export: HTTP 304, but no condition was sent \\(temporary: try again later\\)\$" \
    'unchanged, where nothing was said to be known' 'bcn:2:gone'

# The request itself.
touch nothing
canned nothing
BCN_URL=$url run fetch-bcn -r raw -s state
refuses 75 "^$tool: bcn: N_FORMATION_DIPLOME.csv: $url/index.php/export/CSV: Empty reply" \
    'BCN_URL, and no answer'
is "$(tr -d '\r' <requests | grep -iE '^(content-|accept:)' | sort)" \
    'Accept: application/json, text/plain, */*
Content-Length: 0
Content-Type: application/x-www-form-urlencoded' '  an empty form is posted'

# A date is no condition of a POST.
for name in N_FORMATION_DIPLOME{,_ENQUETE_51} N_NIVEAU_FORMATION_DIPLOME \
    V_FORMATION_DIPLOME; do
	printf 'HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %s\r\n\r\n' \
	    'Last-Modified: Sat, 10 Jan 2026 00:00:00 GMT' \
	    "$(stat -c %s "raw/$name.csv")" | cat - "raw/$name.csv" >"$name"
done
printf 'HTTP/1.1 412 No\r\nContent-Length: 0\r\n\r\n' >refusal
canned N_FORMATION_DIPLOME{,_ENQUETE_51} N_NIVEAU_FORMATION_DIPLOME \
    V_FORMATION_DIPLOME refusal
BCN_URL=$url run fetch-bcn -r raw -s state
clean 'dates, and no ETag'
BCN_URL=$url run fetch-bcn -r raw -s state
refuses 1 ': HTTP 412$' 'a condition that was not made has not failed'
done_testing
