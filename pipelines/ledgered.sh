# ledgered.sh: what run, fetch and keep share, sourced by them: commands with a
# row in the ledger. $data is DATADIR.

# ledgered TYPE COMMANDS [DATABASE...]: runs the COMMANDS with a row of that TYPE
# in the ledger, which names the DATABASEs as what is read. Waits up to WAIT
# seconds for another run of TYPE. Calls began, if there is such a function,
# before the COMMANDS run. Returns their exit status; $output is what they
# printed. Where $shown is set that is shown as well, and its last line may be
# something else than statistics.
# shellcheck disable=SC2154
ledgered() {
	local type=$1 commands=$2 mine=$data/state/${1//:/-} say="" id rc error
	shift 2
	id=$(ledger begin -d "$data" -w "${WAIT:-0}" -p $$ "$type" "$@") || return
	# A run whose row is complete holds its files until its script has ended.
	exec 8>>"$mine.err"
	flock 8
	# Tools append their messages to this file too; stderr stays the terminal.
	export SUITE_ERRORS=$mine.err
	# shellcheck disable=SC2064
	trap "rm -f ${mine@Q}.err ${mine@Q}.out" EXIT
	: >"$mine.err"
	! declare -F began >/dev/null || began || return
	rc=0
	if [ -n "${shown-}" ]; then
		bash -eu -o pipefail -c "$commands" 8>&- | tee -p "$mine.out" || rc=$?
	else
		bash -eu -o pipefail -c "$commands" 8>&- >"$mine.out" || rc=$?
	fi
	output=$(<"$mine.out")
	if [ "$rc" != 0 ]; then
		if [ "$rc" -gt 128 ]; then error="killed by signal $((rc - 128))"
		else error="exit status $rc"; fi
		cat "$mine.err" - <<<"$error" |
		    told failed -d "$data" "$id" "$rc"
	else
		! silent && [[ $type != *:* ]] || say=-q
		tail -n 1 "$mine.out" | statistics |
		    told 'done' $say -d "$data" "$id" || rc=$?
	fi
	return "$rc"
}

# statistics: the last line, as far as it is one of statistics.
statistics() {
	if [ -n "${shown-}" ]; then sed '/^{.*}$/!d'; else cat; fi
}

# told VERB OPTION... OPERAND...: completes the row, from standard input. A
# ledger that another program has locked is waited for: a run that has ended must
# not be taken for one that was killed.
told() {
	local input rc
	input=$(cat)
	while :; do
		rc=0
		ledger "$@" <<<"$input" || rc=$?
		[ "$rc" = 75 ] || return "$rc"
	done
}

# silent: true under make -s, whose first word of flags has an s.
silent() {
	local flags=${MAKEFLAGS-}
	[[ ${flags%%[!a-zA-Z]*} == *s* ]]
}
