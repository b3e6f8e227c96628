# SPDX-License-Identifier: GPL-2.0
"""What locks let through as CPUs are added: exact mean value analysis of a closed network. Each CPU
works, then goes through the locks one after the other; who comes while one is taken waits. Not a
measurement: its parameters are the counts of one CPU."""
from typing import NamedTuple

import data
import tables
from document import Heading, Items, Text
from errors import bad_input
from tables import Table

CPUS = (1, 2, 8, 32, 128, 512)
# What a CPU gets done in a nanosecond, for turning times into counts: an assumption.
PER_NS = 2


class Lock(NamedTuple):
    held: float     # instructions, in all of its visits
    visits: float


def throughput(outside, handoff, locks, cpus):
    """{CPUs: times one CPU}. A lock that more than one CPU takes costs handoff more each visit."""
    one = outside + sum(lock.held for lock in locks)
    queues, found = [0.0] * len(locks), {}
    for number in range(1, max(cpus) + 1):
        moved = handoff if number > 1 else 0
        # The queue that a CPU finds is the one that the others would make alone.
        stays = [(lock.held + lock.visits * moved) * (1 + queue) for lock, queue in zip(locks, queues)]
        rate = number / (outside + sum(stays))
        queues = [rate * stay for stay in stays]
        found[number] = rate * one
    return {number: found[number] for number in cpus}


class Counts:
    """The parameters, out of one run's values."""

    def __init__(self, cost, summary, native):
        self.cost, self.summary, self.native = cost, summary, native
        self.n = next((e['n'] for e in summary if e['kernel'] == 'idr-lockstat'
                       and e['metric'] == 'pidmap_lock held us per op'), None)
        if self.n is None:
            raise bad_input('summary.csv has no locks of the kernel idr-lockstat; the model needs a complete make bench')

    def counted(self, kernel, benchmark, metric, live):
        return self._need('cost', self.cost, level=0, benchmark=benchmark, live=live, backend=kernel, metric=metric)

    def user_space(self, kernel, threads):
        return self._need('native', self.native, benchmark='own', threads=threads, backend=kernel, metric='time')

    @staticmethod
    def _need(name, rows, **wanted):
        found = data.value(rows, **wanted)
        if found is None:
            raise bad_input(f'{name}.csv has no row {" ".join(map(str, wanted.values()))}; the model needs it')
        return found

    def lock(self, kernel, load, what):
        for e in data.find(self.summary, kernel=kernel + '-lockstat', row=load, n=self.n, metric=what + ' per op'):
            if e['spread']:
                return e['spread'].median
        raise bad_input(f'summary.csv has no "{what} per op" of {load} on {kernel}-lockstat; the model needs it')

    def own(self, kernel, live):
        """The lock of PID numbers."""
        return Lock(*(sum(self.counted(kernel, 'pair', f'{way}_{what}', live) for way in ('alloc', 'free'))
                      for what in ('lock_held', 'locks')))

    def other(self, load, name):
        """Held so much longer, or less long, than the IDR's lock, in one boot."""
        times = self.lock('idr', load, name + ' held us') / self.lock('idr', load, 'pidmap_lock held us')
        return Lock(self.own('idr', 200).held * times, 3)

    def handoff_ns(self, kernel):
        """How long a lock takes to move: two threads that do nothing but take numbers, against one."""
        return (self.user_space(kernel, 2) / 2 - self.user_space(kernel, 1)) / round(self.own(kernel, 200).visits)

    def scaling(self, kernel, load, live, alone, cpus=CPUS):
        locks = [self.own(kernel, live)]
        if not alone:
            locks += [self.other(load, 'tasklist_lock-W'), self.other(load, 'css_set_lock')]
        # A load was counted beside 200 live pids: less their pair, plus this one.
        whole = (self.counted(kernel, load, 'cost', 200) - self.counted(kernel, 'pair', 'cost', 200)
                 + self.counted(kernel, 'pair', 'cost', live))
        handoff = 0 if alone else self.handoff_ns('idr') * PER_NS
        return throughput(whole - sum(lock.held for lock in locks), handoff, locks, cpus)


def _table(counts):
    rows = []
    for load in ('thread', 'fork'):
        for live, alone in ((200, True), (200, False), (0, False)):
            both = [counts.scaling(kernel, load, live, alone) for kernel in ('idr', 'bitmap')]
            rows.append([f'{load}, {live} live, {"alone" if alone else "all"}'] +
                        [', '.join(f'{one[n]:.1f}' for one in both) for n in CPUS])
    return Table(['load'] + [str(n) for n in CPUS], rows)


def _waiting(counts):
    """In the model who waits does so for one hold, on average."""
    rows = []
    for load in ('thread', 'fork'):
        for kernel in ('idr', 'bitmap'):
            wait, contended, held, acquired = (counts.lock(kernel, load, 'pidmap_lock ' + what) for what in (
                'wait us', 'contended', 'held us', 'acquired'))
            rows.append([f'{load}, {kernel}', tables.measured(wait), f'{contended * held / acquired:.4f}'])
    return Table(['wait for pidmap_lock, us a task', 'measured', 'model'], rows)


def _user_space(counts):
    rows = [[kernel, f'{2 * counts.user_space(kernel, 1) / counts.user_space(kernel, 2):.2f}',
             f'{counts.handoff_ns(kernel):.0f}'] for kernel in ('idr', 'bitmap')]
    return Table(['user space, two threads', 'times one', 'ns for the lock to move that explain it'], rows)


def section(counts):
    other = {load: [f'{counts.other(load, name).held:.0f}' for name in ('tasklist_lock-W', 'css_set_lock')]
             for load in ('thread', 'fork')}
    return [
        Heading(2, 'Many CPUs: a model, not a measurement'),
        Text('A closed network of queues, solved by exact mean value analysis (`make model`). Each CPU works, then '
             'has each lock in turn, for as many instructions as one CPU counted. Assumptions:'),
        Items(['All CPUs do one thing, create and reap tasks, in one PID namespace.',
               'An instruction takes as long on 512 CPUs as on one: no cache misses but those of a lock that moves.',
               'Times are exponential, locks are fair, and a waiting CPU costs the others nothing.',
               '`alone`: the lock of PID numbers is the only one, and moves at no cost: an upper bound.',
               '`all`: tasklist_lock (for writing) and css_set_lock, too, held as much longer or shorter than the '
               f'IDR\'s lock as /proc/lock_stat says: thread {other["thread"][0]} and {other["thread"][1]} '
               f'instructions, fork {other["fork"][0]} and {other["fork"][1]}. A lock moves in '
               f'{counts.handoff_ns("idr"):.0f} ns, which explains two threads in user space below; a nanosecond is '
               f'{PER_NS} instructions. Other locks are still free.']),
        Text('Throughput as a multiple of one CPU, IDR and bitmap, by the number of CPUs:'), _table(counts),
        Text(f'Against what was measured, which is {counts.n} CPUs and, in user space, two threads:'),
        _waiting(counts), _user_space(counts)]
