#!/bin/bash
# fetch-static: files that are published no more, from a site or a folder.
. "$(dirname "$0")/lib.sh"
source=static operand=kit_apprentissage tool=fetch-static
. "$root/tests/fetch.sh"

# The sample, as its server has it.
kit=sample/kit_apprentissage/history
count=$(find $kit -type f | wc -l)
fetch
clean 'the history of the kit'
is "$(diff -r $kit raw/history)" '' '  as it is'
is "$(jq .requests out)" $((count + 1)) '  a request each, and one for the list'
ok "$(asked | grep -q '/Kit%20apprentissage.*%20v1.0.csv 200$'; echo $?)" \
    '  names are percent-encoded'
before=$(raw)
fetch
is "$rc $(jq -c '[.unchanged, .changed]' out)" "0 [$((count + 1)),[]]" \
    'nothing new'
is "$(asked | grep -vc ' 304$') $(raw)" "0 $before" \
    '  asked on condition, nothing touched'
name=$(cd $kit && ls ./*.csv | head -n 1)
echo >>$kit/"$name"
killed TERM "state/stage/history%${name#./}" 'a run that is ended' "$source:1-:drip=200"
cmp -s raw/history/"$name" $kit/"$name"
ok $? '  the new file'
source=kit_apprentissage
for fault in 2:truncate '*:503'; do
	fault=static:$fault
	breaks 75 '' "$fault" "$fault"
done
breaks 1 "http://.*SHA256SUMS: a page of HTML" 'no list' static:1:html
breaks 75 "http://.*SHA256SUMS: cut: its last line is short" 'half a list' \
    static:1:cut
breaks 75 "history/.*: its SHA-256 differs from SHA256SUMS" \
    'half a file, where HTTP cannot see it' static:2:cut

# What a run that failed has had, the next one has not to ask for again.
rm -rf raw state
faults static:4:503
fetch
asked >/dev/null
faults
fetch
clean 'behind a run that failed'
is "$(asked | awk '{ print $NF }' | sort | uniq -c | xargs)" \
    "$((count - 2)) 200 3 304" '  what it has had is not sent again'
is "$(diff -r $kit raw/history) $(jq '.changed | length' out)" " $count" \
    '  but published'
rm -rf raw state
faults static:3:503
fetch
first=$(ls state/stage)
for how in 'echo x >>"$1"' 'touch -d 2020-01-01 "$1"' ':'; do
	mkdir -p kept
	cp -pr state raw kept 2>/dev/null
	faults
	bash -c "$how" - "state/stage/$first"
	fetch
	is "$rc $(diff -r $kit raw/history)" '0 ' "  a stage that is another: $how"
	rm -rf state raw
	mv kept/* . && rmdir kept
done
faults static:2:503
fetch
is "$rc $(ls state/stage)" "75 $first" '  nor is it lost when the server is down'
faults
echo x >state/stage/gone
fetch
is "$rc $(ls state/stage)" '0 ' '  nothing is left behind a run that succeeds'
source=mission_locale operand=$source
rm -rf raw state
fetch
is "$rc $(jq -c .changed out)" '0 ["couverture.csv","geopoints.csv"]' \
    'the tables of missions locales'

# Lists of other kinds.
mkdir -p site/mission_locale/é 'site/npec'
httpd site
list() { # list PATTERNS: the digests of files
	(cd site && sha256sum $1) >SHA256SUMS
	mv SHA256SUMS site/SHA256SUMS
}
echo 1 >'site/mission_locale/é/a b.csv'
echo 2 >site/npec/x.xlsx
echo 3 >site/mission_localex
list 'mission_locale/*/* npec/x.xlsx mission_localex'
rm -rf raw state
mkdir raw
export STATIC_URL=$url
fetch -u http://127.0.0.1:1
is "$rc $(jq -c .changed out)" '0 ["é/a b.csv"]' \
    'STATIC_URL comes first; what is listed for the source'
list '--binary mission_locale/*/*'
fetch
is "$rc $(jq -c .changed out)" '0 []' 'the other form of a line'
rm -rf raw state
list 'mission_locale/*/* mission_locale/*/*'
fetch
is "$rc $(cat err) $(jq -c .changed out)" '0  ["é/a b.csv"]' 'a file that is listed twice'
list npec/x.xlsx
fetch -v
is "$rc $(head -n 1 err)" "0 $tool: $source: no file that is no longer published" \
    'nothing is listed for it'
bad() { # bad NAME LINE...: a list that is none
	printf '%s\n' "${@:2}" >site/SHA256SUMS
	breaks 1 "$url/SHA256SUMS: not a line of sha256sum: '" "$1"
}
digest=$(printf 'a%.0s' {1..64})
bad 'a path that leads out' "$digest  mission_locale/../../x"
bad 'an absolute path' "$digest  /mission_locale/x"
bad 'a short digest' "${digest%a}  mission_locale/x"
bad 'no digest' "${digest%a}g  mission_locale/x"
bad 'no path' "$digest  "
bad 'something else' '{"a": 1}'
echo "$digest  mission_locale/x" >site/SHA256SUMS
breaks 1 "x: $url/mission_locale/x: HTTP 404" 'a file that is not there'
echo "$digest  mission_locale/é/a b.csv" >site/SHA256SUMS
breaks 75 "é/a b.csv: $url/.*: its SHA-256 differs from SHA256SUMS" \
    'another file'
list 'mission_locale/*/*'
fetch
echo "$digest  mission_locale/é/a b.csv" >site/SHA256SUMS
fetch
refuses 75 'its SHA-256 differs from SHA256SUMS' 'that has not changed, but the list has'
unset STATIC_URL

# A folder.
from() { run fetch-static "$@" -r raw -s state --static static $operand; }
rm -rf raw state
operand=kit_apprentissage
from
refuses 1 "^$tool: $operand: nothing to copy: static/$operand: No such file" \
    'no folder of the source'
run fetch-static -r raw -s state $operand
refuses 1 "^$tool: $operand: nothing to copy: --static DIR or STATIC_URL is" \
    'no folder at all'
mkdir -p static/$operand/history
from
refuses 1 "^$tool: $operand: static/$operand: nothing to copy\$" \
    'a folder that has nothing'
rm -r static/$operand/history
cp -r $kit static/$operand
from
clean 'a folder'
is "$(diff -r $kit raw/history)" '' '  as it is'
before=$(raw)
from
is "$rc $(jq -c '[.requests, .unchanged, .changed]' out)" "0 [0,$count,[]]" \
    'nothing new'
is "$(raw)" "$before" '  nothing touched'
rm static/$operand/history/"$name"
echo x >static/$operand/history/"$name"
from
is "$(jq -c .changed out)" "[\"history/${name#./}\"]" 'one file that is new'
run fetch-static -r raw -s state npec
is "$rc" 2 'those of NPEC are fetch-npec'\''s'

# An empty file never takes the place of a good one.
rm -rf raw state static
mkdir -p static/mission_locale
for file in couverture geopoints; do
	cp sample/mission_locale/$file.csv static/mission_locale
done
run fetch-static --static static -r raw -s state mission_locale
clean 'the tables of missions locales, from a directory'
before=$(raw)
: >static/mission_locale/couverture.csv
run fetch-static --static static -r raw -s state mission_locale
refuses 1 'mission_locale: static/mission_locale/couverture.csv: an empty file$' \
    'an empty file of a directory'
is "$(raw)" "$before" '  the raw directory stays'
(cd static && sha256sum mission_locale/* >SHA256SUMS)
httpd static
STATIC_URL=$url run fetch-static -r raw -s state mission_locale
refuses 1 'mission_locale: couverture.csv: .*: an empty answer$' \
    'an empty file of a site'
is "$(raw)" "$before" '  the raw directory stays'
done_testing
