#!/bin/bash
# The manners of every fetch tool: TLS, redirects, proxies, time-outs, sizes,
# locks. Shown by fetch-referentiel and fetch-communes.
. "$(dirname "$0")/lib.sh"
unset http_proxy https_proxy all_proxy no_proxy SSL_CERT_FILE SSL_CERT_DIR
unset "${!FETCH_@}"
cd "$T" || exit 1

# server NAME [CERT]: its port in $port.
server() {
	mkdir -p "$1"
	/usr/bin/python3 "$root/tests/manners.py" "$@" &
	servers="$servers $!"
	until [ -e "$1/port" ]; do sleep 0.05; done
	port=$(cat "$1/port")
}
# get URL [VARIABLE=VALUE...]: the list, from there.
get() {
	local base=$1
	shift
	rm -rf raw state
	run env REFERENTIEL_URL="$base" "$@" \
	    fetch-referentiel -r raw -s state
}
done_well() {
	is "$rc/$(cat err)/$(jq -c '.organismes | length' raw/organismes.json)" \
	    0//1 "$1"
}

server plain
here=http://127.0.0.1:$port
get "$here/ok"
done_well 'an answer'
is "$(grep -i '^user-agent' plain/seen | tr -d '\r')" \
    "User-Agent: alternance/$(cat "$root/VERSION")" 'we say who we are'
ok "$(grep -qi '^accept: application/json, text/plain, \*/\*' plain/seen; echo $?)" \
    'and what we take'
get "$here/bom"
is "$rc/$(cat err)/$(tail -c +4 raw/organismes.json | jq -c '.organismes | length')" 0//1 \
    'an answer with a byte order mark, kept as it came'
parse-json --member organismes raw/organismes.json | jq -e .siret >/dev/null
ok $? '  which parse-json takes'
get "$here/page"
done_well 'an answer that is called a page of HTML'
get "$here/packed"
done_well 'an answer that is packed'
get "$here/ok///"
done_well 'an address with slashes at its end'
is "$(grep -c '^GET /ok/api' plain/seen)" 2 '  which are not sent'
get "$here/hops/21"
done_well '21 redirects'
get "$here/hops/22"
refuses 1 "^fetch-referentiel: referentiel: organismes.json: $here/hops/22/.*: .*redirects" \
    '22 redirects'
get "$here/loop"
refuses 1 'redirects' 'redirects in a circle'
is "$(ls raw 2>&1 | head -n 1)" "ls: cannot access 'raw': No such file or directory" \
    'nothing was put there'
get "$here/silent" FETCH_TIMEOUT=1
refuses 75 ": $here/silent/.*: nothing was heard for 1 s" 'silence'
get "$here/slow" FETCH_MAX_TIME=1
refuses 75 ": $here/slow/.*: .*timed out" 'an answer that takes too long'
get "http://user:s3cret@127.0.0.1:$port/loop?key=s3cret"
ok "$(grep -q s3cret err; echo $((!$?)))" 'what an address holds is not shown'
for value in -1 x 1e9; do
	get "$here/ok" FETCH_TIMEOUT=$value
	refuses 1 "FETCH_TIMEOUT: not a number .* '$value'" "FETCH_TIMEOUT=$value"
done
get nowhere
refuses 1 "^fetch-referentiel: REFERENTIEL_URL=nowhere: not an http or https URL$" 'no URL'
get "$here/ok" http_proxy="$here"
done_well 'through a proxy'
ok "$(grep -q "^GET $here/ok/" plain/seen; echo $?)" 'which is told where to'

# TLS.
openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -days 2 \
    -subj /CN=localhost -addext 'subjectAltName=IP:127.0.0.1' 2>/dev/null
cat key cert >both
server tls "$T/both"
there=https://127.0.0.1:$port
get "$there/ok"
refuses 1 ": $there/ok/.*: .*certificate" 'a certificate of nobody'
get "$there/ok" SSL_CERT_FILE=cert
done_well 'one that SSL_CERT_FILE knows'
mkdir certs
cp cert "certs/$(openssl x509 -hash -noout -in cert).0"
get "$there/ok" SSL_CERT_DIR=certs
done_well 'or SSL_CERT_DIR'
get "https://localhost:$port/ok" SSL_CERT_FILE=cert
refuses 1 ": .*(certificate|subject)" 'a certificate of another host'
cp plain/port tls/other
get "$there/plain" SSL_CERT_FILE=cert
refuses 1 ": $there/plain/.*: redirected from https to another protocol$" 'from https to http: no'

# The raw folder on another file system than the state.
elsewhere=$(mktemp -d -p /dev/shm 2>/dev/null) || elsewhere=
if [ -n "$elsewhere" ] && [ "$(stat -c %d "$elsewhere")" != "$(stat -c %d .)" ]; then
	rm -rf raw state
	mkdir "$elsewhere/raw" raw
	ln -s "$elsewhere/raw" raw/referentiel
	elsewhere() {
		run env REFERENTIEL_URL="$here/ok" fetch-referentiel \
		    -r raw/referentiel -s state
	}
	elsewhere
	is "$rc/$(cat err)/$(jq -c .changed out)" '0//["organismes.json"]' \
	    'the raw folder on another file system'
	is "$(ls -A raw/referentiel state/stage)" \
	    "$(printf 'raw/referentiel:\norganismes.json\n\nstate/stage:')" \
	    '  nothing else is left there'
	before=$(stat -Lc '%i %y' raw/referentiel/organismes.json)
	elsewhere
	is "$rc/$(jq -c .changed out)/$(stat -Lc '%i %y' raw/referentiel/organismes.json)" \
	    "0/[]/$before" '  and what is equal is left alone'
else
	skip 'no second file system to write to'
fi
[ -z "$elsewhere" ] || rm -rf "$elsewhere"

# One run at a time.
get "$here/ok"
(flock 9; touch held; sleep 1.5) 9>state/lock &
until [ -e held ]; do sleep 0.05; done
run env REFERENTIEL_URL="$here/ok" fetch-referentiel -r raw -s state
refuses 75 '^fetch-referentiel: state: another run is active \(-w waits for it\)$' 'two at a time'
run env REFERENTIEL_URL="$here/ok" fetch-referentiel -w 30 -r raw -s state
is "$rc/$(cat err)" 0/ '-w waits for the other'

# An answer that is kept in memory has a bound.
run env GEO_URL="$here/long" INSEE_URL="$here/silent" \
    ENSEIGNEMENT_SUP_URL="$here/silent" \
    API_INSEE_TOKEN=x FETCH_PACE=0 fetch-communes -r raw2 -s state2
refuses 1 'longer than 67108864 bytes' 'an answer without end'

run fetch-referentiel -r raw
is "$rc/$(head -n 1 err)" '2/fetch-referentiel: -s DIR is needed' \
    'no folder for what is remembered'
run fetch-referentiel -u x -r raw -s state
is "$rc/$(head -n 1 err)" "2/fetch-referentiel: -u: not an http or https URL 'x'" \
    'another server that is none'
mkdir shut
chmod 500 shut
if [ "$(id -u)" != 0 ]; then
	run env REFERENTIEL_URL="$here/ok" fetch-referentiel -r raw -s shut/state
	refuses 1 'shut/state: Permission denied' 'no way in'
else
	skip 'root may write anywhere'
fi
done_testing
