#!/bin/bash
# The nightly processing: nine nights of the sample, kills, mails, the web call.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
sample-upstream --sources sercel -o raw
days='12 13 14 15 16 17 18 19 20'

# settle DAY: what Sercel has on the morning of a day.
settle() {
	cat >conf <<END
disponibilite = /nuits/2025-11-$1/{id_sercel}.json
lot = /{id_sercel}/{id_lot}.csv
END
	export SERCEL_CONF=$T/conf SUITE_NOW=2025-11-$1T01:00:05Z
}
export SERCEL_URL=file://$T/raw/sercel

# stage NAME DIR: a stage without queue, on the line that standard input gives.
stage() { traitement-"$1" -d "$2" --no-queue "${@:3}"; }
# night DAY DIR: the five stages of a day, one after the other.
night() {
	settle "$1"
	start-traitement -q -d "$2" --no-queue --date "2025-11-$1" |
	    stage recuperation "$2" -c conf | stage validation "$2" |
	    stage matching "$2" | stage calcul "$2" | stage postcalcul "$2"
}

# ---- the sample, without a queue ----

mkdir a
run import-parametrage -q -d a <raw/traitement/parametrage.ndjson
clean 'the parameters'
run import-parametrage -d a <raw/traitement/parametrage.ndjson
is "$(jq -c .counts out)" '{"inserted":0,"updated":0,"unchanged":41}' \
    'again: nothing changes'
for day in $days; do night "$day" a >last 2>>errors; done
is "$(cat errors)" '' 'nine nights'
is "$(jq -r .statut last)" OK '  the last stage of the last one'
is "$(sqlite3 a/traitement.db "SELECT group_concat(code, ' ') FROM (SELECT
    DISTINCT code FROM anomalie ORDER BY code)")" \
    'M01 M02 M03 M05 M06 M07 M08 V01 V02 V03 V04 V05 V06 V07 V08 V09 V10' \
    '  every anomaly of lines and measures'
is "$(sqlite3 a/traitement.db 'SELECT DISTINCT niveau FROM kpi_valeur
    ORDER BY 1' | tr '\n' ' ')" '0 1 2 ' '  a KPI at each niveau'
is "$(sqlite3 a/traitement.db 'SELECT id_ouvrage, id_traitement
    FROM surveillance ORDER BY id' | tr '\n' ' ')" \
    'OA-006|20251112-1 OA-001|20251120-1 ' \
    '  a threshold on the first night, one on the third in a row'
is "$(sqlite3 a/traitement.db "SELECT count(DISTINCT type) FROM
    notification WHERE type <> 'ECHEC_TRAITEMENT'")" 5 '  every kind of notice'

run trace-kpi -d a 20251120-1 OA-001 INDICE_DEPL
is "$rc/$(wc -l <out)" 0/24 'a KPI is followed to its lines'
is "$(jq -r .texte out | sort | diff - <(grep '^S1' \
    raw/sercel/SL-0001/L-0001-20251119.csv | sort))" '' '  as Sercel sent them'

# ---- through the queue, and killed ----

numbers() {
	for table in mesure_validee mesure_consolidee kpi_valeur anomalie; do
		sqlite3 "$1/traitement.db" "SELECT t.*, e.id_traitement FROM
		    $table t JOIN execution e ON e.id = t.id_execution WHERE
		    e.statut IN ('OK', 'PARTIEL')" | sed -E 's/^[0-9]+\|//' |
		    cut -d'|' -f"$([ $table = anomalie ] && echo 3- || echo 1-)"
	done | sort
	sqlite3 "$1/traitement.db" 'SELECT cle FROM notification ORDER BY cle'
	sqlite3 "$1/traitement.db" 'SELECT id_ouvrage, id_traitement, valeur
	    FROM surveillance'
}
# The handlers live in the night, locks end by the clock of the machine. While
# the file left has lines, a stage is killed at any moment, and its worker.
mkdir handlers b
cat >killed <<'END'
#!/bin/bash
SUITE_NOW=$(cat night) "$@" <&0 &
if [ -s left ]; then
	sleep "0.00$((RANDOM % 6))$((RANDOM % 10))"
	if kill -9 $! 2>/dev/null; then
		sed -i 1d left
		kill -9 $PPID
	fi
fi
wait $!
END
for h in "$root"/pipelines/traitement.d/*; do
	printf '#!/bin/sh\ncd %s && exec ./killed %s\n' "$T" "$h" \
	    >"handlers/${h##*/}"
