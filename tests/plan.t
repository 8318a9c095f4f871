#!/bin/bash
# make plan and make check-config: what would be done, and what is missing.
. "$(dirname "$0")/lib.sh"
unset ${!API_*} ${!FETCH_*} STATIC_URL SSL_CERT_FILE SSL_CERT_DIR
export SUITE_NOW=2026-01-31T04:00:00Z
cd "$T" || exit 1
mk() { run make -srf "$root/pipelines/formation.mk" BIN="$bin" "$@"; }
what() { sed -n "s/^\([a-z?]*\) *$1 *\(.*\)/\1 \2/p" out; }

mk plan
clean 'nothing is there'
is "$(head -n 1 out)" 'make   sample             the bundled sample, in data/raw' \
    'the sample would be made'
is "$(what formation)" 'build no database' 'and all be built'
is "$(ls)" $'err\nout' 'nothing was done'

mk
mk plan
is "$(cut -c1-6 out | sort -u)" 'keep  ' 'all is fresh'
is "$(grep -c . out)" 12 'what formation is made of'
touch data/raw/bcn/V_FORMATION_DIPLOME.csv
mk plan
is "$(what bcn)" 'build raw/bcn/V_FORMATION_DIPLOME.csv has changed' 'a newer file'
is "$(what certifications)" 'build bcn is stale' 'what is built from it'
is "$(what organismes)" 'keep fresh' 'what is not'
mk plan GOAL='npec indicateurs'
is "$(what npec)/$(what indicateurs)/$(what bcn | cut -c1-5)/$(what formation)" \
    'build no database/build no database/build/' 'another goal'

mk UPSTREAM=live plan
is "$rc/$(sed -n 's/.*\*\*\* //p' err)" \
    '2/data/raw holds the sample: use another DATADIR for other data.  Stop.' \
    'the sample is not mixed with the sources'
mv data/raw/.sample .
mk UPSTREAM=live plan
clean 'plan of a live make'
is "$(what bcn | tr '\n' /)" \
    'fetch never fetched/build raw/bcn/V_FORMATION_DIPLOME.csv has changed/' \
    'a source is asked first'
is "$(what kit_apprentissage | tail -n 1)" \
    'build? if what is fetched has changed' 'and built if it has changed'
is "$(what organismes)" \
    'build? if it has changed: referentiel, communes, entreprise, adresse' \
    'as is what follows'
is "$(grep -n 'fetch  entreprise\|^build?.*catalogue' out | cut -d: -f1 |
    sort -n | wc -l)" 2 'entreprise is asked'
is "$(what mission_locale)" '' 'without list of communes: no missions locales'
mkdir -p data/static/mission_locale
touch data/static/mission_locale/couverture.csv
mk UPSTREAM=live plan
is "$(what mission_locale | head -n 1)" 'fetch never fetched' 'with it they are asked'

# What is missing.
mkdir new
mk check-config DATADIR=new
is "$rc" 2 'check-config: something is missing'
is "$(awk '$1 == "missing" { print $2 }' out | tr '\n' ' ')" \
    'API_ACCE_USERNAME API_ACCE_PASSWORD API_KIT_APPRENTISSAGE_TOKEN API_ENTREPRISE_KEY couverture.csv geopoints.csv ' \
    'check-config: what'
is "$(ls new)" '' 'check-config makes nothing'
echo s3cret-4 >key
chmod 600 key
export API_ACCE_USERNAME=s3cret-1 API_ACCE_PASSWORD=s3cret-2 \
    API_KIT_APPRENTISSAGE_TOKEN=s3cret-3 API_INSEE_TOKEN_FILE=key \
    API_ENTREPRISE_KEY=s3cret-5 STATIC_URL=https://static.example
mk check-config DATADIR=new
clean 'check-config: nothing is missing'
ok "$(grep -q s3cret out err; echo $((!$?)))" 'check-config: no secret is shown'
chmod 644 key
mk check-config DATADIR=new
is "$(grep warning out | tr -s ' ')" \
    'warning API_INSEE_TOKEN_FILE communes: token of api.insee.fr: everybody may read key' \
    'check-config: a secret that everybody may read'
rm key
GEO_URL=nowhere STATIC_URL=nowhere FETCH_PACE=slow mk check-config DATADIR=new
is "$(awk '$1 == "missing" { print $2 }' out | tr '\n' ' ')" \
    'API_INSEE_TOKEN_FILE STATIC_URL GEO_URL FETCH_PACE ' 'check-config: what is wrong'

# The addresses that env.example tells are those of the tools.
sed -n 's/^#\([A-Z_]*_URL\)=\(.*\)/\1 \2/p' "$root/pipelines/env.example" |
    grep -Ev '^(STATIC|PUBLIC|PUBLICATION|LBA_PUBLIC|SMTP|ANTHROPIC|QUEUE|DASHBOARD|MATTERMOST|SERCEL)_' >addresses
wrong=
while read -r name address; do
	source=$(tr A-Z a-z <<<"${name%_URL}")
	! grep -q "^$source	fetch-file $address/" \
	    "$root/pipelines/sources.tsv" || continue
	grep -qF "\"$name\"" "$root/lib/fetch/addresses.h" &&
	    grep -qF "\"$address\"" "$root/lib/fetch/addresses.h" || wrong+=" $name"
done <addresses
is "$wrong" '' 'the addresses of env.example are those of the tools'
sed -n 's/.*"\([A-Z_]*_URL\)".*/\1/p' "$root/lib/fetch/addresses.h" |
    sort -u >known
is "$(cut -d ' ' -f 1 addresses | sort | comm -13 - known)" '' \
    'and those of the tools are there'
done_testing
