#!/bin/bash
# What every tool says alike: the clock, options that are missing, -v, and
# nothing that a terminal would act upon.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
mkdir in
echo '{"cfd":"40022105","rncp":"RNCP1"}' >in/kit

bad=
for tool in "$bin"/*; do
	for now in yesterday 2026-13-01 0; do
		SUITE_NOW=$now run "$tool" -h
		[ "$rc/$(cat err)" = "1/${tool##*/}: SUITE_NOW=$now: not a date and time such as 2026-01-31T04:00:00Z" ] ||
			bad+="${tool##*/} "
	done
done
is "$bad" "" "every tool refuses a clock that is no date"

missing() { # WANTED COMMAND...
	run "${@:2}" </dev/null
	is "$rc/$(sed 1q err)" "2/$2: $1" "$(echo "${@:2}"): $1"
	grep -q '^usage:' err
	ok $? "  and the usage"
}
missing 'FILE is missing' cat-table
missing 'TABLE is missing' load-table x.db
missing 'ARCHIVE is missing' cat-zip
missing 'FILE is missing' parse-xlsx
missing '-o FILE is needed' import-catalogue
missing '-d DIR, -o FILE and -r DIR are needed' import-communes
missing '-o FILE and -r DIR are needed' import-communes -d x
missing '-d DIR and -o FILE are needed' agg-formation
missing 'CODE is missing' ledger failed 3
missing 'ID is missing' ledger 'done'
is "$(sed -n 's/^usage: //p' err)" \
    'ledger [options] begin NAME [INPUT...] | done ID | failed ID CODE' "  of all forms"
run import-communes -h
is "$(sed 1q out)" 'usage: import-communes [options] -d DIR -o FILE -r DIR' \
    'the usage shows the options that are needed'

bad=
run load-table -v kit.db kit_apprentissage <in/kit
[ "$rc" = 0 ] && [ -s err ] || bad+="load-table "
run cat-table -v kit.db
[ "$rc" = 0 ] && [ -s err ] || bad+="cat-table "
run ledger -v begin x
run status -v -d .
mkdir state
for command in "status -d ." "list-sirets -d ." "parse-csv in/kit" "parse-json in/kit"; do
	run $command
	was=$(wc -l <err)
	run $command -v
	[ "$(wc -l <err)" -gt "$was" ] || [ "$rc" != 0 ] || bad+="$command "
done
is "$bad" "" "-v says something"
run cat-table -v kit.db
grep -Exq 'cat-table: [0-9]+ bytes read, [0-9]+ written, [0-9]+ MB of memory' err
ok $? "what was read and written"

# what a terminal acts upon: C0, C1 (as UTF-8 and as bytes), bidirectional marks
for evil in $'\e[31m' $'\x7f' $'\xc2\x9b31m' $'\x9b31m' $'\u202e' $'\u2066' \
    $'\u061c' $'\u200f' $'\u2028' $'\xe2\x80'; do
	name=$(printf '%q' "$evil")
	run cat-table "a${evil}b.db"
	is "$rc/$(LC_ALL=C grep -c $'[\x01-\x09\x0b-\x1f\x7f-\xff]' err)" 1/0 \
	    "$name in a name does not come through"
	run cat-table "-$evil"
	is "$rc/$(LC_ALL=C grep -c $'[\x01-\x09\x0b-\x1f\x7f-\xff]' err)" 2/0 \
	    "$name in an option neither"
	printf '{"#%s":1}\n' "$evil" | LC_ALL=C tr -d '\001-\011\013-\037' >in/evil
	run load-table x.db kit_apprentissage <in/evil
	is "$rc/$(LC_ALL=C grep -c $'[\x01-\x09\x0b-\x1f\x7f-\xff]' err)" 1/0 \
	    "$name in a record neither"
done
run cat-table 'là.db'
is "$(cat err)" 'cat-table: là.db: No such file or directory' 'other text is shown as it is'
done_testing
