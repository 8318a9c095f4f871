#!/bin/bash
# The flat rows of every published table of the sample, as a slow reading of the
# same paths gives them.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

make -srf "$root/pipelines/formation.mk" BIN="$bin" formation npec kali_ccn \
    dares_ccn dares_ape_idcc >log 2>&1
ok $? 'make the databases of the published tables'
run /usr/bin/python3 "$root/tests/flat.py" data/db
clean 'a slow reading'
for table in $(describe-tables | jq -r .table | uniq); do
	is "$(grep "^$table " out)" "$table equal" "$table"
done
done_testing
