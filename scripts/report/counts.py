# SPDX-License-Identifier: GPL-2.0
"""What is counted, and the same on every machine: cost.csv and memory.csv; and native.csv."""
import data
import stats
import svg
import tables
from document import Figure, Heading, Text

# Quotients that matter, where both kernels were measured.
RATIOS = (('patch1', 'stock'), ('interface', 'stock'), ('bitmap', 'idr'), ('bitmap', 'patch4'),
          ('xarray', 'idr'), ('pinned', 'idr'), ('leaves', 'bitmap'), ('rhash', 'bitmap'))
# Steps of the series have a column; in a plot they would hide what they are next to.
NOT_DRAWN = ('interface', 'patch4')


def _quotient(a, b):
    return f'{a}/{b}', lambda row: tables.ratio(*(row[k]['median'] if k in row else None for k in (a, b)))


def _width(row):
    """The widest spread of the row's runs."""
    return max(stats.Spread(e['median'], e['min'], e['max'], e['n']).width for e in row.values())


def table(rows):
    """A kernel a column; last, how far the runs of a row are apart."""
    found = {row['backend'] for row in rows}
    more = [_quotient(a, b) for a, b in RATIOS if a in found and b in found]
    more.append(('spread', lambda row: f'{100 * _width(row):.1f}%'))
    entries = [dict(row, unit=('' if row['metric'] == 'cost' else row['metric'] + ' ') + row['unit']) for row in rows]
    return tables.pivot(entries, ('benchmark', 'level', 'live', 'unit'), 'backend',
                        lambda e: tables.count(e['median']), more=more)


# What people ask for first: words, benchmark, level, live.
GLANCE = (
    ('alloc_pid + free_pid, alone', 'pair', 0, 0), ('alloc_pid + free_pid, beside 200 pids', 'pair', 0, 200),
    ('alloc_pid + free_pid, level 4, alone', 'pair', 4, 0),
    ('alloc_pid + free_pid, level 4, beside 200', 'pair', 4, 200),
    ('find_pid_ns among 10000', 'find', 0, 10000), ('pthread_create + join, beside 200', 'thread', 0, 200),
    ('fork + wait, beside 200', 'fork', 0, 200), ('readdir of /proc, 10000 processes', 'readdir', 0, 10000),
    ('readdir of /proc, 10000 idle threads', 'idle', 1, 10000))


def glance(rows):
    """The IDR and the bitmap, in a dozen lines; nothing where they were not compared."""
    found = []
    for words, benchmark, level, live in GLANCE:
        idr, bitmap = (data.value(rows, benchmark=benchmark, level=level, live=live, metric='cost', backend=backend)
                       for backend in ('idr', 'bitmap'))
        if idr and bitmap:
            found.append([words, tables.count(idr), tables.count(bitmap), tables.ratio(bitmap, idr)])
    return [Heading(2, 'At a glance'), Text('Instructions, counted; below are all rows.'),
            tables.Table(['what', 'IDR', 'bitmap', 'bitmap/IDR'], found)] if found else []


def _drawn(rows):
    return [row for row in rows if row['backend'] not in NOT_DRAWN]


def _place(row):
    return f'{row["level"]} / {row["live"]}'


def _pair(rows):
    points = [svg.Point(r['backend'], _place(r), r['median'])
              for r in data.find(_drawn(rows), benchmark='pair', metric='cost')]
    return points and Figure('pair', 'instructions to allocate and to free a number', svg.places(
        'alloc_pid() + free_pid()', 'namespace level / other live pids', 'instructions', points))


def _held(rows):
    total = {}
    for metric in ('alloc_lock_held', 'free_lock_held'):
        for row in data.find(_drawn(rows), benchmark='pair', metric=metric):
            key = (row['backend'], _place(row))
            total[key] = total.get(key, 0) + row['median']
    points = [svg.Point(*key, value) for key, value in total.items()]
    return points and Figure('held', 'instructions under the lock of PID numbers', svg.places(
        'under the lock of PID numbers, to allocate and to free', 'namespace level / other live pids',
        'instructions', points))


def _idle(rows):
    points = [svg.Point(r['backend'], r['live'], r['median'], r['min'], r['max'])
              for r in data.find(_drawn(rows), benchmark='idle', metric='cost')]
    return points and Figure('readdir-counted', 'instructions to read /proc beside idle threads', svg.lines(
        'reading the directory /proc beside idle threads', 'idle threads', 'instructions', points, log_y=True))


