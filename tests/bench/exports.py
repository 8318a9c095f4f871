"""The exports beside what users would write in SQL: the documents of formation.db as flat rows."""
import json
import os
import shlex
import subprocess

from measure import measure, size_of

DB = "db/formation.db"
COLUMNS = "describe-tables formation"


def database(make):
    """formation.db, and its documents as a file; made once."""
    if os.path.exists("formation.ndjson"):
        return
    measure(make("-j2 formation"))
    subprocess.run(f"cat-table {make.data}/{DB} >formation.ndjson", shell=True, check=True)


def described():
    """The columns that export-csv prints."""
    lines = subprocess.run(shlex.split(COLUMNS), check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def columns():
    return [c["path"] for c in described()]


def sqlite(path):
    """A path as sqlite3(1) takes it."""
    if " | " in path:
        return f"coalesce({', '.join(map(sqlite, path.split(' | ')))})"
    if path.startswith("@"):
        return path[1:]
    if path.startswith("count("):
        return f"json_array_length(doc, '$.{path[6:-3]}')"
    if "[]." not in path:
        return f"doc ->> '$.{path}'"
    function, _, items = path.rpartition("(")
    array, item = items.rstrip(")").split("[].")
    call = f"{function}(value ->> '{item}')" if function else f"group_concat(value ->> '{item}', '|')"
    return f"(SELECT {call} FROM json_each(doc, '$.{array}'))"


def duckdb(path):
    """A path as DuckDB takes it from a STRUCT, NULL for those of items and beside the document."""
    if " | " in path:
        return f"coalesce({', '.join(map(duckdb, path.split(' | ')))})"
    return "NULL" if set("@[(") & set(path) else path


def export_csv(p, make):
    sql = f"SELECT {', '.join(map(sqlite, columns()))} FROM formation_rowid ORDER BY rowid"
    struct = f"SELECT {', '.join(c for c in map(duckdb, columns()) if c != 'NULL')} FROM read_json('formation.ndjson')"
    return "export-csv formation: 46 columns of a document", p.present(
        f"export-csv {make.data}/{DB}",
        sqlite3=("sqlite3", shlex.join(["sqlite3", "-csv", f"{make.data}/{DB}", sql])),
        duckdb=("@duckdb/node-api", p.duckdb(f"COPY ({struct}) TO '/dev/stdout' (FORMAT csv)")))


def by_ogr2ogr(make, options, output):
    """sqlite3(1) makes a flat table, ogr2ogr the map."""
    named = ", ".join(f"{sqlite(c['path'])} AS {c['column']}" for c in described())
    cli = ["sqlite3", "-header", "-csv", f"{make.data}/{DB}", f"SELECT {named} FROM formation_rowid ORDER BY rowid"]
    return (f"rm -f {output}; {shlex.join(cli)} >flat.csv; ogr2ogr {options} -oo X_POSSIBLE_NAMES=longitude "
            f"-oo Y_POSSIBLE_NAMES=latitude {output} flat.csv")


def maps(p, make, ours, options, output):
    """Beside export-csv as well: the same rows in the simplest form."""
    return p.present(ours, csv=("python3", f"export-csv -o beside.csv {make.data}/{DB}"),
                     ogr2ogr=("ogr2ogr", by_ogr2ogr(make, options, output)))


def export_geojson(p, make):
    return "export-geojson formation", maps(p, make, f"export-geojson -o ours.geojson {make.data}/{DB}",
                                            "-f GeoJSON -lco RFC7946=YES", "ogr.geojson")


def export_geopackage(p, make):
    return "export-geopackage formation", maps(p, make, f"export-geopackage -d {make.data}/db -o ours.gpkg formation",
                                               "-f GPKG", "ogr.gpkg")


JOBS = (export_csv, export_geojson, export_geopackage)


def prepared(job, peers, make):
    database(make)
    title, commands = job(peers, make)
    return title, size_of("formation.ndjson"), commands
