#!/bin/bash
# make publication: dated directories, whole at any moment; make changes.
. "$(dirname "$0")/lib.sh"
unset PGSERVICE METRICS_DIR KEEP PUBLISH_ERRORS PUBLICATION_URL
export SUITE_NOW=2026-01-31T04:00:00.500Z
cd "$T" || exit 1
mk() { run make -r -f "$root/pipelines/formation.mk" BIN="$bin" "$@"; }
builds() { (cd data/publication && ls -d 2*Z); }
# at MINUTE: the clock.
at() { SUITE_NOW=2026-02-01T0$(($1 / 60)):$(printf %02d $(($1 % 60))):00Z; }
# change N: another title in N records of dares_ccn, new at each call.
round=0
change() {
	round=$((round + 1))
	cat-table data/db/dares_ccn.db | jq -c --arg t "Titre $round" --argjson n "$1" \
	    'if input_line_number <= $n then .titre = $t else . end' >records
	load-table data/db/dares_ccn.db dares_ccn <records
}
# whole: what is wrong with what is published.
whole() {
	local dir
	[ -d data/publication/latest/ ] || echo 'no latest'
	for dir in data/publication/2*Z data/publication/latest; do
		(cd "$dir" && sha256sum -c --quiet SHA256SUMS 2>&1 &&
		    ls | grep -vx SHA256SUMS | diff - <(cut -c 67- SHA256SUMS))
	done
	tail -n 1 data/publication/feed.atom | grep -vx '</feed>'
}
# current: what differs between the latest publication and what is there.
current() {
	local file
	for file in data/export/*; do
		case $file in
		*/report.html) ;;
		*) cmp "$file" "data/publication/latest/${file##*/}" ;;
		esac
	done
	for file in data/state/published/*; do
		cmp "$file" "data/db/${file##*/}"
	done
	find data/publication data/state -name '*.tmp' -o -name 'published-*' \
	    ! -name "published-$(readlink data/publication/latest)"
}

mk -s changes
is "$rc/$(cat err out)" '0/nothing has changed' 'make changes before the first publication'
mk -j2 publication
is "$rc/$(cat err)" 0/ 'make publication from nothing'
is "$(cd data/publication && ls)" '2026-01-31T040000Z
feed.atom
latest' 'a directory named by the clock, a link, a feed'
latest=data/publication/latest
is "$(readlink $latest)" 2026-01-31T040000Z 'latest'
is "$(ls $latest)" "$( (ls data/export; printf '%s\n' SHA256SUMS changes.ndjson \
    changes-summary.ndjson index.html) | sort)" 'the exports, and what describes them'
is "$(whole; current)" '' 'as their digests say'
ok "$([ data/export/formation.csv -ef $latest/formation.csv ]; echo $?)" 'hard links'
ok "$([ $latest/index.html -ef $latest/report.html ]; echo $?)" \
    'index.html is the report'
ok "$([ data/db/formation.db -ef data/state/published/formation.db ]; echo $?)" \
    'the databases are kept'
is "$(ls data/state/published/ | grep -E 'queue|users|indicateurs')" '' \
    'but no state database'
is "$(jq -r '[.build, .table, .before, .after, .insert] | join(" ")' \
    $latest/changes-summary.ndjson | grep ' formation ')" \
    "2026-01-31T04:00:00.500Z formation 0 $(cat-table data/db/formation.db |
	wc -l | sed 's/.*/& &/')" 'changes: everything is new'

SUITE_NOW=2026-02-01T00:00:00Z mk publication
is "$rc/$(cat err)$(builds | wc -l)" 0/1 'unchanged: no new directory'
SUITE_NOW=2026-02-01T00:00:00Z mk report
SUITE_NOW=2026-02-01T00:00:00Z mk publication
is "$rc$(builds | wc -l)" 01 'nor because of a report that tells other ages'

change 2
mk publication
is "$rc$(grep -c 'a publication must be later' err)$(builds | wc -l)" 211 \
    'changed, but the clock has not moved'
at 1
mk publication
is "$rc/$(builds | tail -n 1)$(readlink $latest)" \
    0/2026-02-01T000100Z2026-02-01T000100Z 'changed: a new directory'
is "$(jq -c '[.op, .table, (.changes | map(keys | join(",")))]' $latest/changes.ndjson)" \
    '["update","dares_ccn",["path"]]
["update","dares_ccn",["path"]]' 'changes.ndjson: which records, no values'
is "$(jq -c '[.build, .table, .update]' $latest/changes-summary.ndjson)" \
    '["2026-02-01T00:01:00.000Z","dares_ccn",2]' 'changes-summary.ndjson'
is "$(whole; current)" '' 'whole'
is "$(grep -c '^<entry>' data/publication/feed.atom)" 2 'the feed has both'
is "$(grep -o '<id>[^<]*' data/publication/feed.atom | head -n 2 | tail -n 1)" \
    '<id>http://localhost/2026-02-01T000100Z/' 'newest first'
PUBLICATION_URL=https://data.example.org/a mk publication
is "$(grep -o '<id>[^<]*' data/publication/feed.atom | head -n 1)" \
    '<id>https://data.example.org/a/' 'PUBLICATION_URL'

