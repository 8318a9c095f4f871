#!/bin/bash
# status: what the ledger and the times of files say.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
mkdir -p data/state data/db data/raw/bcn
export SUITE_NOW=2026-01-31T04:00:00Z
base() { sqlite3 "data/db/$1.db" 'CREATE TABLE t (x); INSERT INTO t VALUES (1)'; }
# built NAME PREREQUISITE...: built by the pipelines; a second time nothing changes
built() {
	[ -e "data/db/$1.db" ] || base "$1"
	"$root/pipelines/run" data "$1" : "${@:2}" >log 2>&1 || cat log
}
why() { status "$1" | tail -n 1 | sed 's/.* \(fresh\|stale: \)/\1/'; }

run status -h
is "$rc/$(head -n 1 out)" '0/usage: status [options] [NAME...]' '-h'
run status -V
is "$rc" 0 '-V'
run status -x
is "$rc/$(head -n 1 err)" "2/status: unknown option '-x'" 'unknown option'
run status
clean 'nothing there'
same 'only the head' <<'END'
database                 rows      age  last run                      took  state
END
run status -d nowhere
refuses 1 '^status: nowhere: No such file or directory' 'no such directory'
run status formation
refuses 1 "^status: unknown database 'formation': neither db, raw nor the ledger of data has it" \
    'a database that nobody knows'
SUITE_DATABASES='bcn formation' run status formation
clean 'one that make knows'
is "$(tail -n 1 out)" \
    'formation                   -        -  -                                -  stale: no database' \
    'a database that was never built'
SUITE_DATABASES='formation' run status -d nowhere
is "$rc/$(sed 1d out | cut -d ' ' -f 1)" 0/formation 'make knows them before there is a DATADIR'

built bcn "$bin/ledger"
built certifications data/db/bcn.db
sqlite3 data/state/ledger.db 'UPDATE import_meta SET duration = 1.25'
run status
clean 'two databases'
same 'in a table' <<'END'
database                 rows      age  last run                      took  state
bcn                         1      0 s  2026-01-31T04:00:00.000Z     1.2 s  fresh
certifications              1      0 s  2026-01-31T04:00:00.000Z     1.2 s  fresh
END
SUITE_NOW=2026-01-31T07:59:00Z run status bcn
is "$(tail -n 1 out | cut -c 31-40)" '     3 h  ' 'age'
SUITE_NOW=2026-02-04T07:59:00Z run status --json certifications
same_json 'in JSON' <<'END'
{"name":"certifications","rows":1,"age":359940,
 "last_import":"2026-01-31T04:00:00.000Z",
 "last_success":"2026-01-31T04:00:00.000Z","status":"done","duration":1.25,
 "error":null,"stale":false,"why":null,"fetch_error":null}
END

is "$(why bcn) $(why certifications)" 'fresh fresh' 'fresh'
# twice NAME REASON WHAT: what status says, and changed, which make asks
twice() {
	local found=
	is "$(why "$1")" "$2" "$3"
	[[ $2 != stale:* ]] || found=stale:$1
	is "$("$root/pipelines/changed" data '' bcn certifications '' '' | grep ":$1$")" \
	    "$found" "$3: make"
}
echo x >'data/raw/bcn/a b'
twice bcn 'stale: raw/bcn/a b is new' 'a file added'
built bcn "$bin/ledger"
twice bcn fresh 'built again'
touch -d 2001-01-01 'data/raw/bcn/a b'
twice bcn 'stale: raw/bcn/a b has changed' 'a file is older'
rm 'data/raw/bcn/a b'
twice bcn 'stale: raw/bcn/a b is gone' 'a file taken away'
echo y >'data/raw/bcn/a b'
twice bcn 'stale: raw/bcn/a b has changed' 'a file changed'
is "$(why certifications)" 'stale: bcn is stale' 'its descendant'
built bcn "$bin/ledger"
touch -d '1 hour ago' data/db/bcn.db
twice certifications 'stale: bcn has changed' 'an older input'
twice bcn fresh '  itself not'
built certifications data/db/bcn.db
: >tool
built bcn "$T/tool"
twice bcn fresh 'a tool'
touch -d 2001-01-01 tool
twice bcn 'stale: tool has changed' 'another tool'
rm tool
twice bcn fresh 'a tool that is gone is another'\''s matter'

