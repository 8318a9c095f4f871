#!/bin/bash
# make deb: Debian's packages. With DEB=1 they are built in a copy of the tree,
# which takes as long as a build, checked by lintian, unpacked and tried.
. "$(dirname "$0")/lib.sh"
debian=$root/debian
is "$(sed -n '1s/alternance (\(.*\)) .*/\1/p' "$debian/changelog")" \
    "$(cat "$root/VERSION")" 'the version is that of VERSION'
is "$(tr -s ' \n' ' ' <"$root/LICENSE" | sed 's/.*authors //')" \
    "$(sed -n '/^ Permission/,$s/^ \.\?//p' "$debian/copyright" | tr -s ' \n' ' ')" \
    'the licence is that of LICENSE'
# Every library that bootstrap installs for the build is named by its package.
grep -oE '\.h=lib[a-z0-9.-]+' "$root/bootstrap" | sed 's/.*=//' |
    while read -r package; do
	grep -q "$package" "$debian/control"
	ok $? "Build-Depends has $package"
done
if [ -z "${DEB-}" ] || ! command -v dh >/dev/null || ! command -v lintian >/dev/null; then
	skip 'no DEB=1, no debhelper or no lintian: nothing is built'
	done_testing
	exit
fi
mkdir "$T/tree" && cd "$T/tree" || exit 1
(cd "$root" && tar -c --exclude='./build*' --exclude=./.git \
    --exclude='./debian/alternance*/*' --exclude=./debian/build \
    --exclude='./data/[dersp]*' --exclude='./alternance-*' .) | tar -x
cp -r "$root"/data/{mail,messages,prompts,ref,pass-emploi.crontab} data 2>/dev/null
export DEB_BUILD_OPTIONS="noautodbgsym parallel=2"
[ ! -d /usr/lib/ccache ] || PATH=/usr/lib/ccache:$PATH
make deb >"$T/log" 2>&1
is "$?$(grep -A 3 '^dpkg-buildpackage: error' "$T/log")" 0 'make deb'
cd "$T" || exit 1
version=$(cat "$root/VERSION")
is "$(ls -- *.deb | cut -d _ -f 1,2)" "alternance-postgres_$version
alternance_$version" 'two packages'
is "$(lintian --allow-root --pedantic -- *.changes 2>&1)" '' 'lintian --pedantic'

mkdir root
dpkg -x alternance_*.deb root
is "$(dpkg -c alternance-postgres_*.deb | awk '{ print $6 }' | grep -E 'bin/.|man1/.')" \
    './usr/bin/publish-postgres
./usr/share/man/man1/publish-postgres.1.gz' 'publish-postgres has its own'
is "$(ls root/usr/bin | comm -3 - <(ls "$bin") | tr -d '\t')" publish-postgres \
    'all other tools are in alternance'
is "$(find root/etc root/lib root/usr/lib -type f 2>/dev/null)" '' \
    'nothing is switched on'
examples=root/usr/share/doc/alternance/examples
is "$(ls $examples)/$(grep ^ALTERNANCE= $examples/crontab)" \
    'crontab
env
systemd/ALTERNANCE=/usr/share/alternance/pipelines' 'the schedule is an example'
is "$(ls $examples/systemd | wc -l)" "$(ls "$root/pipelines/systemd" | wc -l)" \
    'the timers too'
for kind in bash-completion/completions zsh/vendor-completions; do
	ok "$(ls root/usr/share/$kind/*alternance* >/dev/null; echo $?)" "$kind"
done

# autopkgtest's test, below the root.
mkdir tmp
sed "s|/usr/share|$T/root&|" "$debian/tests/formation" >formation
AUTOPKGTEST_TMP=$T/tmp PATH=$T/root/usr/bin:/usr/bin:/bin run sh formation
is "$rc$(cat err)" 0 'the installed package makes formation and exports'
done_testing
