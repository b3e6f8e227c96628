# SPDX-License-Identifier: GPL-2.0
"""One directory of results, and the report of it. The report depends on nothing but the files."""
import os

import counts
import data
import document
import model
import simulated
import summary
import timed
from document import Heading, Items, Text
from errors import bad_input

# What each file has, and how it is measured.
FILES = {
    'cost': 'instructions, and how often and for how many a lock is held (`make cost`). One CPU of a guest under QEMU '
            '`-icount shift=0`: a nanosecond is an instruction, whatever else the machine does.',
    'memory': 'bytes and objects (`make memory`), by walking what a namespace has.',
    'native': 'the allocators in user space (`make native`): CPU time, on the machine that is named above.',
    'raw': 'each value of each round (`make bench`).',
    'summary': 'of `raw.csv`: a round\'s value is the median of its samples; a row has the median over the rounds, '
               'and the median, least and most of the ratios to the base kernel in the same round.',
    'simulate': 'each run of a simulated machine (`make simulate`).'}


class Run:
    """What a directory has; None for what it has not."""

    def __init__(self, directory):
        self.directory = directory
        self.summary = self._timed()
        self.cost, self.memory, self.native = (
            data.load(directory, kind) if data.has(directory, kind) else None for kind in ('cost', 'memory', 'native'))
        self.simulate = simulated.read(self.path('simulate')) if data.has(directory, 'simulate') else None

    def path(self, kind):
        return data.path_of(self.directory, kind)

    def _timed(self):
        """summary.csv is made of raw.csv where that is kept."""
        if data.has(self.directory, 'raw'):
            entries = summary.summarise(summary.one_lock(data.load(self.directory, 'raw')))
            data.write(self.path('summary'), [summary.to_csv(e) for e in entries], data.COLUMNS['summary'])
        if data.has(self.directory, 'summary'):
            return [summary.from_csv(row) for row in data.load(self.directory, 'summary')]
        return None

    def facts(self):
        try:
            with open(os.path.join(self.directory, 'machines.md'), encoding='utf-8') as file:
                facts = [line[2:].rstrip('\n') for line in file if line.startswith('- ')]
        except OSError:
            raise bad_input(f'{self.directory}/machines.md is missing; it says on what the values were measured') from None

        rounds = max((e['spread'].count for e in self.summary or [] if e['spread']), default=0)
        return facts + ([f'rounds of each kernel: at most {rounds}'] if rounds else [])

    def complete(self):
        """Whether the model has what it needs: one machine's run with everything."""
        return bool(self.cost and self.native and any(e['kernel'] == 'idr-lockstat' for e in self.summary or []))


def need(directory, kinds):
    """Ends the program where one is not there."""
    for kind in kinds:
        if not data.has(directory, kind):
            raise bad_input(f'{directory} has no {kind}.csv; measure again, or name a directory that has it')


def _method(run):
    links = [f'[{kind}.csv]({kind}.csv): {what}' for kind, what in FILES.items() if data.has(run.directory, kind)]
    return [Heading(2, 'Method and values'),
            Text('`scripts/report` made this page of the files below. A median of an even number of values is the mean '
                 'of the two in the middle.'), Items(links)]


def blocks(run):
    found = []
    if run.cost:
        found += counts.glance(run.cost) + counts.cost(run.cost)
    if run.memory:
        found += counts.memory(run.memory)
    if run.native:
        found += counts.native(run.native, data.comments(run.path('native')))
    if run.summary:
        found += timed.sections(run.summary)
    if run.simulate:
        found += simulated.section(run.simulate)
    if run.complete():
        found += model.section(model.Counts(run.cost, run.summary, run.native))
    if not found:
        raise bad_input(f'{run.directory} has no values: none of {", ".join(FILES)}.csv')
    return [Heading(1, 'PID allocators side by side'), Items(run.facts()), *found, *_method(run)]


def write(directory):
    """report.md, report.html and plots in the directory; the path of the first."""
    document.write(directory, blocks(Run(directory)))
    return os.path.join(directory, 'report.md')
