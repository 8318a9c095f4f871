#!/bin/bash
# The source @NAME@: fetched, parsed and imported, and what its importer refuses.
. "$(dirname "$0")/lib.sh"
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES
cd "$T" || exit 1

import() { # import LINE...: a CSV file of these lines
	printf '%s\n' "$@" >one.csv
	{ parse-csv --end one.csv | import-@TOOL@ -o @NAME@.db; } >out 2>err
	rc=$?
}
import 'code;libelle' '1;é' '2;'
clean 'two records'
is "$(cat out)" '{"rows":2}' '  the statistics'
is "$(cat-table @NAME@.db)" '{"code":"1","libelle":"é"}
{"code":"2","libelle":""}' '  as they came'
import 'code;autre' '1;é'
refuses 1 'stdin:1: libelle: missing' 'a column that is missing'

# As make does it, from the server that stands for the sources.
upstream
run make -srf "$root/pipelines/formation.mk" BIN="$bin" @NAME@ UPSTREAM="$url"
clean 'make @NAME@, from the server'
is "$(cat-table data/db/@NAME@.db | wc -l)" \
    "$(($(wc -l <up/@NAME@/@NAME@.csv) - 1))" '  every line is a record'
run make -srf "$root/pipelines/formation.mk" BIN="$bin" @NAME@ UPSTREAM="$url"
clean '  again'
is "$(jq -r 'select(.source == "@NAME@").status' log | tr '\n' ' ')" '200 304 ' \
    '  asks on condition'
done_testing
