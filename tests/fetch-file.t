#!/bin/bash
# fetch-file: a source that is one file.
. "$(dirname "$0")/lib.sh"
source=raw tool=fetch-file operand=https://foo.example/api/v1/organismes.json
. "$root/tests/fetch.sh"

fetch
clean 'what the source has'
is "$(jq -c '[.requests, .changed]' out)" '[1,["organismes.json"]]' '  one file'
cmp -s raw/organismes.json sample/referentiel/organismes.json
ok $? '  as it came'
before=$(raw)
fetch
is "$rc $(jq -c '[.requests, .unchanged, .changed]' out)" '0 [1,1,[]]' \
    'nothing new'
is "$(raw)" "$before" '  nothing touched'
RAW_URL=$url/elsewhere run fetch-file -r raw -s state $operand
refuses 1 "^fetch-file: raw: organismes.json: $url/elsewhere/api/v1/organismes.json: HTTP 404" \
    'RAW_URL replaces the address'
mkdir -p x/my-source
MY_SOURCE_URL=$url run fetch-file -r x/my-source -s state2 $operand
clean 'the variable of a source with a hyphen'
rm -rf state
faults referentiel:1:html
fetch
refuses 1 '^fetch-file: raw: organismes.json: ' 'a page is not JSON'
is "$(raw)" "$before" '  the raw directory stays'
faults

# A file takes the form that its name says.
mkdir site
printf 'a;b\n1;2\n' >site/t.csv
printf 'a;b\n1;2' >site/cut.csv
echo '<!DOCTYPE html><html><body>Sorry</body></html>' >site/page.csv
cp site/page.csv site/page.bin
echo text >site/book.xlsx
printf '\1\2' >site/any.bin
httpd site
for name in t.csv any.bin; do
	run fetch-file -r get -s state3 "$url/$name"
	clean "$name"
	cmp -s "get/$name" "site/$name"
	ok $? '  as it came'
done
for name in cut.csv page.csv page.bin book.xlsx; do
	run fetch-file -r get -s state3 "$url/$name"
	is "$([ "$rc" != 0 ]; echo $?)$(ls get/"$name" 2>/dev/null)" 0 \
	    "$name is refused"
done
for bad in foo ftp://x/y http://x http://x/ 'http://x/y?z' http://x/.y; do
	run fetch-file -r get -s state3 "$bad"
	is "$rc$(grep -c expected err)" 21 "not a URL of a file: $bad"
done
done_testing
