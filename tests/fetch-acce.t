#!/bin/bash
# fetch-acce: a log-in, an extraction that is asked for, an archive that is
# waited for.
. "$(dirname "$0")/lib.sh"
source=acce tool=fetch-acce
. "$root/tests/fetch.sh"
site=$url/acce
login="$site/index.php" page="$site/getextract.php"
mkdir raw
fetch
refuses 1 "^$tool: API_ACCE_USERNAME \(or API_ACCE_USERNAME_FILE\) is not set: see 'make check-config'\$" 'without a name'
export API_ACCE_USERNAME=acce
fetch
refuses 1 "^$tool: API_ACCE_PASSWORD \(or API_ACCE_PASSWORD_FILE\) is not set: see 'make check-config'\$" 'without a password'
export API_ACCE_PASSWORD=wrong-password
breaks 1 "$login: HTTP 401\$" 'with a wrong one'
is "$(asked)" 'POST /acce/index.php 401' '  one try'
is "$(grep -rl wrong-password state out err log)" '' '  which is told nobody'
export API_ACCE_PASSWORD=secret

# polls: the answers to the looks at the extraction since the last call.
polls() { asked | sed -n '/ex_id/s/.* //p' | xargs; }

fetch
clean 'what the source has'
is "$(jq -c '[.requests, .changed]' out)" '[5,["ACCE.zip"]]' '  one file'
cmp -s raw/ACCE.zip sample/acce/ACCE.zip
ok $? '  as it came'
is "$(asked | sed 's/ex_id=[0-9]* /ex_id=N /')" 'POST /acce/index.php 200
POST /acce/getextract.php 200
GET /acce/getextract.php?ex_id=N 200
GET /acce/getextract.php?ex_id=N 200
GET /acce/getextract.php?ex_id=N 200' \
    '  a log-in, the exact demand, and three looks'
before=$(raw)
fetch
is "$rc $(jq -c '[.unchanged, .changed]' out) $(raw)" "0 [1,[]] $before" \
    'an archive of the same bytes touches nothing'

# Whatever goes wrong with a look, there is another one.
asked >/dev/null
faults acce:{3:500,4:404,5:refuse,6:html,7:429=9,8:401}
fetch
clean 'errors mean: not ready'
is "$(polls)" '500 404 0 200 429 401 200 200 200' '  until it is'
faults acce:5:reset
zip -q sample/acce/ACCE.zip port
fetch
clean 'the connection breaks in the archive'
is "$(tail -n 1 log | jq -c '[.status, .range != null]')" '[206,true]' \
    '  the rest is asked for'
cmp -s raw/ACCE.zip sample/acce/ACCE.zip
ok $? '  the new archive'
zip -qd sample/acce/ACCE.zip port
killed KILL state/stage/ACCE.zip 'a run that is killed' acce:5:drip=1000
cmp -s raw/ACCE.zip sample/acce/ACCE.zip
ok $? '  the new archive'

name="ACCE.zip: $page"
breaks 1 "$login: no session: are API_ACCE_USERNAME and API_ACCE_PASSWORD right" \
    'a log-in without a cookie' acce:1:html
breaks 75 "$login: HTTP 503 \\(temporary: try again later\\)\$" 'out of order' acce:1:503
breaks 1 "$page: no extraction in the answer\$" 'no extraction' acce:2:html
breaks 75 "$page: the session has expired" 'a session that is known no more' \
    acce:2:session
asked >/dev/null
breaks 75 "$name: the session has expired" 'one that ends meanwhile' \
    acce:4:session
is "$(polls)" '200 200' '  is waited for no more'
breaks 75 "$name: not ready after 30 minutes: HTTP 500 \\(temporary: try again later\\)\$" 'never ready' \
    acce:3-:500
breaks 75 "$name: cut: the archive has no end \\(temporary: try again later\\)\$" \
    'cut where HTTP cannot see it' acce:5:cut
breaks 1 "$name: an empty answer\$" 'nothing in it' acce:5:empty

# What is sent, and what is taken from the answers.
agent='User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/89.0.4389.128 Safari/537.36'
# answer FILE [FIELD]...: of the body on standard input.
answer() {
	{
		printf 'HTTP/1.1 200 OK\r\n'
		printf '%s\r\n' "${@:2}" 'Connection: close' ''
		cat
	} >"$1"
}
echo hello | answer 1 'Set-Cookie: men_default=abc123; path=/; HttpOnly' \
    'Set-Cookie: men_default=later;'
echo '<input type="password"><a href="https://x/acce/getextract.php?ex_id=4-2">ok</a>
<a href="getextract.php?ex_id=43">' | answer 2
echo '<input type="password">' | answer 3
answer 4 'Content-Disposition: attachment; filename=x.zip' <raw/ACCE.zip
answer 5 'content-disposition: attachement; filename="x.zip"' <raw/ACCE.zip
canned 1 2 3 4 5
before=$(raw)
ACCE_URL=$url/a API_ACCE_USERNAME=user API_ACCE_PASSWORD='p&w d=é' \
    run fetch-acce -r raw -s state
