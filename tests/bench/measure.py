"""Commands measured in turn: CPU and wall seconds, peak memory, medians."""
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import namedtuple

Figures = namedtuple("Figures", "cpu wall peak")  # seconds, seconds, MiB
Prepared = namedtuple("Prepared", "before command")  # a command, and one that goes before it and is not measured


def prepare(command):
    """Runs what goes before a command; gives the command itself."""
    if not isinstance(command, Prepared):
        return command
    subprocess.run(command.before, shell=True, check=True)
    return command.command


def measure(command):
    """Figures of a shell command and all that it starts. The shell is the smallest that will do, for its memory is the
    least that can be seen."""
    command = prepare(command)
    shell = ["bash", "-o", "pipefail", "-c"] if "|" in command else ["sh", "-c"]
    with tempfile.NamedTemporaryFile("r", dir=".") as report:
        start = time.monotonic()
        child = subprocess.run(["/usr/bin/time", "-f", "%U %S %M", "-o", report.name] + shell + [command],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        wall = time.monotonic() - start
        if child.returncode:
            raise SystemExit(f"bench: failed: {command}\n{child.stderr[-2000:]}")
        user, system, peak = report.read().split()
    return Figures(float(user) + float(system), wall, int(peak) / 1024)


def runs(command):
    """True if a shell command can be run to its end."""
    return subprocess.run(["bash", "-o", "pipefail", "-c", prepare(command)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def median(times):
    return Figures(*(statistics.median(t[i] for t in times) for i in range(3)))


def in_turn(commands, rounds):
    """{name: command} to {name: median Figures}, every command once in each round."""
    times = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(measure(command))
    return {name: median(t) for name, t in times.items()}


def have(tool):
    return shutil.which(tool) is not None


def size_of(*paths):
    """Bytes of files and of all that folders hold."""
    total = 0
    for path in paths:
        if os.path.isdir(path):
            total += sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(path) for f in files)
        else:
            total += os.path.getsize(path)
    return total
