# SPDX-License-Identifier: GPL-2.0
"""The points that make simulate left: KERNEL-LOAD-CPUS-LATENCY-ROUND.json each."""
import collections
import json
import pathlib
import statistics

Point = collections.namedtuple("Point", "kernel load cpus latency round data")


def read(results):
    points = []
    for path in sorted(pathlib.Path(results, "points").glob("*.json")):
        kernel, load, cpus, latency, nr = path.stem.rsplit("-", 4)
        with open(path, encoding="ascii") as f:
            points.append(Point(kernel, load, int(cpus), int(latency), int(nr), json.load(f)))
    return points


def operations(point):
    """Of the first kind; those beside them are other()"""
    return max(point.data["ops"], 1)


def other(point):
    return point.data["other"] / point.data["window"] * 2e6


def speed(point):
    """Operations in a simulated millisecond, of 2 million cycles"""
    return point.data["ops"] / point.data["window"] * 2e6


def of(points, **wanted):
    return [p for p in points if all(getattr(p, k) == v for k, v in wanted.items())]


def median(points, value):
    return statistics.median(value(p) for p in points) if points else None


def values(points, field):
    return sorted({getattr(p, field) for p in points})


def lines(points):
    """Moves of each line in an operation, over the rounds"""
    total, by = collections.Counter(), {}
    for point in points:
        for line in point.data["lines"]:
            total[line["line"]] += line["moves"] / operations(point) / len(points)
            by.setdefault(line["line"], line["by"])
    return total, by




def lock_rows(points):
    """name, acquisitions, cycles waited, held, moves waited, held, each in an operation,
    and per cent of the time held"""
    rows = collections.defaultdict(lambda: [0.0] * 6)
    for point in points:
        for lock in point.data["locks"]:
            name = lock["lock"] + {"r": " (read)", "w": " (write)", "b": " (bit)"}.get(lock["kind"], "")
            for i, field in enumerate(("taken", "wait", "hold", "wait_moves", "hold_moves")):
                rows[name][i] += lock[field] / operations(point) / len(points)
            rows[name][5] += lock["busiest"] / point.data["window"] * 100 / len(points)
    return sorted(rows.items(), key=lambda row: -row[1][5])
