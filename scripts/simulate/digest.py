#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What the plugin wrote, with names, as JSON: digest.py POINT System.map >POINT.json"""
import bisect
import collections
import json
import sys

LOCKS = 60
LEAST = .01	# moves of an operation: what moves less is left out


class Names:
    """Addresses of the kernel's image, of per-CPU variables and of the rest"""

    def __init__(self, map_file):
        with open(map_file, encoding="ascii") as f:
            rows = [line.split() for line in f]
        symbols = sorted((int(a, 16), name) for a, kind, name in rows if kind not in "aA")
        self.address = [a for a, _ in symbols]
        self.name = [n for _, n in symbols]
        where = {name: int(a, 16) for a, _, name in rows}
        self.percpu = (where.get("__per_cpu_start", 0), where.get("__per_cpu_end", 0))
        self.offsets = []
        self.pages = {}

    def symbol(self, address):
        i = bisect.bisect_right(self.address, address) - 1
        if i < 0:
            return None
        offset = address - self.address[i]
        return self.name[i] + ("+0x%x" % offset if offset else "")

    def function(self, address):
        if address < 1 << 63:
            return "user"
        return (self.symbol(address) or "?").split("+")[0]

    def data(self, address):
        """The name of what lies there, or of its kind"""
        if address >= 0xffffffff80000000:
            return self.symbol(address)
        for offset in self.offsets:
            if self.percpu[0] <= (address - offset) % (1 << 64) < self.percpu[1]:
                return self.symbol((address - offset) % (1 << 64)) + " (per CPU)"
        return self.kind(address)

    def kind(self, address):
        if address < 1 << 63:
            return "user"
        page = self.pages.get(address & ~0xfff)
        if page:
            return "[%s]" % page
        for start, end, what in ((0xffffea0000000000, 0xffffeb0000000000, "struct page"),
                                 (0xffffc90000000000, 0xffffe90000000000, "vmalloc"),
                                 (0xffff888000000000, 0xffffc88000000000, "pages, stacks")):
            if start <= address < end:
                return "[%s]" % what
        return "[other]"


def note_memory(words, names):
    if words[0] == "percpu":
        names.offsets.append(int(words[2], 16))
    elif words[0] == "page":
        names.pages[int(words[1], 16)] = words[2]


def cpus_of(rows):
    total = collections.Counter()
    operations = []
    for words in rows["cpu"]:
        _, clock, insns, stalled, read, write, upgrade, ops, other = map(int, words[1:])
        total.update(cycles=clock, insns=insns, stalled=stalled, read=read, write=write,
                     upgrade=upgrade, ops=ops, other=other)
        operations.append(ops + other)
    result = dict(total, cpus=len(operations), least=min(operations), most=max(operations))
    result["moves"] = total["read"] + total["write"] + total["upgrade"]
    return result


def lines_of(rows, names):
    """Moves by line, named by the word that moved most, with who did it"""
    words, functions, kinds = {}, {}, {}
    for _, address, pc, read, write, upgrade in rows["move"]:
        address, count = int(address, 16), int(read) + int(write) + int(upgrade)
        name = names.data(address)
        line = address & ~63 if address >= 0xffffffff80000000 else name
        function = names.function(int(pc, 16))
        words.setdefault(line, collections.Counter())[name] += count
        functions.setdefault(line, collections.Counter())[function] += count
        kinds.setdefault(line, [0, 0, 0])
        for i, n in enumerate((read, write, upgrade)):
            kinds[line][i] += int(n)
    found = [{"line": words[l].most_common(1)[0][0], "moves": sum(words[l].values()),
              "kinds": kinds[l], "by": functions[l].most_common(4)} for l in words]
    found.sort(key=lambda l: -l["moves"])
    return found


def locks_of(rows, names):
    found, busiest = {}, {}
    for _, address, kind, taken, wait, hold, wait_moves, hold_moves in rows["lock"]:
        key = (names.data(int(address, 16)), kind)
        sums = found.setdefault(key, [0] * 5)
        for i, n in enumerate((taken, wait, hold, wait_moves, hold_moves)):
            sums[i] += int(n)
        busiest[key] = max(busiest.get(key, 0), int(wait) + int(hold))
    fields = ("taken", "wait", "hold", "wait_moves", "hold_moves")
    result = [dict(zip(fields, sums), lock=k[0], kind=k[1], busiest=busiest[k]) for k, sums in found.items()]
    result.sort(key=lambda l: -(l["wait"] + l["busiest"]))
    return result[:LOCKS]


def main(point, map_file):
    names = Names(map_file)
    rows = collections.defaultdict(list)
    with open(point, encoding="ascii") as f:
        for line in f:
            words = line.split()
            rows[words[0]].append(words)
    for words in rows["percpu"] + rows["page"]:
        note_memory(words, names)
    result = cpus_of(rows)
    result["window"] = int(rows["window"][0][1])
    result["released"] = int(rows["released"][0][1])
    result["lost"] = int(rows["lost"][0][1]) if rows["lost"] else 0
    result["lines"] = [l for l in lines_of(rows, names) if l["moves"] >= LEAST * result["ops"]]
    result["locks"] = locks_of(rows, names)
    json.dump(result, sys.stdout, indent=1)


main(*sys.argv[1:])
