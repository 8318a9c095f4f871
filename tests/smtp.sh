# A mail server for tests: serve NAME [KEY=VALUE...] starts one that keeps its
# messages in NAME, and sets SMTP_URL; stop ends it.
serve() {
	mkdir -p "$1"
	rm -f "$1/port"
	/usr/bin/python3 -W ignore "${root:?}/tests/smtpd.py" "$@" 2>"$1/err" &
	server=$!
	until [ -s "$1/port" ]; do sleep 0.02; done
	SMTP_URL=smtp://127.0.0.1:$(cat "$1/port")
}
stop() {
	kill $server
	wait $server 2>/dev/null
}