# times of the future say nothing
touch -d '+2 days' data/state/bcn.stamp
twice bcn 'stale: its stamp is dated in the future' 'a stamp of the future'
echo more >>'data/raw/bcn/a b'
twice bcn 'stale: raw/bcn/a b has changed' 'a stamp of the future, and a change'
touch -d '+2 days' data/db/bcn.db 'data/raw/bcn/a b'
built bcn "$bin/ledger"
built certifications data/db/bcn.db
twice bcn fresh 'a raw file and a database of the future'
twice certifications fresh '  what is built from it'
is "$(find data/db -newermt now)" '' '  the database has a date of today'

# links, and what they point to
mkdir one two
echo 1 >one/file
echo 2 >two/file
touch -d 2001-01-01 one/file two/file
rm -r data/raw/bcn
ln -s ../../one data/raw/bcn
built bcn
twice bcn fresh 'a raw directory that is a link'
ln -sfn ../../two data/raw/bcn
twice bcn 'stale: raw/bcn/file has changed' 'a link that points elsewhere'
built bcn
ln -sf ../one/file two/file
twice bcn 'stale: raw/bcn/file has changed' 'a link within'
built bcn
touch -h -d 2002-01-01 two/file
twice bcn fresh 'the link itself is no matter'
echo x >>one/file
twice bcn 'stale: raw/bcn/file has changed' 'behind a link'
built bcn
ln -sf nowhere two/broken
twice bcn 'stale: raw/bcn/broken is new' 'a broken link'
built bcn
twice bcn fresh '  counts as it is'
ln -s . two/loop
twice bcn fresh 'a loop is not followed'
: >two/$'a\nb'
twice bcn 'stale: raw/bcn/a?b is new' 'a line feed in a name'
built bcn
twice bcn fresh '  built with it'
mkdir -p two/deep/er
echo x >two/deep/er/file
twice bcn 'stale: raw/bcn/deep/er/file is new' 'a file further down'

# what a power loss leaves
built bcn
cp data/state/bcn.stamp stamp
for n in 0 10 200; do
	head -c $n stamp >data/state/bcn.stamp
	twice bcn 'stale: its stamp is incomplete' "a stamp of $n bytes"
done
sed '2,3d' stamp >data/state/bcn.stamp
is "$(why bcn | cut -c 1-6)" stale: 'a stamp that lacks lines'
cp stamp data/state/bcn.stamp
rm data/raw/bcn
mkdir data/raw/bcn
built bcn day=2026-01-31
is "$(SUITE_NOW=2026-02-01T00:59+01:00 why bcn)" fresh 'the UTC day it was built for'
is "$(SUITE_NOW=2026-01-30T23:59Z why bcn)" 'stale: built for 2026-01-31' \
    'another day'
is "$(SUITE_STALE='x bcn' why bcn)" 'stale: built with other options' 'what make knows'
cp -a data copy
is "$(status -d copy certifications | sed 1d | sed 's/.*  //')" fresh 'a copy of DATADIR is fresh'
rm data/state/bcn.stamp
is "$(why bcn)" 'stale: never built' 'no stamp'
mv data/raw/bcn data/raw/other
is "$(why bcn)" fresh 'no stamp, no raw folder: given'
rm data/db/bcn.db
is "$(why bcn)" 'stale: no database' 'no database'
is "$(status --json bcn | jq -c '[.rows, .status, .stale]')" \
    '[null,"done",true]' 'no database: rows'