done
chmod +x killed handlers/*
drain() {
	env -u SUITE_NOW JOB_DIR="$T/b" work-queue -q -d b -Q traitement \
	    -H handlers --drain --stalled 10 --lock 40 --max-stalled 1000 \
	    --grace 1 >/dev/null 2>&1
}
import-parametrage -q -d b <raw/traitement/parametrage.ndjson >/dev/null
export EMAIL=batch@example.org TRAITEMENT_MESSAGES=$T/mails
kills=${TRAITEMENT_KILLS:-36}
for day in $days; do
	settle "$day"
	echo "$SUITE_NOW" >night
	start-traitement -q -d b --date "2025-11-$day" >/dev/null
	seq $((kills / 9)) >left
	for ((i = 0; i < 10 * kills + 60; i++)); do
		drain
		case $(status-traitement -d b | jq -r .statut) in
		TERMINE* | ECHEC) break ;;
		esac
		sleep 0.05
	done
	drain
done 2>/dev/null
is "$(status-traitement -d b --all | jq -r .statut | sort -u)" \
    TERMINE_AVEC_ANOMALIES 'killed at any moment, every night comes to its end'
numbers a >a.numbers
numbers b >b.numbers
is "$(diff a.numbers b.numbers | head -n 5)" '' '  with the same numbers'
run notify-experts -q -d b --out mails
is "$(sqlite3 b/traitement.db 'SELECT count(*) - count(DISTINCT cle)
    FROM notification')" 0 '  and no notice twice'

# ---- mails ----

run notify-experts -q -d a --out letters
is "$rc/$(ls letters | wc -l)" "0/$(sqlite3 a/traitement.db \
    'SELECT count(*) FROM notification')" 'a mail for each notice'
run env -u EMAIL notify-experts -d a --out letters
refuses 1 'EMAIL is not set' '  without a sender'
SMTP_URL=smtp://127.0.0.1:1 run notify-experts -q -d a
is "$rc" 75 '  without a server'

# ---- a call, and refusals ----

# ask METHOD PATH [BODY]: the status and the body of the answer.
ask() {
	local body=${3-}
	printf '%s %s HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" \
	    "${#body}" "$body" | serve-traitement -d a >answer
	rc=$?
	echo "$rc $(head -n 1 answer | cut -d' ' -f2) $(tail -n 1 answer)"
}
settle 21
is "$(ask GET /sante)" '0 200 {"statut":"OK"}' 'serve-traitement: health'
is "$(ask POST /traitements '{"date":"2025-11-31"}')" \
    '0 400 {"erreur":"DATE"}' '  no such day'
is "$(ask POST /traitements)" '0 202 {"idTraitement":"20251121-1","statut":"EN_ATTENTE","nouveau":true}' \
    '  a traitement is started'
is "$(ask POST /traitements)" '0 200 {"idTraitement":"20251121-1","statut":"EN_ATTENTE","nouveau":false}' \
    '  once'
is "$(ask GET /traitements/20251121-1 | jq -c '.etapes' 2>/dev/null ||
    tail -n 1 answer | jq -c .etapes)" '[]' '  how it stands'

# ---- IWS: the call, when serve-upstream is ready and at a SIGHUP ----

# One connection after the other, each for a serve-traitement, as systemd does.
cat >listen.py <<'END'
import socket, subprocess, sys
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
for _ in range(3):
    c, _ = s.accept()
    subprocess.run(sys.argv[1:], stdin=c, stdout=c)
    c.close()
END
mkdir c
import-parametrage -q -d c <raw/traitement/parametrage.ndjson
echo 'secret' >jeton
timeout 60 python3 listen.py serve-traitement --token jeton -d c >port &
touch iws.log
for ((i = 0; i < 6000 && !$(wc -l <port); i++)); do sleep 0.01; done
TRAITEMENT_TOKEN=secret serve-upstream --iws "http://127.0.0.1:$(cat port)" \
    --log iws.log raw >/dev/null &
server=$!
# calls N: waits until there is the answer to the Nth call.
calls() {
	for ((i = 0; i < 6000 && $(cat iws.log | wc -l) < $1; i++)); do
		sleep 0.01
	done
}
for n in 1 2; do
	calls $n
	kill -HUP $server
done
calls 3
kill $server
is "$(jq -r '[.source, .status, (.answer | fromjson | .nouveau)] | @csv' \
    iws.log | tr '\n' ' ')" '"iws",202,true "iws",200,false "iws",200,false ' \
    'IWS starts a traitement once, however often it calls'

run resume-traitement -d a 20251121-1
refuses 3 '20251121-1:recuperation:1' 'resume-traitement waits for a job'
run purge-traitement -d a --before 2025-11-20
refuses 3 'KPIs still look|under way' 'purge-traitement keeps what KPIs look at'
run traitement-calcul -d a --no-queue </dev/null
refuses 65 'stdin' 'no message'
run status-traitement -d nothere
refuses 1 'no such database' 'no database'
run import-parametrage -d a <<<'{"limite":{"grandeur":"x","unite":"parsec"}}'
refuses 1 "stdin:1: limite: unite: unknown 'parsec'" 'a unit that is not known'
for stage in traitement-recuperation traitement-postcalcul; do
	run $stage -d a --no-queue <<<x
	is "$rc/$(cat "$T/err")" \
	    "65/$stage: stdin: not JSON at byte 1: a value is expected" \
	    "$stage: a message that is none is never tried again"
done

# ---- make traitement, after a worker that died ----

unset SERCEL_URL SERCEL_CONF SUITE_NOW
mk() {
	run command make -srf "$root/pipelines/formation.mk" BIN="$bin" \
	    DATADIR="$1" TRAITEMENT_DATE=2025-11-12 traitement
}
kpis() {
	sqlite3 "$1/db/traitement.db" 'SELECT id_ouvrage, code, capteur, debut,
	    valeur, niveau FROM v_kpi ORDER BY 1, 2, 3, 4'
}
mk whole
clean 'a night'
mkdir -p died/db
import-parametrage -qd died/db <whole/raw/traitement/parametrage.ndjson
export SUITE_NOW=2025-11-12T01:00:05Z
start-traitement -qd died/db --date 2025-11-12 >/dev/null
# shellcheck disable=SC2016 # of the job's shell
work-queue -qd died/db -Q traitement -1 -- sh -c 'kill -9 $PPID' >/dev/null 2>&1
unset SUITE_NOW
is "$(list-jobs -d died/db -Q traitement -s active -c)" 1 'a worker dies in its first job'
mk died
is "$rc/$(tail -n 1 out | jq -r .statut)" 0/TERMINE_AVEC_ANOMALIES \
    '  the next make ends the night'
is "$(kpis died)" "$(kpis whole)" '  with the same KPIs'
done_testing
