# SPDX-License-Identifier: GPL-2.0
"""simulate.csv: many CPUs, simulated. A line is one run of one kernel."""
import data
import summary
import svg
import tables
from document import Figure, Heading, Text
from errors import bad_input

KEYS = ('load', 'latency', 'cpus')
# These lie on the IDR's curve; where there are many curves, the table alone has them.
SPARED, CURVES = ('pinned', 'idrcss', 'patch1'), 6
NEEDS = KEYS + ('kernel', 'round', 'ops', 'cycles', 'moves_per_op')


def read(path):
    """Further columns may be there."""
    rows = data.read(path)
    lacking = [column for column in NEEDS if rows and column not in rows[0]]
    if not rows or lacking:
        raise bad_input(f'{path} has no {lacking[0] if lacking else "rows"}; simulate again')
    for count, row in enumerate(rows, 1):
        for column in ('cpus', 'ops', 'cycles', 'moves_per_op'):
            if isinstance(row[column], str):
                raise bad_input(f'row {count} of {path}: {column} is "{row[column]}", not a number')
        if row['cycles'] <= 0:
            raise bad_input(f'row {count} of {path} took no cycles; simulate it again')
    return [dict(row, rate=2e6 * row['ops'] / row['cycles'], beside=2e6 * row.get('other', 0) / row['cycles'])
            for row in rows]


def _measure(rows, value):
    return summary.summarise(rows, KEYS, value)


def _drawn(entries):
    found = list(dict.fromkeys(e['kernel'] for e in entries))
    for kernel in SPARED:
        if kernel in found and len(found) > CURVES:
            found.remove(kernel)
    return [e for e in entries if e['kernel'] in found]


def _figures(entries):
    found = []
    for load, latency in dict.fromkeys((e['load'], e['latency']) for e in entries):
        points = [svg.Point(e['kernel'], e['cpus'], *e['spread'][:3])
                  for e in _drawn(data.find(entries, load=load, latency=latency))]
        title = f'{load}, {latency} cycles to move a cache line'
        found.append(Figure(f'simulate-{load}-{latency}', title, svg.lines(
            title, 'CPUs', 'operations in a simulated ms', points)))
    return found


def section(rows):
    rates = _measure(rows, 'rate')
    table = [tables.pivot(entries, KEYS, 'kernel', tables.with_ratio) for entries in (
        rates, _measure(rows, 'moves_per_op'), _measure([row for row in rows if row['beside']], 'beside'))]
    return [Heading(2, 'Many CPUs, simulated'),
            Text('Operations in a millisecond of a simulated machine at 2 GHz, all CPUs together; median, and in '
                 'brackets the ratio to the base in the same round with its least and most.'),
            *_figures(rates), table[0], Heading(3, 'Cache lines moved for each operation'), table[1],
            *_beside(table[2])]


def _beside(table):
    """What every other CPU does while the rest forks"""
    return [Heading(3, 'Beside fork'),
            Text('Lookups (kill and pidfd_open) and readdirs of /proc in a simulated ms, all CPUs that do '
                 'nothing else together.'), table] if table.rows else []
