# SPDX-License-Identifier: GPL-2.0
import os
import unittest

import common
import data
import errors
import gather
import model
import publish
import run
import simulated
from model import Lock

HEADER = 'round,kernel,row,n,metric,value\n'


class Model(unittest.TestCase):
    """What theory says of small networks, by hand."""

    def at(self, cpus, outside, handoff, *locks):
        return round(model.throughput(outside, handoff, [Lock(*lock) for lock in locks], [cpus])[cpus], 3)

    def test_one(self):
        """one CPU is one"""
        self.assertEqual(self.at(1, 100, 7, (3, 1), (5, 2)), 1)

    def test_free(self):
        """no lock: as many as there are"""
        self.assertEqual(self.at(64, 100, 0, (0, 0)), 64)

    def test_half(self):
        """as much in the lock as outside: 2 / (1 + 1 (1 + 1/2)), times 2"""
        self.assertEqual(self.at(2, 1, 0, (1, 1)), 1.6)

    def test_nothing_else(self):
        """nothing but the lock: one at a time"""
        self.assertEqual([self.at(n, 0, 0, (1, 1)) for n in (2, 512)], [1, 1])

    def test_handoff(self):
        """a lock that moves as slowly as it is held: half; taken twice it moves twice"""
        self.assertEqual([self.at(512, 0, 1, lock) for lock in ((1, 1), (1, 2))], [0.5, 0.333])

    def test_limit(self):
        """many CPUs: (z + s) / s of the longest lock"""
        self.assertEqual(self.at(512, 9, 0, (1, 1)), 10)
        self.assertEqual(self.at(512, 7, 0, (2, 1), (3, 1)), 4)


class Gathered(common.InDirectory):
    def results(self, name, machine, lines):
        self.put('raw.csv', HEADER + lines, name)
        if machine:
            self.put('machine.txt', f'machine: {machine}\ncpus: 64\n', name)
            self.put('skipped.txt', f'too old for {name}\n', name)
        return os.path.join(self.top, name)

    def gathered(self, *directories):
        target = os.path.join(self.top, 'out')
        gather.gather(directories, target)
        run.write(target)
        return self.text('out', 'summary.csv').splitlines()

    def setUp(self):
        super().setUp()
        self.one = self.results('one', 'big', '1,idr,fork,64,ops_per_s,100\n2,idr,fork,64,ops_per_s,200\n')
        self.two = self.results('two', 'big', '1,bitmap,fork,64,ops_per_s,300\n2,bitmap,fork,64,ops_per_s,400\n')
        self.three = self.results('three', 'big', '1,idr,fork,64,ops_per_s,800\n')
        self.four = self.results('four', '', '1,idr-nocgroup,fork,2,ops_per_s,7\n')

    def test_one_machine(self):
        """rounds of the same kernel add up; ratios stay within a round"""
        lines = self.gathered(self.one, self.two, self.three)
        self.assertIn('fork,64,ops_per_s,idr,200,100,800,3,1.000,1.000,1.000', lines)
        self.assertIn('fork,64,ops_per_s,bitmap,350,300,400,2,2.500,2.000,3.000', lines)
        self.assertIn('skipped: too old for one', ' '.join(self.text('out', 'report.md').split()))

    def test_two_machines(self):
        """kernels have the machine in their names, before the options"""
        lines = self.gathered(self.one, self.two, self.four)
        self.assertIn('fork,64,ops_per_s,bitmap@big,350,300,400,2,2.500,2.000,3.000', lines)
        self.assertIn('fork,2,ops_per_s,idr@four-nocgroup,7,7,7,1,1.000,1.000,1.000', lines)

    def test_native(self):
        """once for each machine"""
        row = 'own,1,0,1000,idr,cpu,ns,67.8,65.0,69.6,5\n'
        for name in ('one', 'two', 'four'):
            self.put('native.csv', f'# CPU: of {name}\n' + ','.join(data.COLUMNS['native']) + '\n' + row, name)
        notes, rows = gather.join_native([self.one, self.two, self.four], ['big', 'big', 'four'])
        self.assertEqual(notes, ['machine: big', 'CPU: of one', 'machine: four', 'CPU: of four'])
        self.assertEqual([r['backend'] for r in rows], ['idr@big', 'idr@four'])

    def test_refused(self):
        """nothing named, not there, named twice: nothing is written"""
        for names in ([], [self.top + '/none'], [self.one, self.one + '/.']):
            with self.assertRaises(errors.Stop) as caught:
                self.gathered(*names)
            self.assertEqual(caught.exception.code, errors.E_USAGE)
        self.assertFalse(os.path.exists(self.top + '/out'))


