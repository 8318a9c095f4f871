#!/bin/bash
# check-sources: one question for each address; what moved, is wrong or is down.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
unset "${!API_@}" "${!FETCH_@}" INSEE_HEADER
upstream
mine=$url

run check-sources -u "$mine"
clean 'every source answers'
is "$(cut -c1-8 out | sort | uniq -c | xargs)" '16 ok' '  and is ok'
is "$(grep -c secret out)$(grep -c token out)" 00 '  no secret is shown'
is "$(jq -r .source log | sort -u | xargs)" \
    'acce adresse bcn catalogue communes dares_ape_idcc dares_ccn entreprise france_competence kali_ccn kit_apprentissage mission_locale npec referentiel' \
    '  all of them are asked'
is "$(jq -s length log)" 16 '  once each'

echo 'npec:*:html' >faults
echo 'communes:*:503' >>faults
API_ENTREPRISE_KEY='' API_KIT_APPRENTISSAGE_TOKEN=x run check-sources -u "$mine"
is "$rc/$(cat err)" 1/ 'something is wrong'
grep -v ^ok out | sed 's/  */ /g; s,http[^ ]*/,,' >got
is "$(cat got)" 'later communes regions: HTTP 503
later communes collectivitesDOutreMer: HTTP 503
later communes json: HTTP 503
wrong entreprise 130025265: API_ENTREPRISE_KEY is not set
wrong kit_apprentissage cfd_rncp_intitule: HTTP 401' '  each says what'
: >faults
echo 'communes:*:503' >faults
run check-sources -u "$mine"
is "$rc/$(grep -vc ^ok out)" 75/3 'only what time may mend'
: >faults

# A redirect to another host, and one within the host.
for to in "$mine" ''; do
	printf 'HTTP/1.1 301 Moved\r\nLocation: %s/api/v1/organismes.json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' \
	    "$to" >moved
	printf 'HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"organismes":[1]}' >found
	canned moved found
	REFERENTIEL_URL=$url/// run check-sources -u "$mine"
	grep " referentiel " out | sed 's/  */ /g' >got
	if [ -n "$to" ]; then
		is "$rc/$(cat got)" \
		    "1/moved referentiel $url/api/v1/organismes.json: to $mine/api/v1/organismes.json" \
		    'a source that has moved'
	else
		is "$rc/$(cat got)" "0/ok referentiel $url/api/v1/organismes.json" \
		    'a redirect within a host'
	fi
done
GEO_URL=http://127.0.0.1:1 run check-sources -u "$mine"
is "$rc/$(grep -c '^later' out)" 75/1 'no server there'
GEO_URL=nowhere run check-sources -u "$mine"
refuses 1 'GEO_URL=nowhere: not an http or https URL' 'no address'
run check-sources -u x
is "$rc/$(head -n 1 err)" "2/check-sources: -u: not an http or https URL 'x'" '-u x'
done_testing
