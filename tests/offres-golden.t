#!/bin/bash
# The reference cases of the jobs over offers: worked examples, random
# databases, nights with a moving clock, a migration and its roll-back,
# refusals.
. "$(dirname "$0")/lib.sh"

if [ ! -d "$shared/golden/offers" ]; then
	skip 'no reference cases'
	done_testing
	exit
fi
mkdir -p "$T/tree/build"
ln -s "$bin" "$T/tree/build/bin"
for part in "$shared"/golden/offers/[a-d]*/ "$shared"/golden/offers/[e-l]*/ \
    "$shared"/golden/offers/[m-z]*/; do
	echo "$part"
done | xargs -n 20 "$shared/check/run-steps" "$T/tree" >"$T/cases" 2>&1
while IFS= read -r line; do
	case $line in
	*': holds') ok 0 "${line%: holds}" ;;
	*' cases hold' | ' '*) ;;
	*) ok 1 "$line" ;;
	esac
done <"$T/cases"
ok "$([ "$(grep -c ': holds$' "$T/cases")" -gt 70 ]; echo $?)" 'they were run'
done_testing
