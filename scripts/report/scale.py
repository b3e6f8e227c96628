# SPDX-License-Identifier: GPL-2.0
"""From values to places on an axis, and the marks along it."""
import math


def label(value):
    """1500 is 1.5k; what is small keeps three digits."""
    for size, suffix in ((1e9, 'G'), (1e6, 'M'), (1e3, 'k')):
        if abs(value) >= size:
            return f'{value / size:.3g}{suffix}'
    return f'{value:.3g}'


def _round_step(span, parts):
    """1, 2 or 5 times a power of ten, so that about so many parts make the span."""
    power = 10 ** math.floor(math.log10(span / parts))
    for factor in (1, 2, 5):
        if span / (factor * power) <= parts:
            return factor * power
    return 10 * power


class Linear:
    """From 0 to a round number above the largest value."""

    def __init__(self, values, start, end):
        high = max(values, default=0) or 1
        self.step = _round_step(high, 6)
        self.high = math.ceil(high / self.step - 1e-9) * self.step
        self.start, self.end = start, end

    def at(self, value):
        return self.start + (self.end - self.start) * value / self.high

    def ticks(self):
        return [self.step * i for i in range(round(self.high / self.step) + 1)]


class Log:
    """As far as the positive values go. Zero has a place of its own, one step before them."""

    def __init__(self, values, start, end, margin=0.0):
        positive = sorted({v for v in values if v > 0}) or [1]
        self.step = 10.0 if len(positive) < 2 else max(2.0, positive[1] / positive[0])
        self.zero = math.log10(positive[0] / self.step)
        low = self.zero if min(values, default=1) <= 0 else math.log10(positive[0])
        high = math.log10(positive[-1])
        pad = margin * (high - low) or (0.5 if high == low else 0)
        self.low, self.high, self.start, self.end = low - pad, high + pad, start, end

    def at(self, value):
        place = math.log10(value) if value > 0 else self.zero
        return self.start + (self.end - self.start) * (place - self.low) / (self.high - self.low)

    def ticks(self):
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        few = self.high - self.low < 2.2
        every = [f * 10.0 ** p for p in powers for f in ((1, 2, 5) if few else (1,))]
        inside = [v for v in every if self.low - 1e-9 <= math.log10(v) <= self.high + 1e-9]
        return inside[::math.ceil(len(inside) / 9) or 1]
