#!/bin/bash
# send-mail against a real SMTP server on loopback, and what it writes down.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/users.sh"
cd "$T" || exit 1
export SMTP_URL=
unset SMTP_USERNAME SMTP_PASSWORD SSL_CERT_FILE
export SUITE_NOW=2026-03-02T08:00:00Z
export EMAIL=nepasrepondre@exemple.test PUBLIC_URL=https://exemple.test/
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$T" "$T.n"' EXIT

# accounts EMAIL...: a new users.db, each with one key of 15 days.
accounts() {
	local email
	rm -f users.db
	for email; do
		user "$email" "$(key "${email%@*}" 2026-03-17T08:00:00Z | keys)"
	done >users.ndjson
	import-users -o users.db <users.ndjson >/dev/null
}
# warnings: list, then send.
warnings() {
	list-expiring-api-keys -d . >list && run send-mail -d . "$@" <list
}
sql() { sqlite3 users.db "$1"; }
marks() {
	sql "SELECT group_concat(coalesce(doc ->>
	    '$.api_keys[0].expiration_warning_sent', '-'), ' ') FROM users"
}
counts() { # SENT KNOWN REFUSED DEFERRED LEFT
	echo "{\"sent\":$1,\"written\":0,\"known\":$2,\"refused\":$3,\"deferred\":$4,\"left\":$5}"
}

for o in -h -V; do run send-mail $o; clean "$o"; done
for o in -x --out x; do
	run send-mail $o
	is "$rc/$(cat out)" 2/ "wrong: $o"
done
run send-mail
is "$rc/$(head -n 1 err)" '2/send-mail: -d DIR or -u FILE is needed' 'no users'
run send-mail -d . -u users.db
is "$rc/$(head -n 1 err)" '2/send-mail: -d DIR or -u FILE, not both' 'both'

ldd "$(command -v send-mail)" | grep -q libcurl
ok $? 'it is linked with libcurl'
ldd "$(command -v list-expiring-api-keys)" | grep -c libcurl >out
same 'and its neighbour, which starts faster, is not' <<<0

# The messages.
accounts a@ex.fr
list-expiring-api-keys -d . >list
run send-mail --out mail <list
clean '--out'
same 'counts' <<<'{"sent":0,"written":1,"known":0,"refused":0,"deferred":0,"left":0}'
is "$(ls mail)" k-a.15-days.Tuesday-March-17-2026.eml 'a file for a message'
is "$(marks)/$(sql 'SELECT count(*) FROM email_events')" -/0 'no mark'
eml=mail/k-a.15-days.Tuesday-March-17-2026.eml
is "$(sed -n '/^Subject/,/^Date/d; /^\r$/q; p' $eml | tr -d '\r')" \
    'From: Mission Apprentissage <nepasrepondre@exemple.test>
To: <a@ex.fr>
Message-ID: <k-a.15-days.Tuesday-March-17-2026@exemple.test>
List-Help: <https://mission-apprentissage.gitbook.io/general/les-services-en-devenir/accompagner-les-futurs-apprentis>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_alternative"' 'headers'
is "$(stat -c %a $eml)" 600 'for the owner alone'
cp $eml before && send-mail --out mail <list >/dev/null
cmp -s before $eml
ok $? 'the same message, the same bytes'

# read_mail FILE: as a mail reader decodes it; its parts into files.
read_mail() {
	PYTHONIOENCODING=utf-8 /usr/bin/python3 - "$1" <<'P'
import email, email.policy, sys
raw = open(sys.argv[1], "rb").read()
m = email.message_from_bytes(raw, policy=email.policy.default)
print("date:", m["Date"].datetime.isoformat())
print("headers:", *sorted(m.keys()))
print("subject:", m["Subject"])
print("parts:", *(p.get_content_type() for p in m.walk()))
print("defects:", *(d for p in m.walk() for d in p.defects))
lines = raw.split(b"\r\n")
print("lone CR or LF:", any(b"\r" in l or b"\n" in l for l in lines))
print("long lines:", *(l[:10].decode() for l in lines if len(l) > 76))
print("8 bit:", any(b > 126 for b in raw))
for p in m.iter_parts():
    with open(p.get_content_subtype(), "w", encoding="utf-8") as f:
        f.write(p.get_content().replace("\r\n", "\n"))
P
}
run read_mail $eml
clean 'a mail reader reads it'
same 'what it reads' <<'W'
date: 2026-03-02T08:00:00+00:00
headers: Auto-Submitted Content-Type Date From List-Help MIME-Version Message-ID Subject To
subject: 📅 Votre clé d’API « a » expire dans 15 jours | Your API key “a” expires in 15 days
parts: multipart/alternative text/plain text/html
defects:
lone CR or LF: False
long lines: List-Help:
8 bit: False
W
cp plain out
same 'the text' <<W
Bonjour,

