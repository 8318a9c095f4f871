# Sourced by tests/faults-*.t: every fault of serve-upstream(1) in every answer
# of a source, by make. What is published stays as it is, one line tells the
# source, the address and the cause, and the code says whether time may mend it.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES UPSTREAM SEED SCALE COMPAT WAIT
unset STATIC_URL
export SUITE_NOW=2026-01-31T04:00:00Z FETCH_TIMEOUT=20
cd "$T" || exit 1
mk() {
	run make -krsf "$root/pipelines/formation.mk" BIN="$bin" \
	    UPSTREAM="$url" DATADIR=live "$@"
}
sums() { (cd live/db && md5sum ./*.db); }
files() { (cd "live/raw/$1" && find . -type f -exec md5sum {} + | sort); }

# What is to be tried again later, and what is not; the others change nothing
# that the source says.
later='refuse reset truncate cut 429 429=1 500 503 gone latency=3000 drip=1'
later=$(fewer "$later" 'reset truncate cut 429=1 503 latency=3000')
never=$(fewer '401 404 html empty' '404 html empty')
nothing='etag latency=10'
# What is an answer: an address that is not
# found, a commune without mission locale.
answers=' adresse:empty mission_locale:empty '

# codes: the exit codes of tools that make complains of.
codes() {
	sed -n 's/^make.*\*\*\* .* Error \([0-9]*\)$/\1/p' err | sort -u |
	    tr '\n' ' '
}

# fault NAME WHAT CODE: every answer of the source is spoilt, and none is known.
# A body cut where it could end, or in another charset that it has no use for,
# is as good as another: CODE may be several, and then empty.
fault() {
	local name=$1 what=$2
	rm -rf "live/state/fetch/$name"
	echo "$name:*:$what" >faults
	case $what in
	latency=3000) FETCH_TIMEOUT=1 mk "$name" ;;
	drip=1) FETCH_MAX_TIME=1 mk "$name" ;;
	*) mk "$name" ;;
	esac
	if [[ " $3" == *" $(codes)"* ]] && [ "$(sums)" = "$published" ] &&
	    { [ $rc = 0 ] || says; }; then
		ok 0 "$name: $what: $(codes)"
	else
		ok 1 "$name: $what: wanted $3"
		echo "# $rc, $(head -n 3 err)"
	fi
}
# says: one line, beside make's, with the source, the address and the cause, or
# a record that an importer refuses.
says() {
	[ "$(grep -cv '^make' err)" = 1 ] &&
	    grep -Eq "^fetch-[a-z-]+: $name: .*$url/[^?]*: .|^(import|parse)-[a-z-]+: .*: ." err
}

# killed NAME SIGNAL: the whole make, in the middle of an answer.
killed() {
	local name=$1 pid
	rm -rf "live/state/fetch/$name"
	echo "$name:*:drip=40" >faults
	setsid make -krsf "$root/pipelines/formation.mk" BIN="$bin" \
	    UPSTREAM="$url" DATADIR=live "$name" >/dev/null 2>&1 &
	pid=$!
	sleep 0.7
	kill -s "$2" -- -$pid
	wait $pid 2>/dev/null
	is "$(sums)/$(files "$name")" "$published/$before" "$name: SIG$2"
}

# full NAME: no room for an answer.
full() {
	local name=$1 state=live/state/fetch/$1
	rm -rf "$state" faults
	mkdir "$state"
	if ! mount -t tmpfs -o size=4m tmpfs "$state" 2>/dev/null; then
		skip 'no permission to mount a small disk'
		return
	fi
	mk "$name"
	echo "$name:*:etag" >faults
	dd if=/dev/zero of="$state/fill" bs=1k 2>/dev/null
	mk "$name"
	is "$(codes)$(sums)/$(files "$name")" "1 $published/$before" \
	    "$name: no space left"
	is "$(grep -v '^make' err | grep -ciE 'no space left|disk is full')" 1 \
	    "$name: and says so"
	umount "$state"
}

# matrix SOURCE...
matrix() {
	local name what before
	upstream
	mk "$@" formation
	is "$rc/$(cat err)" 0/ 'all is well'
	published=$(sums)
	for name; do
		before=$(files "$name")
		for what in $later; do fault "$name" "$what" '75 '; done
		for what in $never; do
			[[ $answers == *" $name:$what "* ]] ||
			    fault "$name" "$what" '1 '
		done
		is "$(files "$name")" "$before" "$name: the raw files stay"
		for what in $nothing; do fault "$name" "$what" ' '; done
		for what in charset column session; do
			fault "$name" "$what" ' 1 75 '
		done
		killed "$name" TERM
		killed "$name" KILL
		full "$name"
		rm faults
		mk "$name"
		is "$rc/$(cat err)/$(sums)" "0//$published" "$name: all is well again"
		is "$(files "$name")" "$before" "$name: as it was"
	done
	done_testing
}
