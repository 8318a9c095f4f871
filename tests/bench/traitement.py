"""The stages of the nightly processing. Validation beside what reads and checks the same lines into a table."""
import glob
import os
import shlex
import subprocess

SCALE_MAX = 30  # nine nights of 150 ouvrages: 389,000 lines
CONF = "tr/sercel.conf"
STAGES = ("recuperation", "validation", "matching", "calcul", "postcalcul")
CHECKED = "capteur <> '' AND horodatage <> '' AND grandeur <> '' AND unite <> ''"


def stage(name, folder, message):
    return f"traitement-{name} -d {folder} --no-queue {'-c ' + CONF + ' ' if name == 'recuperation' else ''}<{message}"


def shell(command):
    subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)


def nights(scale):
    """tr/STAGE: the database, and its message, as it is before that stage; made once."""
    if os.path.exists("tr"):
        return
    os.environ["SERCEL_URL"] = f"file://{os.path.abspath('tr/raw/sercel')}"
    shell(f"sample-upstream --sources sercel --scale {min(scale, SCALE_MAX)} -o tr/raw")
    shell("mkdir tr/db; import-parametrage -qd tr/db <tr/raw/traitement/parametrage.ndjson")
    with open(CONF, "w") as f:
        f.write("disponibilite = /{id_sercel}/disponibilite.json\nlot = /{id_sercel}/{id_lot}.csv\n")
    shell("start-traitement -qd tr/db --no-queue --date 2025-11-20 >tr/message")
    for name in STAGES:
        shell(f"cp -r tr/db tr/{name}; mv tr/message tr/{name}/message")
        shell(f"{stage(name, 'tr/db', f'tr/{name}/message')} >tr/message")
    with open("tr/lots.csv", "w") as all_lots:
        all_lots.write("capteur;horodatage;grandeur;valeur;unite;qualite\n")
        for path in sorted(glob.glob("tr/raw/sercel/SL-*/*.csv")):
            with open(path, encoding="utf-8", errors="replace") as f:
                all_lots.writelines(line for line in f if line.count(";") == 5 and not line.startswith("capteur;"))


def ours(name):
    """On a fresh copy, whose making is measured with it."""
    return f"rm -rf tr/run; cp -r tr/{name} tr/run; {stage(name, 'tr/run', 'tr/run/message')}"


def traitement_validation(p):
    cli = shlex.join(["sqlite3", "tr/cli.db", "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF",
                      "DROP TABLE IF EXISTS l", "DROP TABLE IF EXISTS m", ".mode csv", ".separator ;",
                      ".import tr/lots.csv l", "CREATE TABLE m AS SELECT capteur, unixepoch(horodatage) t, grandeur, "
                      f"CAST(valeur AS REAL) v, unite FROM l WHERE {CHECKED}"])
    duck = ("CREATE TABLE m AS SELECT capteur, CAST(horodatage AS TIMESTAMPTZ) t, grandeur, TRY_CAST(valeur AS DOUBLE) v,"
            " unite FROM read_csv('tr/lots.csv', delim=';', header=true, all_varchar=true, quote='') WHERE " + CHECKED
            .replace("horodatage <> ''", "TRY_CAST(horodatage AS TIMESTAMPTZ) IS NOT NULL"))
    return "traitement-validation: lines of lots", p.present(
        ours("validation"), python=("python3", p.py("lots", "tr/lots.csv", "tr/py.db")), sqlite3=("sqlite3", cli),
        duckdb=("@duckdb/node-api", p.duckdb(duck)))


def traitement_matching(p):
    return "traitement-matching", p.present(ours("matching"))


def traitement_calcul(p):
    return "traitement-calcul", p.present(ours("calcul"))


JOBS = (traitement_validation, traitement_matching, traitement_calcul)


def prepared(job, peers, scale):
    nights(scale)
    title, commands = job(peers)
    return title, os.path.getsize("tr/lots.csv"), commands
