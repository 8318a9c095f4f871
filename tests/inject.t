#!/bin/bash
# Tools one of whose calls fails (inject.c): each has done all of its work, or
# ends with 1 or 75 and a message; what was published is as it was before or
# wholly new. Some calls of each kind fail, with INJECT_ALL=1 each of them.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/users.sh"
export FETCH_PACE=0 SUITE_NOW=2026-01-31T04:00:00Z
cd "$T" || exit 1
if sanitized || [ "${COVERAGE:-}" ]; then
	skip 'a sanitizer takes the same calls, a coverage build makes its own'
	done_testing
	exit
fi
kinds='read pread fread write pwrite fwrite fopen open close fsync fdatasync
rename unlink ftruncate flock fstat stat mmap malloc calloc realloc'

# choose KIND CALLS: which calls are to fail, as INJECT has it: with + all the
# later ones as well, with :0 a read or write is short.
choose() {
	local n=$2
	if [ "${INJECT_ALL-}" = 1 ]; then
		seq "$n"
	else
		printf '%d\n' 1 $(((n + 2) / 3)) $((n * 2 / 3 + 1)) "$n" |
		    awk -v n="$n" '$1 <= n' | sort -nu
	fi
	echo $(((n + 1) / 2))+
	case $1 in read | write | pread | pwrite)
		echo $(((n + 1) / 2)):0 ;;
	esac
}

# content FILE: what counts of it.
content() {
	if [ ! -e "$1" ]; then
		echo nothing
	elif [ -n "$select" ]; then
		sqlite3 "$1" "PRAGMA integrity_check; $select"
	else
		cat "$1"
	fi
}

# judge CODE NUMBER: what is wrong with the last run. What cannot be written must
# be told, but for what SQLite's log holds already (fetch); what cannot be locked
# or removed stays beside.
judge() {
	local now calls
	now=$(content "$file" | md5sum)
	read -r calls <calls
	case $1 in
	0)
		case $tool:$kind:$2 in
		*:0 | fetch-*:pwrite:* | ledger:pwrite:*) ;;
		*write:* | *:fsync:* | *:rename:*)
			[ "$calls" -lt "${2%+}" ] || echo "exit 0 all the same"
			;;
		esac
		cmp -s out want || echo "other output"
		[ "$now" = "$new" ] || echo "exit 0 without the new $file"
		;;
	1 | 75)
		grep -q "^$tool: " err || echo "no message"
		[ "$now" = "$old" ] || [ "$now" = "$new" ] ||
		    echo "$file is neither old nor new"
		;;
	*) echo "exit $1: $(head -n 3 err)" ;;
	esac
	case $kind in flock | unlink) ;; *) ls "$file".?* 2>/dev/null ;; esac
}

# begin: as it was before the run.
begin() {
	rm -rf state
	[ -z "$file" ] || rm -f "$file"*
	[ -z "$before" ] || cp "$before" "$file"
}

# try FILE BEFORE INPUT TOOL ARGUMENT...: FILE is what the tool publishes or
# changes, BEFORE what it was, INPUT its standard input; '' for none.
try() {
	file=$1 before=$2 input=${3:-/dev/null} tool=$4
	shift 3
	begin
	old=$(content "$file" | md5sum)
	"$@" <"$input" >want 2>err
	is $? 0 "$tool: as it should be"
	new=$(content "$file" | md5sum)
	for kind in $kinds; do
		begin
		under "$kind:0" "$@"
		read -r calls <calls
		[ "$calls" = 0 ] || is "$(each "$@")" '' \
		    "$tool: $kind fails, one of $calls"
	done
}

# under INJECT COMMAND...: its exit code.
under() {
	INJECT=$1 INJECT_LOG=calls LD_PRELOAD=${bin%/bin}/inject.so \
	    "${@:2}" <"$input" >out 2>err
}

each() {
	local n
	for n in $(choose "$kind" "$calls"); do
		begin
		under "$kind:$n" "$@"
		judge $? "$n" | sed "s/^/$n: /"
	done
}

