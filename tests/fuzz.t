#!/bin/bash
# Every file of tests/fuzz/corpus through its fuzz target: seeds, and what once
# made one fail.
. "$(dirname "$0")/lib.sh"
replay=${bin%/bin}/replay
cd "$root/tests/fuzz" || exit 1
for target in *.c; do
	target=${target%.c}
	run "$replay/$target" "corpus/$target"/*
	is "$rc/$(wc -l <"$T/out")" "0/$(ls "corpus/$target" | wc -l)" "$target"
	[ "$rc" = 0 ] ||
	    { tail -n 1 "$T/out" && tail -n 40 "$T/err"; } | sed 's/^/# /'
done
done_testing
