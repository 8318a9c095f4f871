#!/bin/bash
# check-doc-sync: two descriptions of an API.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
python3 "$root/tests/mkopenapi.py" . || exit 1
edit() { # edit FILE FILTER: FILE changed by jq, as new.json
	jq -c "$2" "$1" >new.json
}

run check-doc-sync -h
is "$rc/$(head -n 1 out)" '0/usage: check-doc-sync [options] [OURS LBA]' '-h'
run check-doc-sync -V
is "$rc" 0 '-V'
run check-doc-sync -x
is "$rc/$(head -n 1 err)" "2/check-doc-sync: unknown option '-x'" 'unknown option'
run check-doc-sync ours.json
is "$rc/$(head -n 1 err)" \
    "2/check-doc-sync: two documents are needed, ours and LBA's" 'one document'
run check-doc-sync ours.json lba.json x
is "$rc/$(head -n 1 err)" "2/check-doc-sync: operand 'x' is one too many" \
    'three documents'

run check-doc-sync ours.json lba.json
clean 'agreement'
is "$(cat out)" '' 'agreement: nothing to say'
run check-doc-sync --lba lba.json --ours - <ours.json
clean 'by options, from standard input'
run check-doc-sync --json --ours ours.json lba.json
is "$rc$(cat out err)" 0 'agreement: nothing to say in JSON'
run check-doc-sync --actual ours.json lba.json
clean '--actual'
is "$(jq -c 'map_values(.diff | length)' out)" \
'{"get:/job/v1/search":21,"post:/job/v1/offer":4,'\
'"put:/job/v1/offer/{id}":5,"post:/job/v1/apply":1,'\
'"get:/job/v1/offer/{id}/publishing-informations":2,"get:/job/v1/export":1}' \
    'the known differences are found'
cp out expected.json
{ printf '\xEF\xBB\xBF'; cat ours.json; } >new.json
run check-doc-sync new.json lba.json
clean 'a byte order mark'

edit ours.json '.paths["/job/v1/search"].get |= (.parameters[1].required = true
    | .parameters[2].schema.type = ["number", "null"])
    | .paths["/formation/v1/appointment/generate-link"].post.responses["200"]
	.content["application/json"].schema.properties.form_url.maxLength = 10'
run check-doc-sync new.json lba.json
is "$rc$(cat err)" 1 'differences'
same 'new ones and missing ones' <<'END'
--- expected differences, from lba to ours
+++ actual differences, from lba to ours
get:/job/v1/search
- parameters.query:longitude.schema.type: changed ["number","null"] -> "number"
+ parameters.query:latitude.required: added true
post:/formation/v1/appointment/generate-link
+ responses.200.content.application/json.schema.properties.form_url.maxLength: added 10
END
run check-doc-sync --json new.json lba.json
is "$rc$(cat err)" 1 'in JSON'
same_json 'as the reference has them' <<'END'
{"source":"expected","result":"actual",
 "diff":{
  "get:/job/v1/search.diff.parameters.query:longitude.schema.type":{
   "type":"removed",
   "source":{"type":"changed","source":["number","null"],"result":"number"}},
  "get:/job/v1/search.diff.parameters.query:latitude.required":{"type":"added",
   "result":{"type":"added","result":true}},
  "post:/formation/v1/appointment/generate-link":{"type":"added",
   "result":{"source":"lba","result":"api",
    "diff":{
     "responses.200.content.application/json.schema.properties.form_url.maxLength":{
      "type":"added","result":10}}}}}}
END
edit ours.json '.paths["/job/v1/export"].get.responses["200"]
    .content["application/json"].schema.properties.lastUpdate.format = "date"'
run check-doc-sync new.json lba.json
is "$rc$(tail -n +4 out)" '1- responses.200.content.application/json.schema.properties.lastUpdate.format: added "date-time"
+ responses.200.content.application/json.schema.properties.lastUpdate.format: added "date"' \
    'one that is another'
run check-doc-sync --actual new.json lba.json
cp out expected.json
run check-doc-sync --expected expected.json new.json lba.json
clean '--expected takes what --actual gives'
edit expected.json 'map_values(del(.source, .result))'
cp new.json bare.json
run check-doc-sync --expected bare.json ours.json lba.json
is "$rc$(wc -l <out)" 15 '--expected: the paths count'

# Documents that are not the same two operations.
edit ours.json 'del(.paths["/job/v1/export"],
    .paths["/formation/v1/appointment/generate-link"])'
run check-doc-sync new.json lba.json
is "$rc" 1 'an operation that ours lacks'
same 'only what is known of it is missed' <<'END'
--- expected differences, from lba to ours
+++ actual differences, from lba to ours
get:/job/v1/export
- responses.200.content.application/json.schema.properties.lastUpdate.format: added "date-time"
END
warnings='check-doc-sync: warning: ours: no operation get:/job/v1/export: not compared
check-doc-sync: warning: ours: no operation post:/formation/v1/appointment/generate-link: not compared'
is "$(cat err)" "$warnings" 'with a warning'
edit lba.json 'del(.paths["/v3/jobs/export"].get)'
run check-doc-sync ours.json new.json
refuses 1 '^check-doc-sync: lba: no operation get:/v3/jobs/export$' \
    'an operation that LBA lacks'

