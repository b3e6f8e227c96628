# SPDX-License-Identifier: GPL-2.0
import re
import unittest
import xml.etree.ElementTree as xml

import common
import counts
import data
import document
import scale
import stats
import svg
import tables


class Numbers(unittest.TestCase):
    def test_counts(self):
        """whole from 1000 on, rounded; else two digits, if there are any"""
        for value, text in ((5000.6, '5001'), (999.5, '999.50'), (12.0, '12'), (0, '0'), (None, '-')):
            self.assertEqual(tables.count(value), text)

    def test_measured(self):
        """five digits, never an exponent"""
        for value, text in ((1697800.4, '1697800'), (97115.2, '97115'), (0.064849123, '0.064849'),
                            (0.00001, '0.000010'), (4.0, '4')):
            self.assertEqual(tables.measured(value), text)

    def test_ratio(self):
        """none where there is nothing to divide by"""
        self.assertEqual([tables.ratio(1, 4), tables.ratio(1, 0), tables.ratio(None, 2)], ['0.250', '-', '-'])

    def test_spread(self):
        """the ratio with its spread; one round has none, nor has the base"""
        three, one = stats.Spread(400, 150, 500, 3), stats.Spread(5, 5, 5, 1)
        ratio, same = stats.Spread(1.5, 1, 2.5, 3), stats.Spread(1, 1, 1, 3)
        self.assertEqual(tables.with_ratio({'spread': three, 'ratio': ratio}), '400 (1.500, 1.000-2.500)')
        self.assertEqual(tables.with_ratio({'spread': three, 'ratio': same}), '400')
        self.assertEqual(tables.with_ratio({'spread': one, 'ratio': ratio}), '5')
        self.assertEqual(tables.with_ratio({'spread': None, 'ratio': None}), 'cannot')


class Tables(common.InDirectory):
    table = tables.Table(['load', 'n'], [['a|b', '1'], ['<c>', '20']])

    def test_text(self):
        """numbers to the right"""
        self.assertEqual(self.table.text(), 'load   n\na|b    1\n<c>   20\n')

    def test_markdown(self):
        """a bar in a cell does not end it"""
        self.assertEqual(self.table.markdown(), '| load | n |\n| --- | ---: |\n| a\\|b | 1 |\n| <c> | 20 |\n')

    def test_html(self):
        """a cell is no markup"""
        self.assertIn('<td>&lt;c&gt;</td><td class="number">20</td>', self.table.html())

    def test_cost(self):
        """a kernel a column, the quotient that both have, and the widest spread"""
        text = counts.table(data.read(self.put('cost.csv', common.COST), 'cost')).text()
        self.assertEqual([line.split() for line in text.splitlines()], [
            ['benchmark', 'level', 'live', 'unit', 'idr', 'bitmap', 'bitmap/idr', 'spread'],
            ['pair', '0', '0', 'instructions', '5001', '1000', '0.200', '40.0%'],
            ['pair', '0', '0', 'alloc_locks', 'acquisitions', '1', '-', '-', '0.0%'],
            ['pair', '0', '200', 'instructions', '-', '12.50', '-', '0.0%']])


    def test_glance(self):
        """rows that both kernels have"""
        rows = data.read(self.put('cost.csv', common.COST), 'cost')
        self.assertEqual(counts.glance(rows)[-1].rows, [['alloc_pid + free_pid, alone', '5001', '1000', '0.200']])
        self.assertEqual(counts.glance(rows[:1]), [])


class Native(common.InDirectory):
    def test_grown(self):
        """one thread: beside the IDR's median; no ratio where it was not measured"""
        head = ','.join(data.COLUMNS['native'])
        self.put('native.csv', f'''{head}
own,1,0,1000,idr,cpu,ns,60,50,70,5
hit,1,0,1000,idr,cpu,ns,8,7,9,5
hit,1,0,1000,bitmap,cpu,ns,6,5,7,5
hit,1,0,1000,leaves,cpu,ns,5,4,6,5
hit,1,0,1000,idr-leaves,cpu,ns,10,9,11,5
hit,1,4,1000,bitmap,cpu,ns,5,5,5,5
''')
        told, table = counts.native(data.load(self.top, 'native'), ['a machine'])[-2:]
        self.assertIn('more and more numbers', told.text)
        self.assertEqual(table.rows, [['look up a number in use', '0', '1000', '8 (7-9)', '6 (0.75, 5-7)',
                                       '5 (0.50, 4-6)'],
                                      ['look up a number in use', '4', '1000', '-', '5 (5-5)', '-']])


