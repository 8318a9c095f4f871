"""The jobs over offers that write what they find, beside the same UPDATE by sqlite3(1) and Python."""
import os
import shlex
import subprocess

from measure import Prepared

DB = "offres/jobs_partners.db"  # as make dual-write leaves it
FRESH = "offres/fresh.db"  # before the synchronisation, which then changes every job's offer
COPY = "changed/jobs_partners.db"  # what is written to
LBA = "partner_label IN ('RECRUTEURS_LBA', 'offres_emploi_lba')"
NOW = "2026-01-31T04:00:00.000Z"


def database(scale):
    """A million offers at scale 100; made once."""
    if os.path.exists(DB):
        return
    os.mkdir("changed")
    for command in (f"sample-offres --scale {max(1, scale * 16667 // 100)} -o offres/raw",
                    f"import-offres -r offres/raw -o {DB}", "migrate-schema -qd offres", f"cp {DB} {FRESH}",
                    "sync-jobs-partners --full -qd offres"):
        subprocess.run(shlex.split(command), check=True, stdout=subprocess.DEVNULL)


def on_copy(commands, database=DB):
    """Each command, with what gives it a database of its own, which is not measured."""
    before = f"rm -f {COPY}* && cp {database} {COPY} && sync {COPY}"
    return {name: Prepared(before, command) for name, command in commands.items()}


def beside(p, ours, update, clock=NOW):
    cli = shlex.join(["sqlite3", COPY, "BEGIN IMMEDIATE", update, "SELECT changes()", "COMMIT"])
    return on_copy(p.present(f"SUITE_NOW={clock} {ours}", python=("python3", p.py("sql", COPY, update)),
                             sqlite3=("sqlite3", cli)))


def cancel_offers(p):
    return "cancel-offers: one offer in thirty of a million", beside(
        p, "cancel-offers -qd changed",
        f"UPDATE jobs_partners SET offer_status = 'Cancelled', updated_at = '{NOW}' WHERE {LBA}"
        f" AND offer_status = 'Active' AND offer_expiration < '{NOW}'")


def bring_back(p, clock, latest):
    return beside(p, "fix-expirations -qd changed",
                  f"UPDATE jobs_partners SET offer_expiration = '{latest}' WHERE {LBA}"
                  f" AND offer_expiration > '{latest}'", clock)


def fix_expirations(p):
    return "fix-expirations: one offer in sixty of a million", bring_back(p, NOW, "2026-03-31T00:00:00.000Z")


def fix_all_expirations(p):
    return "fix-expirations: two offers in three of a million", bring_back(
        p, "2025-11-01T04:00:00.000Z", "2026-01-01T00:00:00.000Z")


def remind_offers(p):
    return "remind-offers -t 7: a million offers", p.present("remind-offers -t 7 -d offres")


def sync_jobs_partners(p):
    return "sync-jobs-partners --full: two thirds of a million jobs, all offers change", on_copy(
        p.present("sync-jobs-partners --full -qd changed"), FRESH)


def sync_nothing(p):
    return "sync-jobs-partners --full: two thirds of a million jobs, nothing changes", on_copy(
        p.present("sync-jobs-partners --full -qd changed"))


def detect_duplicates(p):
    return "detect-duplicates", on_copy(p.present("detect-duplicates -qd changed"))


JOBS = (cancel_offers, fix_expirations, fix_all_expirations, remind_offers, sync_jobs_partners, sync_nothing,
        detect_duplicates)


def prepared(job, peers, scale):
    database(scale)
    title, commands = job(peers)
    return title, os.path.getsize(DB), commands
