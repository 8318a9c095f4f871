#!/bin/bash
# fetch-data-gouv: the metadata of a dataset, and the resources they name.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
export FETCH_PACE=0

from() { # from SOURCE: what the site has
	run fetch-data-gouv -u "$url" -r "raw/$1" -s "state/$1" "$1"
}
requests() { # those since the last call
	mv requests seen
	cat seen
}
changed() { jq -c .changed out; }
resource() { # resource ID TITLE PATH [MEMBER VALUE]
	jq -nc --arg id "$1" --arg title "$2" --arg latest "$url/$3" '{$id,
	    created_at: "2024-02-22T03:02:07.320000+00:00", $title, $latest,
	    last_modified: "2024-02-22T03:02Z", filesize: 1}
	    | if $ARGS.positional[0] then
	    .[$ARGS.positional[0]] = ($ARGS.positional[1] | fromjson) else . end' \
	    --args "${@:4}"
}
dataset() { # dataset ID: of the resources on standard input
	jq -sc '{id: "i", title: "t", page: "p", resources: .}' \
	    >"site/api/1/datasets/$1"
}
fc=5eebbc067a14b6fecc9c9976
kali=53ba5033a3a729219b7bead9

mkdir -p site/api/1/datasets site/r
httpd site
archive=export-fiches-csv-2024-01-10.zip
for n in 1 2 3 4; do
	echo "$n" | zip -q "site/r/$n" -
	mv "site/r/$n.zip" "site/r/$n"
done

# The archives.
{
	resource a $archive r/1
	resource b export-fiches-rncp-v3-0-2024-01-10.zip nowhere
	resource c export-fiches-csv-2024-01-11.zip.old r/2
	resource d "$archive" r/3
	resource e 'export-fiches-csv-2024-01-12.zip/../é' r/4
} | dataset $fc
from france_competence
clean 'archives, told by their titles'
is_json "$(changed)" '  a title is the name, without what leads elsewhere; the same twice has an id' <<'E'
["dataset.json","export-fiches-csv-2024-01-10.zip",
 "export-fiches-csv-2024-01-10.zip.d","export-fiches-csv-2024-01-11.zip.old",
 "export-fiches-csv-2024-01-12.zip_.._é"]
E
cmp -s site/api/1/datasets/$fc raw/france_competence/dataset.json
ok $? '  the metadata as they came'
is "$(cat raw/france_competence/$archive raw/france_competence/$archive.d | sha256sum)" \
    "$(cat site/r/1 site/r/3 | sha256sum)" '  the archives as they came'
is "$(requests)" "GET /api/1/datasets/$fc 200
GET /r/1 200
GET /r/2 200
GET /r/3 200
GET /r/4 200" '  a request each'

files() { find raw -type f -printf '%p %T@ %C@\n' | sort; }
before=$(files)
from france_competence
is "$rc $(jq -c '[.requests, .unchanged, .changed]' out)" '0 [5,5,[]]' \
    'nothing new'
is "$(requests | grep -vc 304) $(files)" "0 $before" \
    '  conditional requests, nothing touched'

{
	resource c export-fiches-csv-2024-01-11.zip.old r/2
} | dataset $fc
from france_competence
is "$(changed) $(find raw -name '*zip*' | wc -l)" '["dataset.json"] 4' \
    'archives that are listed no more stay'

# What the metadata may not say: every resource counts.
before=$(files)
bad() { # bad PATTERN MEMBER VALUE: of a resource that is not used
	{
		resource a $archive r/1
		resource b other.xml r/1 "${@:2}"
	} | dataset $fc
	from france_competence
	refuses 1 "france_competence: dataset.json: $url/api/1/datasets/$fc: $1" \
	    "refused: ${*:2}"
	is "$(files)" "$before" '  and nothing is touched'
}
for day in 2024-02-22T03:02:07 2024-02-22T03:02:07+0200 2024-02-22 \
    2024-02-30T03:02:07Z 2024-02-22T24:00:00Z 2024-02-22T03:02:07.Z \
    2024-02-22t03:02:07Z; do
	bad 'resources\[1\].created_at: a date-time' created_at "\"$day\""
done
bad 'resources\[1\].last_modified: ' last_modified null
bad 'resources\[1\].latest: an absolute URL' latest '"/r/1"'
bad 'resources\[1\].title: a string' title 1
bad 'resources\[1\].id: a string' id null