id=$(ledger begin certifications)
is "$(why certifications)" 'stale: being built' 'being built'
rm data/state/certifications.stamp
echo 'agg: data: "no"' | ledger failed "$id" 1
is "$(why certifications)" 'stale: failed: agg: data: "no"' 'failed'
run status --json certifications
is "$(jq -c '[.rows, .status, .error, .last_success]' out)" \
    '[1,"failed","agg: data: \"no\"","2026-01-31T04:00:00.000Z"]' \
    'failed: what was there still counts'
sleep 0.01 &
ledger begin -p $! certifications >/dev/null
wait
chmod a-w data/state/ledger.db
cp -r data before
is "$(why certifications)" 'stale: failed: killed' 'killed'
chmod u+w data/state/ledger.db
cp stamp data/state/certifications.stamp
is "$(why certifications | grep -c killed)" 0 'killed, but nothing is due any more'
base given
is "$(status given | tail -n 1)" \
    'given                       1        -  -                                -  fresh' \
    'a database that no run built'
is "$(status | cut -d ' ' -f 1 | tr '\n' ' ')" \
    'database bcn certifications given ' 'all by name'
mkdir data/raw/given
is "$(why given)" 'stale: never built' 'it has a raw folder'
sqlite3 data/db/given.db 'PRAGMA application_id = 0x616c7473'
is "$(why given)" fresh 'a state database is never built'
sqlite3 data/db/given.db 'PRAGMA application_id = 0'
rmdir data/raw/given

# Metrics: a directory of its own, with a database of each kind.
mkdir -p met/{db,state}
bases() { for name; do cp data/db/given.db "met/db/$name.db"; done; }
bases bcn formation
begun() { ledger begin -d met "$@"; }
id=$(begun bcn)
echo '{"rows":3}' | ledger 'done' -d met "$id" >/dev/null
id=$(begun formation)
echo 'agg: no' | ledger failed -d met "$id" 1
id=$(begun fetch:formation)
echo 'fetch: no' | ledger failed -d met "$id" 75
sqlite3 met/state/ledger.db "UPDATE import_meta SET duration = 1.25,
    import_date = '2026-01-30T23:00:00.5Z' WHERE type = 'bcn';
    UPDATE import_meta SET duration = NULL WHERE type = 'formation'"
cat >findings <<'W'
{"check":"b","severity":"warning","table":null,"key":{},"detail":"x"}
{"check":"a","severity":"error","table":null,"key":{},"detail":"x"}
{"check":"b","severity":"warning","table":null,"key":{},"detail":"x"}
{"check":"b","severity":"info","table":null,"key":{},"detail":"x"}
{"check":"q\"\\\n","severity":"info","table":null,"key":{},"detail":"x"}
W
SUITE_DATABASES='formation bcn x"y' run status -m -d met -f findings
clean 'metrics'
cp out metrics
same '  the families in their order, the databases in that of make' <<'W'
# HELP alternance_rows Rows of the database.
# TYPE alternance_rows gauge
alternance_rows{database="formation"} 1
alternance_rows{database="bcn"} 1
# HELP alternance_last_success_timestamp_seconds Start of the last run that was done.
# TYPE alternance_last_success_timestamp_seconds gauge
alternance_last_success_timestamp_seconds{database="bcn"} 1769814000.5
# HELP alternance_last_run_timestamp_seconds Start of the last run.
# TYPE alternance_last_run_timestamp_seconds gauge
alternance_last_run_timestamp_seconds{database="formation"} 1769832000
alternance_last_run_timestamp_seconds{database="bcn"} 1769814000.5
# HELP alternance_last_run_duration_seconds How long the last run took.
# TYPE alternance_last_run_duration_seconds gauge
alternance_last_run_duration_seconds{database="bcn"} 1.25
# HELP alternance_last_run_failed Whether the last run failed.
# TYPE alternance_last_run_failed gauge
alternance_last_run_failed{database="formation"} 1
alternance_last_run_failed{database="bcn"} 0
# HELP alternance_stale Whether make would build the database again.
# TYPE alternance_stale gauge
alternance_stale{database="formation"} 1
alternance_stale{database="bcn"} 0
alternance_stale{database="x\"y"} 1
# HELP alternance_fetch_failed Whether the last request to the source failed.
# TYPE alternance_fetch_failed gauge
alternance_fetch_failed{database="formation"} 1
alternance_fetch_failed{database="bcn"} 0
alternance_fetch_failed{database="x\"y"} 0
# HELP alternance_findings Findings of check-data.
# TYPE alternance_findings gauge
alternance_findings{check="b",severity="warning"} 2
alternance_findings{check="a",severity="error"} 1
alternance_findings{check="b",severity="info"} 1
alternance_findings{check="q\"\\\n",severity="info"} 1
# HELP alternance_metrics_timestamp_seconds When these metrics were written.
# TYPE alternance_metrics_timestamp_seconds gauge
alternance_metrics_timestamp_seconds 1769832000
W
if command -v promtool >/dev/null; then
	run promtool check metrics <metrics
	is "$rc/$(cat out err)" 0/ '  promtool accepts them'
	sed -n '/^groups:$/,/^\.Ed/p' "$root/man/man1/status.1" | sed '$d' >rules
	run promtool check rules rules
	ok "$rc" '  and the alerts of the page'
