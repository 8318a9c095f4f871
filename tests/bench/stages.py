"""Every tool of the load by itself, beside what users would pick instead."""
import glob
import shlex
import subprocess

from measure import size_of

COPY_JSON = "TO '/dev/stdout' (FORMAT json)"
# Inside a shell's double quotes.
SQLITE = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"


def shell(command):
    subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)


def csv_commands(p, path, encoding, ours, utf8):
    read = f"read_csv('{utf8}', delim=';', header=true, all_varchar=true, strict_mode=false)"
    mlr = f"mlr --icsv --allow-ragged-csv-input --lazy-quotes --ifs ';' --ojsonl cat {path}"
    return p.present(f"{ours} {path}",
                     python=("python3", p.py("csv", path, encoding)),
                     miller=("mlr", mlr),
                     node=("csv-parse", p.js("csv", path, encoding)),
                     duckdb=("@duckdb/node-api", p.duckdb(f"COPY (FROM {read}) {COPY_JSON}")))


def csv_acce(p, raw):
    shell(f"cat-zip {raw}/acce/ACCE.zip ACCE_UAI.csv >acce.csv; iconv -f latin1 -t utf-8 acce.csv >acce-utf8.csv")
    return "CSV to NDJSON: ACCE, 88 columns, Latin-1", "acce.csv", csv_commands(
        p, "acce.csv", "latin1", "parse-csv -e latin1", "acce-utf8.csv")  # DuckDB refuses this Latin-1


def csv_blocs(p, raw):
    archive = sorted(glob.glob(f"{raw}/france_competence/*.zip"))[-1]
    shell(f"cat-zip {archive} $(cat-zip -l {archive} | sed -n 's/.*\"name\":\"\\([^\"]*Blocs[^\"]*\\)\".*/\\1/p') "
          ">blocs.csv")
    return "CSV to NDJSON: blocs, quoted lines, UTF-8", "blocs.csv", csv_commands(
        p, "blocs.csv", "utf-8", "parse-csv --trim --relax", "blocs.csv")


def json_array(p, raw):
    path = f"{raw}/catalogue/formations.json"
    return "JSON array to NDJSON: catalogue", path, p.present(
        f"parse-json {path}",
        python=("python3", p.py("json", path)),
        jq=("jq", f"jq -c .[] {path}"),
        node=("stream-json", p.js("json", path)),
        duckdb=("@duckdb/node-api", p.duckdb(f"COPY (FROM read_json('{path}')) {COPY_JSON}")))


def json_db(p, raw):
    shell(f"parse-json {raw}/catalogue/formations.json >plain.ndjson; "
          f"parse-json --end {raw}/catalogue/formations.json >marked.ndjson")
    keys = [f"doc ->> '$.{k}'" for k in ("cle_ministere_educatif", "cfd", "rncp_code")]
    cli = ["sqlite3", "q.db", SQLITE, "CREATE TABLE l (doc)", ".mode ascii", r'.separator "\037" "\n"',
           ".import plain.ndjson l", f"CREATE TABLE t AS SELECT {', '.join(keys)}, doc FROM l",
           "CREATE INDEX i ON t (1)"]
    duck = p.duckdb("CREATE TABLE t AS SELECT json ->> '$.cle_ministere_educatif' AS cle, json ->> '$.cfd' AS cfd, "
                    "json ->> '$.rncp_code' AS rncp, json FROM read_ndjson_objects('plain.ndjson')",
                    "CREATE INDEX i ON t (cle)", file="d.db")
    return "NDJSON to SQLite, keys and document: catalogue", "plain.ndjson", p.present(
        "rm -f o.db; import-catalogue -o o.db <marked.ndjson",
        python=("python3", p.py("db", "plain.ndjson", "p.db")),
        sqlite3=("sqlite3", f"rm -f q.db; {shlex.join(cli)}"),
        duckdb=("@duckdb/node-api", f"rm -f d.db*; {duck}"))


def db_json(p, raw):
    shell(f"import-acce -r {raw}/acce -o acce.db")
    return "SQLite to NDJSON: ACCE, 88 columns", "acce.csv", p.present(
        "cat-table acce.db acce_uai",
        python=("python3", p.py("cat", "acce.db", "acce_uai")),
        sqlite3=("sqlite3", "sqlite3 -json acce.db 'SELECT * FROM acce_uai'"))


def unzip(p, raw):
    archive = f"{raw}/acce/ACCE.zip"
    return "ZIP to bytes: ACCE", "acce.csv", p.present(
        f"cat-zip {archive} ACCE_UAI.csv",
        python=("python3", p.py("unzip", archive, "ACCE_UAI.csv")),
        unzip=("unzip", f"unzip -p {archive} ACCE_UAI.csv"))


def xlsx(p, raw):
    paths = sorted(glob.glob(f"{raw}/kit_apprentissage/history/*.xlsx"))
    each = "for f in " + shlex.join(paths) + '; do parse-xlsx "$f"; done'
    return "XLSX to rows: kit", paths, p.present(
        each,
        openpyxl=("openpyxl", p.py("xlsx", *paths)),
        exceljs=("exceljs", p.js("xlsx", *paths)))


STAGES = (csv_acce, csv_blocs, json_array, json_db, db_json, unzip, xlsx)


def prepared(stage, peers, raw):
    """Title, bytes of the input, commands; files that a stage needs are made here, and stay for those after it."""
    title, paths, commands = stage(peers, raw)
    return title, size_of(*([paths] if isinstance(paths, str) else paths)), commands
