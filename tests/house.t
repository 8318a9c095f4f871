#!/bin/bash
# The Makefile's other targets: install, uninstall, help, bootstrap.
. "$(dirname "$0")/lib.sh"
plain_only
house() { make -s -C "$root" -o all -o completions BUILD="${bin%/bin}" "$@"; }
cd "$T" || exit 1

# built: of the paths of tools and their pages, those that this build has: it
# leaves out a tool whose optional library is absent.
built() {
	local tool absent=-
	for tool in export-xlsx publish-postgres; do
		[ -e "$bin/$tool" ] || absent+="|$tool"
	done
	grep -vE "/($absent)(\.1)?\$"
}

run house install DESTDIR="$T/dest" PREFIX=/opt
is "$rc/$(grep -v jobserver err)" 0/ 'install'
(cd dest/opt && find . -type f | sort) >got
{
	for tool in "$root"/tools/*/*.c; do
		echo "./bin/$(basename "$tool" .c)"
	done | built
	(cd "$root" && find pipelines data/{ref,mail,prompts,messages} -type f \
	    2>/dev/null; echo data/pass-emploi.crontab) |
	    sed 's|^data/||; s|^|./share/alternance/|'
	for page in "$root"/man/man?/*.?; do
		echo "./share/man/man${page##*.}/${page##*/}"
	done | built
	echo ./share/bash-completion/completions/alternance.bash
	echo ./share/zsh/site-functions/_alternance
} | sort >want
is "$(diff want got)" '' 'installs tools, pages, pipelines and texts, nothing else'
is "$(cd dest/opt/share/bash-completion/completions && find . -type l -lname \
    alternance.bash -printf '%f\n' | sort)" "$(cd dest/opt/bin && printf '%s\n' *)" \
    'bash finds the completion of each tool under its name'
is "$(dest/opt/bin/status -V)" "status (alternance) $(cat "$root/VERSION")" \
    'an installed tool runs'
is "$(echo '{"code_rome":"A1101","nom_masculin":"Luthier"}' |
    dest/opt/bin/merge-fiche --simulate | jq -r .description_courte)" \
    'Fiche simulée du métier de luthier.' 'and finds its texts'
PATH=$T/dest/opt/bin:$PATH run make -r UPSTREAM=none referentiel \
    -f dest/opt/share/alternance/pipelines/formation.mk
is "$rc/$(head -n 1 err)" \
    "2/make: data/raw/referentiel: no such directory,\
 and there is no referentiel.db: put the source's files there (formation(7),\
 Raw files) or use UPSTREAM=sample" \
    'an installed pipeline runs'
run house uninstall DESTDIR="$T/dest" PREFIX=/opt
is "$rc/$(grep -v jobserver err)" 0/ 'uninstall'
is "$(find dest ! -type d) $(find dest -name alternance)" ' ' \
    'uninstall leaves nothing of ours'

run house help
for target in all bench bootstrap clean coverage formation fuzz help \
    install install-cron lint new-source status test uninstall; do
	grep -q "^$target " out
	ok $? "help names $target"
done

for words in 'Databases: bcn ' 'Groups: import_source ' \
    'Variables: DATADIR UPSTREAM '; do
	grep -q "^$words" out
	ok $? "help has $words"
done
for name in $(sed -n 's/^\([A-Z_]*\) ?=.*/\1/p' "$root"/Makefile \
    "$root"/config.mk "$root"/tests/*.mk); do
	run house help "$name=1"
	ok "$rc" "make takes $name"
done

# A machine that has nothing but make.
mkdir bare
for tool in bash id env grep; do
	ln -s "$(command -v $tool)" bare
done
PATH=$T/bare run "$root/bootstrap"
refuses 1 'please install .*: gcc make pkg-config .*libsqlite3-dev .*libxml2-dev util-linux .*sqlite3 ' \
    'bootstrap says what to install'
cat >bare/apt-get <<END
#!$BASH
echo "\$@" >>"$T/apt"
END
cp bare/apt-get bare/sudo
chmod +x bare/apt-get bare/sudo
PATH=$T/bare run "$root/bootstrap" lint
is "$rc/$(cat err)" 0/ 'bootstrap by apt-get'
ok "$(grep -Eq 'install gcc make .* clang-tidy ' apt; echo $?)" \
    'bootstrap installs what is missing'
is "$(tail -n 1 apt | grep -o 'install .*')" \
    'install libisal-dev libxlsxwriter-dev libpq-dev' \
    'and what the build can do without by itself'
done_testing
