# SPDX-License-Identifier: GPL-2.0
"""Medians, spreads and ratios. Nothing else in the kit computes a median of results."""
from typing import NamedTuple


class Spread(NamedTuple):
    median: float
    least: float
    most: float
    count: int

    @property
    def width(self):
        """The spread as a part of the median."""
        return (self.most - self.least) / self.median if self.median else 0.0


def median(values):
    """The middle value; of an even number of values the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def spread(values):
    return Spread(median(values), min(values), max(values), len(values))


def by_round(samples):
    """{round: samples} to {round: median}: a round's value is the median of its samples."""
    return {number: median(values) for number, values in samples.items()}


def ratios(rounds, base):
    """The spread of the quotients of two values of one round; None where no round has both."""
    found = [value / base[number] for number, value in rounds.items() if base.get(number)]
    return spread(found) if found else None
