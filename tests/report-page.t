#!/bin/bash
# report-data's page as its readers see it: in a browser, on paper, by tools that
# check HTML. What is not installed (make bootstrap BROWSER=1) is skipped.
. "$(dirname "$0")/lib.sh"
plain_only
cd "$T" || exit 1
. "$root/tests/report.sh"
has() { command -v "$1" >/dev/null; }
browser() {
	has chromium && has chromedriver &&
	    /usr/bin/python3 -c 'import selenium' 2>/dev/null
}

report-data -f findings -c changes -o full.html
mkdir -p none/db
report-data -d none -o none.html

for page in full none; do
	if has xmllint; then
		is "$(xmllint --noout $page.html 2>&1)" '' "$page: xmllint finds nothing"
	else
		skip 'no xmllint'
	fi
	if has tidy; then
		is "$(tidy -qe $page.html 2>&1)" '' "$page: tidy finds nothing"
	else
		skip 'no tidy'
	fi
	if browser; then
		/usr/bin/python3 "$root/tests/page.py" $page.html $page.pdf >$page.faults 2>&1
		is "$(sed '$d' $page.faults)" '' "$page: a browser shows it without a fault"
		tail -n 1 $page.faults | grep -Eq '^[1-6] pages$'
		ok $? "$page: prints in six pages at most: $(tail -n 1 $page.faults)"
	else
		skip 'no chromium'
	fi
done

# What is folded on the screen is on paper, and two pages at least are needed.
if browser && has pdftotext; then
	is "$(grep -cE '^[2-6] pages' full.faults)" 1 'full: more than a page'
	pdftotext -layout full.pdf full.txt
	for text in '14 oct.' 'Département 42' 'kit-cfd-unknown' \
	    'Sans exécution' 'Modifications'; do
		grep -q "$text" full.txt
		ok $? "printed: $text"
	done
else
	skip 'no chromium or pdftotext'
fi

# The checker finds what is wrong.
if browser; then
	sed 's|</main>|<section id="x"><p style="color:#999;width:9em">'\
'pâle</p><p style="white-space:nowrap">'"$(printf '%0500d' 1)"'</p><table><tr>'\
'<th>a</th></tr></table><svg viewBox="0 0 9 9"><text y="5">aa</text>'\
'<text y="5">bb</text></svg><img src="http://example.org/x" alt=""/></section>'\
'</main>|' \
	    full.html >wrong.html
	/usr/bin/python3 "$root/tests/page.py" wrong.html wrong.pdf >wrong.faults 2>&1
	for fault in 'the page is' 'outside its box: x' 'contrast .*: x .*pâle' \
	    'overlap in a drawing: x' 'a table without' 'a drawing without' \
	    'console: .*Content Security Policy'; do
		grep -q "$fault" wrong.faults
		ok $? "a fault is found: $fault"
	done
fi
done_testing
