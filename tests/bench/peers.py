"""The programs that our tools are measured against, and which of them are here.

`make bench-peers` gets those that no distribution's python3 brings along."""
import os
import shlex
import subprocess
import sys

from measure import have

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")


class Peers:
    def __init__(self, build):
        modules = f"{build}/peers/node_modules"
        os.environ["NODE_PATH"] = modules
        self.python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
        self.here = {"python3": True}
        for tool in "mlr jq sqlite3 unzip ogr2ogr sqldiff cmp psql pgloader".split():
            self.here[tool] = have(tool)
        for package in "csv-parse stream-json exceljs @duckdb/node-api".split():
            self.here[package] = have("node") and os.path.isdir(f"{modules}/{package}")
        self.here["openpyxl"] = self.runs(self.python, "-c", "import openpyxl")

    @staticmethod
    def runs(*words):
        return subprocess.run(words, stderr=subprocess.DEVNULL).returncode == 0

    def absent(self):
        return [name for name, here in self.here.items() if not here]

    def py(self, *words):
        return shlex.join([self.python, f"{HERE}/peer.py", *words])

    @staticmethod
    def js(*words):
        return shlex.join(["node", f"{HERE}/peer.js", *words])

    def duckdb(self, *statements, file=":memory:"):
        return self.js("duckdb", file, *statements)

    def present(self, ours, **others):
        """{name: command}, ours first, of those whose program is here: others are given as NAME=(program, command)."""
        commands = {"ours": ours}
        for name, (program, command) in others.items():
            if self.here[program]:
                commands[name] = command
        return commands
