# SPDX-License-Identifier: GPL-2.0
"""A plot of curves over the number of CPUs, as SVG."""
import math

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 400, 60, 45, 35, 130
COLOURS = ("#c0392b", "#2471a3", "#229954", "#7d3c98", "#b9770e", "#17202a", "#ca6f1e", "#5d6d7e")


def nice(top):
    """A round number at least as large"""
    step = 10 ** math.floor(math.log10(top or 1))
    return next(step * m for m in (1, 2, 2.5, 5, 10) if step * m >= top)


class Plot:
    def __init__(self, title, unit, curves):
        self.title, self.unit, self.curves = title, unit, curves
        self.cpus = sorted({x for c in curves.values() for x, _ in c})
        self.top = nice(max((y for c in curves.values() for _, y in c), default=1))

    def x(self, cpus):
        low, high = math.log2(self.cpus[0]), math.log2(self.cpus[-1])
        return LEFT + (math.log2(cpus) - low) / ((high - low) or 1) * (WIDTH - LEFT - RIGHT)

    def y(self, value):
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - BOTTOM - TOP)

    def text(self, x, y, text, anchor="middle", colour="#17202a"):
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'

    def axes(self):
        for i in range(6):
            value = self.top * i / 5
            yield (f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.y(value):.1f}" '
                   f'y2="{self.y(value):.1f}" stroke="#d5d8dc"/>')
            yield self.text(LEFT - 6, self.y(value) + 4, f"{value:g}", "end")
        for cpus in self.cpus:
            yield self.text(self.x(cpus), HEIGHT - BOTTOM + 18, str(cpus))
        yield self.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "CPUs")
        yield self.text(LEFT, 18, f"{self.title}: {self.unit}", "start")

    def curve(self, name, points, nr):
        colour = COLOURS[nr % len(COLOURS)]
        at = [(self.x(x), self.y(y)) for x, y in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in at:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        yield self.text(WIDTH - RIGHT + 10, TOP + 18 * nr + 10, name, "start", colour)

    def write(self, path):
        with open(path, "w", encoding="ascii") as f:
            f.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
                    'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n')
            for part in self.axes():
                f.write(part + "\n")
            for nr, (name, points) in enumerate(self.curves.items()):
                for part in self.curve(name, points, nr):
                    f.write(part + "\n")
            f.write("</svg>\n")
