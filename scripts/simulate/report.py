#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""report.py RESULTS: points.csv, lines.csv, locks.csv, plots and report.md of the points
that make simulate left there."""
import csv
import pathlib
import sys

import points as P

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "report"))
import svg

QUOTED = 16  # CPUs that the texts speak of
PREFERRED = ("stock", "patch1", "idr", "bitmap", "xarray", "pinned", "idrcss", "bitmapcss")
WHAT = {
    "thread": "threads created and joined, in a process on each CPU",
    "fork": "fork, exit and wait", "vfork": "vfork, exit and wait",
    "threads1": "threads created and joined, all in one process",
    "ns1": "threads in a namespace of its own on each CPU",
    "ns4": "threads, four levels of namespaces on each CPU",
    "ns1all": "threads in one namespace", "ns4all": "threads, four levels for all",
    "readdir": "fork on even CPUs, readdir of /proc on odd ones",
    "lookup": "fork on even CPUs, kill and pidfd_open on odd ones",
}


def order(kernel):
    return (PREFERRED.index(kernel) if kernel in PREFERRED else len(PREFERRED), kernel)


def write_csv(path, head, rows):
    with open(path, "w", encoding="ascii", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(head)
        out.writerows(rows)


def raw(results, points):
    key = ("kernel", "load", "cpus", "latency", "round")
    fields = ("window", "ops", "other", "least", "most", "cycles", "insns", "stalled", "moves",
              "read", "write", "upgrade", "released", "lost")
    # The number of CPUs is the guest's own: point refuses another one.
    rows = [[*p[:5], *(p.data.get(f, 0) for f in fields)] for p in points]
    write_csv(results / "points.csv", key + fields, rows)
    # What scripts/report shows beside all else
    write_csv(results / "simulate.csv", (*key, "ops", "cycles", "moves_per_op", "other"), (
        [*row[:5], p.data["ops"], p.data["window"], round(moves(p), 2), p.data["other"]]
        for p, row in zip(points, rows)))
    write_csv(results / "lines.csv", key + ("line", "read", "write", "upgrade", "by"), (
        [*p[:5], l["line"], *l["kinds"], " ".join(f for f, _ in l["by"])]
        for p in points for l in p.data["lines"]))
    lock = ("lock", "kind", "taken", "wait", "hold", "wait_moves", "hold_moves", "busiest")
    write_csv(results / "locks.csv", key + lock, (
        [*p[:5], *(l[f] for f in lock)] for p in points for l in p.data["locks"]))


def table(points, value, form):
    """A row for each number of CPUs, a column for each kernel"""
    kernels = sorted(P.values(points, "kernel"), key=order)
    yield "| CPUs | " + " | ".join(kernels) + " |"
    yield "|---:" * (len(kernels) + 1) + "|"
    for cpus in P.values(points, "cpus"):
        row = [P.median(P.of(points, kernel=k, cpus=cpus), value) for k in kernels]
        yield f"| {cpus} | " + " | ".join("" if v is None else form % v for v in row) + " |"
    yield ""


def plot(title, points, value):
    kernels = sorted(P.values(points, "kernel"), key=order)
    return svg.lines(title, "CPUs", "", [
        svg.Point(k, n, P.median(P.of(points, kernel=k, cpus=n), value))
        for k in kernels for n in P.values(P.of(points, kernel=k), "cpus")])


def moves(point):
    return point.data["moves"] / P.operations(point)


def insns(point):
    return point.data["insns"] / P.operations(point)


MEASURES = (("speed", "operations in a simulated ms", P.speed, "%.1f"),
            ("moves", "lines moved in an operation", moves, "%.1f"),
            ("insns", "instructions of an operation, waiting included", insns, "%.0f"))
OTHER = (("other", "what the odd CPUs did, in a simulated ms", P.other, "%.1f"),)


def in_the_way(points):
    """The top ten lines and locks where there are most CPUs"""
    for kernel in sorted(P.values(points, "kernel"), key=order):
        mine = P.of(points, kernel=kernel)
        most = max(P.values(mine, "cpus"))
        if most == 1:
            continue
        mine = P.of(mine, cpus=most)
        total, by = P.lines(mine)
        yield f"What stands in the way, {kernel}, {most} CPUs:"
        yield ""
        yield "| line | moves in an operation | by |"
        yield "|---|---:|---|"
        for line, n in total.most_common(10):
            yield f"| {line} | {n:.2f} | {', '.join(f for f, _ in by[line][:3])} |"
        yield ""
        yield "| lock | wanted or held, % | taken | cycles waited | held | moves waiting | held |"
        yield "|---|---:|---:|---:|---:|---:|---:|"
        for name, (*row, busy) in P.lock_rows(mine)[:10]:
            yield f"| {name} | {busy:.0f} | " + " | ".join("%.2f" % v if v < 10 else "%.0f" % v for v in row) + " |"
        yield ""


def section(results, load, latency, points):
    yield f"## {load}, {latency} cycles a move"
    yield ""
    yield WHAT.get(load, load) + "."
    yield ""
    beside = any(p.data["other"] for p in points)
    for name, unit, value, form in MEASURES + OTHER * beside:
        yield f"{unit[0].upper()}{unit[1:]}:"
        yield ""
        yield from table(points, value, form)
        if name != "insns":
            file = f"{load}-{latency}-{name}.svg"
            (results / file).write_text(plot(f"{load}, {latency} cycles: {unit}", points, value))
            yield f"![{unit}]({file})"
            yield ""
    yield from in_the_way(points)


def limits(points):
    """At the least latency, with QUOTED CPUs and with the most: of the first load all kernels, of
    others IDR and bitmap. report() has the rest."""
    yield "# What stands in the way"
    yield ""
    yield ("By `make simulate`. A lock is \"wanted or held\" more than 100 % of the time where several CPUs"
           " wait for it; cycles and moves are those of an operation.")
    yield ""
    points = P.of(points, latency=P.values(points, "latency")[0])
    for nr, (load, latency, some) in enumerate(sections(points)):
        yield f"## {load}, {latency} cycles a move"
        yield ""
        shown = [p for p in some if not nr or p.kernel in ("idr", "bitmap")] or some
        if max(P.values(shown, "cpus")) > QUOTED:
            yield from in_the_way(P.of(shown, cpus=QUOTED))
        yield from in_the_way(shown)


def sections(points):
    for load in sorted(P.values(points, "load"), key=lambda l: list(WHAT).index(l) if l in WHAT else 99):
        for latency in P.values(P.of(points, load=load), "latency"):
            yield load, latency, P.of(points, load=load, latency=latency)


def report(results, points):
    yield "# Simulated CPUs"
    yield ""
    yield ("By `make simulate`: an instruction is a cycle, a line that another CPU has takes so many more;"
           " Documentation/simulator.md says what that leaves out. A lock is \"wanted or held\" more than"
           " 100 % of the time where several CPUs wait for it.")
    yield ""
    for load, latency, some in sections(points):
        yield from section(results, load, latency, some)


def main(results):
    results = pathlib.Path(results)
    points = P.read(results)
    if not points:
        sys.exit("report.py: error: no points in %s; make simulate makes them" % results)
    points.sort(key=lambda p: (p.load, p.latency, p.cpus, order(p.kernel), p.round))
    raw(results, points)
    for file, lines in (("report.md", report(results, points)), ("limits.md", limits(points))):
        with open(results / file, "w", encoding="ascii") as f:
            f.writelines(line + "\n" for line in lines)


main(sys.argv[1])
