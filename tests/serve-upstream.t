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

kill $server
wait $server
is "$?/$(cat server.err)" 0/ "a signal ends it"
trap 'rm -rf "$T" "$T.n"' EXIT
done_testing
