"""The jobs over offers beside the same UPDATE by sqlite3(1) and Python: dry runs, for each must find the same work."""
import os
import shlex
import subprocess

DB = "offres/jobs_partners.db"
LBA = "partner_label IN ('RECRUTEURS_LBA', 'offres_emploi_lba')"
NOW = "2026-01-31T04:00:00.000Z"


def database(scale):
    """A million offers at scale 100, as make dual-write leaves them; made once."""
    if os.path.exists(DB):
        return
    for command in (f"sample-offres --scale {max(1, scale * 16667 // 100)} -o offres/raw",
                    f"import-offres -r offres/raw -o {DB}", "migrate-schema -qd offres",
                    "sync-jobs-partners --full -qd offres"):
        subprocess.run(shlex.split(command), check=True, stdout=subprocess.DEVNULL)


def beside(p, ours, update):
    cli = shlex.join(["sqlite3", DB, "BEGIN IMMEDIATE", update, "SELECT changes()", "ROLLBACK"])
    return p.present(ours, python=("python3", p.py("sql", DB, update)), sqlite3=("sqlite3", cli))


def cancel_offers(p):
    return "cancel-offers: a million offers", beside(
        p, "cancel-offers -nqd offres",
        f"UPDATE jobs_partners SET offer_status = 'Cancelled', updated_at = '{NOW}' WHERE {LBA}"
        f" AND offer_status = 'Active' AND offer_expiration < '{NOW}'")


def fix_expirations(p):
    return "fix-expirations: a million offers", beside(
        p, "fix-expirations -nqd offres",
        f"UPDATE jobs_partners SET offer_expiration = '2026-03-31T00:00:00.000Z' WHERE {LBA}"
        " AND offer_expiration > '2026-03-31T00:00:00.000Z'")


def remind_offers(p):
    return "remind-offers -t 7: a million offers", p.present("remind-offers -t 7 -d offres")


def sync_jobs_partners(p):
    return "sync-jobs-partners --full: two thirds of a million jobs", p.present("sync-jobs-partners --full -nqd offres")


def detect_duplicates(p):
    return "detect-duplicates", p.present("detect-duplicates -nqd offres")


JOBS = (cancel_offers, fix_expirations, remind_offers, sync_jobs_partners, detect_duplicates)


def prepared(job, peers, scale):
    database(scale)
    title, commands = job(peers)
    return title, os.path.getsize(DB), commands
