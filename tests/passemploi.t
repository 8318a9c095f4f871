#!/bin/bash
# The jobs of pass-emploi by themselves, and what looks at crons and at a queue.
. "$(dirname "$0")/lib.sh"
unset QUEUE QUEUE_URL DASHBOARD_URL
cd "$T" || exit 1
export SUITE_NOW=2026-11-23T08:30:00.000Z # a Monday
mkdir d

rows() { load-table d/passemploi.db "$1"; }
# dry_and_done COMMAND...: standard input is what -n prints, and then the run;
# a second run changes nothing.
dry_and_done() {
	cat >wanted
	run "$@" -n
	clean "$1 -n" && same '  its lines' <wanted
	run "$@"
	clean "$1" && same '  the same lines' <wanted
	run "$@"
	is "$rc/$(wc -l <out)" 0/1 '  again: nothing'
}
# needs_database TOOL
needs_database() {
	run "$1" -d nowhere </dev/null
	is "$rc/$(wc -l <err)" 1/1 "$1: no database"
	run "$1" --nope -d d </dev/null
	is "$rc/$(head -n 1 err)" "2/$1: unknown option '--nope'" "$1: an unknown option"
}

# enrich-evenements: the agency of a conseiller, or of a young person's.
rows agence <<<'{"id":"g1","nom_agence":"Agence","code_departement":"35","nom_region":"Bretagne"}'
rows conseiller <<<'{"id":"c1","id_agence":"g1"}'
rows jeune <<'END'
{"id":"j1","id_conseiller":"c1"}
{"id":"old","push_notification_token":"t","date_derniere_connexion":"2026-09-24T08:29:59.999Z"}
{"id":"new","push_notification_token":"t","date_derniere_connexion":"2026-09-24T08:30:00.000Z"}
END
event() { # ID USER KIND DATE MORE
	printf '{"id":%s,"id_utilisateur":"%s","type_utilisateur":"%s","structure":"MILO","categorie":"C","action":"A","date_evenement":"%s"%s}\n' "$@"
}
{
	event 1 c1 CONSEILLER 2026-11-16T00:00:00.000Z ''
	event 2 j1 JEUNE 2026-11-22T23:59:59.999Z ''
	event 3 j1 JEUNE 2026-11-18T10:00:00.000Z ',"agence":"Autre"'
} | rows evenement_engagement
update() { # ID SET
	printf '{"op":"update","table":"evenement_engagement","_id":%s,"set":%s}\n' "$@"
}
place='"agence":"Agence","departement":"35","region":"Bretagne",'
dry_and_done enrich-evenements -d d <<END
$(update 1 "{$place\"semaine\":\"2026-11-16\",\"jour\":\"2026-11-16\"}")
$(update 2 "{$place\"semaine\":\"2026-11-16\",\"jour\":\"2026-11-22\"}")
$(update 3 '{"semaine":"2026-11-16","jour":"2026-11-18"}')
{"counts":{"evenements":3}}
END
needs_database enrich-evenements

# agg-engagement: last week by default.
run agg-engagement -n -d d
clean 'agg-engagement -n'
is "$(cat-table d/passemploi.db analytics_engagement 2>/dev/null | wc -l)" 0 '  writes nothing'
run agg-engagement -d d
clean 'agg-engagement'
tail -n 1 out >counts
is "$(cat-table d/passemploi.db analytics_engagement_national |
    jq -c '[.semaine, .structure, .type_utilisateur, .nombre_utilisateurs_2_mois,
	.nombre_utilisateurs_engages_2_jours_dans_la_semaine]')" \
    '["2026-11-16","MILO","CONSEILLER",1,0]
["2026-11-16","MILO","JEUNE",1,1]' '  users, and those of two days'
is "$(cat-table d/passemploi.db analytics_fonctionnalites |
    jq -c '[.type_utilisateur, .categorie, .action, .nom, .nb_ae_total, .nb_users_total]')" \
    '["CONSEILLER","C","A",null,1,1]