class Reports(common.InDirectory):
    def made(self):
        self.put('raw.csv', common.RAW)
        self.put('cost.csv', common.COST)
        self.put('machines.md', '- a machine\n')
        run.write(self.top)
        return self.text('report.md'), self.text('report.html')

    def test_both(self):
        """Markdown and HTML say the same values"""
        page, web = self.made()
        for text in ('| fork | 2 | 200 | 400 (1.500, 1.000-2.500) |', '| pidfd_open | 1 | cannot | 7 |',
                     '| ps | 10000 | 2 | 1 |', '- a machine', '[raw.csv](raw.csv)'):
            self.assertIn(text, page)
        for text in ('<td class="number">400 (1.500, 1.000-2.500)</td>', '<li>a machine</li>',
                     '<a href="raw.csv">raw.csv</a>', '5001'):
            self.assertIn(text, web)

    def test_pictures(self):
        """each picture that the Markdown shows is there, and each in the page, too"""
        page, web = self.made()
        names = [part.partition(')')[0] for part in page.split('](')[1:] if '.svg)' in part[:40]]
        self.assertTrue(names)
        for name in names:
            self.assertIn(self.text(name), web)

    def test_nothing(self):
        """a directory without values is refused"""
        self.put('machines.md', '- a machine\n')
        with self.assertRaisesRegex(errors.Stop, 'has no values'):
            run.write(self.top)

    def test_needed(self):
        """a value that has to be there is missed"""
        self.put('raw.csv', common.RAW)
        with self.assertRaisesRegex(errors.Stop, 'has no native.csv') as caught:
            run.need(self.top, ['raw', 'native'])
        self.assertEqual(caught.exception.code, errors.E_INPUT)


class Published(common.InDirectory):
    def setUp(self):
        super().setUp()
        self.put('raw.csv', common.RAW, 'run')
        self.put('cost.csv', common.COST, 'run')
        self.put('machines.md', '- a machine\n', 'run')
        self.put('old.svg', 'gone', 'docs')
        self.put('report.md', 'other series', 'docs/v1')
        self.docs = os.path.join(self.top, 'docs')
        publish.publish(os.path.join(self.top, 'run'), self.docs, ['cost'])

    def test_kept(self):
        """what says something, and nothing old; what lies below stays"""
        self.assertEqual([line.split(',')[0] for line in self.text('docs', 'summary.csv').splitlines()],
                         ['row', 'ps', 'ps', 'fork', 'fork'])
        self.assertEqual(sorted(os.listdir(self.docs)), [
            'cost.csv', 'locks.svg', 'machines.md', 'pair.svg', 'report.html', 'report.md', 'summary.csv', 'v1'])

    def test_check(self):
        """a change of a value or of a page is seen"""
        publish.check(self.docs)
        for name, old, new in (('report.md', '5001', '5002'), ('summary.csv', 'ps,10000,real_s,idr,2', 'ps,10000,real_s,idr,3'),
                               ('pair.svg', 'bitmap', 'bytmap')):
            text = self.text('docs', name)
            self.put(name, text.replace(old, new), 'docs')
            with self.assertRaisesRegex(errors.Stop, 'is not what the values'):
                publish.check(self.docs)
            self.put(name, text, 'docs')
        publish.check(self.docs)

    def test_needed(self):
        """nothing is lost where a value is missing"""
        with self.assertRaisesRegex(errors.Stop, 'has no memory.csv'):
            publish.publish(os.path.join(self.top, 'run'), self.docs, ['memory'])
        self.assertIn('report.md', os.listdir(self.docs))


class Simulated(common.InDirectory):
    text_of = ('kernel,base,load,cpus,latency,round,ops,cycles,moves_per_op,note\n'
               'idr,v7.3,thread,2,100,1,50,1000000,40,x\nbitmap,v7.3,thread,2,100,1,75,1000000,30,x\n'
               'idr,v7.3,thread,4,100,1,100,1000000,50,x\nbitmap,v7.3,thread,4,100,1,120,500000,45,x\n')

    def test_rates(self):
        """operations in two million cycles; 120 in half a million are 480"""
        self.put('simulate.csv', self.text_of)
        self.put('machines.md', '- a machine\n')
        run.write(self.top)
        page = self.text('report.md')
        self.assertIn('| thread | 100 | 4 | 200 | 480 |', page)
        self.assertIn('| thread | 100 | 2 | 40 | 30 |', page)
        self.assertIn('(simulate-thread-100.svg)', page)

    def test_beside(self):
        """what every other CPU does: 10 in half a million cycles are 40"""
        rows = self.text_of.replace('note', 'other').replace(',x', ',0')
        self.put('machines.md', '- a machine\n')
        self.put('simulate.csv', rows)
        run.write(self.top)
        self.assertNotIn('Beside fork', self.text('report.md'))
        self.put('simulate.csv', rows + 'bitmap,v7.3,lookup,4,100,1,9,500000,45,10\n')
        run.write(self.top)
        page = self.text('report.md').split('Beside fork')[1]
        self.assertIn('| lookup | 100 | 4 | 40 |', page)
        self.assertNotIn('| thread |', page)

    def test_cut(self):
        """a run without cycles, and a column that lacks"""
        for old, new, says in (('1000000,40', '0,40', 'took no cycles'), ('latency', 'late', 'has no latency'),
                               ('500000,45', '500000,many', 'moves_per_op is "many"')):
            path = self.put('simulate.csv', self.text_of.replace(old, new))
            with self.assertRaisesRegex(errors.Stop, says):
                simulated.read(path)