is "$rc $(cat err) $(raw)" "0  $before" 'ACCE_URL, and answers of our own'
tr -d '\r' <requests >got
is "$(grep ' HTTP/' got)" 'POST /a/index.php HTTP/1.1
POST /a/getextract.php HTTP/1.1
GET /a/getextract.php?ex_id=4-2 HTTP/1.1
GET /a/getextract.php?ex_id=4-2 HTTP/1.1
GET /a/getextract.php?ex_id=4-2 HTTP/1.1' \
    "  the first link; a page that asks for a password is not the session's end if the one before did"
is "$(grep -cxF "$agent" got) $(grep -c '^User-Agent' got)" '5 5' \
    '  it calls itself a browser'
is "$(grep '^Cookie' got | sort | uniq -c | xargs)" \
    '4 Cookie: men_default=abc123' '  the first cookie, behind the log-in'
is "$(grep '^json=' got)" \
    'json=%7B%22id%22%3A%22user%22%2C%22mdp%22%3A%22p%26w%20d%3D%C3%A9%22'\
'%2C%22nom%22%3Anull%2C%22prenom%22%3Anull%2C%22email%22%3Anull'\
'%2C%22fonction%22%3Anull%2C%22organisme%22%3Anull'\
'%2C%22commentaire%22%3Anull%2C%22captcha_code%22%3Anull%7D' \
    '  who it is'
is "$(grep '^opt_sort' got | tr -d '\n' | wc -c) $(grep '^opt_sort' got | tr -d '\n' | sha256sum)" \
    '2435 de831f5673d909ee121e579ff89fffee874489519cd3007d6592bd48b3e5cd9f  -' \
    '  what it asks for'
size=$(stat -c %s raw/ACCE.zip)
head -c 1000 raw/ACCE.zip | answer 3 'Content-Disposition: attachement' \
    "Content-Length: $size" 'ETag: "1"'
tail -c +1001 raw/ACCE.zip |
	answer 4 "Content-Range: bytes 1000-$((size - 1))/$size" 'ETag: "1"'
sed -i '1s/200/206/' 4
canned 1 2 3 4
: >requests
run fetch-acce -u "$url" -r raw -s state
is "$rc $(cat err) $(raw) $(grep -c '^Range: bytes=1000-' requests)" \
    "0  $before 1" 'the rest of an archive needs no name'
sed -i 's/^ETag: "1"/ETag: "2"/' 4
canned 1 2 3 4 5
: >requests
run fetch-acce -u "$url" -r raw -s state
is "$rc $(cat err) $(raw) $(grep -c '^GET' requests)" "0  $before 3" \
    'the rest of another archive is not taken'
echo junk >state/stage/ACCE.zip
sed -i "s/^Content-Range: bytes 1000-/Content-Range: bytes 0-/" 4
canned 1 2 4 5
: >requests
run fetch-acce -u "$url" -r raw -s state
is "$rc $(cat err) $(raw) $(grep -c '^Range' requests)" "0  $before 0" \
    'nor a rest that was not asked for'
head -c 1000 raw/ACCE.zip | answer 3 'Content-Disposition: attachement' \
    "Content-Length: $size" 'ETag: '
canned 1 2 3 5
: >requests
run fetch-acce -u "$url" -r raw -s state
is "$rc $(cat err) $(raw) $(grep -c '^Range' requests)" "0  $before 0" \
    'nor one without a name, of what has none'

# Redirects of what holds a secret.
redirect() { # FILE STATUS LOCATION
	answer "$1" "Location: $3" </dev/null
	sed -i "1s/200/$2/" "$1"
}
cp 1 login
cp 2 page
redirect 1 302 /acce/in
redirect 2 307 /acce/order
canned 1 login 2 page 5
: >requests
run fetch-acce -u "$url" -r raw -s state
is "$rc $(cat err) $(raw)" "0  $before" 'answers that lead elsewhere'
is "$(grep -ao '^[A-Z]* /[^ ]*' requests | tr '\n' ' ')$(grep -ac '^opt_sort' requests)" \
    'POST /acce/index.php GET /acce/in POST /acce/getextract.php POST /acce/order GET /acce/getextract.php?ex_id=4-2 2' \
    '  302 by a GET, 307 by the same demand'
redirect 1 302 http://127.0.0.1:1/acce/in
canned 1
run fetch-acce -u "$url" -r raw -s state
refuses 1 "^$tool: acce: $url/acce/index.php: HTTP 302 to http://127.0.0.1:1/acce/in: not followed with a secret\$" \
    '  to another host: not followed'
echo hello | answer 1 'Set-Cookie: men_default=abc123'
canned 1
run fetch-acce -u "$url" -r raw -s state
refuses 1 "^$tool: acce: $url/acce/index.php: no session" \
    'a cookie without an end is none'
done_testing