# Sources and databases, a few records each.
{
	make -sr -f "$root/pipelines/formation.mk" BIN="$bin" formation \
	    acce kali_ccn npec
} >out 2>&1
is "$?/$(cat out)" 0/ 'the sample is built'
raw=data/raw
# cut N DIR DATABASE TABLE: the first N rows of a table, into DIR.
cut() {
	cat-table "data/db/$3.db" "$4" | head -n "$1" | load-table "$2/$3.db" "$4"
}
for n in 3 6; do
	cp -r data/db few$n
	cut $n few$n catalogue catalogue
	cut $n few$n referentiel referentiel
	cut $n few$n kit_apprentissage kit_apprentissage
	cut $n few$n france_competence france_competence
	cut $n few$n bcn n_formation_diplome
	cut $n few$n bcn n_formation_diplome_enquete_51
	for name in certifications organismes formation; do
		rm few$n/$name.db
		agg-$name -d few$n -o few$n/$name.db >/dev/null
	done
done
few() { head -n 4 "$raw/$1"; }
bcn() { # bcn TABLE...: their first rows, framed
	for t; do
		few "bcn/$t.csv" | parse-csv -e latin1 --no-quote --trim \
		    --relax --frame "$t" --end
	done
}
bcn N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51 \
    N_NIVEAU_FORMATION_DIPLOME V_FORMATION_DIPLOME >bcn.ndjson
parse-json --end "$raw/catalogue/formations.json" >all.ndjson
{ head -n 5 all.ndjson && echo '{"#end":5}'; } >catalogue.ndjson
jq -sc . <<<"$(head -n 5 all.ndjson)" >catalogue.json
cat-table few3/certifications.db >certifications.ndjson
mkdir kit fc
cp "$raw"/kit_apprentissage/history/*2025*.xlsx kit
mkdir kit/history
mv kit/*.xlsx kit/history
few kit_apprentissage/api.ndjson >kit/api.ndjson
cp "$raw"/france_competence/*2025*.zip fc
for name in a b c; do
	user $name@ex.fr '[]' 2020-01-01T00:00:00Z
	user not-$name@ex.fr '[]' 2026-01-01T00:00:00Z
done >users.ndjson

select=''
try '' '' '' parse-csv -e latin1 "$raw/bcn/N_NIVEAU_FORMATION_DIPLOME.csv"
try '' '' catalogue.json parse-json --end
try '' '' '' parse-xlsx --all --end "$raw/kali_ccn/kali.xlsx"
try '' '' '' cat-zip "$raw/acce/ACCE.zip"
try '' '' '' cat-table few3/formation.db
try '' '' '' list-sirets -a -d few3
try '' '' '' check-data -s -c kit-cfd-unknown -d few3
FORCE=1 try x.db few3/bcn.db bcn.ndjson import-bcn -o x.db
try x.db few3/catalogue.db catalogue.ndjson import-catalogue -o x.db
try x.db few3/kit_apprentissage.db '' import-kit-apprentissage -r kit -o x.db
try x.db '' '' import-france-competence -r fc -o x.db
try x.db '' '' import-acce -r "$raw/acce" -o x.db
try x.db few6/npec.db '' import-npec -r "$raw/npec" -o x.db
try x.db few6/certifications.db certifications.ndjson \
    load-table x.db certifications
for name in certifications organismes formation; do
	try x.db few6/$name.db '' agg-$name -d few3 -o x.db
done
try x.db '' users.ndjson import-users -o x.db
import-users -o users.db <users.ndjson >out
listen serve-upstream --port-file port "$raw"
try organismes.json few3/bcn.db '' fetch-referentiel -u "${url:?}" -r . -s state
select='SELECT * FROM users'
try x.db users.db '' delete-inactive-accounts -u x.db
select='SELECT type, status, error, rows FROM import_meta'
mkdir -p home/state home/db
try home/state/ledger.db data/state/ledger.db '' ledger begin -d home bcn
done_testing
