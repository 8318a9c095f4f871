"""What our tools are to reach: at most so much of a peer's CPU time, or so many seconds, at national volume.

A must is a gate for a release, a goal the ambition. Figures are printed beside them and never asserted on."""

# Stage (a function of stages.py), peer, must, goal: ours/peer in CPU time, in wall time where the work is a server's
# (publish_first, publish_again).
RATIOS = (
    ("csv_acce", "python", 0.07, 0.04), ("csv_acce", "miller", 0.05, 0.025), ("csv_acce", "node", 0.04, 0.02),
    ("csv_acce", "duckdb", 0.15, 0.08),
    ("csv_blocs", "python", 0.15, 0.07), ("csv_blocs", "node", 0.08, 0.04), ("csv_blocs", "duckdb", 0.36, 0.18),
    ("json_db", "python", 0.20, 0.11), ("json_db", "sqlite3", 0.20, 0.10), ("json_db", "duckdb", 0.35, 0.20),
    ("db_json", "sqlite3", 1.00, 0.60), ("db_json", "python", 0.30, 0.15),
    ("unzip", "unzip", 0.65, 0.55),
    ("export_csv", "sqlite3", 0.25, 0.12), ("export_csv", "duckdb", 0.40, 0.20),
    ("export_geojson", "csv", 1.20, 1.00), ("export_geojson", "ogr2ogr", 0.25, 0.12),
    ("export_geopackage", "csv", 1.50, 1.20), ("export_geopackage", "ogr2ogr", 0.35, 0.20),
    ("diff_changed", "sqldiff", 1.50, 1.00), ("diff_changed", "python", 0.04, 0.02),
    ("diff_all", "python", 0.25, 0.15), ("diff_equal", "cmp", 1.10, 1.00),
    ("publish_first", "psql", 1.20, 1.00), ("publish_again", "first load", 0.10, 0.05),
    ("publish_organisme", "pgloader", 0.20, 0.10),
    ("xlsx", "exceljs", 0.25, 0.16), ("xlsx", "openpyxl", 0.20, 0.13),
)
# The same for the load of the three largest sources, in wall time.
LOAD = (("python", 0.50, 0.25), ("node", 0.33, 0.15))
# Whole run, wall seconds: must, goal.
SECONDS = {
    "every source, from raw files": (15, 8),
    "every source and every derived table": (30, 16),
    "make formation, nothing to do": (0.3, 0.1),
    "ACCE changed, and nothing else": (5, 2),
}
MEMORY = 64  # MiB, the largest process
# What bounds a stage: a row of limits.py. The bytes are those that the stage reads, unpacked.
LIMITS = (
    ("csv_acce", "cat FILE | cat"), ("csv_blocs", "cat FILE | cat"), ("json_array", "cat FILE | cat"),
    ("json_db", "SQLite copies the catalogue's rows"), ("db_json", "SQLite copies the catalogue's rows"),
    ("unzip", "zlib's inflate alone, in memory"),
)
