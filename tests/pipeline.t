#!/bin/bash
# The formation graph, with tools that only digest what they read.
. "$(dirname "$0")/lib.sh"
plain_only
export CALLS=$T/calls
export SUITE_NOW=2026-01-31T04:00:00Z
cd "$T" || exit 1
mkdir bin
export SOURCES_TSV=$root/pipelines/sources.tsv
for tool in parse-csv parse-json parse-xlsx cat-zip sample-upstream \
    $(grep -v '^#' "$SOURCES_TSV" | cut -f 4 | cut -d ' ' -f 1) \
    agg-certifications agg-organismes agg-formation agg-indicateurs; do
	cp "$root/tests/stub" "bin/$tool"
done
ln -s "$bin/ledger" "$bin/status" bin
PATH=$T/bin:$PATH
sources='bcn kit_apprentissage referentiel catalogue france_competence
communes mission_locale entreprise adresse'

build() { # build ARGUMENT...: one make; its calls of tools in $calls
	: >"$CALLS"
	run make -rf "$root/pipelines/formation.mk" BIN=bin "$@"
	calls=$(sort "$CALLS")
}
ran() { # ran NAME [TOOL...]: the last make ended with 0 and called these tools
	local name=$1
	shift
	is "$rc${calls:+ }$calls" "0${1:+ }$(printf '%s\n' "$@")" "$name"
}
sums() { (cd "${1-data}/db" && md5sum ./*.db); }
row() { # row NAME: the last run's status, exit code and error
	sqlite3 data/state/ledger.db "SELECT status, exit_code, error
	    FROM import_meta WHERE type = '$1' ORDER BY id DESC LIMIT 1"
}
why() { status "$1" | tail -n 1 | sed 's/.* \(fresh\|stale: \)/\1/'; }
quiet() { # quiet NAME: nothing is left to do, and make knows it
	build
	is "$rc$calls$(cat err)" 0 "$1: nothing runs"
	is "$(make -qrf "$root/pipelines/formation.mk" BIN=bin; echo $?)" 0 \
	    "$1: make -q"
}

build -n
is "$rc$(ls)" "0bin
calls
err
out" 'make -n touches nothing'
is "$(make -nf "$root/pipelines/formation.mk" BIN=bin all-sources formation |
	sed -n 's/.*run data \([a-z_]*\) .*/\1/p' | grep -x 'acce\|certifications\|mission_locale' | xargs)" \
    'mission_locale certifications acce' 'sources that formation does not need begin beside it'
build
is "$rc/$(cat err)" 0/ 'make formation from nothing'
ran 'each tool runs once' agg-certifications agg-formation agg-organismes \
    import-adresse import-bcn import-catalogue import-communes \
    import-entreprise import-france-competence import-kit-apprentissage \
    import-mission-locale import-referentiel parse-csv parse-csv parse-csv \
    parse-csv parse-json parse-json sample-upstream
is "$(sqlite3 data/state/ledger.db "SELECT count(*), sum(status = 'done'),
    sum(rows), sum(changed), min(import_date), max(import_date)
    FROM import_meta")" \
    '12|12|12|12|2026-01-31T04:00:00.000Z|2026-01-31T04:00:00.000Z' \
    'each run has its row'
is "$(sqlite3 data/state/ledger.db "SELECT source, statistics FROM import_meta
    WHERE type = 'certifications'")" \
        '{"bcn":{"import_date":"2026-01-31T04:00:00.000Z"},'\
'"kit_apprentissage":{"import_date":"2026-01-31T04:00:00.000Z"},'\
'"france_competence":{"import_date":"2026-01-31T04:00:00.000Z"}}|{"made":1}' \
    'the row says what it was built from'
build
is "$(cat out)" "make: Nothing to be done for 'formation'." 'a second make'
quiet 'then'
build -n
is "$(cat out)" "make: Nothing to be done for 'formation'." 'make -n'
is "$(status | grep -c 'fresh$')" 12 'all are fresh'

touch 'data/raw/kit_apprentissage/file 1'
is "$(why kit_apprentissage) $(why certifications) $(why organismes)" \
    'stale: raw/kit_apprentissage/file 1 has changed stale: kit_apprentissage is stale fresh' \
    'a file with a space, touched: status'
build
ran 'touched: only its importer runs' import-kit-apprentissage
is "$(sed 's/, [0-9.]* s//' out)" 'kit_apprentissage: 1 rows, unchanged' \
    'and says so'
quiet 'touched'

echo more >>'data/raw/entreprise/file 1'
build
ran 'changed: its descendants run' agg-formation agg-organismes \
    import-entreprise
quiet 'changed'

echo new >new
touch -d 2001-01-01 new
mv new data/raw/adresse/
build
ran 'an old file put there is new' agg-formation agg-organismes \
    import-adresse
rm data/raw/adresse/new
build
ran 'a file taken away is noticed' agg-formation agg-organismes \
    import-adresse

before=$(sums)
rm data/db/bcn.db data/db/certifications.db
is "$(why bcn)" 'stale: no database' 'a deleted database is stale'
build
ran 'a deleted database is built again' agg-certifications agg-formation \
    import-bcn parse-csv parse-csv parse-csv parse-csv
is "$(sums)" "$before" 'with the same bytes'
quiet 'deleted'

touch bin/import-bcn
is "$(why bcn)" 'stale: import-bcn has changed' 'a newer tool: status'
build
ran 'a newer tool: what it makes is made again' import-bcn parse-csv \
    parse-csv parse-csv parse-csv
build COMPAT=1
ran 'COMPAT=1 computes the aggregates again' agg-certifications \
    agg-formation agg-organismes
is "$(sed -n 1p data/state/organismes.stamp)" \
    'agg-organismes --compat -d data/db -o data/db/organismes.db' \
    'COMPAT=1 passes --compat'
build COMPAT=1
ran 'COMPAT=1 twice'
build
ran 'COMPAT= again' agg-certifications agg-formation agg-organismes

# What is made once a day.
build acce kali_ccn dares_ccn dares_ape_idcc
ran 'the sources that formation does without' import-acce \
    import-dares-ape-idcc import-dares-ccn import-kali-ccn parse-xlsx \
    parse-xlsx parse-xlsx
build acce kali_ccn dares_ccn dares_ape_idcc
ran '  once'
echo more >>data/raw/kali_ccn/kali.xlsx
build formation acce kali_ccn dares_ccn dares_ape_idcc
ran '  and when their files change' import-kali-ccn parse-xlsx

build indicateurs
ran 'indicateurs' agg-indicateurs
build indicateurs
ran 'indicateurs: once a day'
is "$(why indicateurs)" fresh 'indicateurs: status'
SUITE_NOW=2026-02-01T00:30:00+01:00 build indicateurs
ran 'indicateurs: the day is that of UTC'
is "$(SUITE_NOW=2026-02-01T00:00:00Z why indicateurs)" \
    'stale: built for 2026-01-31' 'indicateurs: status the next day'
build indicateurs SUITE_NOW=2026-02-01T00:00:00Z COMPAT=1
ran 'indicateurs: the next day' agg-indicateurs
build indicateurs SUITE_NOW=2026-02-01T00:00:00Z
ran 'indicateurs: no flag matters'
echo more >>data/raw/bcn/V_FORMATION_DIPLOME.csv
build import_source_main SUITE_NOW=2026-02-01T00:00:00Z
ran 'indicateurs follow bcn; the group makes no more' agg-indicateurs \
    import-bcn parse-csv parse-csv parse-csv parse-csv
build import_compute_step_1
ran 'the first step' agg-certifications
build import_compute_step_2
ran 'the second step' agg-formation

# Failures.
before=$(sums)
echo more >>'data/raw/communes/file 1'
FAIL=import-communes build
is "$rc $(head -n 1 err)" '2 import-communes: no luck' 'a tool fails'
is "$(sums)" "$before" 'a failure: the databases stay'
is "$(row communes)" 'failed|1|import-communes: no luck' 'a failure: the ledger'
is "$(why communes) $(why organismes)" \
    'stale: failed: import-communes: no luck stale: communes is stale' \
    'a failure: status'
FAIL=import-communes CODE=75 build communes
is "$(row communes)" 'failed|75|import-communes: no luck' 'exit code 75 is kept'
build
ran 'a failure is made good' agg-formation agg-organismes import-communes
quiet 'a failure made good'

before=$(sums)
# hang TOOL OTHER...: a make in which TOOL hangs, as soon as the OTHERs were
# called too; its process in $pid.
hang() {
	: >"$CALLS"
	HANG=$1 make -srf "$root/pipelines/formation.mk" BIN=bin 2>err &
	for _ in {1..200}; do
		pid=$(pgrep -f "^sleep 60" -s 0) &&
		    [ "$(grep -cwE "${2-}" "$CALLS")" != 0 ] && return
		sleep 0.05
	done
}
echo more >>data/raw/bcn/V_FORMATION_DIPLOME.csv
hang import-bcn parse-csv
is "$(row bcn) $(why bcn)" 'pending|| stale: being built' 'a run goes on: status'
build bcn
is "$rc $calls" '2 ' 'a second make does not build the same'
ok "$(grep -Eq 'ledger: bcn: process [0-9]+ is building it' err; echo $?)" \
    'and says who does'
kill -9 "$pid"
wait
is "$(sums)" "$before" 'a tool killed: the databases stay'
is "$(row bcn)" 'failed|137|killed by signal 9' 'a tool killed: the ledger'
hang import-bcn parse-csv
runner=$(sqlite3 data/state/ledger.db \
    "SELECT pid FROM import_meta WHERE status = 'pending'")
kill -9 "$runner"
wait
kill -9 "$pid"
is "$(row bcn)" 'pending||' 'a run killed'
is "$(why bcn) $(row bcn)" 'stale: failed: killed failed||killed' \
    'a run killed: failed at the next look'
is "$(sums)" "$before" 'a run killed: the databases stay'
build
ran 'the next make repairs' agg-certifications agg-formation import-bcn \
    parse-csv parse-csv parse-csv parse-csv
quiet 'killed'
is "$(find data/state -type f ! -name '*.stamp')" data/state/ledger.db \
    'nothing is left behind'

# Killed at any moment, with all that it began: the next make leaves nothing of
# it behind.
for moment in 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.5 0.6; do
	rm -rf killed
	setsid make -srf "$root/pipelines/formation.mk" BIN=bin \
	    DATADIR=killed >/dev/null 2>&1 &
	sleep $moment
	kill -KILL -- -$! 2>/dev/null
	wait $! 2>/dev/null
	build DATADIR=killed
	left+=$(find killed/state -name '*.err' -o -name '*.out' -o -name '*.new')
	[ "$rc" = 0 ] || left+=" $moment: $rc"
done
is "${left-}" '' 'killed at ten moments: no file is left, and the next make repairs'
touch killed/state/bcn.err killed/state/bcn.out
build DATADIR=killed
is "$rc/$(ls killed/state/*.err killed/state/*.out 2>/dev/null)" 0/ \
    '  not even by a run that was killed when its stamp was written'

# What is wrong is said, and nothing is made.
wrong() { # wrong SETTING PATTERN: is refused in one line, and nothing is done
	rm -f EVIL
	build "$1"
	is "$rc$calls$(ls EVIL 2>/dev/null)" 2 "$1"
	refuses 2 "\*\*\* $2\.  Stop\.$" '  and why'
}
path() { wrong "DATADIR=$1" "DATADIR='?$1'?: a path $2"; }
wrong DATADIR= "DATADIR='': a path is needed"
wrong 'DATADIR=a b' "DATADIR='a b': a path without white space is needed"
wrong DATADIR=-n "DATADIR='-n': a path is needed"
for c in ':' "'" '"' % \# '(' ')' ';' '&' '|' '*' '?' '[' ']' '~' '=' ',,' \
    '<' '>' '`' '!' '{' '}' '^' '\'; do
	[ "$c" != ,, ] || continue
	wrong "DATADIR=x${c}touch EVIL" 'DATADIR=.*: a path without .* is needed'
	wrong "DATADIR=x${c}y" 'DATADIR=.*: a path without .* is needed'
done
for name in DATADIR UPSTREAM SEED SCALE COMPAT FORCE GOAL SUITE_NOW WAIT \
    STATIC_URL SEND_MAIL_FLAGS; do
	wrong "$name=\$(shell touch EVIL)" "$name: its value must not contain '.'"
	rm -f EVIL
	: >"$CALLS"
	run env "$name=\$(shell touch EVIL)" make -rf \
	    "$root/pipelines/formation.mk" BIN=bin
	is "$rc$(cat "$CALLS")$(ls EVIL 2>/dev/null)" 2 \
	    "$name from the environment is not evaluated"
done
for now in never yesterday 2026-13-01 2026-01-31T04:00:00 now "'"; do
	wrong "SUITE_NOW=$now" \
	    "SUITE_NOW=$now: not a date and time such as 2026-01-31T04:00:00Z"
done
for scale in 0 401 1000 -1 x 1x 01; do
	wrong SCALE=$scale "SCALE=$scale: a whole number from 1 to 400"
done
wrong SEED=x 'SEED=x: a whole number from 0 to 999999999'
wrong WAIT=soon 'WAIT=soon: a whole number from 0 to 86400'
wrong COMPAT=yes 'COMPAT=yes: 1, or nothing'
wrong FORCE=0 'FORCE=0: 1, or nothing'
wrong "UPSTREAM=http://x/';touch EVIL;'" 'UPSTREAM=.*: it is .sample. .*'
wrong upstream=live "unknown variable 'upstream': did you mean UPSTREAM\?"
wrong COMPATT=1 "unknown variable 'COMPATT': 'make help' lists the variables"
wrong GOAL=nope "GOAL=nope: no such database: 'make help' lists them"
wrong formations \
    "no target 'formations': 'make help' lists the targets and databases"
wrong "a'b" "no target 'a'b': 'make help' lists the targets and databases"
mv bin/import-bcn away
wrong bcn 'bin/import-bcn: No such file, and nothing that makes it'
mv away bin/import-bcn
build DATADIR=été/x.y_z-1,2+3@4 adresse
is "$rc$(ls été/x.y_z-1,2+3@4/db)" 0adresse.db 'other characters are good'
build 'CFLAGS=-O2 -g' GEO_URL=http://x API_INSEE_TOKEN_FILE=key adresse
is "$rc" 0 'known variables'
build DATADIR=/proc/nope adresse
is "$rc/$(head -n 1 err)" "2/make: DATADIR=/proc/nope: cannot be created: No such file or directory" \
    'a directory that cannot be created'
mkdir 'with space'
cp -r "$root/pipelines" 'with space'
run make -rf 'with space/pipelines/formation.mk' BIN=bin
refuses 2 'must not contain white space' 'pipelines in a path with a space'

# The clock, the order and the number of processes change no byte.
build DATADIR=one -s
build DATADIR=two -s -j2
is "$rc$(cat out)$(sums one)" "0$(sums two)" '-j2 gives the bytes of -j1'
is "$(cd one && make -qrf "$root/pipelines/formation.mk" BIN=../bin DATADIR=.
    echo $?
    cd .. && make -qrf "$root/pipelines/formation.mk" BIN=bin DATADIR=./one
    echo $?)" $'0\n0' 'a directory has several names'
build DATADIR=./one certifications COMPAT=1
is "$(sqlite3 one/state/ledger.db "SELECT source IS NOT NULL FROM import_meta
    ORDER BY id DESC LIMIT 1")" 1 'its inputs are recognised'

if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
	touch data/raw/adresse/*
	script -qec "make -srf $root/pipelines/formation.mk BIN=bin" /dev/null \
	    </dev/null >/dev/null
	is "$(cat calls.terminal)" import-adresse \
	    'the tools have the terminal, for their progress'
else
	skip "no terminal to be had"
fi

# Where the raw files come from.
build SEED=2 bcn
is "$(grep -c sample "$CALLS") $(cat data/raw/.sample)" '1 seed 2 scale 1' \
    'another seed: another sample'
is "$(cd data/db && ls)" bcn.db 'another sample: databases start afresh'
echo incomplete >data/raw/.sample
build SEED=2
is "$rc $(grep -c sample "$CALLS")" '0 1' 'a sample half made is made again'
: >"$CALLS"
for _ in 1 2 3 4; do
	PATH=$T/bin:$PATH "$root/pipelines/sample" many 2 1 x &
done
wait
is "$(cat "$CALLS" many/raw/.sample)" $'sample-upstream\nseed 2 scale 1' \
    'makes at once: one makes the sample, the others wait'
build UPSTREAM=none
is "$rc$calls" 0 'UPSTREAM=none takes what is there'
mkdir -p mine/raw/bcn
build DATADIR=mine
is "$rc$calls" 2 'the sample takes no folder of the user'
ok "$(grep -q '^make: mine/raw holds files of yours' err; echo $?)" 'and says so'
build DATADIR=mine UPSTREAM=none referentiel
is "$rc$calls/$(head -n 1 err)" \
    "2/make: mine/raw/referentiel: no such directory,\
 and there is no referentiel.db: put the source's files there (formation(7),\
 Raw files) or use UPSTREAM=sample" 'a source without files'
mkdir -p mine/raw/communes
build DATADIR=mine UPSTREAM=none communes
ran 'communes without missions locales' import-communes
mkdir -p mine/raw/mission_locale
echo x >mine/raw/mission_locale/x
build DATADIR=mine UPSTREAM=none communes
ran 'and with them' import-communes import-mission-locale
rm -r mine/raw/mission_locale
build DATADIR=mine UPSTREAM=none communes
ran 'a database without raw folder is taken as it is'
for upstream in ftp://127.0.0.1 Live lives; do
	build UPSTREAM=$upstream status
	ok "$(grep -q "UPSTREAM=$upstream: it is 'sample'.* or 'none'" err
	    echo $?)" "UPSTREAM=$upstream is refused"
done

# A file cut short, with the real tools.
mkdir -p cut/raw/referentiel cut/raw/catalogue
echo '{"organismes":[],"pagination":{"total":0}}' |
    head -c 20 >cut/raw/referentiel/organismes.json
echo '[{"cle_ministere_educatif":"1' >cut/raw/catalogue/formations.json
real() { run make -krf "$root/pipelines/formation.mk" BIN="$bin" DATADIR=cut \
    UPSTREAM=none "$@"; }
real referentiel catalogue
is "$rc$(ls cut/db)" 2 'files cut short: no database'
is "$(sqlite3 cut/state/ledger.db "SELECT type, status FROM import_meta
    WHERE error LIKE 'parse-json: %' ORDER BY type")" \
    $'catalogue|failed\nreferentiel|failed' 'the ledger has the first message'
if command -v zip >/dev/null; then
	rm cut/raw/catalogue/formations.json
	seq 100000 | sed 's/.*/{"tags":[],"n":&}/' >lines
	zip -q cut/raw/catalogue/formations.zip lines
	truncate -s -99 cut/raw/catalogue/formations.zip
	real catalogue
	is "$rc$(ls cut/db)" 2 'an archive cut short: no database'
	zip -q - lines >cut/raw/catalogue/formations.zip
	printf X | dd of=cut/raw/catalogue/formations.zip bs=1 seek=90000 \
	    conv=notrunc 2>/dev/null
	real catalogue
	is "$rc$(ls cut/db)" 2 'an archive damaged: no database'
	touch cut/raw/catalogue/formations.json
	real catalogue
	is "$rc$(ls cut/db)$(grep -c 'and not both' err)" 21 'two files: refused'
else
	skip 'no zip'
fi

# A disk that is full.
mkdir full
if mount -t tmpfs -o size=512k tmpfs full 2>/dev/null; then
	mkdir full/raw full/raw/adresse full/db
	build DATADIR=full UPSTREAM=none adresse
	before=$(sums full)
	echo x >full/raw/adresse/x
	dd if=/dev/zero of=full/fill bs=1k 2>/dev/null
	build DATADIR=full UPSTREAM=none adresse
	is "$rc$(sums full)" "2$before" 'a full disk: the database stays'
	rm full/fill
	build DATADIR=full UPSTREAM=none adresse
	ran 'with room again: repaired' import-adresse
	umount full
else
	skip 'no permission to mount a small disk'
fi
done_testing
