#!/bin/bash
# serve-upstream: requests that no client of ours sends are answered with 400,
# and whatever is asked for, the log is JSON.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1
mkdir raw
listen serve-upstream --port-file port --log log raw

# A connection for each line of standard input, a Python expression: prints
# the status line of the answer, or "none".
cat >ask.py <<'END'
import socket, sys

for line in sys.stdin:
    with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as s:
        s.sendall(eval(line))
        s.shutdown(socket.SHUT_WR)
        answer = b""
        while block := s.recv(65536):
            answer += block
    print(answer.split(b"\r\n")[0].decode() or "none")
END
ask() { /usr/bin/python3 ask.py "$(cat port)"; }

while read -r request; do
	is "$(ask <<<"$request")" 'HTTP/1.1 400 Bad Request' "400: $request"
done <<'END'
b'GET / HTTP/1.1\r\nHost: \0x\r\n\r\n'
b'G\0T / HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET / HTTP/1.1\r\nA: b\0\r\nC: d\r\n\r\n'
b'GET / HTTP/1.1\r\nA\0: b\r\nC: d\r\n\r\n'
b'\0\r\n\r\n'
b'\0'
b'\r\n\r\n'
b'GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /% HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET x HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET / HTTP/1.0\r\nHost: x\r\n\r\n'
b'GET\r\n\r\n'
b'GET /\r\n\r\n'
b'GET / HTTP/1.1\r\nno colon\r\n\r\n'
b'GET / HTTP/1.1\r\nHost: x\r\n'
b'POST /bcn/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n'
b'POST /bcn/ HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc'
b'GET / HTTP/1.1\r\n' + b'a: b\r\n' * 100 + b'\r\n'
END
is "$(ask <<<"b''")" none 'no request, no answer'
: >log

while read -r request; do
	is "$(ask <<<"$request" | cut -d' ' -f2)" 404 "404: $request"
done <<'END'
b'GET /\xff?\xe9 HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /\x80\xc3 HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /"\\ HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /\x01\x7f\x1b[m HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /\xc2\x85\xe2\x80\xae HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /search?token=\xff&x HTTP/1.1\r\nHost: x\r\n\r\n'
b'GET /?\xf0\x9f HTTP/1.1\r\nRange: bytes=\xfe-\r\n\r\n'
END
ask <<<"b'G\\xff / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'" >none
/usr/bin/python3 -c 'import json, sys
print(sum(1 for line in open(sys.argv[1], "rb") if json.loads(line.decode())))' \
    log >lines
is "$(cat lines)" 8 'every line of the log is JSON in UTF-8'
is "$(jq -c '[.path, .range]' log | tail -n 2 | head -n 1)" \
    "$(printf '["/?\xef\xbf\xbd","bytes=\xef\xbf\xbd-"]')" \
    '  with U+FFFD for other bytes'
is "$(tail -n 1 log | jq -r .method)" "$(printf 'G\xef\xbf\xbd')" \
    '  in the method too'
is "$(cat server.err)" '' 'the server has nothing to complain of'
done_testing
