#!/bin/bash
# fetch-adresse: what is sent, what an answer is, what is remembered of it.
. "$(dirname "$0")/lib.sh"
source=adresse tool=fetch-adresse
. "$root/tests/fetch.sh"
export SUITE_NOW=2026-01-10T00:00:00Z

# ---- a whole sample ----

tac sample/adresse/adresses.ndjson | jq -c 'del(.point)' >questions
fetch questions
clean "a sample"
is "$(cat out)" "{\"requests\":$(grep -c . questions),\"bytes\":$(jq .bytes out),\"unchanged\":0,\"changed\":[\"adresses.ndjson\"]}" \
    "  a question is asked once"
tac sample/adresse/adresses.ndjson >want
cmp -s want raw/adresses.ndjson
ok $? "  the answers are the sample's, in the order of the questions"
before=$(raw)
asked >shown.all
SUITE_NOW=2027-01-09T23:59:59Z fetch questions
is "$(jq -c '[.requests, .changed]' out)" '[0,[]]' "364 days later: nothing is asked"
SUITE_NOW=2027-01-10T00:00:00Z fetch questions
is "$(jq -c '.requests' out)" "$(grep -c . questions)" "a year later: all is asked, null too"
is "$(raw)" "$before" "  the same answers, no file is touched"
head -n 3 questions >few
fetch few
is "$(jq -c '[.requests, .changed]' out)" '[0,["adresses.ndjson"]]' "less questions, less answers"
head -n 3 want | cmp -s - raw/adresses.ndjson
ok $? "  those"

# ---- what is sent ----

asked >shown.all
question() { jq -nc '{codePostal: $ARGS.positional[0], codeInsee: $ARGS.positional[1], adresse: $ARGS.positional[2]}' --args "$@"; }
{
	question 29200 29019 "12 B RUE DE L'EGLISE"
	question '2 &' 2A004 'é+"a",b:$/(~*!)%#'
} >questions
fetch questions
clean "other questions"
is "$(asked | sort)" "GET /geocodage/search?limit=1&autocomplete=0&postcode=2+%26&citycode=2A004&q=%C3%A9%2B%22a%22,b:\$%2F(~*!)%25%23 200
GET /geocodage/search?limit=1&autocomplete=0&postcode=29200&citycode=29019&q=12%2BB%2BRUE%2BDE%2BL%27EGLISE 200" \
    "  what is sent"
is "$(cut -c1-90 raw/adresses.ndjson)" '{"codePostal":"29200","codeInsee":"29019","adresse":"12 B RUE DE L'"'EGLISE\",\"point\":null}
"'{"codePostal":"2 &","codeInsee":"2A004","adresse":"é+\"a\",b:$/(~*!)%#","point":null}' \
    "  no place is found"
for q in '{"codePostal":null,"codeInsee":"1","adresse":"a"}' \
    '{"codePostal":"1","adresse":"a"}'; do
	echo "$q" >questions
	fetch questions
	refuses 1 '^fetch-adresse: questions:1: code[A-Z][a-z]*: ' "no question: $q"
done

# ---- answers ----

mkdir -p site/geocodage
# answers BODY: what every question is answered.
answers() {
	mkdir -p site/geocodage
	echo "$1" >site/geocodage/search
	rm -rf state
	question 1 2 "$1" >questions
	fetch questions
}
httpd site
point='{"type":"Point","coordinates":[2.5,48]}'
answers '{"features":[{"type":"Feature","geometry":'"$point"',"properties":{"score":1}},'\
'{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0]}}]}'
is "$rc/$(jq -c .point raw/adresses.ndjson)" '0/{"coordinates":[2.5,48],"type":"Point"}' \
    "the first of two places"
for body in '{}' '{"features":null}' "{\"features\":[{\"type\":\"X\",\"geometry\":$point}]}" \
    '{"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[2.5,48,1]}}]}' \
    '{"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[2.5,48],"crs":1}}]}' \
    '{"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[200,48]}}]}' \
    "{\"features\":[{\"type\":\"Feature\",\"geometry\":$point},{\"type\":\"Feature\",\"geometry\":null}]}" \
    "[{\"type\":\"Feature\",\"geometry\":$point}]" '<p>sorry'; do
	answers "$body"
	refuses 1 "^fetch-adresse: adresse: .*: $url/geocodage/search: " "no answer: $body"
done
answers "{\"features\":[{\"type\":\"Feature\",\"geometry\":$point"
refuses 75 ': cut: ' "an answer that is cut"
rm site/geocodage/search
fetch questions
refuses 1 'HTTP 404' "404 is a failure"
is "$(jq -c .point raw/adresses.ndjson)" '{"coordinates":[2.5,48],"type":"Point"}' \
    "  the last answer stands"
answers $'\xef\xbb\xbf{"features":[]}'
is "$rc/$(jq -c .point raw/adresses.ndjson)" 0/null "a byte order mark is no fault"
ADRESSE_URL=$url/geocodage/// run fetch-adresse -r raw -s other questions
clean "slashes at the end of ADRESSE_URL"
is "$(tail -n 1 requests | cut -d'?' -f1)" 'GET /geocodage/search' "  are not sent"
done_testing
