# Sourced by the tests of the report: a made-up data directory in $T/data, with
# ninety days of runs, findings of every check, and what changed.
export SUITE_NOW=2026-11-30T07:00:00Z
make_record() { /usr/bin/python3 "${root:?}/tests/mkreport.py" "$@"; }
mkdir -p data/db data/state
for table in formation organisme certifications commune; do
	case $table in
	organisme | commune) database=${table}s ;;
	*) database=$table ;;
	esac
	make_record "$table" | load-table "data/db/$database.db" "$table" || exit 1
done
make_record ledger | sqlite3 data/state/ledger.db || exit 1
check-data -l | make_record findings >findings
cat >changes <<END
{"table":"formation","before":2990,"after":3000,"insert":12,"delete":2,"update":40,"same":2948,"fields":{"/statut/catalogue":3}}
{"table":"organisme","before":401,"after":400,"insert":0,"delete":1,"update":0,"same":400,"fields":{}}
{"table":"certifications","before":6,"after":6,"insert":1,"delete":1,"update":0,"same":5,"fields":{}}
END
