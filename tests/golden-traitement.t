#!/bin/bash
# The golden cases of the nightly processing, if there are any: one point a case.
. "$(dirname "$0")/lib.sh"
cases=$shared/golden/traitement
[ -d "$cases" ] || { skip "no golden cases of the nightly processing"; done_testing; exit; }

# A project as the runner of cases expects it, on the tools under test.
mkdir -p "$T/project/build"
ln -s "$bin" "$T/project/build/bin"
for case in "$cases"/*/; do
	case=${case%/}
	run "$shared/check/run-steps" "$T/project" "$case"
	ok "$rc" "${case##*/}"
	[ "$rc" = 0 ] || head -n 3 "$T/out" | cut -c1-300 | sed 's/^/# /'
done
done_testing
