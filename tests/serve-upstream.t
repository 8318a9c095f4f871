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

# serve OPTIONS: starts a server, its address in $url.
serve() {
	mkfifo ready
	serve-upstream --port-file port --faults faults --log log "$@" raw \
		>ready 2>server.err &
	server=$!
	read -r url <ready
	rm ready
}
trap 'kill "$server"; rm -rf "$T" "$T.n"' EXIT

# get PATH [CURL-OPTION]...: the body in body, the head in head, status in $rc,
# curl's exit code in $curl.
get() {
	local path=$1
	shift
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

serve
is "$url" "http://127.0.0.1:$(cat port)" "the address, and the port in a file"
csv='/bcn/index.php/export/CSV?separator=%3B&withForeign=true&n='
get "${csv}N_FORMATION_DIPLOME" -X POST
gives 200 raw/bcn/N_FORMATION_DIPLOME.csv "bcn"
is "$(header content-type)" "text/csv; charset=ISO-8859-1" "  its charset"
get "${csv}N_FORMATION_DIPLOME"
is "$rc" 405 "  POST only"
get "${csv}X" -X POST
is "$rc" 404 "  no such table"
get "${csv}..%2Fbcn%2FN_FORMATION_DIPLOME" -X POST
is "$rc" 404 "  no way out of the folder"
get '/api/v1/organismes.json?items_par_page=60000' --compressed
gives 200 raw/referentiel/organismes.json "referentiel"
is "$(header content-encoding)" gzip "  compressed"
get '/api/v1/entity/formations/count?query=%7B%22catalogue_published%22:true%7D'
is "$rc/$(cat body)" 200/1500 "catalogue: how many there are"
get '/api/v1/entity/formations.json?limit=1500'
gives 200 raw/catalogue/formations.json "catalogue"

kill $server
wait $server
is "$?/$(cat server.err)" 0/ "a signal ends it"
trap 'rm -rf "$T" "$T.n"' EXIT
done_testing
