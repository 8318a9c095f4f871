"""feed.py SEED N: diff-table's feed is a patch.

Makes N pairs of databases at random, applies what diff-table prints of each pair to the old one's records, and prints
"same" as often as that gave the new one's. Everything else that it prints is a fault."""
import json
import random
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal

KEY = "cle_ministere_educatif"
NAMES = ["a", "b", "c", "", "~", "/", "a/b", "~1", "0", "12", "é", "l\n", '"', "_"]
WORDS = ["", "x", "y", "é", "\u2028", "a\"b", "1", "\\", "😀"]
NUMBERS = ["0", "-0", "1", "1.0", "10e-1", "0.1", "0.10", "-1", "2", "9007199254740993", "9007199254740992", "1e21", "1E+21",
           "123456789012345678901234567890"]


class Number(str):
    """The text of a number, which is kept."""


def value(r, depth):
    kind = r.randrange(9 if depth else 6)
    if kind < 3:
        return r.choice([None, True, False])
    if kind == 3:
        return Number(r.choice(NUMBERS))
    if kind < 6:
        return r.choice(WORDS)
    if kind < 8:
        return {r.choice(NAMES): value(r, depth - 1) for _ in range(r.randrange(5))}
    return [value(r, depth - 1) for _ in range(r.randrange(6))]


def edited(r, v):
    """v with some changes below it, or none."""
    if r.random() < 0.1:
        return value(r, 3)
    if isinstance(v, dict):
        names = list(v)
        if r.random() < 0.3:
            r.shuffle(names)
        made = {k: edited(r, v[k]) if r.random() < 0.3 else v[k] for k in names if r.random() < 0.9}
        if r.random() < 0.2:
            made[r.choice(NAMES)] = value(r, 2)
        return made
    if isinstance(v, list):
        made = [edited(r, x) if r.random() < 0.3 else x for x in v if r.random() < 0.85]
        if r.random() < 0.3:
            made.insert(r.randrange(len(made) + 1), value(r, 2))
        return made
    return v


def text(v, r):
    """v as JSON; characters are escaped at random."""
    if isinstance(v, Number):
        return str(v)
    if isinstance(v, dict):
        return "{" + ",".join(f"{text(k, r)}:{text(x, r)}" for k, x in v.items()) + "}"
    if isinstance(v, list):
        return "[" + ",".join(text(x, r) for x in v) + "]"
    return json.dumps(v, ensure_ascii=r.random() < 0.3)


def records(r):
    rows = []
    for _ in range(r.randrange(9)):
        key = r.choice([None, "", "A", "AA", "B", "b", "é", "10", "9"])
        rows.append({KEY: key, **{n: value(r, 3) for n in r.sample(NAMES, 4)}})
    return rows


def changed(r, rows):
    made = []
    for row in rows:
        members = {k: v for k, v in row.items() if k != KEY}
        after = edited(r, members) if r.random() < 0.5 else members
        if r.random() < 0.85:
            made.append({KEY: row[KEY], **(after if isinstance(after, dict) else {"a": after})})
    if r.random() < 0.2:
        r.shuffle(made)
    return made + (records(r)[:2] if r.random() < 0.3 else [])


def load(path, rows, r):
    subprocess.run(["load-table", path, "catalogue"], check=True, input="".join(text(row, r) + "\n" for row in rows).encode())


def parse(line):
    return json.loads(line, parse_float=Decimal)


def printed(*command):
    return [parse(line) for line in subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()]


def strict(v):
    """For comparison: true is not 1."""
    if isinstance(v, dict):
        return {k: strict(x) for k, x in v.items()}
    if isinstance(v, list):
        return [strict(x) for x in v]
    return ("bool", v) if isinstance(v, bool) else v


def place(root, pointer):
    """The container of a place, and its name or index there."""
    names = [n.replace("~1", "/").replace("~0", "~") for n in pointer.split("/")[1:]]
    for name in names[:-1]:
        root = root[int(name) if isinstance(root, list) else name]
    return root, int(names[-1]) if isinstance(root, list) else names[-1]


def patch(record, changes):
    gone = []
    for c in changes:
        where, name = place(record, c["path"])
        if "before" in c:
            assert strict(where[name]) == strict(c["before"]), c
        if "after" not in c:
            gone.append((where, name))  # indices are the old ones
        elif isinstance(where, list) and "before" not in c:
            where.insert(name, c["after"])
        else:
            where[name] = c["after"]
    for where, name in reversed(gone):
        del where[name]
    return record


def by_key(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row[KEY]].append(row)
    return groups


def applied(rows, feed):
    groups = by_key(rows)
    for line in feed:
        group, n = groups[line["key"][KEY]], line["key"].get("n", 1)
        if line["op"] == "insert":
            assert len(group) == n - 1, line
            group.append(line["after"])
        elif line["op"] == "update":
            group[n - 1] = patch(group[n - 1], line["changes"])
        else:
            assert strict(group[n - 1]) == strict(line["before"]), line
            group[n - 1] = None
    return {key: rest for key, group in groups.items() if (rest := [row for row in group if row is not None])}


def main(seed, n):
    r = random.Random(seed)
    for _ in range(n):
        rows = records(r)
        load("old.db", rows, r)
        load("new.db", changed(r, rows), r)
        feed = printed("diff-table", "old.db", "new.db", "catalogue")
        got = applied(printed("cat-table", "old.db"), feed)
        same = strict(got) == strict(by_key(printed("cat-table", "new.db")))
        print("same" if same else f"another result: {feed}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
