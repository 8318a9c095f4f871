#!/bin/bash
# fetch-npec: pages of links, and the workbooks behind them.
. "$(dirname "$0")/lib.sh"
source=npec tool=fetch-npec
. "$root/tests/fetch.sh"

# The sample, as its server has it.
sans_url() { jq -c 'del(.url)' "$1"; }
fetch
clean 'what the source has'
is "$(diff -rq sample/npec raw)" 'Files sample/npec/resources.ndjson and raw/resources.ndjson differ' \
    '  as it came'
is "$(sans_url raw/resources.ndjson)" "$(sans_url sample/npec/resources.ndjson)" \
    '  and what the pages say of it, but for the address'
is "$(asked | grep -c 'paged=') $(jq .requests out)" '3 6' \
    '  two pages, an empty one, three files'
before=$(raw)
fetch
is "$rc $(jq -c '[.unchanged, .changed]' out)" '0 [7,[]]' 'nothing new'
is "$(asked | grep -vc ' 304$') $(raw)" "0 $before" \
    '  asked on condition, nothing touched'
import-npec -r raw -o npec.db >/dev/null
ok $? '  import-npec takes it'
mv sample/npec/vf_referentiel_avec_idcc_oct_2019.xlsx new
mv new sample/npec/Referentiel-des-NPEC-2024-2025.xlsx
cp sample/npec/Referentiel-des-NPEC-2024-2025.xlsx \
    sample/npec/vf_referentiel_avec_idcc_oct_2019.xlsx
killed KILL state/stage/Referentiel-des-NPEC-2024-2025.xlsx \
    'a run that is killed' "$source:4:drip=1000"
cmp -s raw/Referentiel-des-NPEC-2024-2025.xlsx \
    sample/npec/Referentiel-des-NPEC-2024-2025.xlsx
ok $? '  the new workbook'
breaks 75 "$url/referentiels-et-bases-de-donnees/: HTTP 503 .temporary" 'no second page' \
    npec:2:503
breaks 1 "$url/referentiels-et-bases-de-donnees/: an empty list$" \
    'an error page' npec:1:html
breaks 75 'vf_referentiel_avec_idcc_oct_2019.xlsx: http' 'half a workbook' \
    npec:6:cut

