#!/bin/bash
# Some thousand random cases of each tests/differential/NAME.c; make
# differential tries more.
. "$(dirname "$0")/lib.sh"
for source in "$root"/tests/differential/*.c; do
	name=$(basename "$source" .c)
	run "${bin%/bin}/differential/$name" 5000 1
	is "$rc/$(cat "$T/out")" "0/$name: 5000 cases, no difference" "$name"
done
done_testing
