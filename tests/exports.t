#!/bin/bash
# make exports: what leaves the build, from nothing, on the sample.
. "$(dirname "$0")/lib.sh"
unset PGSERVICE METRICS_DIR KEEP PUBLISH_ERRORS
export SUITE_NOW=2026-01-31T04:00:00.500Z
cd "$T" || exit 1
mk() { run make -r -f "$root/pipelines/formation.mk" BIN="$bin" "$@"; }

mk -j2 exports
is "$rc/$(cat err)" 0/ 'make exports from nothing'
is "$(ls data/export)" 'alternance.gpkg
certifications.csv
commune.csv
commune.geojson
dares_ape_idcc.csv
dares_ccn.csv
datapackage.json
findings.ndjson
formation.csv
formation.geojson
formation_session.csv
kali_ccn.csv
metadata.json
npec_normalized.csv
organisme.csv
organisme.geojson
report.html' 'every file, and nothing else'
mk exports
is "$rc/$(cat err)$(grep -vc 'Nothing to be done' out)" 0/0 'the second time: nothing'
SUITE_NOW=2026-02-01T04:00:00Z mk exports
is "$rc$(grep -c ^export out)" 00 'another clock: nothing'

# What the files are is their tools' matter; here, that each is the right one.
cd data/export || exit 1
for table in formation organisme certifications commune dares_ccn; do
	case $table in
	organisme) db=organismes ;;
	commune) db=communes ;;
	*) db=$table ;;
	esac
	is "$(export-csv ../db/$db.db $table | sha256sum)" \
	    "$(sha256sum <$table.csv)" "$table.csv"
done
is "$(export-geojson ../db/communes.db commune | sha256sum)" \
    "$(sha256sum <commune.geojson)" commune.geojson
is "$(jq -r '.resources[].path' datapackage.json | sort)" "$(ls -- *.csv)" \
    'datapackage.json names every CSV file'
is "$(jq -r '.resources[] | "\(.hash)  \(.path)"' datapackage.json |
    sed 's/^sha256://' | sha256sum -c --quiet 2>&1)" '' 'with their digests'
is "$(jq -c '.databases | keys' metadata.json)" '["alternance"]' \
    'metadata.json describes alternance.gpkg'
is "$(sqlite3 alternance.gpkg 'SELECT count(*) FROM gpkg_contents')" 9 \
    'alternance.gpkg has every table'
is "$(jq -s length findings.ndjson)" "$(wc -l <findings.ndjson)" findings.ndjson
is "$(head -c 15 report.html)" '<!DOCTYPE html>' report.html
is "$(grep -lE '[A-Za-z0-9._-]+@[a-z0-9-]+\.[a-z]' -- *.csv *.json *.geojson *.ndjson *.html)" \
    '' 'no address of a person'
cd ../.. || exit 1

rm data/export/{dares_ccn.csv,metadata.json}
mk data/export/metadata.json
is "$rc$(ls data/export/{dares_ccn.csv,metadata.json} 2>/dev/null)" \
    0data/export/metadata.json 'one file by its path'
mk exports
is "$rc$(grep ^export out)" '0export dares_ccn.csv
export datapackage.json' 'what was removed is exported again'
touch data/db/dares_ccn.db
mk exports
is "$rc$(grep -c '^export dares_ccn.csv' out)" 01 'a database that is newer is exported'
ls -l --time-style=full-iso data/export/dares_ccn.csv >before
touch data/db/dares_ccn.db
mk exports
ls -l --time-style=full-iso data/export/dares_ccn.csv >after
is "$rc$(diff before after)" 0 'the same bytes leave the file untouched'
mk exports
is "$(grep -c ^export out)" 0 'and are no reason to export again'

# Two at once, and one that is killed.
touch data/db/{formation,dares_ccn}.db
mk exports &
mk2=$!
make -r -f "$root/pipelines/formation.mk" BIN="$bin" exports >out2 2>err2
is "$?$(cat err2)" 0 'two at once'
wait $mk2
is "$(find data -name '*.tmp' -o -name '*.new')" '' 'leave nothing'
touch data/db/formation.db
cp data/export/formation.csv was.csv
setsid make -sr -f "$root/pipelines/formation.mk" BIN="$bin" exports >/dev/null 2>&1 &
sleep 0.7
kill -9 -- -$!
wait 2>/dev/null
cmp was.csv data/export/formation.csv
ok $? 'killed: the file is whole'
mk exports
is "$rc/$(cat err)" 0/ 'the next run completes'

# A set without some sources.
mkdir part
cp -r data/raw data/db part
rm -rf part/raw/{npec,kali_ccn,.sample} part/db/{npec,kali_ccn}.db
mk UPSTREAM=none DATADIR=part exports
is "$rc$(grep -v Skipping err)$(ls part/export | grep -cE '^(npec|kali)')" 00 \
    'a source that is absent: the others'
ok $(($(ls part/export | wc -l) != 15)) 'all of them'

mk report
is "$rc/$(cat err)" 0/ 'make report'
SUITE_NOW=2026-02-03T04:00:00Z mk report
ok "$(cmp -s data/export/report.html <(cat part/export/report.html); [ $? != 0 ]; echo $?)" \
    'as of now'

# The target with which PostgreSQL is brought up to date.
mkdir with
ln -s "$bin"/* with
rm -f with/publish-postgres
printf '#!/bin/bash\necho "$@" >called\n' >with/publish-postgres
chmod +x with/publish-postgres
run make -rs -f "$root/pipelines/formation.mk" BIN=with publish_postgres
is "$rc/$(cat out err called)" '0/-d data/db' 'make publish_postgres'
done_testing