resource a export-fiches-csv-2024-02-30.zip r/1 | dataset $fc
from france_competence
refuses 1 "title: no such day 'export-fiches-csv-2024-02-30.zip'" 'a day that does not exist'
resource a $archive r/1 latest '"ftp://127.0.0.1/x"' | dataset $fc
from france_competence
refuses 1 "latest: neither http nor https 'ftp://127.0.0.1/x'" 'another scheme'
resource b other.xml r/1 | dataset $fc
from france_competence
refuses 1 'an empty list: no archive of the fiches$' 'no archive at all'
{
	resource a $archive r/1
	resource a $archive r/1
	resource a $archive r/1
} | dataset $fc
from france_competence
refuses 1 "listed twice '$archive'" 'the same title and id'
resource a $archive r/9 | dataset $fc
from france_competence
refuses 1 "$archive: $url/r/9: HTTP 404" 'an archive that is not there'
is "$(files)" "$before" '  and nothing is touched'

# The workbook.
{
	resource a other.xlsx r/2 latest '"  '"$url"'/r/2 "'
	resource 02b67492-5243-44e8-8dd1-0cb3f90f35ff 'KALI/2.xlsx' r/1
} | dataset $kali
from kali_ccn
is "$(changed) $(ls raw/kali_ccn)" '["kali.xlsx"] kali.xlsx' 'KALI by its id'
cmp -s site/r/1 raw/kali_ccn/kali.xlsx
ok $? '  as it came'
requests >/dev/null
from kali_ccn
is "$rc $(requests)" "0 GET /api/1/datasets/$kali 304
GET /r/1 304" 'nothing new'
resource a other.xlsx r/2 | dataset $kali
from kali_ccn
refuses 1 "kali_ccn: $url/api/1/datasets/$kali: no resource '02b67492-" \
    'no such resource'

from bcn
is "$rc $(head -n 1 err)" "2 fetch-data-gouv: france_competence|kali_ccn is expected, not 'bcn'" \
    'no source of the site'

# The sample, as the site has it.
source=france_competence operand=$source tool=fetch-data-gouv
rm -rf raw state
. "$root/tests/fetch.sh"
fetch
clean 'the sample'
is "$(diff -r sample/$source raw)" 'Only in raw: dataset.json' '  as it is'
is "$(asked | sed 's,/[^ ]*/,,' | sort | uniq -c | awk '{ print $1, $2, $4 }' |
    sort | uniq -c | awk '{ print $1, $3, $4 }')" '5 GET 200
4 GET 302' '  redirected'
before=$(raw)
fetch
is "$rc $(jq -c '[.unchanged, .changed]' out) $(asked | grep -c ' 304$')" \
    '0 [5,[]] 5' 'nothing new'
is "$(raw)" "$before" '  nothing touched'
archive=export-fiches-csv-2024-03-22.zip
cp sample/$source/export-fiches-csv-2025-09-05.zip new
mv new sample/$source/$archive
for signal in KILL TERM; do
	killed $signal state/stage/$archive "SIG$signal in mid-download" '*:*:drip=100000'
	cmp -s raw/$archive sample/$source/$archive
	ok $? '  the new archive'
	cp sample/$source/export-fiches-csv-2021-12-24.zip new
	mv new sample/$source/$archive
done
breaks 75 "$archive: http" 'an archive that breaks off' $source:5:truncate
asked >/dev/null
fetch
is "$rc $(asked | grep -c ' 206$')" '0 1' '  is resumed'
cmp -s raw/$archive sample/$source/$archive
ok $? '  as it is'

# After a power loss the part counts as far as it was synced: what was not is a
# hole, and may be too long.
for synced in all some none; do
	rm raw/$archive
	breaks 75 "$archive: http" "breaks off, then a power loss: $synced synced" $source:5:truncate
	part=state/stage/$archive
	n=$(stat -c %s "$part")
	case $synced in all) keep=$n ;; some) keep=$((n / 2)) ;; none) keep=0 ;; esac
	is "$(sqlite3 state/http.db "SELECT synced FROM partial WHERE name = '$archive'")" \
	    "$n" '  what came is synced'
	truncate -s $keep "$part"
	truncate -s $((n + 4096)) "$part"
	sqlite3 state/http.db "UPDATE partial SET boot = 'former', synced = $keep"
	asked >/dev/null
	fetch
	is "$rc $(asked | grep -c ' 206$')" "0 $((keep > 0))" \
	    '  goes on where it was synced'
	cmp -s raw/$archive sample/$source/$archive
	ok $? '  the file is right'
done
done_testing
