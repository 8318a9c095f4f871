#!/bin/bash
# The handlers of pass-emploi's jobs, with stand-ins for S3, Firebase and a chat.
. "$(dirname "$0")/lib.sh"
unset QUEUE QUEUE_URL FCM_PROJECT_ID MATTERMOST_JOBS_WEBHOOK_URL
cd "$T" || exit 1
export SUITE_NOW=2026-11-23T08:30:00.000Z FETCH_PACE=0
mkdir d
H=$root/pipelines/jobs.d

# A server that answers by path: DELETE as S3, POST as Firebase and a webhook.
cat >server.py <<'END'
import http.server, json, sys
log = open("requests", "a", buffering=1)
tries = {}
class H(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body=b"", **head):
        self.send_response(status)
        for k, v in head.items():
            self.send_header(k.replace("_", "-"), v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def note(self, body=""):
        log.write(json.dumps({"method": self.command, "path": self.path, "auth": self.headers.get("Authorization", ""),
            "sha": self.headers.get("x-amz-content-sha256", ""), "body": body}) + "\n")
    def do_DELETE(self):
        self.note()
        self.answer(403 if "refused" in self.path else 204)
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.note(body)
        if self.path == "/token":
            self.answer(200, b'{"access_token":"fresh","expires_in":3600}')
        elif "messages:send" in self.path:
            token = json.loads(body)["message"]["token"]
            n = tries[token] = tries.get(token, 0) + 1
            if token == "old" and self.headers["Authorization"] != "Bearer fresh":
                self.answer(401)
            elif token == "gone":
                self.answer(404, b'{"error":{"details":[{"errorCode":"UNREGISTERED"}]}}')
            elif token == "bad":
                self.answer(400, b'{"error":{"status":"INVALID_ARGUMENT"}}')
            elif token == "busy" and n < 3:
                self.answer(429, Retry_After="0")
            elif token == "down":
                self.answer(503)
            else:
                self.answer(200, b'{"name":"projects/p/messages/1"}')
        else:
            self.answer(500 if "fails" in self.path else 200)
    def log_message(self, *a): pass
s = http.server.HTTPServer(("127.0.0.1", 0), H)
open("port.tmp", "w").write(str(s.server_port))
import os
os.rename("port.tmp", "port")
s.serve_forever()
END
listen python3 server.py
requests() { jq -c "$1" requests; rm -f requests.old; cp requests requests.old; : >requests; }

# run_job TYPE [CONTENU]: adds a job, runs it.
run_job() {
	add-job -q -d d --type "$1" ${2:+--contenu "$2"} >/dev/null
	run work-queue -q -d d -H "$H" --suivi --drain
}
last() { list-jobs -d d | jq -c "select(.data.type == \"$1\") | $2" | tail -n 1; }

load-table d/passemploi.db jeune <<'END'
{"id":"j1","push_notification_token":"ok","notifications_rappel_actions":true,"date_derniere_connexion":"2026-11-22T00:00:00.000Z"}
{"id":"j2","push_notification_token":"ok","notifications_rappel_actions":false,"date_derniere_connexion":"2026-11-22T00:00:00.000Z"}
END
load-table d/passemploi.db action <<'END'
{"id":"a1","id_jeune":"j1","statut":"in_progress","rappel":true,"date_echeance":"2026-11-26T09:30:00.000Z"}
{"id":"a2","id_jeune":"j2","statut":"in_progress","rappel":true,"date_echeance":"2026-11-26T09:30:00.000Z"}
{"id":"a3","id_jeune":"nobody","statut":"in_progress","rappel":true,"date_echeance":"2026-11-26T23:59:59.999Z"}
{"id":"a4","id_jeune":"j1","statut":"canceled","rappel":true,"date_echeance":"2026-11-26T00:00:00.000Z"}
END
for case in 'a1 {"notificationEnvoyee":true,"idAction":"a1","idJeune":"j1"}' \
    'a2 {"notificationEnvoyee":false,"idAction":"a2","idJeune":"j2"}' \
    'a3 {"notificationEnvoyee":false,"idAction":"a3"}' 'none {"notificationEnvoyee":false}'; do
	run_job RAPPEL_ACTION "{\"idAction\":\"${case%% *}\"}"
	clean "RAPPEL_ACTION ${case%% *}"
	is "$(last RAPPEL_ACTION .returnvalue.resultat)" "${case#* }" "  its result"
done
run_job RAPPEL_ACTION '{"idAction":"a4"}'
is "$(last RAPPEL_ACTION .returnvalue.resultat.raison)" \
    "\"Pas de rappel à envoyer pour l'action a4 car le statut est canceled\"" \
    '  a reason'
run_job RAPPEL_ACTION '{}'
refuses 1 'stdin: data.contenu.idAction: missing' 'RAPPEL_ACTION without an action'
is "$(cat-table d/passemploi.db suivi_job | wc -l)" 0 '  its reports are not kept'
is "$(cat-table d/passemploi.db push | jq -r .statut)" null '  nothing was sent'

# Pushes.
export FCM_URL=$url FCM_PROJECT_ID=p FCM_ACCESS_TOKEN=token
load-table d/passemploi.db push <<'END'
{"id":"1","token":"ok","titre":"T","corps":"C","data":{"type":"X","n":1,"nul":null},"cree_le":"2026-11-20T00:00:01.000Z"}
{"id":"2","token":"gone","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:00.000Z"}
{"id":"3","token":"bad","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:02.000Z"}
{"id":"4","token":"busy","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:03.000Z"}
{"id":"5","token":"down","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:04.000Z"}
{"id":"6","token":"ok","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:05.000Z"}
END
run send-push -n -d d
is "$rc/$(wc -l <out)/$(wc -c <requests)" 0/7/0 'send-push -n sends nothing'
run send-push -d d
refuses 75 '^send-push: 5: .*status 503' 'send-push: unavailable'
is "$(jq -r 'select(.op) | "\(._id) \(.set.statut)"' out | tr '\n' ' ')" \
    '2 desinscrit 1 envoye 3 refuse 4 envoye ' '  in their order, until then'
is "$(cat-table d/passemploi.db push | jq -r 'select(.envoye_le == null).id' | tr '\n' ' ')" \
    '5 6 ' '  the others are left'
is "$(requests .path | sort | uniq -c | tr -s ' ')" \
    ' 10 "/v1/projects/p/messages:send"' '  each as often as it takes'
is "$(jq -c 'select(.body | contains("\"X\"")) | [.auth, (.body | fromjson)]' requests.old)" \
    '["Bearer token",{"message":{"token":"ok","notification":{"title":"T","body":"C"},"data":{"type":"X","n":"1"}}}]' \
    '  the message'