else
	skip 'no promtool'
fi
run status --metrics -d met -o m.prom bcn
clean 'metrics into a file'
is "$(cat out)$(ls m.prom*)$(grep -c '{' m.prom)" m.prom7 '  of one database'
mkdir -p met/export collector
echo '{"check":"a","severity":"error"}' >met/export/findings.ndjson
metrics() {
	run make -srf "$root/pipelines/formation.mk" "BIN=$bin" DATADIR=met \
	    UPSTREAM=none metrics "$@"
}
metrics
clean 'make metrics'
is "$(sed -n 's/^alternance_rows{database="\(.*\)"} 1/\1/p' out | paste -sd ' ')" \
    'bcn formation' '  prints them in the order of the graph'
is "$(grep -c '^alternance_findings{check="a",severity="error"} 1$' out)" 1 \
    '  with the findings'
metrics METRICS_DIR=collector
is "$rc/$(cat out err)$(grep -c '^alternance_rows{' collector/alternance.prom)" \
    0/2 '  or writes them into METRICS_DIR'
metrics 'METRICS_DIR=a$b'
is "$rc$(grep -c "METRICS_DIR: its value must not contain '\$'" err)" 21 \
    '  not evaluated'
run status -m -d met -f nowhere -o n.prom
refuses 1 '^status: nowhere: No such file or directory' 'no findings'
is "$(ls n.prom* 2>/dev/null)" '' '  nothing is written'
echo '{"check":"a"}' | run status -m -d met -f -
refuses 1 "^status: stdin:1: severity: error, warning or info is expected, not ''" \
    'a wrong finding'
for words in '-f findings' '-m -j'; do
	# shellcheck disable=SC2086
	run status -d met $words
	is "$rc" 2 "wrong: $words"
done
run status -d met -o table
clean 'a table into a file'
is "$(wc -l <table)" 3 '  it is there'
if [ -e /dev/full ]; then
	status >/dev/full 2>err
	is "$?/$(cat err)" '1/status: write stdout: No space left on device' /dev/full
fi

# A ledger that another program wrote has only the columns of the reference.
mkdir -p other/state other/db
sqlite3 other/state/ledger.db "CREATE TABLE import_meta(id INTEGER PRIMARY KEY, type TEXT,
    import_date TEXT, status TEXT, duration REAL, rows INTEGER);
    INSERT INTO import_meta(type, import_date, status, duration, rows)
    VALUES ('bcn', '2026-11-28T04:00:00.000Z', 'done', 1.5, 528),
        ('kali_ccn', '2026-11-28T04:00:00.000Z', 'pending', NULL, NULL)"
run status -d other
is "$rc/$(cat "$T/err")/$(sed '1d;s/  *.*  / /' "$T/out")" \
    '0//bcn stale: no database
kali_ccn stale: failed: killed' 'a ledger of fewer columns'
done_testing
