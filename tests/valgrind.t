#!/bin/bash
# make formation and what goes with it under valgrind, which sees what the
# sanitizers do not: reads of what was never written.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-01-31T04:00:00Z
cd "$T" || exit 1
if ! command -v valgrind >/dev/null || sanitized; then
	skip 'no valgrind, or a sanitizer in its place'
	done_testing
	exit
fi
mkdir bin log
# watch TOOL: it runs under valgrind when it is called by its name.
watch() {
	rm -f "bin/$1"
	cat >"bin/$1" <<-END
		#!/bin/bash
		exec valgrind -q --error-exitcode=99 --log-file="$T/log/$1.%p" \
		    "$bin/$1" "\$@"
	END
	chmod +x "bin/$1"
}
for tool in "$bin"/*; do watch "${tool##*/}"; done
ln -sf "$bin/ledger" bin # make calls it too often
sample-upstream -o data/raw
PATH=$T/bin:$PATH run make -srj2 -f "$root/pipelines/formation.mk" BIN=bin \
    UPSTREAM=none formation indicateurs kali_ccn npec
is "$rc/$(cat err)" 0/ 'make formation under valgrind'
watch ledger
PATH=$T/bin:$PATH run ledger begin -d data bcn
clean 'ledger'
PATH=$T/bin:$PATH run status -d data bcn
clean 'status'
PATH=$T/bin:$PATH run cat-table data/db/formation.db
clean 'cat-table'
PATH=$T/bin:$PATH run list-adresses -a -d data/db
clean 'list-adresses'
for tool in "$bin"/*; do
	tool=${tool##*/}
	ls log/"$tool".* >/dev/null 2>&1 || continue
	is "$(cat log/"$tool".* | head -n 20)" '' "$tool reads only what was written"
done
done_testing
