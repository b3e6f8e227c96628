# SPDX-License-Identifier: GPL-2.0
"""Runs of make bench or of the bundle, of any machines and kernels, into one directory. Of several
machines a kernel is NAME@MACHINE. Another run of the same kernel on the same machine adds its rounds."""
import os
import shutil

import data
import kernels
import machines
from errors import bad_input, usage

HINT = 'say RESULTS="DIR DIR...", directories with a raw.csv that make bench or the bundle wrote'


def check(directories):
    """Returns their raw values."""
    if not directories:
        raise usage(f'no results are named; {HINT}')
    raws, seen = [], set()
    for directory in directories:
        if not os.path.isdir(directory):
            raise usage(f'{directory} is no directory; {HINT}')
        real = os.path.realpath(directory)
        if real in seen:
            raise usage(f'{directory} is named twice in RESULTS=')
        seen.add(real)
        raws.append(data.load(directory, 'raw'))
        if not raws[-1]:
            raise bad_input(f'{directory}/raw.csv has no values; the run ended before its first round')
    return raws


def join_raw(raws, labels):
    """A later run's rounds are counted on from those of the same kernel on the same machine."""
    many, rounds, joined = len(set(labels)) > 1, {}, []
    for rows, label in zip(raws, labels):
        before, now = dict(rounds), {}
        for row in rows:
            key = (row['kernel'], label)
            number = row['round'] + before.get(key, 0)
            now[key] = max(now.get(key, 0), number)
            name = kernels.on_machine(row['kernel'], label) if many else row['kernel']
            joined.append(dict(row, kernel=name, round=number))
        rounds.update(now)
    return joined


def join_native(directories, labels):
    """(notes, rows), once for each machine: the kernel has no part in it."""
    notes, joined, many = [], [], len(set(labels)) > 1
    for label, directory in zip(labels, directories):
        path = data.path_of(directory, 'native')
        if f'machine: {label}' in notes or not os.path.exists(path) or not os.path.getsize(path):
            continue
        notes += [f'machine: {label}'] + data.comments(path)
        joined += [dict(row, backend=f'{row["backend"]}@{label}' if many else row['backend'])
                   for row in data.load(directory, 'native')]
    return notes, joined


def _write_native(path, notes, rows):
    data.write(path, rows, data.COLUMNS['native'])
    with open(path, encoding='utf-8') as file:
        text = file.read()
    data.write_text(path, ''.join(f'# {note}\n' for note in notes) + text)


def _copy_counts(directories, target):
    """Counts are those of any machine: the first that has some."""
    for directory in directories:
        found = [kind for kind in ('cost', 'memory') if data.has(directory, kind)]
        for kind in found:
            shutil.copy(data.path_of(directory, kind), target)
        if found:
            return


def gather(directories, target):
    raws = check(directories)
    labels = [machines.label(directory) for directory in directories]
    notes, native = join_native(directories, labels)
    os.makedirs(target)
    data.write(data.path_of(target, 'raw'), join_raw(raws, labels), data.COLUMNS['raw'])
    if native:
        _write_native(data.path_of(target, 'native'), notes, native)
    _copy_counts(directories, target)
    data.write_text(os.path.join(target, 'machines.md'),
                    ''.join(f'- {machines.describe(directory)}\n' for directory in directories))
