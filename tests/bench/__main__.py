"""bench BUILD SCALE ROUNDS OLD [RESULTS]: our stages beside what users would pick instead.

Every stage runs on the same input, ours and the others in turn within each round; figures are medians. CPU seconds and
ratios (ours / theirs: below 1 is less), peak memory, what the machine can do at most, the whole job, and its cost as
the volume grows. RESULTS: where the same text goes as Markdown. SCALE 100 is the country, 1 a hundredth of it.
OLD, if it is not empty: another release's tree, built in its folder build; its tools are measured in turn as well."""
import os
import shlex
import sys
import tempfile

from goals import LIMITS, LOAD, MEMORY, RATIOS, SECONDS
from limits import limits
from measure import Prepared, in_turn, median, runs, size_of
from peers import Peers
from report import Report, machine, verdict
import builds
import exports
import offres
import postgres
import traitement
from stages import STAGES, prepared
from whole import Make, growth, load, sample, whole

BUILD = os.path.abspath(sys.argv[1])
SCALE, ROUNDS = int(sys.argv[2]), int(sys.argv[3])
OLD = os.path.abspath(sys.argv[4]) if sys.argv[4] else None
RESULTS = os.path.abspath(sys.argv[5]) if len(sys.argv) > 5 else None
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIGURES = ["program", "CPU s", "wall s", "MiB", "MB/s", "ours/it"]


def by_old(command):
    """The same command by the tools of OLD."""
    if isinstance(command, Prepared):
        return command._replace(command=by_old(command.command))
    command = command.replace(f"{BUILD}/bin", f"{OLD}/build/bin").replace(f"{ROOT}/pipelines", f"{OLD}/pipelines")
    return f"export PATH={shlex.quote(OLD)}/build/bin:$PATH; {command}"


def compare(report, title, size, commands, by):
    """Measures, prints a table, gives the figures; by is the index of the figure that ratios are of."""
    if OLD and runs(by_old(commands["ours"])):
        commands = {"ours": commands["ours"], "before": by_old(commands["ours"]), **commands}
    figures = in_turn(commands, ROUNDS)
    ours = figures["ours"][by]
    report.table(f"{title} ({size / 1e6:.0f} MB)", FIGURES, [
        [name, f"{f.cpu:.2f}", f"{f.wall:.2f}", f"{f.peak:.1f}", f"{size / 1e6 / max(f[by], 1e-2):.0f}",
         f"{ours / max(f[by], 1e-2):.3f}"] for name, f in figures.items()])
    return figures


def distance(report, measured, limit):
    """How far each stage is from what bounds it."""
    rows = []
    for stage, what in LIMITS:
        figures, size = measured[stage][0]["ours"], measured[stage][2]
        speed = size / max(figures.cpu, 1e-2)
        rows.append([stage, f"{speed / 1e6:.0f}", what, f"{limit[what] / 1e6:.0f}", f"{speed / limit[what]:.2f}"])
    report.table("How near the stages are to it", ["stage", "MB/s", "limit", "MB/s at most", "share"], rows)


def ratios(report, measured):
    rows = []
    for stage, peer, must, goal in [r for r in RATIOS] + [("load",) + r for r in LOAD]:
        figures, by, _ = measured.get(stage, ({}, 0, 0))
        if peer in figures:
            ratio = figures["ours"][by] / max(figures[peer][by], 1e-2)
            rows.append([f"{stage} / {peer}", f"{ratio:.3f}", f"{must:.3f}", f"{goal:.3f}", verdict(ratio, must, goal)])
    report.table("Ratios and what they are to be", ["ours / peer", "ratio", "must", "goal", "reached"], rows)


def stage(report, title, size, commands, by=0):
    return compare(report, title, size, commands, by), by, size


def publish(report, peers, make, measured):
    """publish-postgres, if there is a server to be had."""
    server = postgres.Server(ROOT)
    if not server.here:
        report.say("\nNo PostgreSQL server is here: publish-postgres is left out.")
        return
    postgres.prepare(make)
    for job, by in postgres.JOBS:
        measured[job.__name__] = stage(report, *postgres.prepared(job, peers, server), by=by)
    server.close()


