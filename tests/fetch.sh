# Sourced behind lib.sh by the tests of fetch tools that serve-upstream answers:
# a sample in $T/sample and its server at $url. The test says what $source and
# $tool are, and $operand if it has one.
: "${source:?}" "${tool:?}"
cd "$T" || exit 1
export FETCH_PACE=0
unset "${!API_@}"
touch faults log shown
rm -f port
sample-upstream -o sample
listen serve-upstream --port-file port --faults faults --log log sample
: "${url:?}"

# fetch [OPTION]...: from the server, into raw, beside state.
fetch() {
	run "$tool" -u "$url" -r raw -s state "$@" ${operand-}
}

# faults [RULE]...: what goes wrong from here on (see serve-upstream(1)), all in
# one source; the first request that follows is number 1.
faults() {
	local past rule=${1-}
	past=$(jq -s --arg source "${rule%%:*}" \
	    'map(select(.source == $source).k) | max // 0' log)
	printf '%s\n' "$@" | awk -F: -v OFS=: -v past="$past" \
	    '$2 ~ /^[0-9]/ { $2 = $2 + past substr($2, length($2 + 0) + 1) }
	    { print }' >faults.new
	mv faults.new faults
}

# asked: the requests since the last call: method, path, status.
asked() {
	jq -r '"\(.method) \(.path) \(.status)"' log >shown.new
	tail -n "+$(($(wc -l <shown) + 1))" shown.new
	mv shown.new shown
}

# raw: all that could have been touched in the raw folder.
raw() { find raw -type f -printf '%p %s %T@ %C@ %i\n' | sort; }

# breaks CODE PATTERN NAME [RULE]...: with those faults, and no conditions, the
# tool refuses, and the raw folder stays as it was.
breaks() {
	local before
	before=$(raw)
	rm -rf state
	faults "${@:4}"
	fetch
	faults
	refuses "$1" "^$tool: $source: $2" "$3"
	is "$(raw)" "$before" '  the raw folder is as it was'
}

# settled: waits until the server has logged every request: it sees late that a
# client has gone.
settled() {
	local missing='map(.n) | max - min + 1 - length'
	for _ in {1..200}; do
		[ "$(jq -s "$missing" log)" != 0 ] || return 0
		sleep 0.1
	done
}

# killed SIGNAL PATH NAME [RULE]...: with those faults, which slow it down, the
# tool is killed when it has begun to write PATH; the raw folder stays as it was,
# and the next run does all.
killed() {
	local before pid
	before=$(raw)
	faults "${@:4}"
	"$tool" -u "$url" -r raw -s state ${operand-} >out 2>err &
	pid=$!
	until [ -s "$2" ] || ! kill -0 $pid 2>/dev/null; do sleep 0.02; done
	kill "-$1" $pid
	wait $pid 2>/dev/null
	is "$(raw)" "$before" "$3"
	faults
	fetch
	clean '  the next run does all'
	settled
}
