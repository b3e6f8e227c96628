# SPDX-License-Identifier: GPL-2.0
"""A run's values and its report into Documentation/. The directory is generated whole: what is
written by hand lies beside it."""
import filecmp
import os
import shutil
import tempfile

import data
import machines
import run
from errors import Stop, E_USAGE, usage

COPIED = ('cost', 'memory', 'native', 'simulate')
GENERATED = ('.md', '.html', '.svg')
# Made beside the values
GIVEN = ('machines.md', 'limits.md')


def kept(row):
    """What says something: rates of an emulator spread wider than kernels differ, except in these.
    System times of a few milliseconds are mostly the clock's steps."""
    if row['kernel'].endswith('-nocgroup'):
        return False
    return ('per op' in row['metric'] or row['metric'] == 'real_s' or
            row['metric'] == 'ops_per_s' and (row['row'] == 'idle' or row['row'].startswith('nested_')))


def _fill(source, target):
    """The values."""
    for kind in COPIED:
        if data.has(source, kind):
            shutil.copy(data.path_of(source, kind), target)
    if os.path.exists(os.path.join(source, 'limits.md')):
        shutil.copy(os.path.join(source, 'limits.md'), target)
    machines.write(source, target)
    found = run.Run(source)
    if found.summary:
        rows = [row for row in data.load(source, 'summary') if kept(row)]
        data.write(data.path_of(target, 'summary'), rows, data.COLUMNS['summary'])


def publish(source, target, kinds):
    if not os.path.isdir(source):
        raise usage(f'{source} is no directory; name one with a report, such as build/results/DATE')
    run.need(source, kinds)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(target)) as new:
        _fill(source, new)
        run.write(new)
        os.makedirs(target, exist_ok=True)
        for name in _files(target):
            os.remove(os.path.join(target, name))
        for name in os.listdir(new):
            shutil.move(os.path.join(new, name), target)


def _files(directory):
    return sorted(name for name in os.listdir(directory) if os.path.isfile(os.path.join(directory, name)))


def check(target):
    """Ends the program if the report is not what the values beside it come to."""
    with tempfile.TemporaryDirectory() as new:
        for name in _files(target):
            if not name.endswith(GENERATED) or name in GIVEN:
                shutil.copy(os.path.join(target, name), new)
        run.write(new)
        for name in sorted(set(_files(target)) | set(_files(new))):
            ours, theirs = os.path.join(new, name), os.path.join(target, name)
            if not (os.path.exists(ours) and os.path.exists(theirs) and filecmp.cmp(ours, theirs, shallow=False)):
                raise Stop(E_USAGE, f'{theirs} is not what the values beside it come to; publish it again: {target}')
