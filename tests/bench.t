#!/bin/bash
# bench: a small run from end to end. Its figures are nobody's business here.
. "$(dirname "$0")/lib.sh"
plain_only
. "$root/tests/postgres.sh"
cd "$T" || exit 1

mkdir old # the release before: the same tools
ln -s "${bin%/bin}" old/build
ln -s "$root/pipelines" old/pipelines
run python3 "$root/tests/bench" "${bin%/bin}" 1 1 old "$T/results.md"
clean 'a hundredth of the country, once'
is "$(cat results.md)" "$(cat out)" 'results.md is what was printed'
stages=24
[ -z "$postgres_bin" ] || stages=27 # with those of publish-postgres
is "$(grep -c '^| ours  *|' out)" $stages "$stages stages"
is "$(grep -c '^| \(csv\|json\|db\|unzip\|load\|diff\)_*[a-z]* / python ' out)" 7 \
    'ratios to python'
ok "$(grep -q '^| ACCE changed' out; echo $?)" 'whole runs'
ok "$(grep -q '^| memcpy' out; echo $?)" 'limits'
ok "$(grep -q '^| json_db .*SQLite copies' out; echo $?)" '  and how near the stages are'
is "$(grep -c '^| before  *|' out)" $stages 'each stage beside the release before'
done_testing
