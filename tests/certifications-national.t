#!/bin/bash
# A case of national size: the records a reference implementation gave, within
# two seconds of processor time and 64 MiB.
. "$(dirname "$0")/lib.sh"
archive=$shared/golden/certifications_national.tar.xz
if [ ! -e "$archive" ]; then
	skip "no national case"
	done_testing
	exit
fi
tar -xJf "$archive" -C "$T"
dir=$T/certifications_national
for f in "$dir"/input/*/*.ndjson; do
	name=${f##*/}
	load-table "$T/$(basename "${f%/*}").db" "${name%.ndjson}" <"$f"
done
export SUITE_NOW=2025-01-15T03:00:00.000Z
run python3 - agg-certifications -d "$T" -o "$T/certifications.db" <<'END'
import resource, subprocess, sys
rc = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[-1] + ".used", "w") as f:
    print(used.ru_maxrss < 65536, file=f)
sys.exit(rc)
END
clean "it runs"
cp "$T/out" "$T/stats"
if measured; then
	is "$(cat "$T/certifications.db.used")" True "in less than 64 MiB"
else
	skip "memory cannot be measured here"
fi
is_json "$(cat "$T/stats")" "statistics" <<'E'
{"total":{"orphanCfd":12552,"orphanRncp":5882,"total":26889},
 "created":{"orphanCfd":12552,"orphanRncp":5882,"total":26889},
 "deleted":{"orphanCfd":0,"orphanRncp":0,"total":0}}
E
cat-table "$T/certifications.db" certifications >"$T/got"
run "$shared/check/compare" "$dir/expected/certifications.ndjson" "$T/got"
is "$(tail -n 1 "$T/out")" "equal: 26889 records" "records"
run agg-certifications -d "$T" -o "$T/certifications.db"
is_json "$(cat "$T/out")" "again: nothing new" <<'E'
{"total":{"orphanCfd":12552,"orphanRncp":5882,"total":26889},
 "created":{"orphanCfd":0,"orphanRncp":0,"total":0},
 "deleted":{"orphanCfd":0,"orphanRncp":0,"total":0}}
E
done_testing
