"""peer.py JOB ARG...: what somebody would write in Python's standard library (and openpyxl) in place of a tool."""
import csv
import datetime
import io
import json
import os
import sqlite3
import sys
import zipfile

csv.field_size_limit(1 << 30)


def show(row):
    sys.stdout.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def rows_of(stream):
    return csv.DictReader(stream, delimiter=";")


def job_csv(path, encoding):
    for row in rows_of(open(path, encoding=encoding, newline="")):
        show(row)


def job_json(path):
    for row in json.load(open(path)):
        show(row)


def new_db(path):
    if os.path.exists(path):
        os.remove(path)
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
    return db


def fill(path, rows):
    """A table of the catalogue: three keys and the document."""
    db = new_db(path)
    db.execute("CREATE TABLE t (cle, cfd, rncp, doc)")
    db.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", rows)
    db.execute("CREATE INDEX i ON t (cle)")
    db.commit()


def keys(row):
    return row["cle_ministere_educatif"], row["cfd"], row["rncp_code"]


def job_db(source, path):
    fill(path, (keys(json.loads(line)) + (line,) for line in open(source)))


def job_diff(old, new):
    """How many records of formation are new, gone or not equal."""
    a, b = ({key: json.loads(doc) for key, doc in sqlite3.connect(path).execute(
        "SELECT cle_ministere_educatif, doc FROM formation")} for path in (old, new))
    show([len(b.keys() - a.keys()), len(a.keys() - b.keys()), sum(a[key] != b[key] for key in a.keys() & b.keys())])


def job_cat(path, table):
    db = sqlite3.connect(path)
    cursor = db.execute(f"SELECT * FROM {table}")
    names = [d[0] for d in cursor.description]
    for row in cursor:
        show(dict(zip(names, row)))


def job_unzip(path, member=None):
    with zipfile.ZipFile(path) as z:
        for name in [member] if member else z.namelist():
            with z.open(name) as f:
                while block := f.read(1 << 18):
                    sys.stdout.buffer.write(block)


def job_xlsx(*paths):
    import openpyxl
    for path in paths:
        for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True):
            for row in sheet.iter_rows(values_only=True):
                sys.stdout.write(json.dumps(row, default=str, ensure_ascii=False) + "\n")


def measure_of(row):
    """A line of a lot as it is kept; ValueError for one that is wrong."""
    if not (row["capteur"] and row["grandeur"] and row["unite"]):
        raise ValueError
    at = datetime.datetime.fromisoformat(row["horodatage"].replace("Z", "+00:00"))
    return row["capteur"], at.timestamp(), row["grandeur"], float(row["valeur"]), row["unite"]


def job_lots(path, out):
    def measures():
        for row in rows_of(open(path, encoding="utf-8", newline="")):
            try:
                yield measure_of(row)
            except ValueError:
                pass
    db = new_db(out)
    db.execute("CREATE TABLE m (capteur, t, grandeur, valeur, unite)")
    db.executemany("INSERT INTO m VALUES (?, ?, ?, ?, ?)", measures())
    db.commit()


def load_zip(path, encoding, out):
    """Every CSV of an archive as a table of its own."""
    db = new_db(out)
    with zipfile.ZipFile(path) as z:
        for i, name in enumerate(z.namelist()):
            reader = csv.reader(io.TextIOWrapper(z.open(name), encoding=encoding, newline=""), delimiter=";")
            width = len(next(reader))
            db.execute(f"CREATE TABLE t{i} ({', '.join(f'c{j}' for j in range(width))})")
            db.executemany(f"INSERT INTO t{i} VALUES ({', '.join('?' * width)})",
                           ((r + [None] * width)[:width] for r in reader))
    db.commit()


def job_load(encoding, out, *archives):
    for archive in archives:
        load_zip(archive, encoding, out)


def job_load_json(path, out):
    fill(out, (keys(r) + (json.dumps(r, ensure_ascii=False),) for r in json.load(open(path))))


def job_sql(path, update):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    print(db.execute(update).rowcount)
    db.execute("COMMIT")


globals()["job_" + sys.argv[1].replace("-", "_")](*sys.argv[2:])
