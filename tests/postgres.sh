# Sourced by tests that need a PostgreSQL server: a cluster of their own, which
# listens on a socket below $T and ends with the test.

# The directory of its programs, empty if there is none.
postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$postgres_bin" ] && command -v pg_config >/dev/null; then
	postgres_bin=$(pg_config --bindir)
fi
[ -x "$postgres_bin/initdb" ] && [ -x "$postgres_bin/pg_ctl" ] &&
    command -v psql >/dev/null || postgres_bin=
postmaster=
servers=${servers-} # of lib.sh

# as_postgres COMMAND...: root may not run the server.
as_postgres() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
	else
		"$@"
	fi
}

# postgres_start: starts the cluster, which is made if it is not there.
postgres_start() {
	local options="-c listen_addresses= -c unix_socket_directories=$T/pg"
	if [ ! -d "$T/pg" ]; then
		mkdir "$T/pg"
		if [ "$(id -u)" = 0 ]; then
			chown postgres "$T/pg"
			chmod 711 "$T"
		fi
		as_postgres "$postgres_bin/initdb" -D "$T/pg/data" -A trust \
		    -U postgres -E UTF8 --locale=C.UTF-8 -N >"$T/pg.log" 2>&1
	fi
	as_postgres "$postgres_bin/pg_ctl" -D "$T/pg/data" -l "$T/pg/log" -w \
	    -o "$options -c fsync=off -c autovacuum=off" start >>"$T/pg.log" 2>&1
	postmaster=$(head -n 1 "$T/pg/data/postmaster.pid")
	export PGHOST=$T/pg PGUSER=postgres PGDATABASE=postgres
}

# postgres_kill: kills it with all its processes.
postgres_kill() {
	local all
	all="$postmaster $(pgrep -P "$postmaster" | tr '\n' ' ')"
	kill -9 $all
	while kill -0 $all 2>/dev/null; do sleep 0.05; done
	postmaster=
}
trap 'kill -QUIT $postmaster 2>/dev/null; kill $servers 2>/dev/null
    rm -rf "$T" "$T.n"' EXIT

# sql [OPTION...] SQL: what it answers, a line a row, values separated by '|'.
sql() {
	psql -XqAt "${@:1:$#-1}" -c "${!#}"
}
