"""One text for the terminal and for results.md: tables in Markdown."""
import os
import platform
import subprocess
import time


class Report:
    def __init__(self):
        self.lines = []

    def say(self, line=""):
        print(line, flush=True)
        self.lines.append(line)

    def table(self, title, head, rows):
        """rows are lists of texts; all but the first column are to the right."""
        rows = [head] + rows
        widths = [max(len(r[i]) for r in rows) for i in range(len(head))]
        self.say(f"\n## {title}\n")
        for n, row in enumerate(rows):
            self.say("| " + " | ".join(c.rjust(w) if i else c.ljust(w)
                                       for i, (c, w) in enumerate(zip(row, widths))) + " |")
            if not n:
                self.say("|" + "|".join("-" * (w + 1) + (":" if i else "-") for i, w in enumerate(widths)) + "|")

    def save(self, path):
        with open(path, "w") as f:
            f.write("\n".join(self.lines) + "\n")


def verdict(value, must, goal):
    return "goal" if value <= goal else "must" if value <= must else "missed"


def first(path, start):
    """What follows the colon in a file of /proc, on the first line with that start."""
    try:
        with open(path) as f:
            return next((line.split(":", 1)[1].strip() for line in f if line.startswith(start)), "?")
    except OSError:
        return "?"


def distribution():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def machine():
    memory = first("/proc/meminfo", "MemTotal").split()[0]
    memory = f"{int(memory) / 2**20:.0f} GiB" if memory.isdigit() else "?"
    compiler = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
    return (f"{os.cpu_count()} cores, {first('/proc/cpuinfo', 'model name')}, {memory}, "
            f"Linux {'.'.join(platform.release().split('.')[:2])}, {distribution()}, gcc {compiler or '?'}; "
            f"{time.strftime('%Y-%m-%d')}")
