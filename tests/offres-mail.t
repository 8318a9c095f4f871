#!/bin/bash
# The messages about offers, from the list to the mark, against a real SMTP
# server: nobody is told twice, nobody is forgotten.
. "$(dirname "$0")/lib.sh"
if ! /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null; then
	skip 'no aiosmtpd: nothing is sent'
	done_testing
	exit
fi
cd "$T" || exit 1
export SUITE_NOW=2026-03-10T09:20:00Z EMAIL=lba@exemple.test SMTP_URL=
export LBA_PUBLIC_URL=https://lba.example LBA_JWT_SECRET=secret
unset SMTP_USERNAME SMTP_PASSWORD SSL_CERT_FILE MAIL_TEMPLATES PUBLIC_URL
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$T" "$T.n"' EXIT

. "$root/tests/smtp.sh"
received() { # NAME: to whom, in order
	local i
	for ((i = 1; ; i++)); do
		[ -e "$1/$i.to" ] || break
		sed 's/.* //; s/@.*//' "$1/$i.to"
	done | tr '\n' ' '
}
# offers N: a database of N managers, each with two offers that expire in a week.
offers() {
	local i
	rm -f jobs_partners.db*
	for ((i = 1; i <= $1; i++)); do
		printf '{"_id":"65f0000000000000000000%02d","first_name":"Zoé <b>","last_name":"N&D","email":"u%d@ex.fr"}\n' "$i" "$i"
	done | load-table -a jobs_partners.db userswithaccounts
	for ((i = 1; i <= 2 * $1; i++)); do
		jq -nc --arg i "$i" --arg u "$(((i + 1) / 2))" '{
		    _id: ("65f1000000000000000000" + ("0" + $i)[-2:]),
		    partner_label: "offres_emploi_lba", offer_status: "Active",
		    offer_title: "Offre <\($i)> & Cie", workplace_siret: "9039995630001\($i)",
		    contract_start: "2026-09-01T00:00:00.000Z",
		    offer_expiration: "2026-03-17T00:00:00.000Z",
		    managed_by: ("65f0000000000000000000" + ("0" + $u)[-2:])}'
	done | load-table -a jobs_partners.db jobs_partners
	migrate-schema -qd . >/dev/null
}
# remind [OPTION...]: list, send and mark; exit code in $rc.
remind() {
	run bash -o pipefail -c 'remind-offers -t 7 -d . |
	    send-mail -r -d . "$@" | tee receipts | mark-sent -q -d .' - "$@"
}
marks() {
	sqlite3 jobs_partners.db 'SELECT count(relance_mail_expiration_J7)
	    FROM jobs_partners'
}
counts() { tail -n 1 receipts; }

# The words.
offers 1
remind-offers -t 7 -d . >list
run send-mail -r --out mail <list
clean '--out'
is "$(head -n 1 out | jq -c '[.status, .message_id, .mark]')" '["written",null,null]' \
    '  a receipt without a mark'