["JEUNE","C","A",null,2,1]' '  and what they use'
cat-table d/passemploi.db analytics_engagement >before
run agg-engagement -d d -w 2026-11-16
is "$rc/$(tail -n 1 out)" "0/$(cat counts)" '  the same week again, the same rows'
cat-table d/passemploi.db analytics_engagement | cmp -s - before
is $? 0 '  byte for byte'
for week in 2026-11-17 2026-02-30 monday; do
	run agg-engagement -d d -w $week
	is "$rc/$(head -n 1 err | grep -c -- "$week")" 2/1 "  -w $week is no Monday"
done
needs_database agg-engagement

# clean-donnees: what is just old enough.
rows suivi_job <<'END'
{"id":1,"job_type":"X","date_execution":"2026-11-21T08:29:59.999Z"}
{"id":2,"job_type":"X","date_execution":"2026-11-21T08:30:00.000Z"}
END
rows action <<'END'
{"id":"a1","date_echeance":"2024-11-23T08:29:59.999Z"}
{"id":"a2","date_echeance":"2024-11-23T08:30:00.000Z"}
END
rows notification_jeune <<'END'
{"id":"n1","date_notif":"2026-11-13T08:30:00.000Z"}
{"id":"n2","date_notif":"2026-11-13T08:30:00.001Z"}
END
dry_and_done clean-donnees -d d <<'END'
{"op":"delete","table":"suivi_job","_id":1}
{"op":"update","table":"jeune","_id":"old","set":{"push_notification_token":null}}
{"op":"delete","table":"action","_id":"a1"}
{"op":"delete","table":"notification_jeune","_id":"n1"}
{"counts":{"nombreSuiviJobsSupprimes":1,"nombreJeunesPasConnectesDepuis60Jours":1,"nombreActionsSupprimees":1,"nombreNotificationsJeuneSupprimes":1}}
END
needs_database clean-donnees

# notify-rappel-action: one notification a job, however often it runs.
rows jeune <<<'{"id":"r1","push_notification_token":"ok","notifications_rappel_actions":true,"date_derniere_connexion":"2026-11-22T00:00:00.000Z"}'
rows action <<<'{"id":"b1","id_jeune":"r1","statut":"in_progress","rappel":true,"date_echeance":"2026-11-26T09:30:00.000Z"}'
job='{"id":"7","data":{"type":"RAPPEL_ACTION","contenu":{"idAction":"b1"}}}'
for times in 1 0; do
	run notify-rappel-action -d d <<<"$job"
	is "$rc/$(tail -n 1 out)$(cat err)" \
	    "0/{\"counts\":{\"notifications\":$times},\"resultat\":{\"notificationEnvoyee\":true,\"idAction\":\"b1\",\"idJeune\":\"r1\"},\"nbErreurs\":0}" \
	    "notify-rappel-action: $times"
done
id=$(printf 7/r1 | sha256sum | sed -E 's/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/\1-\2-\3-\4-\5/')
is "$(cat-table d/passemploi.db push | jq -r .id)" "$id" '  its id is the job'\''s'
run notify-rappel-action -d d <<<'{"id":"8","data":{"contenu":{}}}'
refuses 65 'data.contenu.idAction: missing' '  a job without an action is never tried again'
run notify-rappel-action -d d <<<'{"id":'
is "$rc/$(wc -l <err)" 65/1 '  nor one that is no JSON'
run notify-rappel-action -d nowhere <<<"$job"
is "$rc/$(wc -l <err)" 1/1 '  no database'

# report-suivi: a line for each cron of the file.
cat >cron.txt <<'END'
0 8 * * * NETTOYER_LES_JOBS
END
rows suivi_job <<<'{"id":3,"job_type":"NETTOYER_LES_JOBS","date_execution":"2026-11-23T07:00:00.000Z","succes":true,"nb_erreurs":0,"resultat":{}}'
run report-suivi -d d cron.txt
is "$rc/$(wc -l <out)/$(jq -r '[.. | strings] | any(. == "NETTOYER_LES_JOBS")' out)" 0/1/true \
    'report-suivi'