openssl genrsa -traditional -out key 2048 2>/dev/null || openssl genrsa -out key 2048 2>/dev/null
unset FCM_ACCESS_TOKEN
FIREBASE_SECRET_KEY=$(jq -cn --arg k "$(cat key)" --arg u "$url/token" \
    '{client_email:"a@b", private_key:$k, token_uri:$u}')
export FIREBASE_SECRET_KEY
load-table d/passemploi.db push <<<'{"id":"7","token":"old","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:00.000Z"}'
run send-push -d d
clean 'send-push with a service account'
jwt=$(jq -r 'select(.path == "/token").body' requests | sed 's/.*assertion=//')
part() { cut -d . -f "$1" <<<"$jwt" | tr -- -_ +/ | sed 's/$/===/' | base64 -d 2>/dev/null; }
is_json "$(part 2)" '  the claims' <<E
{"iss":"a@b","scope":"https://www.googleapis.com/auth/firebase.messaging",
 "aud":"$url/token","iat":1795422600,"exp":1795426200}
E
openssl rsa -in key -pubout -out pub 2>/dev/null
part 3 >signature
cut -d . -f 1,2 <<<"$jwt" | tr -d '\n' | openssl dgst -sha256 -verify pub \
    -signature signature >/dev/null 2>&1
ok $? '  the signature'
FIREBASE_SECRET_KEY='{}'
load-table d/passemploi.db push <<<'{"id":"8","token":"ok","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:00.000Z"}'
run send-push -d d
refuses 1 'FIREBASE_SECRET_KEY: not the JSON of a service account' 'a wrong account'
unset FIREBASE_SECRET_KEY FCM_PROJECT_ID
: >requests

