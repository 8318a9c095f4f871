#!/bin/bash
# fetch-dares: a page, its one link, the date and the workbook.
. "$(dirname "$0")/lib.sh"
source=dares_ccn operand=dares_ccn tool=fetch-dares
. "$root/tests/fetch.sh"

for source in dares_ccn dares_ape_idcc; do
	operand=$source
	rm -rf raw state
	asked >/dev/null
	fetch
	clean "$source"
	is "$(jq -c '[.requests, .changed]' out)" "[3,[\"$source.xlsx\"]]" \
	    '  one file'
	cmp -s raw/$source.xlsx sample/$source/$source.xlsx
	ok $? '  as it came'
	is "$(asked | sed 's,/[^ ]*/,,')" "$(case $source in
	dares_ccn) page=conventions-collectives-nomenclatures
		file=Liste%20des%20conventions%20collectives%20et%20de%20leur%20code%20IDCC%20-%20septembre%202025.xlsx ;;
	*) page=les-portraits-statistiques-de-branches-professionnelles
		file=Dares_passage_APE_IDCC_2023.xlsx ;;
	esac
	printf '%s\n' "GET $page 200" "HEAD $file 200" "GET $file 200")" \
	    '  page, date, workbook'
	before=$(raw)
	fetch
	is "$rc $(jq -c '[.unchanged, .changed]' out)" '0 [2,[]]' 'nothing new'
	is "$(asked | sed 's, .* , ,')" 'GET 304
HEAD 200
GET 304' '  asked on condition'
	is "$(raw)" "$before" '  nothing touched'
done

source=dares_ccn operand=$source
rm -rf raw state
fetch
mv sample/dares_ape_idcc/dares_ape_idcc.xlsx sample/dares_ccn/dares_ccn.xlsx
killed KILL state/stage/dares_ccn.xlsx 'a run that is killed' "$source:3:drip=1000"
cmp -s raw/dares_ccn.xlsx sample/dares_ccn/dares_ccn.xlsx
ok $? '  the new workbook'
breaks 75 'http://[^?]*nomenclatures: HTTP 503 \(temporary: try again later\)$' 'no page' $source:1:503
breaks 1 'dares_ccn.xlsx: http.*nomenclatures: no link' 'another page' \
    $source:1:html
breaks 75 'dares_ccn.xlsx: http.*2025.xlsx: HTTP 503 \(temporary: try again later\)$' 'no date now' \
    $source:2:503
breaks 1 'dares_ccn.xlsx: http.*2025.xlsx: HTTP 404$' 'no workbook' \
    $source:3:404

# Pages of other kinds.
pages=site/dialogue-social/negociation-collective/article
mkdir -p $pages site/f site/donnees
cp sample/dares_ccn/dares_ccn.xlsx 'site/f/Liste A.xlsx'
cp sample/dares_ccn/dares_ccn.xlsx site/f/undated.xlsx
httpd site
label='Liste des conventions collectives et de leur code IDCC'
link() { # link ATTRIBUTES [CLASSES]: a link that could be it
	printf '<a class="%s" title="  %s - mars 2026 XLSX" %s>x</a>\n' \
	    "${2-file fr-link--download x file--x-office-spreadsheet}" \
	    "$label" "$1"
}
page() { # page: that of the list
	{ cat; echo '</html>'; } >$pages/conventions-collectives-nomenclatures
}
good='href="/f/Liste%20A.xlsx" data-tracking-download-label="Liste &ndash; mars"'

{
	link "$good" 'fr-link--download file--application-pdf'
	link "$good" 'fr-link--downloads file--x-office-spreadsheet'
	link "$good" 'file--x-office-spreadsheet'
	echo "<!-- $(link "$good") --><pre>$(link "$good")</pre>"
	echo "<noscript>$(link "$good")</noscript>"
	echo "<script>'$(link "$good")'</script>"
	link "$good" | sed 's/Liste des/liste des/'
	link "$good"
} | page
fetch
clean 'the one link of many'
cmp -s raw/dares_ccn.xlsx 'site/f/Liste A.xlsx'
ok $? '  and what it leads to'
link "href='$url/f/Liste A.xlsx' data-tracking-download-label=x" | page
rm -r raw state
fetch
clean 'an address of its own, not quite encoded'
is "$(tail -n 1 requests)" 'GET /f/Liste%20A.xlsx 200' '  is encoded'
rm raw/*

at="dares_ccn.xlsx: $url/dialogue-social/negociation-collective/article/conventions-collectives-nomenclatures"
echo '<p>Nomenclatures</p>' | page
breaks 1 "$at: no link to the workbook\$" 'no link'
{ link "$good"; link "$good"; } | page
breaks 1 "$at: several links to the workbook\$" 'two links'
link 'data-tracking-download-label="x"' | page
breaks 1 "$at: its link to the workbook has no href\$" 'no address'
link "href='' data-tracking-download-label=x" | page
breaks 1 "$at: its link to the workbook has no href\$" 'an empty address'
link 'href="/f/Liste%20A.xlsx"' | page
breaks 1 "$at: its link .* has no data-tracking-download-label\$" 'no title'
link 'href="mailto:a@b.fr" data-tracking-download-label="x"' | page
breaks 1 "$at: its link to the workbook leads nowhere\$" 'another scheme'
link 'href="/f/undated.xlsx" data-tracking-download-label="x"' | page
breaks 1 "dares_ccn.xlsx: $url/f/undated.xlsx: no date in Last-Modified\$" \
    'no date'
for name in packed page headless packed-page-headless; do
	cp 'site/f/Liste A.xlsx' site/f/$name.xlsx
	link "href='/f/$name.xlsx' data-tracking-download-label=x" | page
	rm -rf raw state
	fetch
	clean "a workbook sent otherwise: $name"
	cmp -s raw/dares_ccn.xlsx 'site/f/Liste A.xlsx'
	ok $? '  is the same'
	fetch
	is "$rc/$(jq -c .changed out)" '0/[]' '  and unchanged the next time'
done
is "$(tail -n 3 requests | cut -d' ' -f 1,3 | xargs)" 'GET 304 HEAD 405 GET 304' \
    '  by GET, where HEAD is refused'
cp 'site/f/Liste A.xlsx' site/f/headless-undated.xlsx
link 'href="/f/headless-undated.xlsx" data-tracking-download-label="x"' | page
breaks 1 "dares_ccn.xlsx: $url/f/headless-undated.xlsx: no date in Last-Modified\$" \
    'no HEAD, and no date'

source=dares_ape_idcc operand=$source
title='Table de passage entre la convention collective (code IDCC) et le secteur d&#039;activit&eacute; (code APE)'
{
	echo "<a class=xlsx href=/no data-title=' $title'>"
	echo "<a class=xls href=/no data-title='$title'>"
	echo "<a class='doc xlsx' href='../f/Liste%20A.xlsx' data-title='$title - 2023'></html>"
} >site/donnees/les-portraits-statistiques-de-branches-professionnelles
fetch
clean 'the table of APE codes'
DARES_APE_IDCC_URL=$url/elsewhere run fetch-dares -r raw -s state $source
refuses 1 "^$tool: $source: $url/elsewhere/donnees/.*: HTTP 404\$" \
    'DARES_APE_IDCC_URL'
done_testing