# Known answer 2.
cat >theirs.json <<'END'
{"openapi":"3.1.0",
 "paths":{
  "/v3/jobs/search":{
   "get":{
    "parameters":[
     {"name":"q","in":"query","required":false,
      "schema":{"type":"string","description":"x"}}],
    "responses":{
     "200":{"description":"y",
      "content":{
       "application/json":{
        "schema":{"type":"object","properties":{"id":{"type":"string"}}},
        "example":{}}}},"400":{}}}},"/v3/jobs":{"post":{}},
  "/v3/jobs/{id}":{"put":{}},"/v2/application":{"post":{}},
  "/v3/jobs/{id}/publishing-informations":{"get":{}},
  "/v3/jobs/export":{"get":{}},"/v2/appointment":{"post":{}}}}
END
cat >us.json <<'END'
{"openapi":"3.1.0",
 "paths":{
  "/job/v1/search":{
   "get":{
    "parameters":[{"name":"q","in":"query","schema":{"type":["string","null"]}}],
    "responses":{
     "200":{"description":"z",
      "content":{
       "application/json":{"schema":{"type":"object","properties":{}}}}},
     "204":{"description":"only"}}}}}}
END
run check-doc-sync -q --actual us.json theirs.json
clean 'known answer 2'
same_json 'known answer 2: the difference' <<'END'
{"get:/job/v1/search":{"source":"lba","result":"api",
  "diff":{"parameters.query:q.required":{"type":"removed","source":false},
   "parameters.query:q.schema.type":{"type":"changed","source":"string",
    "result":["string","null"]},
   "responses.200.content.application/json.schema.properties.id":{
    "type":"removed","source":{"type":"string"}},
   "responses.204":{"type":"added","result":{"description":""}}}}}
END

# What is no document.
refused() { # refused FILE PATTERN NAME
	run check-doc-sync ours.json "$1"
	refuses 1 "^check-doc-sync: $2" "$3"
}
: >new.json
refused new.json 'new.json: 1: not JSON: ' 'an empty file'
printf '{"openapi":\n"3.1.0",}' >new.json
refused new.json 'new.json: 2: not JSON: ' 'no JSON, with the line'
echo '["openapi"]' >new.json
refused new.json 'new.json: not an OpenAPI document$' 'no object'
echo '{"openapi":"3.0.3"}' >new.json
refused new.json "new.json: openapi: not 3.1.0 '3.0.3'\$" 'another version'
refused nowhere.json 'nowhere.json: No such file' 'no file'
edit lba.json '.components.parameters.id.schema = {"$ref": "#/components/parameters/id"}'
refused new.json "lba: put:/v3/jobs/\\{id}: .ref: refers to itself '#/components/parameters/id'\$" \
    'a cycle'
edit lba.json '.components.parameters = {}'
refused new.json "lba: put:.*points nowhere '#/components/parameters/id'\$" \
    'a reference to nothing'
echo '{"get:/job/v1/search":{}}' >new.json
run check-doc-sync --expected new.json ours.json lba.json
refuses 1 '^check-doc-sync: new.json: get:/job/v1/search: diff: not an object$' \
    '--expected: no differences'
if [ -e /dev/full ]; then
	check-doc-sync --actual ours.json lba.json >/dev/full 2>err
	is "$?/$(cat err)" \
	    '1/check-doc-sync: write stdout: No space left on device' /dev/full
fi

# Over HTTP.
cat >server.py <<'END'
import gzip, http.server, ssl, sys, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split('?')[0]
        status = {'/moved': 302, '/lost': 404, '/down': 503,
                  '/odd': 500}.get(name, 200)
        body = b'<html>'
        if status in (200, 500):
            with open('lba.json', 'rb') as f:
                body = gzip.compress(f.read())
        self.send_response(status)
        if status in (200, 500):
            self.send_header('Content-Encoding', 'gzip')
        if status == 302:
            self.send_header('Location', 'ftp:/x' if 'ftp' in self.path
                             else '/docs')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body[:100] if name == '/cut' else body)
    def log_message(self, *args):
        pass
server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
if len(sys.argv) > 1:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
END
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
serve() { # serve [CERTIFICATE]: its port in $port, its process in $pid
	: >port
	python3 server.py "$@" >>port 2>/dev/null &
	pid=$!
	for _ in {1..100}; do
		port=$(cat port)
		[ -z "$port" ] || return
		sleep 0.1
	done
}
get() { run check-doc-sync ours.json "$@"; }
serve
get "http://127.0.0.1:$port/docs"
clean 'from a server, compressed'
get "HTTP://127.0.0.1:$port/moved"
clean 'from another place'
get "http://127.0.0.1:$port/odd"
clean 'the status is not looked at'
get "http://u:secret@127.0.0.1:$port/lost?key=secret"
refuses 1 "^check-doc-sync: http://127.0.0.1:$port/lost: HTTP status 404: 1: not JSON: " \
    'a page that says no; secrets are not shown'
get "http://127.0.0.1:$port/down"
refuses 75 'down: HTTP status 503: ' 'a server in trouble'
get "http://127.0.0.1:$port/cut"
refuses 75 '^check-doc-sync: http:.*/cut: ' 'a server that dies'
get "http://127.0.0.1:$port/moved?ftp"
refuses 1 '^check-doc-sync: http:.*/moved: redirected from http to another protocol' 'another protocol'
kill "$pid"
get "http://127.0.0.1:$port/docs"
refuses 75 '^check-doc-sync: http:.*/docs: ' 'no server'
get http:///
refuses 1 '^check-doc-sync: http:///: ' 'no host'
if command -v openssl >/dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out crt -days 1 \
	    -subj /CN=127.0.0.1 2>/dev/null
	cat key crt >both
	serve both
	get "https://127.0.0.1:$port/docs"
	refuses 1 '^check-doc-sync: https:.*certificate' 'a certificate of nobody'
	kill "$pid"
else
	skip 'no openssl'
fi
done_testing
