#!/bin/bash
# Progress is for terminals: script(1) makes one.
. "$(dirname "$0")/lib.sh"
script -qec true /dev/null >/dev/null 2>&1 </dev/null ||
	{ skip "no terminal to be had"; done_testing; exit; }

cat >"$T/slow" <<'S'
i=0
while [ $i -lt 15 ]; do
	yes '{"siret":"1"}' | head -n 2048
	sleep 0.1
	i=$((i + 1))
done
S
load() { # OPTIONS: a slow load on a terminal; what the terminal showed
	script -qec "bash $T/slow | load-table $1 $T/x.db referentiel" "$T/tty" \
		>/dev/null </dev/null
}
load ""
grep -aq "load-table: [0-9]* rows" "$T/tty"
ok $? "a terminal shows the rows"
load -q
grep -aq " rows" "$T/tty"
is "$?" 1 "-q does not"
run bash -c "bash $T/slow | load-table $T/x.db referentiel"
clean "nor does anything but a terminal"
done_testing
