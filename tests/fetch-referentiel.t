#!/bin/bash
# fetch-referentiel: one page that holds all.
. "$(dirname "$0")/lib.sh"
source=referentiel tool=fetch-referentiel
. "$root/tests/fetch.sh"
page='GET /api/v1/organismes.json?items_par_page=60000'

fetch
clean 'what the source has'
is "$(jq -c '[.requests, .changed]' out)" '[1,["organismes.json"]]' '  one file'
cmp -s raw/organismes.json sample/referentiel/organismes.json
ok $? '  as it came'
is "$(asked)" "$page 200" '  by one request'
before=$(raw)
fetch
is "$rc $(jq -c '[.requests, .unchanged, .changed]' out)" '0 [1,1,[]]' \
    'nothing new'
is "$(asked)" "$page 304" '  one request, on condition'
is "$(raw)" "$before" '  nothing touched'

jq -c '.pagination.page = 2' sample/referentiel/organismes.json >other
mv other sample/referentiel/organismes.json
killed TERM state/stage/organismes.json 'a run that is ended' "$source:1:drip=1000"
cmp -s raw/organismes.json sample/referentiel/organismes.json
ok $? '  the new page'

name="organismes.json: $url/api/v1/organismes.json"
breaks 75 "$name: HTTP 503 \\(temporary: try again later\\)\$" 'no second try' "$source:1:503"
breaks 1 "$name: an empty list\$" 'no organisme at all' "$source:1:empty"
breaks 75 "$name: cut" 'cut where HTTP cannot see it' "$source:1:cut"
printf '%s' '{"pagination":{"total":1},"resultats":[1]}' \
    >sample/referentiel/organismes.json
breaks 1 "$name: no list organismes in it\$" 'another shape'

REFERENTIEL_URL=$url/elsewhere run fetch-referentiel -r raw -s state
refuses 1 "^$tool: $source: organismes.json: $url/elsewhere/api/v1/organismes.json: HTTP 404\$" \
    'REFERENTIEL_URL, and a page that is not there'
done_testing
