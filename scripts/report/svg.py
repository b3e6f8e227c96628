# SPDX-License-Identifier: GPL-2.0
"""Plots as SVG text: lines over a number, or marks over named places. No dependencies, the same
bytes each time. A pointer that rests on a mark is told its value."""
from html import escape
from typing import NamedTuple, Optional

import kernels
from scale import Linear, Log, label
from tables import measured

# Scaled to a telephone it can still be read.
WIDTH, HEIGHT = 480, 320
LEFT, RIGHT, BOTTOM, TOP = 62, 12, 48, 34
LEGEND = 18
# Told apart by those who do not see all colours, too (Okabe and Ito). A backend keeps its own.
COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#555555', '#e69f00', '#56b4e9', '#000000']
OWN = {'idr': 0, 'bitmap': 1, 'xarray': 2, 'pinned': 3, 'stock': 4, 'interface': 5, 'patch1': 6, 'patch4': 7}


class Point(NamedTuple):
    series: str
    x: object
    value: float
    least: Optional[float] = None
    most: Optional[float] = None


def _order(items):
    return list(dict.fromkeys(items))


def _colours(series):
    taken, free = {}, list(COLOURS)
    for name in series:
        colour = COLOURS[OWN[kernels.split(name)[0]]] if kernels.split(name)[0] in OWN else None
        if colour in free:
            taken[name] = colour
            free.remove(colour)
    for name in series:
        if name not in taken:
            taken[name] = free.pop(0) if free else COLOURS[len(taken) % len(COLOURS)]
    return taken


def _text(x, y, text, anchor='middle', extra=''):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(str(text))}</text>'


def _line(x1, y1, x2, y2, colour, width=1.0):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{width}"/>')


def _mark(x, y, colour, hint):
    """A shape for each colour, so that colour is not all that tells series apart."""
    kind = COLOURS.index(colour) % 4
    shapes = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"',
              f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7"',
              f'<path d="M{x:.1f} {y - 5:.1f}l4.5 8h-9z"',
              f'<path d="M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z"']
    return f'{shapes[kind]} fill="{colour}"><title>{escape(hint)}</title></{shapes[kind][1:].split()[0]}>'


class Plot:
    """The frame: title, legend, axes. The inside is drawn by whoever makes one."""

    def __init__(self, title, xlabel, ylabel, points):
        self.title, self.series = title, _order(p.series for p in points)
        self.colour = _colours(self.series)
        legend = self._legend()
        self.top = TOP + LEGEND * legend[1] + 6
        self.height = HEIGHT + LEGEND * (legend[1] - 1)
        self.bottom = self.height - BOTTOM
        middle = (self.top + self.bottom) / 2
        self.parts = [_text(WIDTH / 2, 20, title, extra=' font-weight="bold"'), *legend[0],
                      _text((LEFT + WIDTH - RIGHT) / 2, self.height - 10, xlabel),
                      _text(14, middle, ylabel, extra=f' transform="rotate(-90 14 {middle:.1f})"')]

    def _legend(self):
        parts, x, rows = [], LEFT, 1
        for name in self.series:
            wide = 26 + 6.7 * len(name)
            if x > LEFT and x + wide > WIDTH - RIGHT:
                x, rows = LEFT, rows + 1
            y = TOP + LEGEND * rows - 10
            parts += [_mark(x + 5, y - 4, self.colour[name], name), _text(x + 14, y, name, 'start')]
            x += wide
        return parts, rows

    def draw_y(self, scale):
        for value in scale.ticks():
            y = scale.at(value)
            self.parts += [_line(LEFT, y, WIDTH - RIGHT, y, '#dddddd'), _text(LEFT - 6, y + 4, label(value), 'end')]

    def draw_x(self, places):
        """places: (x, text)"""
        self.parts.append(_line(LEFT, self.bottom, WIDTH - RIGHT, self.bottom, '#555555'))
        for x, text in places:
            self.parts += [_line(x, self.bottom, x, self.bottom + 4, '#555555'), _text(x, self.bottom + 18, text)]

    def svg(self):
        body = '\n'.join(self.parts)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}" '
                f'height="{self.height}" role="img" aria-label="{escape(self.title)}" font-size="12" '
                f'font-family="system-ui, sans-serif" fill="#222222">\n'
                f'<rect width="{WIDTH}" height="{self.height}" fill="#ffffff"/>\n{body}\n</svg>\n')


def _values(points):
    return [v for p in points for v in (p.value, p.least, p.most) if v is not None]


def _vertical(plot, points, log):
    values = _values(points)
    return Log(values, plot.bottom, plot.top, margin=0.06) if log else Linear(values, plot.bottom, plot.top)


def _hint(point, x):
    spread = '' if point.least is None else f' ({measured(point.least)}-{measured(point.most)})'
    return f'{point.series}, {x}: {measured(point.value)}{spread}'


def lines(title, xlabel, ylabel, points, log_y=False):
    """Over a number, by powers: one CPU and two are as far apart as 64 and 128."""
    plot = Plot(title, xlabel, ylabel, points)
    yscale = _vertical(plot, points, log_y)
    xscale = Log([p.x for p in points], LEFT, WIDTH - RIGHT, margin=0.05)
    plot.draw_y(yscale)
    plot.draw_x([(xscale.at(x), label(x)) for x in sorted({p.x for p in points})])
    for name in plot.series:
        mine, colour = sorted((p for p in points if p.series == name), key=lambda p: p.x), plot.colour[name]
        path = ' '.join(f'{xscale.at(p.x):.1f},{yscale.at(p.value):.1f}' for p in mine)
        plot.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for p in mine:
            x, y = xscale.at(p.x), yscale.at(p.value)
            if p.least is not None:
                plot.parts.append(_line(x, yscale.at(p.least), x, yscale.at(p.most), colour))
            plot.parts.append(_mark(x, y, colour, _hint(p, label(p.x))))
    return plot.svg()


def places(title, xlabel, ylabel, points, log_y=False):
    """Over names: bars from 0, or, as a logarithm has no 0, marks."""
    plot = Plot(title, xlabel, ylabel, points)
    names = _order(p.x for p in points)
    yscale = _vertical(plot, points, log_y)
    plot.draw_y(yscale)
    each = (WIDTH - RIGHT - LEFT) / len(names)
    plot.draw_x([(LEFT + each * (i + 0.5), name) for i, name in enumerate(names)])
    bar = min(40, each * 0.8 / len(plot.series))
    for p in points:
        number, colour = plot.series.index(p.series), plot.colour[p.series]
        x = LEFT + each * (names.index(p.x) + 0.5) + bar * (number - len(plot.series) / 2)
        y = yscale.at(p.value)
        if log_y:
            plot.parts.append(_mark(x + bar / 2, y, colour, _hint(p, p.x)))
        else:
            plot.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{bar:.1f}" height="{plot.bottom - y:.1f}" '
                              f'fill="{colour}"><title>{escape(_hint(p, p.x))}</title></rect>')
    return plot.svg()
