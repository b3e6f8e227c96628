# SPDX-License-Identifier: GPL-2.0
"""Raw values, one a line, to medians over rounds and ratios within a round."""
import kernels
import stats


class Group:
    """All samples of one row and one kernel."""

    def __init__(self):
        self.samples, self.cannot = {}, False

    def add(self, number, value):
        if value == 'cannot':
            self.cannot = True
        else:
            self.samples.setdefault(number, []).append(value)

    def rounds(self):
        return {} if self.cannot else stats.by_round(self.samples)


def group(rows, keys, value):
    """{(key, kernel): Group}, in the order in which they come."""
    groups = {}
    for row in rows:
        key = tuple(row[k] for k in keys)
        groups.setdefault((key, row['kernel']), Group()).add(row['round'], row[value])
    return groups


def summarise(rows, keys=('row', 'n', 'metric'), value='value'):
    """A dict for each row and kernel: keys, kernel, spread and ratio (Spread or None)."""
    groups = group(rows, keys, value)
    base = kernels.base([kernel for _, kernel in groups])
    result = []
    for (key, kernel), one in groups.items():
        entry = dict(zip(keys, key), kernel=kernel, spread=None, ratio=None)
        rounds = one.rounds()
        if rounds:
            entry['spread'] = stats.spread(rounds.values())
            other = groups.get((key, kernels.base_of(kernel, base)))
            entry['ratio'] = stats.ratios(rounds, other.rounds()) if other else None
        result.append(entry)
    return result


def one_lock(rows):
    """The bitmap's lock of a namespace is the successor of the IDR's: one name for both."""
    return [dict(row, metric=row['metric'].replace('&map->lock', 'pidmap_lock')) for row in rows]


def _short(value):
    return f'{value:.6g}'


def to_csv(entry):
    """As summary.csv has it."""
    row = {k: entry[k] for k in ('row', 'n', 'metric', 'kernel')}
    for column in ('median', 'min', 'max', 'rounds', 'ratio', 'ratio_min', 'ratio_max'):
        row[column] = ''
    if not entry['spread']:
        row['median'] = 'cannot'
        return row
    middle, least, most, count = entry['spread']
    row.update(median=_short(middle), min=_short(least), max=_short(most), rounds=count)
    if entry['ratio']:
        for column, number in zip(('ratio', 'ratio_min', 'ratio_max'), entry['ratio']):
            row[column] = f'{number:.3f}'
    return row


def from_csv(row):
    entry = {k: row[k] for k in ('row', 'n', 'metric', 'kernel')}
    entry.update(spread=None, ratio=None)
    if row['median'] != 'cannot':
        entry['spread'] = stats.Spread(row['median'], row['min'], row['max'], row['rounds'])
    if row['ratio'] != '':
        entry['ratio'] = stats.Spread(row['ratio'], row['ratio_min'], row['ratio_max'], row['rounds'])
    return entry
