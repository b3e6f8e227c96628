# SPDX-License-Identifier: GPL-2.0
"""A document is a list of blocks; it is written as Markdown with its plots beside it, and as one
HTML page with everything inside."""
import html
import os
import re
from typing import NamedTuple

import data
from tables import Table

STYLE = '''
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif;
       color: #222; background: #fff; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; margin: 2rem 0 .75rem; }
h1 { margin-top: 1rem; } h2 { border-top: 1px solid #ddd; padding-top: 1rem; }
nav a { margin-right: 1rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); gap: 1rem; margin: 1rem 0; }
.plots svg { width: 100%; height: auto; border: 1px solid #ddd; }
.table { overflow: auto; margin: 1rem 0; max-height: 36rem; width: fit-content; max-width: 100%; border: 1px solid #ddd; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .6rem; text-align: left; white-space: nowrap; border-bottom: 1px solid #eee; }
th { position: sticky; top: 0; background: #f4f4f4; }
.number { text-align: right; }
@media print { .table { max-height: none; } }
code { background: #f4f4f4; padding: 0 .2rem; }
'''


class Heading(NamedTuple):
    level: int
    text: str


class Text(NamedTuple):
    """A paragraph, with `code` and [links](target)."""
    text: str


class Items(NamedTuple):
    texts: list


class Figure(NamedTuple):
    name: str
    title: str
    svg: str


def _wrapped(text, first='', rest='', width=96):
    lines, line = [], first
    for word in text.split():
        if len(line) + len(word) > width and line.strip():
            lines.append(line.rstrip())
            line = rest
        line += word + ' '
    return '\n'.join(lines + [line.rstrip()])


def _markdown_block(block):
    if isinstance(block, Heading):
        return '#' * block.level + ' ' + block.text
    if isinstance(block, Items):
        return '\n'.join(_wrapped(text, '- ', '  ') for text in block.texts)
    if isinstance(block, Figure):
        return f'![{block.title}]({block.name}.svg)'
    if isinstance(block, Table):
        return block.markdown().rstrip('\n')
    return _wrapped(block.text)


def markdown(blocks):
    return '\n\n'.join(_markdown_block(block) for block in blocks) + '\n'


def _inline(text):
    text = re.sub(r'`([^`]*)`', r'<code>\1</code>', html.escape(text, quote=False))
    return re.sub(r'\[([^]]*)\]\(([^)]*)\)', r'<a href="\2">\1</a>', text)


def anchor(text):
    return re.sub(r'\W+', '-', text.lower()).strip('-')


def _html_block(block):
    if isinstance(block, Heading):
        return f'<h{block.level} id="{anchor(block.text)}">{_inline(block.text)}</h{block.level}>\n'
    if isinstance(block, Items):
        return '<ul>\n' + ''.join(f'<li>{_inline(text)}</li>\n' for text in block.texts) + '</ul>\n'
    if isinstance(block, Figure):
        return block.svg
    if isinstance(block, Table):
        return block.html()
    return f'<p>{_inline(block.text)}</p>\n'


def _contents(blocks):
    links = [f'<a href="#{anchor(b.text)}">{_inline(b.text)}</a>' for b in blocks
             if isinstance(b, Heading) and b.level == 2]
    return '<nav>' + '\n'.join(links) + '</nav>\n'


def page(blocks):
    """One file: no script, no request."""
    body, inside = [], False
    for block in blocks:
        # Plots that follow each other stand side by side where there is room.
        if isinstance(block, Figure) != inside:
            inside = not inside
            body.append('<div class="plots">\n' if inside else '</div>\n')
        body.append(_html_block(block))
        if isinstance(block, Heading) and block.level == 1:
            body.append(_contents(blocks))
    body.append('</div>\n' if inside else '')
    title = next(b.text for b in blocks if isinstance(b, Heading))
    return ('<!DOCTYPE html>\n<!-- SPDX-License-Identifier: GPL-2.0 -->\n<html lang="en">\n<head>\n'
            '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<link rel="icon" href="data:,">\n<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n'
            f'</head>\n<body>\n<main>\n{"".join(body)}</main>\n</body>\n</html>\n')


def write(directory, blocks):
    """report.md, report.html and the plots."""
    for block in blocks:
        if isinstance(block, Figure):
            data.write_text(os.path.join(directory, block.name + '.svg'), block.svg)
    data.write_text(os.path.join(directory, 'report.md'), markdown(blocks))
    data.write_text(os.path.join(directory, 'report.html'), page(blocks))
