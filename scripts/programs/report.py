#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What make programs found: a table, each point that failed or came out otherwise than on
the first kernel, skips and figures. Usage: report.py CASES RESULTS "NAME..." KERNEL...
Exit status 1 if anything failed or differs. Writes RESULTS/report.md."""
import os
import re
import sys

POINT = re.compile(r"^(not )?ok(?: \d+)? - (.*?)(?: # SKIP (.*))?$")
END = re.compile(r"^# case \S+ end (\S+) (\d+) (\d+)$")


def header(path, key):
    """What a case says of itself in its head."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                break
            if line.startswith(f"# {key}: "):
                return line.split(": ", 1)[1].strip()
    return ""


class Answer:
    """One case on one kernel."""

    def __init__(self, path):
        self.points, self.same, self.figures = {}, [], {}
        self.plan, self.end, self.seconds = None, "none", 0
        if not os.path.exists(path):
            self.points["did not run"] = "fail"
            return
        with open(path, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                self.read(line.rstrip("\r\n"))
        self.judge()

    def read(self, line):
        """One line of TAP."""
        point, end = POINT.match(line), END.match(line)
        if point:
            name, count = point[2], 1
            while name in self.points:
                count += 1
                name = f"{point[2]} ({count})"
            self.points[name] = "fail" if point[1] else "skip" if point[3] else "pass"
            if point[3]:
                self.figures["skip: " + name] = point[3]
        elif end:
            self.end, self.seconds = end[1], int(end[2])
        elif line.startswith("1.."):
            self.plan = int(line[3:].split()[0])
        elif line.startswith("# same "):
            self.same.append(line[7:])
        elif line.startswith("# figure "):
            name, value, unit = line[9:].split("|")
            self.figures[name] = f"{value} {unit}".strip()

    def judge(self):
        """A case that stopped before its plan has failed, however well it began."""
        if self.end != "0":
            self.points[f"ended ({self.end})"] = "fail"
        elif self.plan != len(self.points):
            self.points[f"stopped: {len(self.points)} points of {self.plan}"] = "fail"

    def count(self, what):
        """How many points came out so."""
        return sum(result == what for result in self.points.values())

    def text(self):
        """A cell of the table."""
        parts = [f"{self.count('pass')} passed"]
        for what, word in (("fail", "**failed**"), ("skip", "skipped")):
            if self.count(what):
                parts.append(f"{self.count(what)} {word}")
        return ", ".join(parts)


def differences(name, kernels, answers):
    """Lines: each point that is not the same everywhere, or fails everywhere."""
    found = []
    points = {p: None for kernel in kernels for p in answers[kernel].points}
    for point in points:
        results = [answers[k].points.get(point, "none") for k in kernels]
        if len(set(results)) > 1 or results[0] == "fail":
            row = ", ".join(f"{k} {r}" for k, r in zip(kernels, results))
            found.append(f"- {name}: {point}: {row}")
    first = answers[kernels[0]].same
    for kernel in kernels[1:]:
        other = answers[kernel].same
        if other != first:
            apart = [[s for s in first if s not in other], [s for s in other if s not in first]]
            said = apart if any(apart) else [first, other]
            found.append(f"- {name}: {kernels[0]} says {said[0]}, {kernel} {said[1]}")
    return found


def tables(cases, where, names, kernels):
    """The report's lines, and those of what is wrong."""
    rows, wrong, skips, figures = [], [], {}, []
    total = {k: {"pass": 0, "fail": 0, "skip": 0} for k in kernels}
    for name in names:
        answers = {k: Answer(os.path.join(where, k, name + ".tap")) for k in kernels}
        what = header(os.path.join(cases, name, "run"), "what")
        rows.append(f"| {name} | {what} | " + " | ".join(answers[k].text() for k in kernels) + " |")
        wrong += differences(name, kernels, answers)
        for kernel in kernels:
            for result in total[kernel]:
                total[kernel][result] += answers[kernel].count(result)
            for key, text in answers[kernel].figures.items():
                if key.startswith("skip: "):
                    skips[f"- {name}: {key[6:]}: {text}"] = None
        for key in {f: None for k in kernels for f in answers[k].figures if not f.startswith("skip: ")}:
            cells = " | ".join(answers[k].figures.get(key, "-") for k in kernels)
            figures.append(f"| {name}: {key} | {cells} |")
    lines = ["| case | what | " + " | ".join(kernels) + " |", "|---|---|" + "---|" * len(kernels), *rows]
    lines.append("| all | | " + " | ".join(
        "{pass} passed, {fail} failed, {skip} skipped".format(**total[k]) for k in kernels) + " |")
    if figures:
        lines += ["", "| figure | " + " | ".join(kernels) + " |", "|---|" + "---|" * len(kernels), *figures]
    if skips:
        lines += ["", f"Skipped, {len(skips)}:", "", *skips]
    lines += ["", "Failed or different:" if wrong else "Nothing failed, nothing differs.", *([""] if wrong else []), *wrong]
    return lines, wrong, total


def main():
    cases, where, names, *kernels = sys.argv[1:]
    lines, wrong, total = tables(cases, where, names.split(), kernels)
    with open(os.path.join(where, "report.md"), "w", encoding="utf-8") as report:
        print(*lines, sep="\n", file=report)
    print(*wrong, sep="\n")
    for kernel in kernels:
        print(f"{kernel}: " + "{pass} passed, {fail} failed, {skip} skipped".format(**total[kernel]))
    print(f"report: {where}/report.md")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