# Pages of other kinds.
list=site/referentiels-et-bases-de-donnees
query='?thematics=financement-de-la-formation-professionnelle-et-de-lapprentissage&group=referentiels&paged='
mkdir -p "$list" site/f raw
httpd site
cp sample/npec/*2019.xlsx site/f/a.xlsx
for name in b.xlsx 'é à.zip' c.pdf; do cp site/f/a.xlsx "site/f/$name"; done
page() { # page N: with the documents on standard input
	{
		echo '<html><body><a download href="/no.xlsx">x</a><div'
		echo "class='x block--documents-list__results'><div><ul>"
		cat
		echo '</ul></div></div></body></html>'
	} >"$list/$query$1"
}
card() { # card HREF DATE [TITLE [DESCRIPTION [DOWNLOAD]]]
	local class=card--documents-list__container__
	cat <<-END
	<li><a ${5-download} class=card href="$1"><span class="${class}date">
	$2</span><h3 class="k ${class}title"> ${3-A &amp; <b>b</b>&nbsp;}
	</h3><p class='${class}title'>no</p><p
	class=${class}description>${4-C&eacute;}</p></a></li>
	END
}
listed() { jq -r '"\(.file) \(.file_date)"' raw/resources.ndjson; }
clear() { rm -rf raw state; mkdir raw; }

{
	card " $url/f/%C3%A9%20%C3%A0.zip " 05.06.25
	card "$url/f/c.xlsx" 12.12.23 '' '' 'data-download'
} | page 1
card "$url/f/a.xlsx?x=1" 12.12.23 $'\n a\nb ' '<!-- -->d' "download='x'" | page 2
page 3 </dev/null
clear
fetch
clean 'pages until one is empty'
is "$(cat raw/resources.ndjson)" \
    '{"file":"é à.zip","url":"'"$url"'/f/%C3%A9%20%C3%A0.zip","title":"A & b",'\
'"description":"Cé","file_date":"2025-06-04T22:00:00.000Z"}
{"file":"a.xlsx","url":"'"$url"'/f/a.xlsx?x=1","title":"a\nb","description":"d","file_date":"2023-12-11T23:00:00.000Z"}' \
    '  what they say'

card "$url/f/é à.zip" 05.06.25 | page 1
page 2 </dev/null
clear
fetch
clean 'an address with blanks and accents'
is "$(jq -r .url raw/resources.ndjson) $(tail -n 1 requests | tr a-f A-F)" \
    "$url/f/é à.zip GET /F/%C3%A9%20%C3%A0.zip 200" '  is asked for without'

# Dates, and documents that no import could read.
n=0
for date in 05.06.2025 05.06.60 05.06.61 05.06.025 5.6.25 31.02.24 05.06.2 \
    05.06.20255 05/06/25 '05.06.25 x' 2025.06.05; do
	cp site/f/a.xlsx site/f/$((++n)).xlsx
	card "$url/f/$n.xlsx" "$date"
done >cards
card "$url/f/c.pdf" 05.06.25 >>cards
card "$url/f/%E9.xlsx" 05.06.25 >>cards
card "$url/f/..%2Fx.xlsx" 05.06.25 >>cards
page 1 <cards
page 2 </dev/null
clear
fetch
is "$rc $(listed)" '0 1.xlsx 2025-06-04T22:00:00.000Z
2.xlsx 2060-06-04T22:00:00.000Z
3.xlsx 1961-06-04T23:00:00.000Z
4.xlsx 2025-06-04T22:00:00.000Z' 'dates of all kinds'
is "$(grep -c "warning: $url/f/[0-9]*.xlsx: no date '.*': left out" err) $(
    grep -c ': neither .xlsx nor .zip: left out' err) $(wc -l <err)" '7 3 10' \
    '  what no import could read is left out, with a warning'

{
	card "$url/f/a.xlsx" 05.06.25 one
	card "$url/f/b.xlsx" 05.06.25
	card "$url/f/a.xlsx" 06.06.25 two
} | page 1
clear
fetch
is "$rc $(listed)" '0 a.xlsx 2025-06-05T22:00:00.000Z
b.xlsx 2025-06-04T22:00:00.000Z' 'listed twice: the later, in the first place'
before=$(raw)
card "$url/f/b.xlsx" 05.06.25 | page 1
fetch
is "$rc $(listed) $(ls raw/a.xlsx)" '0 b.xlsx 2025-06-04T22:00:00.000Z raw/a.xlsx' \
    'a file that is listed no more stays'

# The two that are served no more.
static=Referentiel-NPEC-20222023_v24.08.203
accented='VF_17.03.2021_Référentiel-NPEC-20192020_avec_idcc'
{
	card "$url/f/$static.xlsb.zip" 05.06.25
	card "$url/f/${accented/é/%C3%A9}.xlsb.zip" 05.06.25
	card "$url/f/${accented/é/%C3%A9}x.xlsb.zip" 05.06.25
} | page 1
cp site/f/a.xlsx "site/f/${accented}x.xlsb.zip"
mkdir -p static/npec site/static/npec
for name in $static $accented; do
	echo "$name" >static/npec/$name.xlsx
	echo "$name, served" >site/static/npec/$name.xlsx
done
clear
fetch
clean 'workbooks that are served no more, from the server'
is "$(cat raw/$static.xlsx raw/$accented.xlsx)" "$static, served
$accented, served" '  are its own'
is "$(jq -r '.file, .url' raw/resources.ndjson)" "$static.xlsx
$url/f/$static.xlsb.zip
$accented.xlsx
$url/f/${accented/é/%C3%A9}.xlsb.zip
${accented}x.xlsb.zip
$url/f/${accented/é/%C3%A9}x.xlsb.zip" '  under the address that tells their format'
clear
mv static/npec/$accented.xlsx "static/npec/${accented/é/$'e\xCC\x81'}.xlsx"
NPEC_URL=$url run fetch-npec -r raw -s state --static static
clean 'from a folder'
is "$(cat raw/$static.xlsx raw/$accented.xlsx)" "$static
$accented" '  its own, whose name a Mac decomposed'
rm static/npec/$static.xlsx
clear
NPEC_URL=$url run fetch-npec -r raw -s state --static static
is "$rc $(listed | wc -l) $(cat err)" "0 2 $tool: warning: $static.xlsx: no longer published, and not in --static: left out" \
    'from nowhere: left out'

# Pages that are refused.
at="$url/referentiels-et-bases-de-donnees/:"
bad() { # bad WHAT CARD...: a document without
	card "${@:2}" | page 1
	breaks 1 "$at a document without $1\$" "no $1"
}
bad 'an address' ' ' 05.06.25
bad 'an absolute address' /f/a.xlsx 05.06.25
bad 'a date' "$url/f/a.xlsx" '&nbsp;'
bad 'a title' "$url/f/a.xlsx" 05.06.25 ' '
bad 'a description' "$url/f/a.xlsx" 05.06.25 x '<b> </b>'
card "$url/f/a.xlsx" 05.06.25 | sed 's/container__title/titre/' | page 1
breaks 1 "$at a document without a title\$" 'no element for the title'
page 1 </dev/null
breaks 1 "$at an empty list\$" 'no document at all'
card "$url/f/x.xlsx" 05.06.25 | page 1
breaks 1 "x.xlsx: $url/f/x.xlsx: HTTP 404\$" 'a workbook that is not there'
for n in 1 2 3 4 5 6 7 8 9; do card "$url/f/$n.xlsx" 05.06.25 | page $n; done
page 10 </dev/null
fetch
is "$rc $(listed | wc -l)" '0 9' 'nine pages'
card "$url/f/10.xlsx" 05.06.25 | page 10
breaks 1 "$at a list of too many pages\$" 'ten pages'
done_testing
