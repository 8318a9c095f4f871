#!/bin/bash
# "Add a source" of HACKING.md, followed step by step in a copy of the tree: the
# new source is built end to end, and eleven files at most are touched.
. "$(dirname "$0")/lib.sh"
plain_only
export SUITE_NOW=2026-01-31T04:00:00Z
build=${bin%/bin}
mkdir "$T/tree" && cd "$T/tree" || exit 1
(cd "$root" && tar -cf - --exclude='tests/*.t' Makefile config.mk VERSION HACKING.md \
    lib tools man pipelines templates tests data/ref README.md) | tar -xf -
cp "$root"/tests/{man,plan,sample-upstream}.t tests
cp -a . ../before
mkdir build
cp -a "$build"/{flags,libalternance.a,lib,tools,bin} build
# what depends on a header is called by the name of the other folder
find build -name '*.d' -exec sed -i "s,^[^ ]*${build##*/}/,build/," {} +

# The objects of the build that is tested are used again, although the path of
# the tree in its flags is another one: the flags are noted with the old time.
# What is new is compiled as the rest was.
flags=(CC="$(sed 's/ -.*//' build/flags)")
grep -q -e --coverage build/flags && flags+=(COVERAGE=1)
[ ${#flags[@]} -gt 1 ] || flags+=(CFLAGS=-O1)
mk() { run make -s -j2 "${flags[@]}" "$@"; }
mk build/flags
touch -r "$build/flags" build/flags

# snippet PATH: the indented lines of HACKING.md below the step for PATH.
snippet() {
	awk -v path="\`$1\`:" '/^[0-9]+\. / { on = index($0, path) }
	    /^## / { on = 0 } on && /^       / { print substr($0, 8) }' HACKING.md
}
# insert PATH PATTERN: the snippet, before the last line that has PATTERN.
insert() {
	snippet "$1" >../piece
	[ -s ../piece ] || echo "# HACKING.md: no snippet for $1"
	awk -v pattern="$2" 'NR == FNR { if ($0 ~ pattern) at = FNR; next }
	    FNR == at { while ((getline line <"../piece") > 0) print line } 1' \
	    "$1" "$1" >../whole
	cat ../whole >"$1"
}
append() { # append PATH: the same, at the end
	snippet "$1" >>"$1"
}
# list PATH: the same, at the end of a list in a macro.
list() {
	insert "$1" "$2"
	sed -i "s/^$(head -n 1 ../piece)\$/	& \\\\/" "$1"
}

mk new-source
is "$rc$(grep -c 'NAME=: small letters' ../err)" 21 'new-source without a name'
mk new-source NAME=bcn
is "$rc$(grep -c 'NAME=bcn: is a source already' ../err)" 21 'a name that is taken'
mk new-source NAME='a b;id'
is "$rc$(grep -c 'small letters' ../err)" 21 'a name that is none'
is "$(diff -rq ../before . | grep -v ': build$')" '' '  and nothing is touched'

mk new-source NAME=foo
clean '1. make new-source'
list lib/apprentissage/records/tables.h 'TABLE\(email_events\)'
append lib/apprentissage/records/table_records.c
append pipelines/sources.tsv
append pipelines/env.example
list lib/upstream/sample/sample.h 'SOURCE\(npec\)'
insert lib/upstream/serve/route.c '"static", serve_static'
insert man/man5/sources.5 '^\.Sh SEE ALSO'

touched=$(diff -rqN ../before . | grep -cv ' \./build')
ok $((touched > 11)) "the steps touch $touched files, eleven at most"
mk build/bin/{import-foo,sample-upstream,serve-upstream,cat-table,status} \
    WERROR=1
is "$rc/$(cat ../err)" 0/ 'it compiles without a warning'

PATH=$PWD/build/bin:$PATH
mk foo
is "$rc/$(cat ../err)" 0/ 'make foo, from the sample'
is "$(build/bin/cat-table data/db/foo.db | sed -n '1p;$p')" \
    '{"code":"0000","libelle":"Libellé 0"}
{"code":"0039","libelle":"Libellé 39"}' '  its records'
mk status
is "$(grep -c '^foo .* 40 .*fresh$' ../out)" 1 '  make status knows it'
mk plan GOAL=foo
is "$rc$(grep -c '^keep *foo ' ../out)" 01 '  make plan too'
FOO_URL=nowhere mk check-config
is "$(grep -c '^missing *FOO_URL' ../out)" 1 '  and make check-config'
mk -n import_source
is "$rc$(grep -c 'import-foo' ../out)" 00 '  import_source has nothing to do for it'
rm -f data/db/foo.db
mk -n import_source
is "$(grep -c 'import-foo -o' ../out)" 1 '  or builds it'

BUILD_DIR=$PWD/build bash tests/foo.t >../out 2>&1
is "$?$(grep -A 3 '^not' ../out)" 0 'its test holds: fetched from the server, and again'
for page in man/man1/import-foo.1 man/man5/sources.5; do
	is "$(mandoc -T lint -W warning "$page" 2>&1 | head -n 3)" '' "${page##*/}"
done
BUILD_DIR=$PWD/build bash tests/plan.t 2>&1 | grep -A 3 '^not' >../out
is "$(cat ../out)" '' 'the test of plan and of the addresses holds'
done_testing