# Attachments.
export S3_ENDPOINT=$url S3_ACCESS_KEY_ID=key S3_SECRET_ACCESS_KEY=secret S3_BUCKET=b
load-table d/passemploi.db fichier <<'END'
{"id":"f 1","date_creation":"2026-07-23T08:30:00.000Z","id_createur":"j1","id_message":"m1"}
{"id":"refused","date_creation":"2026-01-01T00:00:00.000Z","id_createur":"j1"}
{"id":"young","date_creation":"2026-07-23T08:30:00.001Z","id_createur":"j1"}
END
run clean-pieces-jointes -d d --path-style
refuses 1 '^clean-pieces-jointes: refused: .*status 403' 'clean-pieces-jointes'
is "$(tail -n 1 out | jq -c .resultat,.nbErreurs | tr '\n' ' ')" \
    '{"fichiersSupprimes":1} 1 ' '  counts'
is "$(requests '[.path, .sha, (.auth | startswith("AWS4-HMAC-SHA256 Credential=key/"))]')" \
    '["/b/pj/refused","e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",true]
["/b/pj/f%201","e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",true]' \
    '  signed requests'
is "$(cat-table d/passemploi.db chat_statut_pj | jq -c '[.id_fichier, .statut]')" \
    '["f 1","expiree"]' '  the status for the chat'
env -u S3_BUCKET clean-pieces-jointes -d d >out 2>err
is "$?/$(cat err)" "1/clean-pieces-jointes: S3_BUCKET is not set: see clean-pieces-jointes(1)" \
    '  needs its settings'

# The stand-in for every service, serve-upstream, has both.
mkdir up
listen serve-upstream --port-file "$T/port" up
load-table d/passemploi.db push <<'END'
{"id":"1","token":"t","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:00.000Z"}
{"id":"2","token":"gone","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:01.000Z"}
{"id":"3","token":"","titre":"T","corps":"C","data":{},"cree_le":"2026-11-20T00:00:02.000Z"}
END
FIREBASE_SECRET_KEY=$(jq -cn --arg k "$(cat key)" --arg u "$url/token" \
    '{client_email:"a@b", private_key:$k, token_uri:$u}') \
    FCM_URL=$url FCM_PROJECT_ID=p run send-push -d d
is "$rc/$(tail -n 1 out)" \
    '0/{"counts":{"envoyes":1,"desinscrits":1,"refuses":1}}' 'serve-upstream: fcm'
load-table d/passemploi.db fichier <<<'{"id":"x","date_creation":"2026-01-01T00:00:00.000Z"}'
S3_ENDPOINT=$url/s3 run clean-pieces-jointes -q -d d --path-style
clean 'serve-upstream: s3'
listen python3 server.py

# Reports to the chat.
export MATTERMOST_JOBS_WEBHOOK_URL=$url/hook
run_job MONITORER_JOBS
clean 'MONITORER_JOBS'
is "$(requests '[.path, (.body | fromjson | [.username, (.text | split("\n")[0])])]')" \
    '["/hook",["CEJ Lama","### Rapport quotidien des CRONs"]]' '  is posted'
run format-suivi --post "$url/fails" <<<'{"jobType":"A","succes":false}'
is "$rc/$(cat out err)" 0/ 'a webhook that fails is not an error'
unset MATTERMOST_JOBS_WEBHOOK_URL
run_job MONITORER_JOBS
is "$(last MONITORER_JOBS .returnvalue)" '{"counts":{}}' 'MONITORER_JOBS without a chat'

# The others.
for type in FAKE NETTOYER_LES_JOBS NETTOYER_LES_DONNEES CALCULER_INDICATEURS \
    ENRICHIR_EVENEMENTS_ANALYTICS CHARGER_LES_VUES_ANALYTICS NOTIFIER_RAPPEL_ACTION; do
	run_job "$type" '{"idAction":"a1"}'
	clean "$type"
done
is "$(last CHARGER_LES_VUES_ANALYTICS .state)$(list-jobs -d d -t CHARGER_LES_VUES_ANALYTICS -c)" \
    '"completed"2' 'on Mondays the figures follow the events'
is "$(cat-table d/passemploi.db suivi_job | jq -r .job_type | sort -u | tr '\n' ' ')" \
    'CALCULER_INDICATEURS CHARGER_LES_VUES_ANALYTICS ENRICHIR_EVENEMENTS_ANALYTICS FAKE NETTOYER_LES_DONNEES NETTOYER_LES_JOBS NOTIFIER_RAPPEL_ACTION ' \
    'their reports are kept'
done_testing