mk -s changes
is "$rc/$(grep -E '^(table|dares_ccn) ' out | tr -s ' ')" "0/table before after added changed removed
dares_ccn 0 $(cat-table data/db/dares_ccn.db | wc -l | sed 's/.*/& &/') 2 0" 'make changes'
mk -s changes SINCE=2026-01-31
is "$rc/$(sed 1d out | tr -s ' ')" "0/dares_ccn $(cat-table data/db/dares_ccn.db |
    wc -l | sed 's/.*/& &/') 0 2 0" 'make changes SINCE'
mk -s changes SINCE=2026-02-01
is "$rc/$(cat out)" '0/nothing has changed since 2026-02-01' 'nothing since'
mk changes SINCE=yesterday
is "$rc$(grep -c 'SINCE=yesterday: not a day such as' err)" 21 'SINCE that is no day'

# Errors of check-data.
sed '1s/"severity":"[a-z]*"/"severity":"error"/' data/export/findings.ndjson >findings
cp data/export/findings.ndjson good
mv findings data/export/findings.ndjson
at 2
mk publication
is "$rc$(grep -c 'refused: 1 errors in data/export/findings.ndjson: PUBLISH_ERRORS=1' err)$(builds | wc -l)" \
    212 'errors: refused'
mk publication PUBLISH_ERRORS=1
is "$rc$(builds | wc -l)" 03 'unless PUBLISH_ERRORS=1'
mv good data/export/findings.ndjson
mk publication PUBLISH_ERRORS=yes
is "$rc$(grep -c 'PUBLISH_ERRORS=yes: not 1' err)" 21 'PUBLISH_ERRORS=yes'
mk publication KEEP=0
is "$rc$(grep -c 'KEEP=0: not a whole number' err)" 21 'KEEP=0'
mk publication 'KEEP=$(touch EVIL)'
is "$rc$(ls EVIL 2>/dev/null)" 2 'KEEP is not evaluated'
at 3
mk publication KEEP=2
is "$rc/$(builds)" '0/2026-02-01T000200Z
2026-02-01T000300Z' 'KEEP'
is "$(ls data/state/summaries | wc -l)$(grep -c '^<entry>' data/publication/feed.atom)" 42 \
    'the summaries of those that were removed stay'

# A database that changes between export and publication.
script=()
eval "script=($(make -nsr -f "$root/pipelines/formation.mk" BIN="$bin" publication |
    sed -n '\|pipelines/publication |,$p'))"
export KEEP=8 PUBLISH_ERRORS='' PATH=$bin:$PATH
change 1
mk data/export/dares_ccn.csv
change 1
at 4
run "${script[@]}"
refuses 75 'dares_ccn.db has changed since it was exported: try again' \
    'a database that changed meanwhile'
mk publication
is "$rc/$(cat err; whole; current)" 0/ 'the next make repairs'

# Killed at any of its commands, the script leaves a whole publication, and the
# next one completes it.
cat >kill.sh <<'END'
if [[ $0 == */publication ]]; then
	set -T
	trap '((++commands != KILL_AT)) || kill -9 $$' DEBUG
fi
END
wrong='' killed=0 moments=$(fewer 16 6)
for KILL_AT in $(shuf -i 1-400 -n "$moments" | sort -n); do
	change 1
	at $((10 + 2 * round))
	mk exports
	KILL_AT=$KILL_AT BASH_ENV=$T/kill.sh "${script[@]}" >killed.out 2>&1
	rc=$?
	wait
	[ $rc != 137 ] || killed=$((killed + 1))
	[ $rc = 137 ] || [ $rc = 0 ] || wrong+="$KILL_AT: exit $rc $(cat killed.out);"
	sleep 0.1
	wrong+=$(whole)
	at $((11 + 2 * round))
	run "${script[@]}"
	[ "$rc/$(cat err)" = 0/ ] || wrong+="$KILL_AT: then $rc $(cat err);"
	wrong+=$(whole; current)
done
is "$wrong" '' 'killed: whole, and completed by the next run'
ok $((killed < moments * 5 / 16)) "  ($killed times)"
is "$(cat data/state/summaries/* | jq -s '[.[] | select(.table == "dares_ccn") |
    .update] | add')" $((moments + 3)) 'no change is lost, and none is told twice'

# Databases that were put there by hand.
cp -rL data/state/published by_hand
rm data/state/published
mv by_hand data/state/published
change 3
at 190
mk publication
is "$rc/$(cat err; whole; current)$(jq .update $latest/changes-summary.ndjson)" 0/3 \
    'a directory of databases in place of the link'

# Two at once.
change 1
at 200
make -sr -f "$root/pipelines/formation.mk" BIN="$bin" publication >out1 2>err1 &
mk publication
first=$rc
wait $!
is "$?$first$(cat err1 err; whole; current)" 00 'two at once'

# A full disk.
if mkdir small && mount -t tmpfs -o size=200k none small 2>/dev/null; then
	change 1
	at 210
	mk exports
	mv data/publication publication
	ln -s ../small data/publication
	cp -r publication/feed.atom small 2>/dev/null
	run "${script[@]}"
	ok $((rc == 0)) 'a full disk: failure'
	is "$(find small/ -name '2*Z')" '' 'and no directory that is not whole'
	rm data/publication
	mv publication data/publication
	umount small
	at 211
	mk publication
	is "$rc/$(cat err; whole; current)" 0/ 'the next make repairs'
else
	skip 'no tmpfs'
fi
done_testing
