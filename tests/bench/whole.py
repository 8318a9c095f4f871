"""Whole runs of make: from raw files, with nothing to do, with one source changed, at growing volume; and the load
of the three largest sources beside scripts that do as much or less."""
import glob
import os
import shlex
import subprocess
import zipfile

from measure import measure


class Make:
    """Commands that build in the folder data, by the tools as they are."""

    def __init__(self, root, build, data):
        self.data = data
        self.start = shlex.join(["make", "-s", "-f", f"{root}/pipelines/formation.mk", f"BIN={build}/bin",
                                 f"DATADIR={data}", "UPSTREAM=none"])

    def twin(self, root, build):
        """One that builds the same raw files by other tools, in a folder of its own."""
        data = f"{self.data}-before"
        os.makedirs(data, exist_ok=True)
        if not os.path.exists(f"{data}/raw"):
            os.symlink(f"{self.data}/raw", f"{data}/raw")
        return Make(root, build, data)

    def __call__(self, goals):
        return f"{self.start} {goals}"

    def afresh(self, goals):
        return f"rm -rf {self.data}/db {self.data}/state; {self(goals)}"


def sample(scale, data):
    subprocess.run(["sample-upstream", "--scale", str(scale), "-o", f"{data}/raw"], check=True)


def load(p, make, raw):
    """acce, france_competence and catalogue, two at a time."""
    catalogue = f"{raw}/catalogue/formations.json"
    acce = f"{raw}/acce/ACCE.zip"
    fiches = sorted(glob.glob(f"{raw}/france_competence/*.zip"))
    csvs = []
    for archive in fiches:
        folder = f"csv/{os.path.basename(archive)}"
        with zipfile.ZipFile(archive) as z:
            z.extractall(folder)
        csvs += sorted(glob.glob(folder + "/*"))

    def both(a, b):
        return f"{a} & {b} && wait $!"
    return p.present(
        make.afresh("-j2 acce france_competence catalogue"),
        python=("python3", both(p.py("load-json", catalogue, "p.db"),
                                p.py("load", "latin1", "p2.db", acce) + " && " + p.py("load", "utf-8", "p3.db", *fiches))),
        node=("stream-json", both(p.js("read-json", catalogue),
                                  p.js("read-csv", "latin1", "acce.csv") + " && " + p.js("read-csv", "utf8", *csvs))))


def change_acce(raw):
    """The last line of its largest file goes."""
    old, new = f"{raw}/acce/ACCE.zip", "ACCE.zip"
    with zipfile.ZipFile(old) as a, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as b:
        for name in a.namelist():
            text = a.read(name)
            if name == "ACCE_UAI.csv":
                text = text[:text.rstrip().rindex(b"\n") + 1]
            b.writestr(name, text)
    os.replace(new, old)


def in_rounds(make, old, goals, rounds):
    """Figures of a build from raw files in each round, by ours and, in turn, by old if there is one."""
    ours, before = [], []
    for _ in range(rounds):
        ours.append(measure(make.afresh(goals)))
        if old:
            before.append(measure(old.afresh(goals)))
    return ours, before


def whole(make, old, raw, rounds):
    """Yields title, the Figures of each round, and those of old."""
    everything = "-j2 all-sources formation"
    yield "every source, from raw files", *in_rounds(make, old, "-j2 all-sources", rounds)
    yield "every source and every derived table", *in_rounds(make, old, everything, rounds)
    yield "make formation, from raw files", *in_rounds(make, old, "-j2 formation", rounds)
    measure(make(everything))
    yield "make formation, nothing to do", [measure(make("formation")) for _ in range(rounds)], []
    change_acce(raw)
    yield "ACCE changed, and nothing else", [measure(make(everything))], []


def growth(root, build, scales):
    """Yields scale and Figures of everything at each."""
    for scale in scales:
        data = os.path.abspath(f"x{scale}")
        sample(scale, data)
        yield scale, measure(Make(root, build, data).afresh("-j2 all-sources formation"))
        subprocess.run(["rm", "-rf", data], check=True)
