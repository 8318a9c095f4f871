"""publish-postgres beside psql's \\copy of the same columns, and pgloader: against a server of the bench's own."""
import json
import os
import shlex
import subprocess

from exports import COLUMNS, sqlite
from measure import measure, size_of
from stages import shell

ROWS = 10000  # formations at most: the server compresses their documents for a second per thousand
DB = "postgres/db"
TABLES = ("formation", "formation"), ("organismes", "organisme")


class Server:
    """A cluster below the present folder (tests/postgres.sh), which ends with the bench."""

    def __init__(self, root):
        folder = os.path.abspath("postgres")
        os.makedirs(folder)
        os.chmod(".", 0o711)  # root's server runs as another user
        script = f". {root}/tests/postgres.sh; [ \"$postgres_bin\" ] && postgres_start && echo started; read end"
        self.shell = subprocess.Popen(["bash", "-c", script], env=dict(os.environ, T=folder), text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.here = self.shell.stdout.readline() == "started\n"
        self.folder = f"{folder}/pg"
        if self.here:
            os.environ.update(PGHOST=self.folder, PGUSER="postgres", PGDATABASE="postgres",
                              PGOPTIONS="-c client_min_messages=error")

    def close(self):
        self.shell.communicate("\n")


def sql(statement):
    return shlex.join(["psql", "-XqAt", "-c", statement])


def database(make):
    measure(make("-j2 formation"))
    for name, table in TABLES:
        os.makedirs(DB, exist_ok=True)
        shell(f"cat-table -a {make.data}/db/{name}.db {table} | head -n {ROWS} | load-table -a {DB}/{name}.db {table}")


def columns():
    """The names of the columns of table formation, and their values in SQLite's SQL."""
    lines = subprocess.run(shlex.split(COLUMNS), check=True, capture_output=True, text=True).stdout.splitlines()
    for column in map(json.loads, lines):
        value = sqlite(column["path"])
        yield column["column"], f"'{{' || {value} || '}}'" if column["type"] == "list" else value


def copy():
    """Fills a table like ours, without the hashes, whose id is the key."""
    names, values = zip(*columns())
    select = f"SELECT {values[0]}, {', '.join(values)}, doc FROM formation ORDER BY rowid"
    into = f"\\copy peer.formation (_id, {', '.join(names)}, doc) FROM STDIN (FORMAT csv)"
    return (f"{sql('TRUNCATE peer.formation')} && {shlex.join(['sqlite3', '-csv', f'{DB}/formation.db', select])} | "
            f"{sql(into)}")


AGAIN = f"publish-postgres -qd {DB} formation"
FIRST = f"{sql('DROP SCHEMA IF EXISTS alternance CASCADE')} && {AGAIN}"


def publish_first(p, server):
    return "publish-postgres formation: the first load (by wall time; the server's CPU time is not seen)", p.present(
        FIRST, psql=("psql", copy()))


def publish_again(p, server):
    return "publish-postgres formation: nothing has changed (by wall time)", p.present(
        AGAIN, **{"first load": ("psql", FIRST)})


def publish_organisme(p, server):
    once = sql("DROP SCHEMA IF EXISTS alternance CASCADE")
    return "publish-postgres organisme: the first load", p.present(
        f"{once} && publish-postgres -qd {DB} organisme",
        pgloader=("pgloader", f"pgloader sqlite://{os.path.abspath(DB)}/organismes.db "
                              f"postgresql://postgres@unix:{server.folder}:5432/postgres"))


JOBS = (publish_first, 1), (publish_again, 1), (publish_organisme, 0)


def prepare(make):
    """The databases, and the table of psql."""
    database(make)
    peer = sql("CREATE SCHEMA peer; CREATE TABLE peer.formation (LIKE alternance.formation INCLUDING ALL); "
               "ALTER TABLE peer.formation DROP _hash")
    shell(f"{FIRST} && {peer}")


def prepared(job, peers, server):
    title, commands = job(peers, server)
    return title, size_of(f"{DB}/organismes.db" if job is publish_organisme else f"{DB}/formation.db"), commands
