#!/bin/bash
# The golden cases, where there are any: one point a case, of every source and
# aggregation there is a tool for.
. "$(dirname "$0")/lib.sh"
cases=$shared/golden/cases
[ -d "$cases" ] || { skip "no golden cases"; done_testing; exit; }

# A project as the runner of cases expects it, on the tools under test.
mkdir -p "$T/project/build"
ln -s "$bin" "$T/project/build/bin"
echo "include $root/pipelines/formation.mk" >"$T/project/Makefile"

for case in "$cases"/*/; do
	case=${case%/}
	tool=$(jq -r '.tool // ("import-" + (.make | gsub("_"; "-")))' "$case/case.json")
	if [ ! -x "$bin/$tool" ]; then
		skip "${case##*/}: no $tool"
		continue
	fi
	run "$shared/check/run-case" "$T/project" "$case"
	ok "$rc" "${case##*/}"
	[ "$rc" = 0 ] || head -n 3 "$T/out" | cut -c1-300 | sed 's/^/# /'
done
done_testing
