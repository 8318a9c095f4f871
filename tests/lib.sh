# Sourced by every tests/*.t: a TAP writer and a runner of commands.
# Each test works in a temporary directory of its own, $T, removed at the end.
set -u
export LC_ALL=C TZ=UTC
# What a make around the tests was told is not meant for the makes that they run.
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES
unset BUILD TESTS UPSTREAM SEED SCALE COMPAT WAIT ENV FORCE
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bin=${BUILD_DIR:-$root/build}/bin
PATH=$bin:$PATH
shared=$root/../shared
fixtures=$root/tests/fixtures # records in JSON, several lines each
T=$(mktemp -d)
trap 'kill $servers 2>/dev/null; rm -rf "$T" "$T.n"' EXIT
servers= # process ids, ended with the test
echo 0 >"$T.n" # points so far: in a file, for a pipe's reader counts too

# count: the number of one more point, in $n.
count() {
	read -r n <"$T.n"
	n=$((n + 1))
	echo "$n" >"$T.n"
}

# ok CONDITION-STATUS NAME: one test point.
ok() {
	count
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

# run COMMAND...: stdout in $T/out, stderr in $T/err, exit code in $rc.
run() {
	"$@" >"$T/out" 2>"$T/err"
	rc=$?
}

# is GOT WANTED NAME: equal strings.
is() {
	if [ "$1" = "$2" ]; then ok 0 "$3"; else
		ok 1 "$3"
		printf '# got:    %s\n# wanted: %s\n' "$1" "$2" | head -c 2000
		echo
	fi
}

# clean NAME: the last run ended with 0 and said nothing on stderr.
clean() {
	is "$rc/$(cat "$T/err")" "0/" "$1"
}

# same NAME: standard input is what the last run printed.
same() {
	cat >"$T/want"
	if cmp -s "$T/want" "$T/out"; then ok 0 "$1"; else
		ok 1 "$1"
		diff "$T/want" "$T/out" | head -n 20 | cut -c1-300 | sed 's/^/# /'
	fi
}

# same_json NAME: like same, for records; standard input is JSON laid out for
# people, compared as one record per line.
same_json() {
	jq -c . | same "$1"
}

# is_json GOT NAME: like is, for records; standard input is the JSON wanted, laid
# out for people.
is_json() {
	is "$1" "$(jq -c .)" "$2"
}

# refuses CODE PATTERN NAME: the last run ended with CODE and one line on
# stderr that matches the extended regular expression.
refuses() {
	local lines
	lines=$(wc -l <"$T/err")
	if [ "$rc" = "$1" ] && [ "$lines" = 1 ] && grep -Eq -- "$2" "$T/err"; then
		ok 0 "$3"
	else
		ok 1 "$3"
		echo "# exit $rc, $lines lines: $(head -n 3 "$T/err")"
	fi
}

# listen COMMAND...: starts a server that writes its port into $T/port; its
# address in $url.
listen() {
	rm -f "$T/port"
	"$@" >/dev/null 2>"$T/server.err" &
	servers="$servers $!"
	until [ -e "$T/port" ] || ! kill -0 $!; do sleep 0.05; done
	url=http://127.0.0.1:$(cat "$T/port")
}

# httpd DIR: serves the files of DIR (see httpd.py), the requests in
# $T/requests.
httpd() {
	listen /usr/bin/python3 "$root/tests/httpd.py" "$1" "$T/port" "$T/requests"
}

# canned ANSWER...: a server that gives these files, one a request (see
# canned.py), the requests in $T/requests.
canned() {
	listen /usr/bin/python3 "$root/tests/canned.py" "$T/port" \
	    "$T/requests" "$@"
}

# upstream [OPTION...]: serves the sample in $T/up as the sources would, with
# the rules of $T/faults and the log $T/log; its address in $url. The secrets
# that it wants are in the environment, and there is no pause between requests.
upstream() {
	[ -e "$T/up" ] || sample-upstream -o "$T/up"
	listen serve-upstream --port-file "$T/port" --faults "$T/faults" \
	    --log "$T/log" "$@" "$T/up"
	eval "$(sed -n 's/^API_/export &/p' "$root/pipelines/env.example")"
	export FETCH_PACE=0
}

# sanitized: true if the tools were built with SANITIZE=1. They are some five
# times slower and bigger, and keep what is freed.
sanitized() { ldd "$bin/cat-table" | grep -q libasan; }

# measured: true if memory can be measured: there is time(1), and no sanitizer.
measured() { [ -x /usr/bin/time ] && ! sanitized; }

# plain_only: ends a test of the tree rather than of the tools if they are
# sanitized: nothing is proved that the plain build does not prove.
plain_only() {
	sanitized || return 0
	skip 'proved with the plain build'
	done_testing
	exit
}

# fewer PLAIN SANITIZED: prints how many rounds, or which, are enough.
fewer() { if sanitized; then echo "$2"; else echo "$1"; fi; }

# cases SUBJECT/PATTERN: the reference's cases of a subject whose names match,
# each a test point.
cases() {
	local case dir
	if [ ! -d "$shared/golden/${1%/*}" ]; then
		skip 'no reference cases'
		return
	fi
	dir=$(mktemp -d -p "$T")
	mkdir "$dir/build"
	ln -s "$bin" "$dir/build/bin"
	for case in "$shared"/golden/$1/; do
		run "$shared/check/run-steps" "$dir" "$case"
		ok "$rc" "$(basename "$case")"
		[ "$rc" = 0 ] || head -n 2 "$T/out" | cut -c1-300 | sed 's/^/# /'
	done
}

# skip NAME: a test point that cannot run here.
skip() {
	count
	echo "ok $n - # SKIP $1"
}

# done_testing: the plan, last.
done_testing() {
	echo "1..$(cat "$T.n")"
}