is "$(ls mail)" "$(jq -r '.key + "." + .type + ".eml"' list)" '  a file for the message'
PYTHONIOENCODING=utf-8 /usr/bin/python3 - mail/*.eml <<'P' >words
import email, email.policy, sys
m = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
print(m["From"], m["Subject"], sep="\n")
for p in m.iter_parts():
    t = p.get_content()
    print(p.get_content_type(), t.count("Offre"), "90399956300011" in t, "90399956300012" in t, "01/09/2026" in t, "?&token=" in t or "?&amp;token=" in t)
    print([l for l in t.splitlines() if "Bonjour" in l][0].strip(), [l.strip() for l in t.splitlines() if "Offre <" in l or "Offre &lt;" in l][0])
P
cp words out
same '  both forms have all offers' <<'W'
La bonne alternance <lba@exemple.test>
Votre offre expire dans 7 jours
text/plain 2 True True True True
Bonjour Zoé  N&D, * Offre <1> & Cie
text/html 2 True True True True
<p>Bonjour Zoé  N&amp;D,</p> <strong>Offre &lt;1&gt; &amp; Cie</strong><br>
W
is "$(LBA_JWT_SECRET='' remind-offers -t 7 -d . | send-mail --out none >/dev/null
    grep -c token none/*.eml)" 0 '  without a secret there are no links'

# An installed program finds the templates of its own.
mkdir -p inst/bin inst/share/alternance
cp "$bin/send-mail" inst/bin && cp -r "$root/data/mail" inst/share/alternance/
run env -C / "$T/inst/bin/send-mail" --out "$T/inst/mail" <list
is "$rc/$(ls inst/mail | wc -l)" 0/1 'an installed send-mail finds its templates'

# Refused messages are told of with what could be read.
for filter in 'del(.data.offres)' '.name = "../x"' '.name = "none"' '.key = "a/b"' \
    '.to = "x"' '.mark = 1' '.db = "other"'; do
	jq -c "$filter" list >bad
	run send-mail -r --out bad-mail <bad
	is "$rc/$(wc -l <err)/$(head -n 1 out | jq -r .status)" 1/1/refused "refused: $filter"
done
run send-mail -r -n -d . <<<'{"name":"mark-only","key":"k","type":"t","db":"jobs_partners","mark":{"a":1}}'
is "$rc/$(head -n 1 out | jq -c '[.status, .mark]')" '0/["no-mail",null]' 'mark-only, -n'
run send-mail -n -t none <list
refuses 1 'none/mail-expiration-offres.txt: No such file' 'no templates'

# Accepted, refused, deferred.
offers 4
serve one refuse=u2@ex.fr later=u3@ex.fr
remind
is "$rc/$(counts)/$(marks)" '1/{"sent":2,"written":0,"known":0,"refused":1,"deferred":1,"left":0}/4' \
    'marks are for what was accepted'
is "$(jq -r '[.to, .status, .mark != null] | @csv' receipts 2>/dev/null | head -n 4 |
    tr -d '"' | tr '\n' ' ')" \
    'u1@ex.fr,sent,true u2@ex.fr,refused,false u3@ex.fr,deferred,false u4@ex.fr,sent,true ' \
    '  receipts'
stop
serve one-again
remind
is "$rc/$(counts)/$(marks)" '0/{"sent":2,"written":0,"known":0,"refused":0,"deferred":0,"left":0}/8' \
    'the next run tells the rest'
remind
is "$rc/$(counts)" '0/{"sent":0,"written":0,"known":0,"refused":0,"deferred":0,"left":0}' \
    'and the one behind nobody'
is "$(received one)$(received one-again)" 'u1 u4 u2 u3 ' 'each once'

# Accepted, and not marked: known, with its mark.
sqlite3 jobs_partners.db 'UPDATE jobs_partners SET relance_mail_expiration_J7 = NULL'
remind
is "$rc/$(counts)/$(marks)" '0/{"sent":0,"written":0,"known":4,"refused":0,"deferred":0,"left":0}/8' \
    'what was accepted before is marked, not sent'
# A prolonged offer is told of again.
sqlite3 jobs_partners.db "UPDATE jobs_partners SET relance_mail_expiration_J7 = NULL,
    offer_expiration = '2026-03-16T23:00:00.000Z' WHERE _id LIKE '%01'"
remind
is "$(counts)/$(received one-again)" '{"sent":1,"written":0,"known":0,"refused":0,"deferred":0,"left":0}/u2 u3 u1 ' \
    'a prolonged offer is told of again'
stop

# The server dies in mid-run.
offers 5
serve two die=3
remind
is "$rc/$(counts)/$(marks)" '75/{"sent":2,"written":0,"known":0,"refused":0,"deferred":2,"left":1}/4' \
    'a server that dies: the rest is for later'
serve two-again
remind
is "$rc/$(received two)$(received two-again)/$(marks)" '0/u1 u2 u3 u4 u5 /10' \
    'each once, none forgotten'
stop

# send-mail is killed between the acceptance and the note of it.
offers 3
serve three kill=2
remind-offers -t 7 -d . >list
bash -c 'echo $$ >three/pid; exec send-mail -r -d .' <list >receipts 2>err &
wait $! 2>/dev/null
is "$?/$(received three)" '137/u1 u2 ' 'killed'
mark-sent -q -d . <receipts >/dev/null
is "$(marks)" 2 '  what had its receipt is marked'
remind
is "$rc/$(received three)/$(marks)" '0/u1 u2 u2 u3 /6' 'the next run: nobody is forgotten'
is "$(grep -h ^Message-ID three/*.eml | sort | uniq -c | awk '{ print $1 }' | tr '\n' ' ')" \
    '1 2 1 ' '  and what came twice is one message'
stop

# mark-sent is killed before it marks: nobody is told twice.
offers 3
serve four
remind-offers -t 7 -d . | send-mail -r -d . >receipts
is "$(marks)" 0 'nothing is marked'
remind
is "$(received four)/$(marks)" 'u1 u2 u3 /6' 'marked by the next run, without a mail'
stop

# Two at once.
offers 3
serve five
remind-offers -t 7 -d . >list
{
	cat list
	sleep 1
} | send-mail -d . >/dev/null &
until [ -e jobs_partners.db.mail ]; do sleep 0.02; done
run send-mail -d . <list
refuses 75 'another run is writing it' 'two at once: one ends with 75'
wait $!
is "$(received five)" 'u1 u2 u3 ' '  each is told once'
stop
done_testing
