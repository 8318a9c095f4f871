#!/bin/bash
# The manual: lint-clean, complete, and its examples work, those of README too.
. "$(dirname "$0")/lib.sh"

if command -v mandoc >/dev/null; then
	for page in "$root"/man/man?/*.[1-9]; do
		is "$(mandoc -T lint -W warning "$page" 2>&1 | head -n 3)" "" \
			"lint: ${page##*/}"
	done
else
	skip "no mandoc"
fi

is "$(cd "$root" && grep -nE '^(<<<<<<<|=======|>>>>>>>)( |$)' *.md man/man?/*.[1-9])" '' \
    'no mark that a merge left'

# options PAGE: the long options it documents.
options() {
	sed -n 's/^\.It .*Fl -\([a-z-]*\).*/\1/p' "$1" | sort
}
for tool in "$bin"/*; do
	name=${tool##*/}
	page=$root/man/man1/$name.1
	if [ ! -e "$page" ]; then
		ok 1 "$name has a page"
		continue
	fi
	is "$("$tool" -h | sed -n 's/^  .*--\([a-z-]*\).*/\1/p' | sort)" \
		"$(options "$page")" "$name: options of -h and of the page"
	grep -q "^\.Nd [a-z]" "$page"
	ok $? "$name: one line says what it does"
	grep -q "^\.Sh EXIT STATUS" "$page"
	ok $? "$name: exit status"
	grep -q "^\.It Xr $name 1" "$root/man/man7/alternance.7" ||
	    grep -q "^\.Xr $name 1" "$root/man/man5/sources.5"
	ok $? "$name: in the list of alternance(7), or in sources(5)"
	[ "$(grep -cE '^(\$ |\.Dl )' "$page")" -ge 2 ]
	ok $? "$name: two examples"
done

# Pages of other packages that SEE ALSO may name in addition to ours.
foreign=" unzip.1 sha256sum.1 cron.8 "
sed -n '/^\.Sh/h; /^\.Xr/{G; s/^\.Xr \([^ ]*\) \([0-9]\).*\n\.Sh SEE ALSO$/\1.\2/p}' \
    "$root"/man/man?/*.[1-9] | sort -u >"$T/also"
ok $((!$(grep -c . "$T/also"))) "SEE ALSO names pages"
while read -r page; do
	[ -e "$root/man/man${page##*.}/$page" ] || [[ $foreign == *" $page "* ]]
	ok $? "SEE ALSO: $page is there"
done <"$T/also"

# Examples: command lines after "$ ", with indented continuation lines.
mkdir "$T/work" && cd "$T/work" || exit 1
make() { command make -srf "$root/pipelines/formation.mk" BIN="$bin" "$@"; }
make >"$T/log" 2>&1
ok $? "make formation, for the examples"
make fiches >"$T/log" 2>&1
ok $? "make fiches, for the examples"
for page in "$root"/man/man?/*.[1-9] "$root"/README.md; do
	awk '/^\.Bd -literal|^```console/ { on = 1; next }
	/^\.Ed|^```$/ { on = 0; line = 0 }
	on && /^\$ / { printf "%s%s", n++ ? "\n" : "", substr($0, 3); line = 1; next }
	on && line && /^ / { printf " %s", $0; next } { line = 0 }
	END { if (n) print "" }' "$page" | sed 's/\\e/\\/g; s/\\&//g; s/\\-/-/g' >"$T/examples"
	while IFS= read -r example; do
		(set -o pipefail; eval "$example") >"$T/out" 2>"$T/err" </dev/null
		rc=$?
		[ "$rc" = 0 ] || [ "$rc" = 141 ] && [ ! -s "$T/err" ]
		good=$?
		ok $good "${page##*/}: $example"
		[ $good = 0 ] || echo "# exit $rc: $(head -n 2 "$T/err")"
	done <"$T/examples"
done
# What make builds is what tables(5) lists, or sources(5) describes.
make all-sources indicateurs >"$T/log" 2>&1
ok $? "make the databases that formation does without"
for db in data/db/*.db; do
	name=${db##*/}
	missing=$(cat-table -l "$db" | jq -r .table | while read -r table; do
		grep -qw "$table" "$root"/man/man5/{tables,sources}.5 ||
		    echo "$table"
	done)
	grep -q "^\.It Cm $name " "$root/man/man5/tables.5" ||
	    grep -q "^\.Pa $name\b" "$root/man/man5/sources.5"
	is "$?/$missing" 0/ "tables(5): $name and its tables"
done
done_testing