def whole_job(report, make, raw):
    rows, largest = [], 0
    old = make.twin(OLD, f"{OLD}/build") if OLD else None
    for title, times, before in whole(make, old, raw, ROUNDS):
        f = median(times)
        must, goal = SECONDS.get(title, (0, 0))
        wanted = [str(must), str(goal), verdict(f.wall, must, goal)] if must and SCALE == 100 else ["", "", ""]
        ratio = f"{f.cpu / max(median(before).cpu, 1e-2):.3f}" if before else ""
        rows.append([title, f"{f.cpu:.2f}", f"{f.wall:.2f}", f"{f.peak:.1f}"] + wanted + [ratio])
        largest = max(largest, f.peak)
    report.table(f"make ({size_of(raw) / 1e6:.0f} MB of raw files, two at a time)",
                 ["run", "CPU s", "wall s", "MiB", "must", "goal", "reached", "CPU / before"], rows)
    report.say(f"\nThe largest process has {largest:.0f} MiB; it is to have {MEMORY} at most.")


def grown(report):
    rows = []
    for scale, f in growth(ROOT, BUILD, sorted({max(1, SCALE // n) for n in (1, 2, 4, 8)})):
        rows.append([str(scale), f"{f.cpu:.2f}", f"{f.cpu / scale:.3f}", f"{f.wall:.2f}", f"{f.peak:.1f}"])
    report.table("Everything as the volume grows", ["scale", "CPU s", "CPU s / scale", "wall s", "MiB"], rows)


def main():
    report, peers = Report(), Peers(BUILD)
    report.say("# What make bench measured\n")
    report.say(f"Machine: {machine()}.\n")
    report.say(f"Invented national data at {SCALE} % of their volume; medians of {ROUNDS}, programs in turn. CPU is "
               "user and system time of\nall processes; ratios are ours / theirs, so that less is better.")
    report.say(f"Load average at the start: {os.getloadavg()[1]:.0f}. Where that is more than a few tenths, others were at "
               "work too:\nCPU seconds hold, wall seconds are too long.")
    if peers.absent():
        report.say(f"Not here, and left out: {', '.join(peers.absent())}.")
    data = os.path.abspath("data")
    raw, make = f"{data}/raw", Make(ROOT, BUILD, data)
    sample(SCALE, data)
    measured = {}
    for job in STAGES:
        measured[job.__name__] = stage(report, *prepared(job, peers, raw))
    for job in offres.JOBS:
        measured[job.__name__] = stage(report, *offres.prepared(job, peers, SCALE))
    for job in traitement.JOBS:
        measured[job.__name__] = stage(report, *traitement.prepared(job, peers, SCALE))
    for job in exports.JOBS:
        measured[job.__name__] = stage(report, *exports.prepared(job, peers, make))
    for job in builds.JOBS:
        measured[job.__name__] = stage(report, *builds.prepared(job, peers, ROOT, BUILD, SCALE))
    publish(report, peers, make, measured)
    measured["load"] = stage(report, "acce, france_competence, catalogue, -j2 (node keeps nothing)", size_of(raw),
                             load(peers, make, raw), by=1)
    limit = dict(limits(peers, raw, ROUNDS))
    report.table("What the machine and libraries do at most", ["what", "MB/s of CPU time"],
                 [[what, f"{speed / 1e6:.0f}"] for what, speed in limit.items()])
    distance(report, measured, limit)
    whole_job(report, make, raw)
    ratios(report, measured)
    grown(report)
    if RESULTS:
        report.save(RESULTS)


if __name__ == "__main__":
    os.environ["PATH"] = f"{BUILD}/bin:{os.environ['PATH']}"
    os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.setdefault("SUITE_NOW", "2026-01-31T04:00:00Z")
    os.environ.pop("MAKEFLAGS", None)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        main()
