#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""diff.py RESULTS A B [LOAD [CPUS [LATENCY]]]: which lines and locks appear, go, or are
less of a burden with kernel B than with A, where both were simulated."""
import sys

import points as P

LEAST = 0.05	# moves in an operation


def shared(points, a, b):
    keys = [{p[1:4] for p in P.of(points, kernel=k)} for k in (a, b)]
    return sorted(keys[0] & keys[1])


def what(old, new):
    if not old:
        return "new"
    if not new:
        return "gone"
    return "%+.0f %%" % ((new / old - 1) * 100)


def print_lines(before, after):
    old, _ = P.lines(before)
    new, by = P.lines(after)
    rows = [(new[l] - old[l], l) for l in set(old) | set(new)]
    print("%-44s %9s %9s  %s" % ("line", "A", "B", ""))
    for change, line in sorted(rows, key=lambda r: -abs(r[0])):
        if abs(change) >= LEAST:
            print("%-44s %9.2f %9.2f  %s" % (line, old[line], new[line], what(old[line], new[line])))


def print_locks(before, after):
    old, new = dict(P.lock_rows(before)), dict(P.lock_rows(after))
    none = [0] * 6
    print("\n%-44s %9s %9s  %s" % ("lock: % of the time wanted or held", "A", "B", ""))
    for name in sorted(set(old) | set(new), key=lambda n: -abs(new.get(n, none)[5] - old.get(n, none)[5]))[:15]:
        a, b = old.get(name, none)[5], new.get(name, none)[5]
        if abs(a - b) >= 1:
            print("%-44s %9.0f %9.0f  %s" % (name, a, b, what(a, b)))


def main(results, a, b, load="", cpus="", latency=""):
    points = P.read(results)
    keys = [k for k in shared(points, a, b)
            if load in ("", k[0]) and cpus in ("", str(k[1])) and latency in ("", str(k[2]))]
    if not keys:
        sys.exit("diff.py: error: no point that both %s and %s have; run make simulate KERNELS=\"%s %s\"" % (a, b, a, b))
    for load, cpus, latency in keys:
        pair = [P.of(points, kernel=k, load=load, cpus=cpus, latency=latency) for k in (a, b)]
        speeds = [P.median(p, P.speed) for p in pair]
        print("%s, %d CPUs, %d cycles: A is %s with %.1f operations in a ms, B is %s with %.1f (%+.1f %%)"
              % (load, cpus, latency, a, speeds[0], b, speeds[1], (speeds[1] / speeds[0] - 1) * 100))
        print_lines(*pair)
        print_locks(*pair)
        print()


main(*sys.argv[1:])