class Scales(unittest.TestCase):
    def test_linear(self):
        """from 0 to a round number above"""
        axis = scale.Linear([3, 47], 0, 100)
        self.assertEqual((axis.ticks(), axis.at(25)), ([0, 10, 20, 30, 40, 50], 50))

    def test_log(self):
        """as far from 1 to 10 as from 10 to 100"""
        axis = scale.Log([1, 100], 0, 100)
        self.assertEqual([round(axis.at(v)) for v in (1, 10, 100)], [0, 50, 100])

    def test_zero(self):
        """zero is one step before the least that is there"""
        axis = scale.Log([0, 1000, 10000], 0, 100)
        self.assertEqual([round(axis.at(v)) for v in (0, 1000, 10000)], [0, 50, 100])

    def test_one_value(self):
        """one value stands in the middle"""
        self.assertEqual(scale.Log([8], 0, 100).at(8), 50)

    def test_labels(self):
        """short"""
        self.assertEqual([scale.label(v) for v in (0, 0.02, 250, 1500, 2e6)], ['0', '0.02', '250', '1.5k', '2M'])


class Plots(unittest.TestCase):
    points = [svg.Point('idr', 1, 10, 5, 20), svg.Point('idr', 2, 30, 30, 30), svg.Point('b & c', 1, 40, 40, 40)]

    def parsed(self, text):
        return [(e.tag.rpartition('}')[2], e) for e in xml.fromstring(text).iter()]

    def test_lines(self):
        """a line for each series, a mark for each point and in the legend, with its value"""
        elements = self.parsed(svg.lines('a title', 'x', 'y', self.points))
        self.assertEqual(sum(tag == 'polyline' for tag, _ in elements), 2)
        self.assertEqual([e.text for tag, e in elements if tag == 'title'],
                         ['idr', 'b & c', 'idr, 1: 10 (5-20)', 'idr, 2: 30 (30-30)', 'b & c, 1: 40 (40-40)'])

    def test_heights(self):
        """a bar of twice the value is twice as high"""
        points = [svg.Point('idr', 'a', 20), svg.Point('idr', 'b', 10)]
        bars = [e for tag, e in self.parsed(svg.places('t', '', '', points)) if tag == 'rect' and len(e)]
        heights = [float(e.get('height')) for e in bars if e.find('{*}title').text != 'idr']
        self.assertAlmostEqual(heights[0] / heights[1], 2, places=1)

    def test_inside(self):
        """nothing is drawn outside of the picture"""
        many = [svg.Point(f'a kernel with a long name {i}', x, 10.0 ** i) for i in range(9) for x in (0, 1, 64)]
        for text in (svg.lines('t', 'x', 'y', many, log_y=True), svg.places('t', 'x', 'y', many)):
            height = float(re.search(r'viewBox="0 0 480 (\d+)"', text).group(1))
            for _, e in self.parsed(text):
                for name, most in (('x', 480), ('cx', 480), ('y', height), ('cy', height)):
                    self.assertTrue(0 <= float(e.get(name, 0)) <= most, (name, e.attrib))

    def test_colours(self):
        """a backend has the same colour wherever it stands"""
        found = [re.search(r'fill="(#[0-9a-f]{6})"><title>bitmap<', svg.lines('t', 'x', 'y', points)).group(1)
                 for points in ([svg.Point('bitmap', 1, 1)], [svg.Point('idr', 1, 1), svg.Point('bitmap', 1, 1)])]
        self.assertEqual(found[0], found[1])


class Documents(unittest.TestCase):
    blocks = [document.Heading(1, 'Top'), document.Text('See `a<b` and [raw.csv](raw.csv).'),
              document.Heading(2, 'One & two'), document.Figure('p', 'a plot', '<svg></svg>\n'),
              document.Items(['first', 'second'])]

    def test_markdown(self):
        """plots are files beside it"""
        self.assertEqual(document.markdown(self.blocks), '# Top\n\nSee `a<b` and [raw.csv](raw.csv).\n\n'
                         '## One & two\n\n![a plot](p.svg)\n\n- first\n- second\n')

    def test_page(self):
        """all is inside; the contents lead to each section"""
        page = document.page(self.blocks)
        for text in ('<code>a&lt;b</code>', '<a href="raw.csv">raw.csv</a>', '<svg></svg>', '<li>first</li>',
                     '<a href="#one-two">One &amp; two</a>', '<h2 id="one-two">One &amp; two</h2>'):
            self.assertIn(text, page)
        self.assertEqual(re.findall(r'<(?:img|script|link)[^>]*>', page), ['<link rel="icon" href="data:,">'])
        self.assertEqual(page.count('<div'), page.count('</div>'))