Votre clé d’accès à l’API Apprentissage expire dans 15 jours, le mardi 17 mars 2026.

Pour que vos services continuent de fonctionner, nous vous conseillons de \
créer dès maintenant une nouvelle clé depuis votre compte, puis de remplacer \
l’ancienne.

Renouveler ma clé :
https://exemple.test/fr/compte/profil

Une question ? Écrivez-nous : support_api@apprentissage.beta.gouv.fr

L’équipe Mission Apprentissage

----

Hello,

Your key to the Apprentissage API expires in 15 days, on Tuesday, March 17, 2026.

To keep your services running, we advise you to create a new key from your account now, and then to replace the old one.

Renew my key:
https://exemple.test/en/account/profile

Any question? Write to us: support_api@apprentissage.beta.gouv.fr

The Mission Apprentissage team
W
grep -o 'href="[^"]*"' html >out
same 'the links of the HTML' <<'W'
href="https://exemple.test/fr/compte/profil"
href="mailto:support_api@apprentissage.beta.gouv.fr"
href="https://exemple.test/en/account/profile"
href="mailto:support_api@apprentissage.beta.gouv.fr"
W

# subject JQ-FILTER: of the message, changed by it.
subject() {
	rm -rf mail
	jq -c "$1" list | send-mail --out mail >/dev/null
	read_mail mail/*.eml | sed -n 's/^subject: //p'
}
days() { subject ".days_left = $1" | sed 's/.*» //; s/“.*”//'; }
is "$(days 1)" 'expire demain | Your API key  expires tomorrow' 'tomorrow'
is "$(days 0)" 'expire aujourd’hui | Your API key  expires today' 'today'
is "$(days -1)" 'a expiré hier | Your API key  expired yesterday' 'yesterday'
is "$(days -2)" 'a expiré il y a 2 jours | Your API key  expired 2 days ago' \
    'the day before'
is "$(subject '.key_name = ""')" '📅 Votre clé d’API expire dans 15 jours | Your API key expires in 15 days' \
    'a key without a name'
long=$(printf 'é%.0s' {1..400})
is "$(subject ".key_name = \"$long\"" | grep -o 'é' | wc -l)" 801 'a long name'
subject '.key_name = "x\r\nBcc: evil@ex.fr\r\n\r\nevil\u0000\u2028\u0085"' >out
paste -sd ' ' <<'W' | same 'a name cannot make a header'
📅 Votre clé d’API « x��Bcc: evil@ex.fr����evil��� » expire dans 15 jours |
Your API key “x��Bcc: evil@ex.fr����evil���” expires in 15 days
W
is "$(grep -ci '^bcc\|^evil' mail/*.eml)" 0 'nor a body'

# What is refused.
bad() { # JQ-FILTER PATTERN
	jq -c "$1" list >bad
	run send-mail -n <bad
	refuses 1 "^send-mail: stdin:1: $2" "refuses $1"
}
bad '.name = "other"' "db: jobs_partners is expected, not ''"
bad '.to = "a@ex.fr\r\nRCPT TO:<b@ex.fr>"' 'to: an address'
bad '.to = "a@ex.fr>"' 'to: an address'
bad '.days_left = 1.5' 'days_left: an integer'
bad '.expires_at.fr = "<b>"' 'expires_at.fr: a long date'
bad 'del(.expires_at.en)' 'expires_at.en: missing'
bad '.key = "../x"' 'key: an identifier'
bad 'del(.key)' 'key: missing'
bad '.type = "7-days"' 'type: one of'
bad '.key_name = null' 'key_name: a string'
run send-mail --out nowhere/mail <list
refuses 1 '^send-mail: nowhere/mail: No such file' 'a directory that cannot be made'
run send-mail -n <<<'{'
refuses 1 '^send-mail: stdin:1: ' 'no JSON'
for v in EMAIL PUBLIC_URL; do
	run env -u $v send-mail -n <list
	refuses 1 "^send-mail: $v is not set: .*, see send-mail\(1\)" "no $v"
done
EMAIL='x<y@ex.fr>' run send-mail -n <list
refuses 1 '^send-mail: EMAIL=x<y@ex.fr>: an e-mail address is expected' 'a wrong sender'
PUBLIC_URL='javascript:alert(1)' run send-mail -n <list
refuses 1 '^send-mail: PUBLIC_URL=javascript:alert\(1\): an http or https URL' 'a wrong site'
run send-mail -d . <list
refuses 1 '^send-mail: SMTP_URL is not set: .*, see send-mail\(1\)' 'no server'
SMTP_URL=https://127.0.0.1/ run send-mail -d . <list
refuses 1 '^send-mail: SMTP_URL: not smtp://HOST' 'a wrong server'
SMTP_URL=smtp://me:secret@127.0.0.1 run send-mail -d . <list
refuses 1 '^send-mail: SMTP_URL: a name and password do not belong' 'a password in the address'
is "$(grep -c secret err)" 0 'is not repeated'
run send-mail -n -u none.db <list
refuses 1 '^send-mail: none.db: no such database' 'no such users.db'

before=$(sha256sum users.db)
run send-mail -n -d . <list
clean '-n'
same 'counts what is left' <<<"$(counts 0 0 0 0 1)"
is "$(sha256sum users.db)" "$before" 'changes nothing'
run send-mail -n </dev/null
clean 'nothing to send'
if [ -e /dev/full ]; then
	send-mail -n </dev/null >/dev/full 2>err
	is "$?/$(cat err)" '1/send-mail: write stdout: No space left on device' \
	    /dev/full
fi

if ! /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null; then
	skip 'no aiosmtpd: nothing is sent'
	done_testing
	exit
fi

. "$root/tests/smtp.sh"
received() { # NAME: to whom, in order
	local i
	for ((i = 1; ; i++)); do
		[ -e "$1/$i.to" ] || break
		sed 's/.* //' "$1/$i.to"
	done | tr '\n' ' '
}

# The known answers, and a second run.
known=$({
	key expired 2026-02-27T10:00:00Z
	key in16 2026-03-18T23:30:00Z
	key in15 2026-03-17T08:00:00Z '"30-days"'
	key in31 2026-04-02T00:00:00Z
	key in30 2026-04-01T21:59:59Z
	key re 2026-03-20T12:00:00Z '"15-days"'
} | keys)
user a@ex.fr "$known" >users.ndjson
import-users -fo users.db <users.ndjson >/dev/null
cat-table -a users.db users >before
serve one
warnings
clean 'sends'
same 'five messages' <<<"$(counts 5 0 0 0 0)"
is "$(received one)" 'a@ex.fr a@ex.fr a@ex.fr a@ex.fr a@ex.fr ' 'are received'
is "$(cut -d' ' -f1 one/1.to)" "$EMAIL" 'from the sender'
send-mail --out sent <list >/dev/null
cmp -s one/1.eml sent/k-expired.*.eml
ok $? 'as --out writes them'
cat-table -a users.db users >out
jq -c '["15-days", "30-days", "15-days", null, "30-days", "30-days"] as $m |
    reduce range(6) as $i (.; .api_keys[$i].expiration_warning_sent = $m[$i])' \
    before | same 'the marks, and nothing else, have changed'
is "$(ls)" "$(ls | grep -v 'tmp\|journal')" 'neither lock nor journal is left'
cat-table -a users.db email_events | head -n 1 >out
same_json 'an event' <<'W'
{"_id":"k-expired.15-days.Friday-February-27-2026.1","email":"a@ex.fr",
 "template":{"name":"api-key-will-expire","to":"a@ex.fr","days_left":-3,
  "expires_at":{"fr":"vendredi 27 février 2026",
   "en":"Friday, February 27, 2026"},"key_name":"expired"},
 "created_at":"2026-03-02T08:00:00.000Z",
 "updated_at":"2026-03-02T08:00:00.000Z","opened_at":null,"delivered_at":null,
 "messageId":"<k-expired.15-days.Friday-February-27-2026@exemple.test>",
 "errors":[]}
W
cp list old
warnings
clean 'a second run'
same 'has nothing to send' <<<"$(counts 0 0 0 0 0)"
run send-mail -d . <old
clean 'the same list again'
same 'is known' <<<"$(counts 0 5 0 0 0)"
import-users -fo users.db <users.ndjson >/dev/null
warnings
clean 'accounts that came back without their marks'
same 'were told all the same' <<<"$(counts 0 5 0 0 0)"
warnings
same 'and are marked again' <<<"$(counts 0 0 0 0 0)"
user b@ex.fr "$(key b 2026-03-17T08:00:00Z '"15-days"' | keys)" >told
import-users -o told.db <told >/dev/null
jq -c 'select(.type == "15-days") | .to = "b@ex.fr" | .key = "k-b"' old |
    head -n 1 >list
run send-mail -u told.db <list
same 'who was told before there were events is not told again' \
    <<<"$(counts 0 1 0 0 0)"
is "$(ls one/*.eml | wc -l)" 5 'no message was sent twice'
jq -c '.key = "k-other"' old | head -n 1 >list
run send-mail -d . <list
refuses 1 "^send-mail: stdin:1: key: a@ex.fr has no key called 'k-other'" \
    'an unknown key'
{
	cat old
	sleep 1
} | send-mail -d . >/dev/null &
until [ -e users.db.tmp ]; do sleep 0.02; done
run send-mail -d . <old
refuses 75 '^send-mail: ./users.db.tmp: another run is writing it' 'one at a time'
wait $!
stop

# Refusals.
serve two refuse=b@ex.fr later=c@ex.fr reject=d@ex.fr
accounts a@ex.fr b@ex.fr c@ex.fr d@ex.fr e@ex.fr
warnings
is $rc 1 'a recipient is refused'
same 'the others are not' <<<"$(counts 2 0 2 1 0)"
cp err out
same 'the server says why' <<'W'
send-mail: stdin:2: to b@ex.fr: the server says '550 5.1.1 nobody here is called that'
send-mail: stdin:3: to c@ex.fr: the server says '451 4.7.1 greylisted'
send-mail: stdin:4: to d@ex.fr: the server says '554 5.7.1 not such words'
W
is "$(received two)/$(marks)" 'a@ex.fr e@ex.fr /15-days - - - 15-days' \
    'marks are for what was accepted'
is "$(sql "SELECT messageId IS NULL, errors FROM email_events WHERE email = 'c@ex.fr'")" \
    "1|[{\"type\":\"fatal\",\"message\":\"the server says '451 4.7.1 greylisted'\"}]" \
    'an event with its error'
accounts c@ex.fr
warnings
refuses 75 'greylisted' 'only for a time'
stop
serve two
warnings
clean 'the next run sends it'
is "$(sql 'SELECT _id, messageId IS NULL FROM email_events')" \
    'k-c.15-days.Tuesday-March-17-2026.1|1
k-c.15-days.Tuesday-March-17-2026.2|0' 'an event for each time'
stop

# Servers that end, greet badly, or are not there.
serve three die=3
accounts a@ex.fr b@ex.fr c@ex.fr d@ex.fr e@ex.fr
warnings
is $rc 75 'a server that dies'
same 'two are sent' <<<"$(counts 2 0 0 2 1)"
is "$(wc -l <err)/$(marks)" '2/15-days 15-days - - -' 'and marked'
serve three-again
warnings
clean 'the second run'
same 'sends the rest' <<<"$(counts 3 0 0 0 0)"
is "$(received three)$(received three-again)" \
    'a@ex.fr b@ex.fr c@ex.fr d@ex.fr e@ex.fr ' 'each once, none lost'
is "$(marks)" '15-days 15-days 15-days 15-days 15-days' 'all marked'
stop
accounts a@ex.fr b@ex.fr
warnings
is "$rc/$(cat out)" "75/$(counts 0 0 0 1 1)" 'no server'
serve four deaf=1
warnings
is "$rc/$(cat out)" "1/$(counts 0 0 0 1 1)" 'a server that wants nobody'
is "$(sql "SELECT errors ->> '\$[0].message' FROM email_events
    ORDER BY rowid DESC LIMIT 1")" "the server says '554 5.3.2 no�'" 'says so'
stop
serve five drop=1
warnings
is "$rc/$(cat out)" "75/$(counts 0 0 0 2 0)" 'no answer to the message'
accounts a@ex.fr b@ex.fr c@ex.fr d@ex.fr
serve five-again mute=1
warnings
is "$rc/$(cat out)" "75/$(counts 0 0 0 2 2)" 'no answer twice in a row'
stop

# Runs that are killed.
# killed RULE: with the server told the process to kill.
killed() {
	serve "$1" "$2"
	list-expiring-api-keys -d . >list
	bash -c "echo \$\$ >$1/pid; exec send-mail -d ." <list >out 2>err &
	wait $!
	rc=$?
}
accounts a@ex.fr b@ex.fr c@ex.fr
killed six kill=2 2>/dev/null
is "$rc/$(received six)/$(marks)" '137/a@ex.fr b@ex.fr /15-days - -' \
    'killed between the acceptance and the mark'
warnings
is "$rc/$(cat out err)" "0/$(counts 2 0 0 0 0)
send-mail: warning: stdin:1: to b@ex.fr: an earlier run was cut short while it sent this message: sent again with the same Message-ID" \
    'the next run says so'
is "$(received six)" 'a@ex.fr b@ex.fr b@ex.fr c@ex.fr ' 'nothing is lost'
is "$(grep -h ^Message-ID six/*.eml | sort | uniq -c | awk '{ print $1 }')" \
    '1
2
1' 'what came twice is one message'
is "$(sql "SELECT group_concat(json_array_length(errors), '') FROM email_events
    WHERE email = 'b@ex.fr'")" 10 'the event of the run that was killed is closed'
stop
accounts a@ex.fr b@ex.fr c@ex.fr
killed seven term=2 2>/dev/null
is "$rc/$(received seven)/$(marks)/$(ls users.db*)" \
    '143/a@ex.fr b@ex.fr /15-days 15-days -/users.db' \
    'a run that is told to end writes down what it has sent'
warnings
is "$rc/$(cat out err)" "0/$(counts 1 0 0 0 0)" 'and the next one does the rest'
stop

# TLS and passwords.
certificate() { # FILE NAME
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out crt -days 2 \
	    -subj /CN=test -addext "subjectAltName=$2" 2>/dev/null
	cat key crt >"$1"
}
certificate good.pem IP:127.0.0.1
certificate other.pem DNS:other.test
accounts a@ex.fr
serve eight cert=good.pem
warnings --starttls
is "$rc/$(cat out)" "1/$(counts 0 0 0 1 0)" 'STARTTLS, an unknown authority'
grep -q 'SSL certificate problem' err
ok $? 'says so'
SSL_CERT_FILE=other.pem warnings -s
is "$rc/$(received eight)" 1/ 'another authority'
SSL_CERT_FILE=good.pem warnings -s
clean 'STARTTLS, a known authority'
is "$(received eight)" 'a@ex.fr ' 'is sent'
stop
accounts a@ex.fr
serve nine cert=other.pem
SSL_CERT_FILE=other.pem warnings -s
is "$rc/$(received nine)" 1/ 'the certificate of another host'
stop
serve ten
warnings -s
is "$rc/$(received ten)" 1/ 'a server without STARTTLS'
SMTP_USERNAME=me SMTP_PASSWORD=secret warnings
is "$rc/$(received ten)" 1/ 'a password goes over TLS or not at all'
SMTP_USERNAME='' warnings -s
is "$rc/$(received ten)" 1/ 'an empty name is none: no password is asked for'
SMTP_USERNAME=me run send-mail -d . <list
refuses 1 '^send-mail: SMTP_PASSWORD is not set: .*, see send-mail\(1\)' 'a name without a password'
stop
export SSL_CERT_FILE=good.pem
serve eleven cert=good.pem user=me:secret
SMTP_USERNAME=me SMTP_PASSWORD=wrong-one warnings -v
is "$rc/$(received eleven)$(grep -c wrong-one err)" 1/0 'a wrong password'
SMTP_USERNAME=me SMTP_PASSWORD=secret warnings
clean 'name and password, STARTTLS'
is "$(received eleven)" 'a@ex.fr ' 'is sent'
stop
accounts a@ex.fr
serve twelve cert=good.pem smtps=1 user=me:secret
SMTP_URL=smtps://${SMTP_URL#*//}
SMTP_USERNAME=me SMTP_PASSWORD=secret warnings
clean 'name and password, smtps'
SSL_CERT_FILE='' warnings
is "$(received twelve)$(marks)" 'a@ex.fr 15-days' 'is sent'
stop
done_testing
