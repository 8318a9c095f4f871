#!/bin/bash
# update-fiches: runs, lots, what they cost, and what is left when they end
# before their time; and what score-fiches and list-audit tell of them.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
export SUITE_NOW=2026-11-20T01:00:00Z FETCH_PACE=0
unset ANTHROPIC_API_KEY ANTHROPIC_API_KEY_FILE CLAUDE_MODEL
sample-upstream --sources rome,claude -o up
mkdir all
parse-xlsx --all --end up/rome/*.xlsx | import-fiches-rome -q -d all >/dev/null
publish-fiches -q -d all --tag domaine:A >/dev/null
fresh() { # fresh [DB]: the twelve published fiches of domaine A
	rm -rf db
	cp -r all db
}
update() { run update-fiches -d db "$@"; }
sql() { sqlite3 db/fiches.db "$1"; }
counts() { tail -n 1 out | jq -c ".counts | [$1]"; }
api() { # api [RULE...]: a server with these faults
	kill ${servers##* } 2>/dev/null
	printf '%s\n' "$@" >faults
	rm -f log
	listen serve-upstream --port-file port --faults faults --log log up
	export ANTHROPIC_BASE_URL=$url ANTHROPIC_API_KEY=sk-ant-test
}

# Simulation.
fresh
update --all --log a/b/log -n
is "$rc/$(head -n 1 out | jq -c '[.op, ._id, .set.version]')/$(counts .fiches,.updated)$(ls a 2>&1 | grep -c .)" \
    '0/["update","A1101",3]/[12,12]1' '-n: what would change'
is "$(sql 'SELECT max(version) FROM fiches_metiers')$(sql 'SELECT count(*) FROM mise_a_jour')" \
    20 '-n: nothing does'
update --all --batch 5 --log a/b/log
is "$rc/$(cat err)/$(grep -c '"op":"update"' out)/$(tail -n 1 out)" \
    '0//12/{"counts":{"fiches":12,"updated":12,"failed":0,"requests":0,"retries":0,"input_tokens":0,"output_tokens":0,"cost_usd":0},"mode":"simulation"}' \
    'all published fiches'
is "$(cat a/b/log)" '2026-11-20 02:00:00 - INFO - Début de la mise à jour mensuelle (simulation)
2026-11-20 02:00:00 - INFO - 12 fiches à mettre à jour, coût estimé 0.00 USD
2026-11-20 02:00:00 - INFO - Traitement du lot 1/3 (5 fiches)
2026-11-20 02:00:00 - INFO - Traitement du lot 2/3 (5 fiches)
2026-11-20 02:00:00 - INFO - Traitement du lot 3/3 (2 fiches)
2026-11-20 02:00:00 - INFO - Mise à jour mensuelle : 12/12 fiches mises à jour en 0s
2026-11-20 02:00:00 - INFO - Erreurs: 0
2026-11-20 02:00:00 - INFO - Coût : 0.0000 USD, 0 jetons lus, 0 écrits
2026-11-20 02:00:00 - INFO - Fin' 'the log'
is "$(list-audit -d db | jq -r .agent | sort | uniq -c | xargs)" \
    '15 AgentRedacteurFiche 1 MonthlyUpdateScheduler 12 publish-fiches' 'the audit'
is "$(list-audit -d db --type enrichissement --limit 1 | jq -c '.donnees_apres |
    fromjson | [.fiches_traitees, .fiches_enrichies, .erreurs,
    .details[1].code_rome]')" \
    '[2,2,0,"A1206"]' 'a lot'
is "$(sql "SELECT statut, version, date_maj FROM fiches_metiers WHERE code_rome = 'A1101'")" \
    'publiee|3|2026-11-20 02:00:00.000000' 'a published fiche stays so'
update -q A1101 Z0000 A1101 B1101 -z UTC
is "$rc/$(cat err)/$(counts .fiches,.updated)" \
    '1/update-fiches: Fiche Z0000 non trouvée/[2,2]' 'codes, one twice, one unknown'
is "$(sql 'SELECT cible, mode, debut, fin, modele IS NULL FROM mise_a_jour WHERE id = 2')" \
    'codes|simulation|2026-11-20 01:00:00.000000|2026-11-20 01:00:00.000000|1' 'the run'
is "$(list-audit -d db --agent monthly --code B1101 | jq -c '[.description, .donnees_apres]')" \
    '["Mise à jour manuelle",null]' 'each code is audited'
is "$(sql "SELECT statut FROM fiches_metiers WHERE code_rome = 'B1101'")" enrichi \
    'a draft becomes enrichi'
update -q --all --compat --limit 3
is "$(sql "SELECT count(*) FROM fiches_metiers WHERE statut = 'publiee'")" 9 \
    '--compat un-publishes'
run score-fiches -d db A1101 B1102
is "$(jq -c '[.code_rome, .score]' out)" '["A1101",92]
["B1102",13]' 'scores'
rm -rf none && mkdir none
parse-xlsx --all --end up/rome/*.xlsx | import-fiches-rome -q -d none >/dev/null
run update-fiches -d none --all --log none/log
is "$rc$(cat err)/$(counts .fiches)/$(sed 's/.* - //' none/log | xargs -d '\n')" \
    '0/[0]/Début de la mise à jour mensuelle (simulation) Aucune fiche publiée Fin' 'nothing to do'

# With the API: every kind of answer that the sample has.
fresh
api
update --all --log log1 -j 3
is "$rc/$(counts .fiches,.updated,.failed,.requests)" '1/[12,8,4,15]' 'all kinds of answers'
is "$(sort err)" 'update-fiches: A1105: Impossible de générer le contenu pour A1105 : JSON invalide
update-fiches: A1201: Contenu invalide pour A1201 : sites_utiles
update-fiches: A1202: Contenu invalide pour A1202 : salaires
update-fiches: A1204: Impossible de générer le contenu pour A1204 : pas de JSON' 'what fails'
is "$(sql "SELECT json_extract(perspectives, '$.tension') FROM fiches_metiers WHERE code_rome = 'A1203'")" \
    1.0 'a tension of 1.7 is 1'
is "$(sql "SELECT json_array_length(sites_utiles) FROM fiches_metiers WHERE code_rome = 'A1106'")" \
    1 'the second request brought what was missing'
is "$(sql 'SELECT count(*) FROM appel_claude WHERE reponse IS NOT NULL')" 0 'no answer is kept for ever'
is "$(sql 'SELECT round(sum(cost_usd), 6) = round(sum(input_tokens * 3 + output_tokens * 15) / 1e6, 6) FROM appel_claude')" \
    1 'what it cost'
is "$(tail -n 1 out | jq '.counts.cost_usd')" "$(sql 'SELECT round(sum(cost_usd), 6) FROM appel_claude')" \
    'it is told'
is "$(cat log1 log db/fiches.db err out | grep -c sk-ant-test)" 0 'the key is nowhere'
update -q --all
is "$rc/$(counts .fiches,.failed)" '1/[12,4]' 'the next run tries the failed ones again'
ANTHROPIC_API_KEY=any update -n --all
is "$rc/$(cat out)" '0/{"counts":{"fiches":12,"updated":0,"failed":0,'\
'"requests":0,"retries":0,"input_tokens":0,"output_tokens":0,"cost_usd":0.96},'\
'"mode":"api"}' \
    '-n: what it might cost'
update -q A1101 --prices 1000,0
is "$(counts .cost_usd)" "[$(jq .input_tokens up/claude/A1101.json | awk '{ print $1 / 1000 }')]" '--prices'

# A refused key or model, and no server at all, stop the run; it is taken up.
fresh
api 'claude:3:404'
update --all --log log2
is "$rc/$(cat err)/$(counts .updated,.failed,.requests)" \
    "1/update-fiches: http_error 404: 404 'claude-sonnet-4-20250514'/[2,0,3]" 'a 404'
is "$(tail -n 1 log2)" "2026-11-20 02:00:00 - ERROR - Arrêt : http_error 404: 404 'claude-sonnet-4-20250514'" \
    'it is in the log'
is "$(sql "SELECT count(*) FROM mise_a_jour_fiche WHERE statut = 'a_faire'")" 10 'ten are left'
ANTHROPIC_BASE_URL=http://127.0.0.1:1 update -q --all --log log3
is "$rc/$(cut -d : -f 1,2 err)/$(grep -c 'nouvel essai' log3)/$(sed -n 's/.* - //; 1,2p' log3 | xargs -d '\n')" \
    '75/update-fiches: unreachable/3/Reprise de la mise à jour mensuelle (api) 10 fiches à mettre à jour, coût estimé 0.80 USD' \
    'no server'
SUITE_NOW=2026-11-20T02:00:00Z update -q --all --log log4
is "$rc/$(counts .fiches,.updated,.failed)/$(grep -o 'en [0-9]*s' log4)" '1/[12,8,4]/en 3600s' \
    'the rest, an hour later'
is "$(sql 'SELECT count(*), count(DISTINCT id_mise_a_jour), min(fin) FROM mise_a_jour, appel_claude')" \
    "$(sql 'SELECT count(*) FROM appel_claude')|1|2026-11-20 03:00:00.000000" 'one run in all'

# A limit of cost.
fresh
api
update -q --all --max-cost 0.1 --log log5
is "$rc/$(cat err)" '1/update-fiches: cost limit of 0.1 USD reached' '--max-cost'
is "$(sql 'SELECT sum(cost_usd) <= 0.1 FROM appel_claude')$(counts .updated)" '1[2]' 'it is kept'
update -q --all
is "$(counts .fiches,.updated,.failed)" '[12,8,4]' 'and the rest later'
is "$(jq -r 'select(.status == 200) | .path' log | wc -l)" \
    "$(sql 'SELECT count(*) FROM appel_claude')" 'nothing was asked twice'

# A run of another month is closed, not taken up.
fresh
api 'claude:2:401'
update -q --all
kill "${servers##* }"
api
SUITE_NOW=2026-11-30T23:30:00Z update -q --all
is "$(sql 'SELECT id, debut, fin FROM mise_a_jour')" '1|2026-11-20 02:00:00.000000|2026-12-01 00:30:00.000000
2|2026-12-01 00:30:00.000000|2026-12-01 00:30:00.000000' 'a run of last month, by the local calendar'

# Killed at any moment, and taken up: nothing is paid for twice.
fresh
for i in {1..20}; do
	api 'claude:*:latency=200'
	update-fiches -d db --all -j 2 --pause 0 >/dev/null 2>&1 &
	pid=$!
	sleep "0.$((i * 37 % 40 + 15))"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	left=$(sql "SELECT count(*) FROM mise_a_jour_fiche WHERE statut = 'a_faire'")
	done=$(sql "SELECT count(*) FROM mise_a_jour_fiche WHERE statut <> 'a_faire'")
	[ $((left + done)) = 0 ] || [ "$left" -gt 3 ] || break
done
api
[ -n "$(sql 'SELECT fin FROM mise_a_jour')" ] || update -q --all
is "$(sql 'SELECT statut, count(*) FROM mise_a_jour_fiche GROUP BY 1' | xargs)" \
    'enrichie|8 erreur|4' "killed $i times"
is "$(sql 'SELECT max(n) FROM (SELECT count(*) AS n FROM appel_claude GROUP BY code_rome, sorte)')" 1 \
    'every answer that came was used'
is "$(sql "SELECT count(*), count(DISTINCT code_rome) FROM audit_log WHERE description LIKE 'Fiche enrichie%'")" \
    '8|8' 'every fiche was saved once'
is "$(sql 'PRAGMA integrity_check')$(sql 'SELECT count(*) FROM mise_a_jour')" ok1 'the file is sound'

# Faults at random, which pass: the fiches are those of a run without faults.
fresh
api
update -q --all --pause 0
cat-table db/fiches.db fiches_metiers >want
for seed in 1 3 5; do # 2 refuses a question four times
	fresh
	kill "${servers##* }"
	listen serve-upstream --port-file port --random 12 --seed $seed --log log up
	ANTHROPIC_BASE_URL=$url update -q --all --pause 0
	is "$(counts .fiches,.updated,.failed)$(cat-table db/fiches.db fiches_metiers | cmp - want 2>&1)" \
	    '[12,8,4]' "faults at random, seed $seed"
	ok "$([ "$(jq -r .fault log | grep -vc none)" -ge 5 ]; echo $?)" '  there were some'
done

# Two at once. The first waits for the server, which answers when the others
# are done.
fresh
api
kill -STOP "${servers##* }"
update-fiches -d db --all >/dev/null 2>&1 &
pid=$!
until grep -q ":$(printf %04X "${url##*:}") [0-9A-F:]* 01 " /proc/net/tcp; do sleep 0.05; done
update --all
is "$rc/$(cat out)/$(cat err)" \
    '75//update-fiches: db/fiches.lock: another update of all fiches is under way' 'the second ends'
update -q --simulate B1101
is "$rc/$(counts .updated)" '0/[1]' 'codes may be updated meanwhile'
sql "UPDATE fiches_metiers SET version = version + 1 WHERE code_rome = 'A1101'"
kill -CONT "${servers##* }"
wait $pid
is "$(sql "SELECT error FROM mise_a_jour_fiche WHERE code_rome = 'A1101'")" 'Modifiée entre-temps' \
    'a fiche that somebody changed meanwhile'

# A database that is locked, a full disk, wrong uses.
sqlite3 -cmd '.timeout 20000' db/fiches.db 'BEGIN IMMEDIATE' '.shell touch held; sleep 14' &
until [ -e held ]; do sleep 0.05; done
update --simulate A1101
refuses 75 'locked' 'a locked file'
wait $!
[ -e /dev/full ] && {
	before=$(sql 'SELECT version FROM fiches_metiers WHERE id = 1')
	update-fiches -d db --simulate A1101 >/dev/full 2>err
	is "$?/$(sql 'SELECT version FROM fiches_metiers WHERE id = 1')" "1/$before" \
	    'what cannot be told is not done'
}
update --all --log /dev/full
is "$rc" 1 'a log that cannot be written'
for wrong in '' '--all A1101' '--all --batch 0' '--all --prices 3' '--all --pause x' \
    '--all -j 65' '--all --max-cost -1' '--all -z Mars'; do
	# shellcheck disable=SC2086
	update $wrong
	is "$rc" 2 "wrong use: '$wrong'"
done
mkdir busy && : >busy/file
update --all --log busy/file/x.log
refuses 1 'busy/file:?' 'a log below a file'
update --all --log busy
refuses 1 'busy: Is a directory' 'a log that is a directory'
run update-fiches -d nowhere --all
refuses 1 'nowhere/fiches.db: no such database' 'no fiches.db'

# list-audit and score-fiches.
mkdir empty && : >empty/fiches.db
run score-fiches -d empty
refuses 1 'empty/fiches.db: no table fiches_metiers: import-fiches-rome' 'an empty file'
parse-xlsx --all --end up/rome/*.xlsx >rome
mkdir none2
run import-fiches-rome -n -d none2 <rome
is "$rc/$(tail -n 1 out | jq .counts.inserted)/$(ls none2)" "0/$(wc -l < <(cat-table \
    all/fiches.db fiches_metiers))/" '-n without a fiches.db makes none'
run import-fiches-rome -q -d empty <rome
is "$rc/$(cat-table empty/fiches.db fiches_metiers | wc -l)" "0/$(cat-table \
    all/fiches.db fiches_metiers | wc -l)" 'an empty file becomes fiches.db'
is "$(list-audit -d db --limit 0)" '' '--limit 0'
is "$(list-audit -d db --since 2026-11-20T02:00:01)" '' '--since'
ok "$([ -n "$(list-audit -d db --since 2026-11-20)" ]; echo $?)" '--since a date'
run list-audit -d db --since hier
is "$rc" 2 '--since: no date'
run score-fiches -d db Z0000
is "$rc/$(cat err)" '1/score-fiches: Fiche Z0000 non trouvée' 'an unknown code'
run score-fiches -v -d db --statut brouillon
is "$rc/$(head -n 1 err)" "0/score-fiches: $(wc -l <out) fiches" '-v'
done_testing
