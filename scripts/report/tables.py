# SPDX-License-Identifier: GPL-2.0
"""Tables of text: how numbers are shown, and the same table in three forms."""
import html
import re

_NUMBER = re.compile(r'-?[\d.]+(e[+-]?\d+)?%?( \(.*\))?|-|cannot|')


def count(value):
    """Instructions, acquisitions, bytes."""
    if value is None:
        return '-'
    return f'{value:.0f}' if value == int(value) or value >= 1000 else f'{value:.2f}'


def measured(value):
    """Five digits, never an exponent."""
    if value is None:
        return '-'
    if abs(value) >= 10000:
        return f'{value:.0f}'
    text = f'{value:.5g}'
    return f'{value:.6f}' if 'e' in text else text


def ratio(value, base):
    return '-' if value is None or not base else f'{value / base:.3f}'


def with_ratio(entry):
    """median (ratio, least-most); no ratio where it says nothing."""
    if not entry['spread']:
        return 'cannot'
    text, r = measured(entry['spread'].median), entry['ratio']
    if r is None or entry['spread'].count == 1 or (r.median == 1 and r.least == r.most):
        return text
    return f'{text} ({r.median:.3f}, {r.least:.3f}-{r.most:.3f})'


class Table:
    def __init__(self, header, rows):
        self.header, self.rows = list(header), [list(row) for row in rows]

    def right(self, column):
        """Whether the column holds numbers."""
        return all(_NUMBER.fullmatch(row[column]) for row in self.rows)

    def text(self):
        """For a terminal."""
        columns = range(len(self.header))
        width = [max(len(row[c]) for row in [self.header] + self.rows) for c in columns]
        right = [self.right(c) for c in columns]
        lines = [[row[c].rjust(width[c]) if right[c] else row[c].ljust(width[c]) for c in columns]
                 for row in [self.header] + self.rows]
        return '\n'.join('  '.join(line).rstrip() for line in lines) + '\n'

    def markdown(self):
        rule = ['---:' if self.right(c) else '---' for c in range(len(self.header))]
        lines = [self.header, rule] + [[cell.replace('|', '\\|') for cell in row] for row in self.rows]
        return ''.join('| ' + ' | '.join(line) + ' |\n' for line in lines)

    def html(self):
        kinds = [' class="number"' if self.right(c) else '' for c in range(len(self.header))]
        head = ''.join(f'<th scope="col"{k}>{html.escape(h)}</th>' for k, h in zip(kinds, self.header))
        body = ''.join('<tr>' + ''.join(f'<td{k}>{html.escape(c)}</td>' for k, c in zip(kinds, row)) + '</tr>\n'
                       for row in self.rows)
        # A wide table scrolls by itself; the page does not. The keyboard scrolls what has a tabindex.
        return (f'<div class="table" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n'
                f'<tbody>\n{body}</tbody></table></div>\n')


def pivot(entries, keys, column, cell, names=None, more=()):
    """A row for each combination of keys, a column for each value of column. cell(entry) is a
    text; more are further columns: (name, function of {column: entry})."""
    rows, found = {}, {}
    for entry in entries:
        rows.setdefault(tuple(entry[k] for k in keys), {})[entry[column]] = entry
        found[entry[column]] = None
    header = list(names or keys) + [str(c) for c in found] + [name for name, _ in more]
    body = [[str(k) for k in key] + [cell(row[c]) if c in row else '-' for c in found] + [f(row) for _, f in more]
            for key, row in rows.items()]
    return Table(header, body)
