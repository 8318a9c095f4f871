#!/bin/bash
# ask-claude: the exchange with the Messages API, which serve-upstream mimics.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
sample-upstream --sources rome,claude -o up
export FETCH_PACE=0 ANTHROPIC_API_KEY=sk-ant-test
api() { # api [RULE...]: a server with these faults
	kill ${servers##* } 2>/dev/null
	printf '%s\n' "$@" >faults
	rm -f log
	listen serve-upstream --port-file port --faults faults --log log up
	export ANTHROPIC_BASE_URL=$url
}
# line CODE [EXTRA]: a question about a métier.
line() {
	echo "{\"n\":\"$1\",\"request\":{\"model\":\"m\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Code ROME : $1\"}]${2-,\"stream\":true}}}"
}
statuses() { jq -s -c 'map(.status)' log; }
ask() { run ask-claude "$@" <in; }

api
{ line A1101; line A1102 ''; line Z9999; } >in
ask
clean 'three questions'
is "$(jq -r .n out | xargs)" 'A1101 A1102 Z9999' 'in their order'
for code in A1101 A1102 default; do
	jq -c '[.text, .stop_reason, .input_tokens, .output_tokens]' "up/claude/$code.json"
done >want
jq -c '.answer | [.text, .stop_reason, .usage.input_tokens, .usage.output_tokens]' out | cmp -s - want
ok $? 'what the API has, as a stream and in one piece'
is "$(jq -c '.answer | [.model, .retries]' out | sort -u)" '["m",0]' 'model, retries'
is "$(grep -c sk-ant-test log out err | xargs)" 'log:0 out:0 err:0' 'the key is nowhere'

# Several at a time, the first of them slow.
for i in {1..40}; do line "A110$((i % 6 + 1))" | jq -c ".n = $i"; done >in
api 'claude:1:latency=700'
ask -j 8 --rate 0
is "$rc/$(jq .n out | xargs)" "0/$(seq 40 | xargs)" '-j 8: still in their order'
# shellcheck disable=SC2034
line A1101 >in

# Faults that pass. Each line: rules|statuses.
while IFS='|' read -r rules want; do
	# shellcheck disable=SC2086
	api $rules
	ask
	is "$rc/$(cat err)/$(jq .answer.retries out)/$(statuses)" "0//${want/;/\/}" "faults: $rules"
done <<'END'
claude:1:529 claude:2:529|2;[529,529,200]
claude:1:429=7|1;[429,200]
claude:1:500 claude:2:503|2;[500,503,200]
claude:1:overloaded claude:2:overloaded|2;[200,200,200]
claude:1:reset|1;[200,200]
claude:1:truncate claude:2:cut|2;[200,200,200]
claude:1:refuse|1;[0,200]
claude:1:html|1;[200,200]
claude:1:charset|1;[200,200]
claude:1:drip=20000|0;[200]
END

# Faults that do not. Each line: rules|request|error.
while IFS='|' read -r rules want; do
	api "$rules"
	ask
	is "$rc/$(jq -c .error out)" "1/$want" "for ever: $rules"
done <<'END'
claude:*:529|{"type":"overloaded_error","message":"Overloaded","status":529,"retries":3}
claude:*:overloaded|{"type":"overloaded_error","message":"Overloaded","status":200,"retries":3}
claude:*:503|{"type":"http_error","message":"503","status":503,"retries":3}
claude:*:cut|{"type":"incomplete","message":"broken answer","status":200,"retries":3}
END
is "$(cat err)" 'ask-claude: stdin:1: incomplete 200: broken answer' 'it is told'

# What ends the run.
{ line A1101; line A1102; line A1103; } >in
api 'claude:2:404'
ask
is "$rc/$(jq -r .n out)/$(cat err)/$(statuses)" \
    "1/A1101/ask-claude: stdin:2: http_error 404: 404 'm'/[200,404]" 'a 404'
ANTHROPIC_API_KEY=wrong ask
is "$rc/$(cat out)/$(cat err)" \
    '1//ask-claude: stdin:1: authentication_error 401: invalid x-api-key' 'a key that is refused'
kill "${servers##* }"
ANTHROPIC_BASE_URL=http://127.0.0.1:1 ask
is "$rc/$(cat out)/$(sed 's|messages: .*|messages|' err)" \
    '75//ask-claude: stdin:1: unreachable: http://127.0.0.1:1/v1/messages' 'no server'
ANTHROPIC_BASE_URL=here ask
refuses 1 "ANTHROPIC_BASE_URL: not an http or https URL 'here'" 'no URL'
run env -u ANTHROPIC_API_KEY ask-claude <in
refuses 1 'ANTHROPIC_API_KEY is not set' 'no key'
ANTHROPIC_API_KEY='' ask
refuses 1 'ANTHROPIC_API_KEY is not set' 'an empty key'
api
echo sk-ant-test >key
run env -u ANTHROPIC_API_KEY ANTHROPIC_API_KEY_FILE=key ask-claude <in
is "$rc/$(wc -l <out)" 0/3 'a file with the key'

# Lines that are none.
{ echo '{"n":1}'; line A1101; } >in
ask
is "$rc/$(jq -r .n out)/$(cat err)" '1/A1101/ask-claude: stdin:1: request: missing' 'no request'
{ line A1101; echo '{"n":'; line A1102; } >in
ask -j 2
is "$rc/$(jq -r .n out)" 1/A1101 'what is no JSON ends the input, not the requests'
: >in
ask
is "$rc/$(cat out err)" 0/ 'no line'
run ask-claude -j 0 </dev/null
is "$rc" 2 '-j 0'
line A1101 >in
[ -e /dev/full ] && {
	ask-claude <in >/dev/full 2>err
	is "$?/$(grep -c 'No space left' err)" 1/1 'a full disk'
}

# How often. The window is a minute, which FETCH_PACE makes short.
for i in {1..5}; do line A1101; done >in
api
began=$(date +%s%N)
FETCH_PACE=0.02 ask --rate 2 -j 5
is "$rc$((($(date +%s%N) - began) / 1000000 >= 2400))" 01 '--rate 2: five take two windows'
done_testing
