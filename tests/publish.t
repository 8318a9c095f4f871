#!/bin/bash
# What SQLite keeps next to a database (-wal, -shm, -journal) when another file
# takes its name: never applied to that one, whoever left it; whoever lives and
# uses it is not hurt.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
export SUITE_NOW=2026-01-31T04:00:00Z
rows() { # rows N: the kit with N rows, as load-table reads it
	seq -f '{"cfd":"%08.0f","rncp":"RNCP1"}' "$1"
}
rows 3000 >old
rows 20 >new
begin() { # begin: a published database
	rm -f kit.db*
	load-table kit.db kit_apprentissage <old
}
# py CODE [ARGUMENT...]: with d open on kit.db
py() {
	python3 -c "import sqlite3, sys, os
d = sqlite3.connect('kit.db', isolation_level=None)
$1" "${@:2}"
}
# published WHAT: the new rows took the name, and nothing is next to it
published() {
	clean "$1: published"
	is "$(sqlite3 kit.db 'PRAGMA integrity_check; SELECT count(*) FROM kit_apprentissage; SELECT count(*) FROM sqlite_schema')/$(ls kit.db*)" \
	    "ok
20
2/kit.db" "  the new rows, nothing else"
}
replace() { run load-table kit.db kit_apprentissage <new; }

wal='d.execute("pragma journal_mode=wal")
d.execute("pragma wal_autocheckpoint=0")
d.execute("create index ix on kit_apprentissage(cfd)")
d.execute("update kit_apprentissage set rncp = 1")'
begin
py "$wal
os._exit(9)"
is "$(ls kit.db*)" 'kit.db
kit.db-shm
kit.db-wal' 'a writer that died left a -wal'
replace
published 'a -wal'
begin
py "$wal
os._exit(9)"
rm kit.db-shm
replace
published 'a -wal without -shm'
begin
py "$wal
os._exit(9)"
mkdir away
mv kit.db-* away
begin
cp away/* .
replace
published "another file's -wal"
for file in away/*; do
	rm -f kit.db*
	cp "$file" .
	replace
	published "no database, but ${file##*db}"
done
rm -f kit.db*
head -c 100000 /dev/urandom >kit.db-wal
head -c 1000 /dev/urandom >kit.db-journal
echo >kit.db-shm
echo '<html>' >kit.db
run import-kit-apprentissage -r . -o kit.db
refuses 1 . 'a previous state that is no database'
rm kit.db
replace
published 'garbage'

journal='d.execute("pragma cache_size=3")
d.execute("begin immediate")
d.execute("update kit_apprentissage set rncp = rncp || cfd || cfd || cfd")
d.execute("create table zz as select randomblob(100) from kit_apprentissage a, (select 1 from kit_apprentissage limit 20)")'
begin
py "$journal
os._exit(9)"
is "$(ls kit.db*)" 'kit.db
kit.db-journal' 'a writer that died left a -journal'
run cat-table kit.db
same 'what it did not commit is not read' <old
begin
py "$journal
os._exit(9)"
replace
published 'a -journal'

# those who live: they go on as if nothing had happened, or the run ends with 75
mkfifo go
alive() { # alive CODE: waits until told, then prints what it sees
	py "$1
open('go', 'w').close()
open('go').close()
print(d.execute('select count(*) from kit_apprentissage').fetchone()[0])
d.execute('commit') if d.in_transaction else None
d.close()" >seen 2>&1 &
	read -r _ <go
}
begin
alive 'd.execute("begin")
d.execute("select * from kit_apprentissage").fetchone()'
replace
: >go
wait
is "$(cat seen)" 3000 'a reader reads on'
published '  with a reader'
for how in "$wal" "$wal
d.execute('begin'); d.execute('select * from kit_apprentissage').fetchone()" \
    "$wal
d.execute('begin immediate'); d.execute('delete from kit_apprentissage where rowid = 1')" \
    "d.execute('begin immediate'); d.execute('delete from kit_apprentissage where rowid = 1')"; do
	begin
	alive "$how"
	sha256sum kit.db >before
	replace
	refuses 75 'kit.db: another program is using it' 'a program that uses it: later'
	sha256sum -c before >check 2>&1
	ok $? '  nothing has changed'
	is "$(ls kit.db.tmp 2>&1 | grep -c 'No such')" 1 '  and nothing is left'
	: >go
	wait
	case $(cat seen) in 3000 | 2999) ok 0 '  it goes on' ;; *) ok 1 "  it goes on: $(cat seen)" ;; esac
	replace
	published '  when it has gone'
done

# orphans of a program that lives
begin
alive "$wal"
mv kit.db moved.db
replace
refuses 75 'kit.db: another program is using it' 'moved away under a program that lives'
: >go
wait
replace
published '  when it has gone'
done_testing
