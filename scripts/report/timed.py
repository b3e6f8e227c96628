# SPDX-License-Identifier: GPL-2.0
"""What make bench and the bundle time: tables and plots of summary.csv."""
import re

import kernels
import svg
import tables
from document import Figure, Heading, Text


def _select(entries, metric, option='', row='.*'):
    return [e for e in entries if re.search(metric, e['metric']) and kernels.option(e['kernel']) == option
            and re.fullmatch(row, e['row'])]


def _table(entries, by_metric=False):
    keys, names = ('row', 'n'), ('load', 'n')
    if by_metric:
        keys, names = keys + ('metric',), names + ('metric',)
    return tables.pivot(entries, keys, 'kernel', tables.with_ratio, names)


def _points(entries, x=lambda e: e['n']):
    return [svg.Point(e['kernel'], x(e), *e['spread'][:3]) for e in entries if e['spread']]


def _lines(name, title, xlabel, ylabel, points, log_y=False):
    """Nothing where there is but one place on the axis."""
    if len({p.x for p in points}) < 2:
        return []
    return [Figure(name, title, svg.lines(title, xlabel, ylabel, points, log_y))]


def _ways(plain):
    """Loads that were run in 1, 2, 4 ... processes."""
    figures = []
    for way in dict.fromkeys(e['row'] for e in plain):
        if way == 'idle' or way.startswith('nested_'):
            continue
        figures += _lines(way, way, 'processes at once', 'per second', _points(_select(plain, '', row=way)))
    nested = _select(plain, '', row=r'nested_\d+')
    return figures + _lines('nested', 'fork + wait in nested PID namespaces', 'levels', 'per second',
                            _points(nested, lambda e: int(e['row'].split('_')[1])))


def _beside_idle(plain):
    """Times, not rates: what is slow is high."""
    points = [svg.Point(p.series, p.x, *(1e6 / v for v in (p.value, p.most, p.least)))
              for p in _points(_select(plain, '', row='idle')) if p.least]
    return _lines('idle', 'reading the directory /proc beside idle threads', 'idle threads', 'microseconds',
                  points, log_y=True)


def operations(entries):
    plain, bare = _select(entries, '^ops_per_s$'), _select(entries, '^ops_per_s$', 'nocgroup')
    blocks = []
    if plain:
        blocks += [Heading(2, 'Operations per second'),
                   Text('The median, and in brackets the ratio to the base kernel in the same round with its least and '
                        'most. Compare the ratios, not the rates.'), _table(plain), *_ways(plain), *_beside_idle(plain)]
    if bare:
        blocks += [Heading(3, 'The same without cgroups'), _table(bare)]
    return blocks


def proc(entries):
    real = _select(entries, '^real_s$')
    if not real:
        return []
    return [Heading(2, 'ps, pstree and readdir of /proc'), Text('Seconds that they take beside `n` processes; ratios as above.'),
            _table(real), *_lines('readdir', 'reading the directory /proc once', 'processes', 'seconds',
                                  _points(_select(real, '', row='readdir')), log_y=True)]


def _lock_plot(rows):
    total = {}
    for e in _select(rows, 'pidmap_lock acquired per op', 'lockstat'):
        if e['spread']:
            series = ''.join(kernels.split(e['kernel'])[:2])
            total[series, e['row']] = total.get((series, e['row']), 0) + e['spread'].median
    title = 'locks of PID numbers taken for each task created and reaped'
    points = [svg.Point(*key, value) for key, value in total.items()]
    return [Figure('locks', title, svg.places(title, 'load', 'acquisitions', points))] if points else []


def locks(entries):
    rows = _select(entries, 'acquired|contended|wait us|held us', 'lockstat')
    if not rows:
        return []
    return [Heading(2, 'Locks, for each operation'),
            Text('From /proc/lock_stat, while each load runs. The bitmap\'s pidmap_lock is `pidmap->lock`, one for '
                 'each namespace; the bit locks of its hash table are not counted here.'),
            _table(rows, by_metric=True), *_lock_plot(rows)]


def sections(entries):
    return operations(entries) + proc(entries) + locks(entries)