def cost(rows):
    whole = [row for row in rows if row['metric'] == 'cost']
    under = [row for row in rows if row['metric'] != 'cost']
    blocks = [Heading(2, 'Instructions, counted'),
              Text('On one CPU of a guest under QEMU `-icount shift=0`, where a nanosecond is one instruction: the '
                   'same on every machine. Each value is the median of the runs; `spread` is (most - least) / '
                   'median of the row\'s widest kernel. Level 0 is the initial PID namespace; `live` counts the '
                   'other pids, or threads, that exist meanwhile. Misses of the cache and waiting for a lock do '
                   'not show here.')]
    blocks += [figure for figure in (_pair(rows), _held(rows), _idle(rows)) if figure]
    blocks.append(table(whole))
    if under:
        blocks += [Heading(3, 'Under the locks, for each operation'),
                   Text('`locks` is the lock of PID numbers: one for the machine, or, in the bitmap and the XArray, '
                        'one for each namespace. `buckets` are the bit locks of the bitmap\'s hash table.'),
                   table(under)]
    return blocks


def memory(rows):
    points = [svg.Point(r['backend'], r['benchmark'], r['median']) for r in data.find(rows, metric='total')]
    blocks = [Heading(2, 'Memory, counted'),
              Text('Bytes that a namespace has: itself, its numbers (nodes of a radix tree, or chunks, tables and '
                   'directory) and each struct pid, as slab hands them out.')]
    if points:
        blocks.append(Figure('memory', 'bytes of a namespace, its numbers and struct pids', svg.places(
            'a namespace, its numbers and struct pids', '', 'bytes', points, log_y=True)))
    return blocks + [table(rows)]


NATIVE = (('own', 'allocate and free, each thread its own'),
          ('cross', 'allocate and free, freed by another thread'),
          ('find', 'look a number up'), ('walk', 'a step of a walk'))


GROWN = {'pair': 'allocate and free', 'hit': 'look up a number in use', 'miss': 'one among them that is free',
         'beyond': 'one above all of them', 'step': 'a step of a walk', 'jump': 'the same to a number anywhere',
         'chase': 'the same along an array of pointers'}


def _grown(rows):
    """One thread, more and more numbers in use: beside the IDR's, in the same run."""
    rows = [dict(row, operation=GROWN[row['benchmark']]) for row in rows if row['benchmark'] in GROWN]
    if not rows:
        return []
    base_of = {(row['backend'], row['operation'], row['level'], row['live'], row['metric']): row['median']
               for row in rows if row['backend'].startswith('idr')}
    rows = [row for row in rows if not row['backend'].startswith('idr-')]

    def cell(row):
        where = (row['operation'], row['level'], row['live'], row['metric'])
        # Of the same program
        base = base_of.get((f'idr-{row["backend"]}', *where), base_of.get(('idr', *where)))
        ratio = f'{row["median"] / base:.2f}, ' if base and row['backend'] != 'idr' else ''
        return f'{tables.measured(row["median"])} ({ratio}{tables.measured(row["min"])}-{tables.measured(row["max"])})'
    blocks = [Text('One thread, more and more numbers in use; in brackets the ratio to the IDR\'s median, least and most.')]
    for metric, unit in (('cpu', 'ns'), ('missed', 'cache lines missed')):
        some = [row for row in rows if row['metric'] == metric]
        if some:
            blocks.append(tables.pivot(some, ('operation', 'level', 'live'), 'backend', cell, (f'operation, {unit}', 'level', 'live')))
    return blocks


def native(rows, notes):
    grown = _grown(rows)
    rows = [row for row in rows if row['metric'] == 'cpu' and row['benchmark'] not in GROWN]
    blocks = [Heading(2, 'The allocators alone, in user space'),
              Text('Nanoseconds of CPU time that an operation takes each thread: median, and in brackets least and '
                   'most. ' + '; '.join(notes) + '.')]
    for benchmark, title in NATIVE:
        points = [svg.Point(r['backend'], r['threads'], r['median'], r['min'], r['max'])
                  for r in data.find(rows, benchmark=benchmark)]
        if points:
            blocks.append(Figure(f'native-{benchmark}', title,
                                 svg.lines(title, 'threads', 'ns of CPU time', points)))
    blocks.append(tables.pivot(rows, ('benchmark', 'threads', 'live'), 'backend', lambda r: (
        f'{tables.measured(r["median"])} ({tables.measured(r["min"])}-{tables.measured(r["max"])})')))
    return blocks + grown
