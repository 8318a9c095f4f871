"""flat.py DBDIR: compares export-csv with a slow reading of the same paths, for every table whose database is there.

The paths and types are those that describe-tables prints; the rest is written by the rules of publication(7)."""
import json
import os
import re
import sqlite3
import subprocess
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
SOURCES = {"formation_session": ("formation", "formation", "sessions"), "organisme": ("organismes", "organisme", None),
           "commune": ("communes", "commune", None), "npec_normalized": ("npec", "npec_normalized", None)}


def at(value, path):
    for name in path.split("."):
        if value is None:
            return None
        name, _, nth = name.partition("[")
        value = value.get(name)
        if nth and value is not None:
            value = value[int(nth[:-1])] if int(nth[:-1]) < len(value) else None
    return value


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def items_of(path, kind, record):
    """count(a[]), min(a[].b), max(a[].b), a[].b"""
    function, inner = re.fullmatch(r"(?:(count|min|max)\()?([^()]*)\)?", path).groups()
    array, item = inner.split("[]")
    items = at(record, array)
    if items is None or function == "count":
        return None if items is None else len(items)
    values = [at(i, item[1:]) if item and i is not None else i for i in items]
    values = [v for v in values if v is not None]
    if not function:
        return values
    key = instant if kind == "date" else None
    return {"min": min, "max": max}[function](values, key=key) if values else None


def value_of(path, kind, record, row, parent, rank):
    if " | " in path:
        found = (value_of(p, kind, record, row, parent, rank) for p in path.split(" | "))
        return next((v for v in found if v is not None), None)
    if path == "#":
        return rank
    if path[0] == "@":
        return row[path[1:]]
    if path[0] == "^":
        return at(parent, path[1:])
    return items_of(path, kind, record) if "[]" in path else at(record, path)


def text_of(kind, value):
    def plain(v):
        return v if isinstance(v, str) else json.dumps(v, ensure_ascii=False, separators=(",", ":"))
    if kind == "list":
        return "|".join(map(plain, value))
    if kind == "date":
        return instant(value).astimezone(PARIS).strftime("%Y-%m-%d")
    if kind == "instant":
        return instant(value).astimezone(timezone.utc).isoformat("T", "milliseconds")[:-6] + "Z"
    if kind == "num" and value == int(value):
        return str(int(value))
    return plain(value)


def field(kind, value):
    if value is None:
        return ""
    text = text_of(kind, value)
    quoted = text in ("", "\\.") or re.search(r'[,"\r\n]|\A[ \t]|[ \t]\Z', text)
    return '"' + text.replace('"', '""') + '"' if quoted else text


def lines(path, table, items, columns):
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    yield ",".join(c["column"] for c in columns)
    for row in db.execute(f"SELECT * FROM {table} ORDER BY rowid"):
        doc = json.loads(row["doc"])
        rows = [(doc, 0)] if not items else [(i, n) for n, i in enumerate(doc.get(items) or [], 1)]
        for record, rank in rows:
            yield ",".join(field(c["type"], value_of(c["path"], c["type"], record, row, doc, rank)) for c in columns)


def main():
    described = subprocess.run(["describe-tables", "--contacts"], check=True, capture_output=True, text=True).stdout
    columns = {}
    for line in described.splitlines():
        c = json.loads(line)
        columns.setdefault(c["table"], []).append(c)
    for name in columns:
        database, table, items = SOURCES.get(name, (name, name, None))
        path = f"{sys.argv[1]}/{database}.db"
        if not os.path.exists(path):
            continue
        want = list(lines(path, table, items, columns[name]))
        got = subprocess.run(["export-csv", "--contacts", path, name], check=True, capture_output=True).stdout.decode()
        if got == "\n".join(want) + "\n":
            print(name, "equal")
            continue
        pairs = zip(want, got.split("\n"))
        print(name, next((f"wanted {a[:300]} got {b[:300]}" for a, b in pairs if a != b), "another number of lines"))


main()
