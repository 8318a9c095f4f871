#!/bin/bash
# make dist: the release's archive, which builds without git.
. "$(dirname "$0")/lib.sh"
plain_only
if ! git -C "$root" rev-parse -q --verify HEAD >/dev/null 2>&1; then
	skip 'no repository'
	done_testing
	exit
fi
build=${bin%/bin}
name=alternance-$(cat "$root/VERSION")
cd "$T" || exit 1
# Another clone, so that nothing is left in this one.
git clone -q --no-local --depth 1 "file://$root" clone 2>err
export GIT_CONFIG_GLOBAL=$T/gitconfig
make -s -C clone dist >out 2>err
is "$?$(cat out err)" 0 'make dist'
mv "clone/$name.tar.gz" first.tar.gz
sleep 1
git config --global tar.umask 0077
echo more >>clone/README.md
(umask 077 && run make -s -C clone dist)
is "$(cat out err)" 'make: dist: what is not committed is left out' \
    'what is not committed is left out'
cmp first.tar.gz "clone/$name.tar.gz"
ok $? 'the same bytes again'
is "$(tar -tzvf first.tar.gz | awk '{ print $2, $4, $5 }' | sort -u)" \
    "root/root $(git -C "$root" log -1 --date='format-local:%Y-%m-%d %H:%M' --format=%cd)" \
    "without owners, under the commit's date"
is "$(tar -tzf first.tar.gz | grep -v '/$' | sort)" \
    "$(git -C "$root" ls-tree -r --name-only HEAD | sed "s|^|$name/|" | sort)" \
    'every file that is committed'

# Unpacked, on a machine without git. What is compiled already is used again, as
# in newcomer.t.
tar -xzf first.tar.gz
mkdir path
for dir in ${PATH//:/ }; do
	[ "$dir" = "$bin" ] || ln -s "$dir"/* path 2>/dev/null
done
rm -f path/git
cd "$name" || exit 1
mkdir build
cp -a "$build"/{flags,libalternance.a,lib,tools,bin} build
flags=(CC="$(sed 's/ -.*//' build/flags)")
grep -q -e --coverage build/flags && flags+=(COVERAGE=1)
mk() { PATH=$T/path run make -s "${flags[@]}" "$@"; }
mk build/flags
touch -r "$build/flags" build/flags
find . -newer build/flags -type f ! -path './build/*' -exec touch -r build/flags {} +
mk all completions
is "$rc$(cat ../err)" 0 'it builds without git'
mk dist
is "$rc$(grep -c '^make: dist needs git and the repository' ../err)" 21 \
    'but makes no archive of its own'
for test in house completion parse-csv; do
	PATH=$T/path BUILD_DIR=$PWD/build bash "tests/$test.t" >../out 2>&1
	is "$?$(grep -A 3 '^not' ../out)" 0 "its $test.t passes"
done
done_testing
