"""Two builds compared, beside what users would pick instead. formation.db is of a fifth of the country at most: Python
holds both databases in memory."""
import os
import shlex
import shutil
import subprocess

from whole import Make, sample

OLD, CHANGED, ALL, COPY = (f"builds/{name}.db" for name in ("old", "changed", "all", "copy"))
SET = "UPDATE formation SET doc = json_set(doc, '$.contact.telephone', '01 02 03 04 05')"


def changed(path, *statements):
    shutil.copy(OLD, path)
    subprocess.run(["sqlite3", path, "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", *statements], check=True,
                   stdout=subprocess.DEVNULL)


def databases(root, build, scale):
    """formation.db, one with 0.5 % of the records changed and 0.2 % deleted, one with all changed; made once."""
    if os.path.exists(OLD):
        return
    data = os.path.abspath("builds/data")
    sample(min(scale, 20), data)
    subprocess.run(shlex.split(Make(root, build, data)("-j2 formation")), check=True, stdout=subprocess.DEVNULL)
    # a table of documents, which sqldiff and UPDATE take
    subprocess.run(f"cat-table -a {data}/db/formation.db | load-table -a {OLD} formation", shell=True, check=True)
    shutil.rmtree(data)
    changed(CHANGED, f"{SET} WHERE rowid % 200 = 7", "DELETE FROM formation WHERE rowid % 500 = 3")
    changed(ALL, SET)
    shutil.copy(OLD, COPY)


def diff_changed(p):
    join = (f"ATTACH '{CHANGED}' AS n; SELECT count(*) FROM formation o JOIN n.formation n USING (cle_ministere_educatif)"
            " WHERE o.doc <> n.doc")
    return "diff-table: formation, 0.5 % changed", p.present(
        f"diff-table {OLD} {CHANGED} formation",
        sqldiff=("sqldiff", f"sqldiff --table formation {OLD} {CHANGED}"),
        sqlite3=("sqlite3", shlex.join(["sqlite3", OLD, join])),
        python=("python3", p.py("diff", OLD, CHANGED)))


def diff_all(p):
    return "diff-table: formation, all changed", p.present(
        f"diff-table {OLD} {ALL} formation",
        sqldiff=("sqldiff", f"sqldiff --table formation {OLD} {ALL}"),
        python=("python3", p.py("diff", OLD, ALL)))


def diff_equal(p):
    return "diff-table: formation, files of equal bytes", p.present(
        f"diff-table {OLD} {COPY} formation", cmp=("cmp", f"cmp {OLD} {COPY}"))


JOBS = (diff_changed, diff_all, diff_equal)


def prepared(job, peers, root, build, scale):
    databases(root, build, scale)
    title, commands = job(peers)
    return title, os.path.getsize(OLD), commands