run report-suivi --markdown -d d cron.txt
is "$rc/$(head -n 1 out)/$(sed -n 3p out)" \
    '0/### Rapport quotidien des CRONs/|:---|:---|:---|:---|:---|:---|:---|:---|:---' '  as a table'
run report-suivi -d d nofile
refuses 1 nofile '  no such file'
echo '0 8 * *' >bad
run report-suivi -d d bad
refuses 1 'bad:1' '  a crontab that is none'

# next-cron: a day of 25 hours; a list of expressions.
run next-cron -n 3 -z Europe/Paris --from 2026-10-24T00:00:00Z '0 2 * * *'
clean next-cron && same '  in Paris' <<'END'
{"next":"2026-10-25T00:00:00.000Z"}
{"next":"2026-10-26T01:00:00.000Z"}
{"next":"2026-10-27T01:00:00.000Z"}
END
run next-cron <<'END'
{"expr":"*/30 * * * *","from":"2026-11-23T08:30:00Z"}
{"expr":"nope"}
{"expr":"0 0 * * *","tz":"Nowhere/None"}
END
clean '  a list' && same '  each line with its answer' <<'END'
{"expr":"*/30 * * * *","from":"2026-11-23T08:30:00Z","next":["2026-11-23T09:00:00.000Z"]}
{"expr":"nope","error":true}
{"expr":"0 0 * * *","tz":"Nowhere/None","error":true}
END
run next-cron 'nope'
is "$rc/$(wc -l <out)" 1/0 '  a bad expression'
run next-cron -z Nowhere/None '0 0 * * *'
is $rc 2 '  an unknown zone'
run next-cron <<<'{'
is "$rc/$(grep -c 1: err)" 1/1 '  a line that is no JSON'

# watch-queue: the events of a queue, from any of them on.
run watch-queue --once -d d
is "$rc/$(wc -l <out)$(cat err)" 0/0 'watch-queue: no queue, no events'
add-job -q -d d --type A --id one >/dev/null
add-job -q -d d --type B --id two >/dev/null
run watch-queue --once -d d
clean watch-queue
is "$(jq -r '"\(.kind) \(.id)"' out | grep -c -e ' one$' -e ' two$')" "$(wc -l <out)" \
    '  tells of both'
cp out all
run watch-queue --once -d d --since "$(head -n 1 all | jq .n)"
sed 1d all | same '  --since begins after that event'
run watch-queue -d d --max 1
head -n 1 all | same '  --max ends after so many'
run watch-queue -d d --max x
is $rc 2 '  a bad number'

# set-surveillance: by hand, with a reason.
run set-surveillance --reason r -d d NORMALE OA-1
refuses 1 traitement.db 'set-surveillance: no database'
load-table -a d/traitement.db ouvrage <<'END'
{"id":"OA-1","libelle":"Pont","id_sercel":"S1","actif":true,"params":{},"mode_surveillance":"NORMALE"}
{"id":"OA-2","libelle":"Pont","id_sercel":"S2","actif":true,"params":{},"mode_surveillance":"RENFORCEE"}
END
for flag in -n ''; do
	run set-surveillance $flag --reason essai -d d RENFORCEE OA-1 OA-2
	is "$rc/$(tail -n 1 out)$(cat err)" \
	    '0/{"counts":{"updated":1,"unchanged":1,"unknown":0}}' "set-surveillance $flag"
done
is "$(cat-table d/traitement.db surveillance | jq -c '[.id_ouvrage, .motif]')" \
    '["OA-1","essai"]' '  the reason is kept'
run set-surveillance --reason r -d d NORMALE OA-1 nope
is "$rc/$(tail -n 1 out)/$(grep -c nope err)" \
    '1/{"counts":{"updated":1,"unchanged":0,"unknown":1}}/1' \
    '  an unknown one is named, the others are switched'
run set-surveillance --reason r -d d STRICTE OA-1
is "$rc/$(head -n 1 err | grep -c STRICTE)" 2/1 '  an unknown mode'
run set-surveillance -d d NORMALE OA-1
is "$rc/$(head -n 1 err | grep -c reason)" 2/1 '  without a reason'

done_testing
