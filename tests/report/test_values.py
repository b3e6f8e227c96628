# SPDX-License-Identifier: GPL-2.0
import unittest

import common
import data
import errors
import kernels
import stats
import summary


class Statistics(unittest.TestCase):
    def test_odd(self):
        """of an odd number the middle one"""
        self.assertEqual(stats.median([9, 1, 5]), 5)

    def test_even(self):
        """of an even number the mean of two"""
        self.assertEqual(stats.median([4, 1, 10, 2]), 3)

    def test_one(self):
        """one value is its own median"""
        self.assertEqual(stats.spread([7]), (7, 7, 7, 1))

    def test_spread(self):
        """median, least, most and how many"""
        self.assertEqual(stats.spread([100, 400, 200]), (200, 100, 400, 3))

    def test_width(self):
        """(6 - 4) / 5"""
        self.assertEqual(stats.spread([4, 5, 6]).width, 0.4)

    def test_width_of_nothing(self):
        """a median of 0 has no width"""
        self.assertEqual(stats.spread([0, 0]).width, 0)

    def test_ratios(self):
        """of rounds that both have, and by nothing but what is not 0"""
        self.assertEqual(stats.ratios({1: 10, 2: 30, 3: 8, 4: 1}, {1: 5, 2: 10, 3: 0}), (2.5, 2, 3, 2))

    def test_no_ratios(self):
        """no round in common"""
        self.assertIsNone(stats.ratios({1: 10}, {2: 5}))


class Names(unittest.TestCase):
    def test_split(self):
        """backend, machine, option"""
        for name, parts in (('idr', ('idr', '', '')), ('idr-lockstat', ('idr', '', '-lockstat')),
                            ('bitmap@big-nocgroup', ('bitmap', '@big', '-nocgroup')),
                            ('linux-6.12', ('linux-6.12', '', ''))):
            self.assertEqual(kernels.split(name), parts)

    def test_machine(self):
        """goes before the options"""
        self.assertEqual(kernels.on_machine('idr-nocgroup', 'four'), 'idr@four-nocgroup')

    def test_base(self):
        """the IDR; else the first without options"""
        self.assertEqual(kernels.base(['stock', 'idr@big', 'bitmap']), 'idr')
        self.assertEqual(kernels.base(['a-lockstat', 'b', 'c']), 'b')

    def test_base_of(self):
        """same machine, same options"""
        self.assertEqual(kernels.base_of('bitmap@big-lockstat', 'idr'), 'idr@big-lockstat')


class Summary(common.InDirectory):
    def lines(self, text):
        rows = summary.one_lock(data.read(self.put('raw.csv', text), 'raw'))
        return [','.join(str(c) for c in summary.to_csv(e).values()) for e in summary.summarise(rows)]

    def test_by_hand(self):
        """rounds: idr 100, 200, 400; bitmap 150, 500 (of 400, 500, 900), 400"""
        lines = self.lines(common.RAW)
        self.assertEqual(lines, [
            'fork,2,ops_per_s,idr,200,100,400,3,1.000,1.000,1.000',
            'fork,2,ops_per_s,bitmap,400,150,500,3,1.500,1.000,2.500',
            'fork,2,ops_per_s,idr-nocgroup,10,10,10,1,1.000,1.000,1.000',
            'fork,2,ops_per_s,bitmap-nocgroup,5,5,5,1,0.500,0.500,0.500',
            'pidfd_open,1,ops_per_s,idr,cannot,,,,,,',
            'pidfd_open,1,ops_per_s,bitmap,7,7,7,1,,,',
            'ps,10000,real_s,idr,2,2,2,1,1.000,1.000,1.000',
            'ps,10000,real_s,bitmap,1,1,1,1,0.500,0.500,0.500',
            'fork,2,pidmap_lock acquired per op,idr-lockstat,2,2,2,1,1.000,1.000,1.000',
            'fork,2,pidmap_lock acquired per op,bitmap-lockstat,1,1,1,1,0.500,0.500,0.500'])

    def test_hyphen(self):
        """a kernel of the user's whose name has a hyphen is compared with his first"""
        text = 'round,kernel,row,n,metric,value\n1,my-old,fork,2,ops_per_s,4\n1,my-new,fork,2,ops_per_s,6\n'
        self.assertEqual(self.lines(text)[1], 'fork,2,ops_per_s,my-new,6,6,6,1,1.500,1.500,1.500')

    def test_there_and_back(self):
        """summary.csv says the same when it is read"""
        self.put('raw.csv', common.RAW)
        entries = summary.summarise(summary.one_lock(data.load(self.top, 'raw')))
        data.write(data.path_of(self.top, 'summary'), [summary.to_csv(e) for e in entries], data.COLUMNS['summary'])
        back = [summary.from_csv(row) for row in data.load(self.top, 'summary')]
        self.assertEqual([summary.to_csv(e) for e in back], [summary.to_csv(e) for e in entries])


class Files(common.InDirectory):
    def refused(self, text, name='cost'):
        with self.assertRaises(errors.Stop) as caught:
            data.read(self.put('x.csv', text) if text is not None else f'{self.top}/none.csv', name)
        self.assertEqual(caught.exception.code, errors.E_INPUT)
        return str(caught.exception)

    def test_missing(self):
        """a file that is not there"""
        self.assertIn('none.csv is missing', self.refused(None))

    def test_empty(self):
        """a file without a line"""
        self.assertIn('is empty', self.refused(''))

    def test_other(self):
        """columns of something else"""
        self.assertIn('is not what the kit writes', self.refused('one,two\n1,2\n'))

    def test_cut(self):
        """a last line that is cut off"""
        self.assertIn('line 3 of', self.refused(common.COUNTED + 'pair,0,0,idr,cost,i,1,1,1,1\npair,0,0,id\n'))

    def test_no_number(self):
        """a word where a number should be"""
        self.assertIn('median is "many", not a number', self.refused(common.COUNTED + 'pair,0,0,idr,cost,i,many,1,1,1\n'))

    def test_lacking(self):
        """nothing where a number should be; a word that only a value may be"""
        self.assertIn('round is ""', self.refused(common.RAW + ',idr,fork,2,ops_per_s,1\n', 'raw'))
        self.assertIn('n is "cannot"', self.refused(common.RAW + '1,idr,fork,cannot,ops_per_s,1\n', 'raw'))

    def test_comments(self):
        """lines with # are notes, not values"""
        path = self.put('x.csv', '# CPU: a\n# CPUs: 2\nround,kernel\n1,idr\n')
        self.assertEqual(data.comments(path), ['CPU: a', 'CPUs: 2'])
        self.assertEqual(data.read(path), [{'round': 1, 'kernel': 'idr'}])
