#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Names each figure of the changelogs that no measurement says.

Usage: untraced.py PATCHES RESULTS.md... CSV...
A figure is a number in the text of a patch, above its diffstat: in prose, three digits
or a fraction; in a table (two or more of them in an indented line), any. It has to be
in a RESULTS.md, or among the medians of a CSV, as that is rounded; or be one that the
series itself says, in code or documentation: 4096 numbers, 512 bytes. Three decimals
in a table are the ratio of two others in their line. Versions, commits and powers of
two are no figures.
"""
import csv
import glob
import re
import sys

NUMBER = re.compile(r'(?<![\w.-])(\d+(?:\.\d+)*|\.\d+)(?![\w]|\.\d)')
# With the words that make them something else.
NO_FIGURE = re.compile(
    r'^\[PATCH [^]]*\]|\b[0-9a-f]{12,40}\b|\b(?:in|before|since|to|7\.\d+|on a|unmodified|herd7|Linux)'
    r' \d+\.\d+(?:\.\d+)?\b|\(\d+\.\d+\.\d+\)|"[^"\n]*"|^ \d+\. .*?[:;,.]', re.M)


def text(patch):
    """The changelog and its subject; a cover letter up to its shortlog."""
    body = patch.split('\n---\n')[0].split('\nSubject: ')[1]
    return re.split(r'\n[^\n]+ \(\d+\):\n', body)[0]


def figures(body):
    for line in body.splitlines():
        found = NUMBER.findall(NO_FIGURE.sub('', line))
        table = line.startswith('  ') and len(found) > 1
        for number in found:
            if table and len(found) > 2 and re.fullmatch(r'\d?\.\d{3}', number):
                if not is_ratio(number, found):
                    yield f'{number} is no ratio', line.strip()
            elif table or len(number.replace('.', '')) > 2 or '.' in number:
                yield number, line.strip()


def is_ratio(number, line):
    others = [float(n) for n in line if n != number and float(n)]
    return any(abs(b / a - float(number)) < 0.0015 for a in others for b in others)


def rounded(value):
    """As a table may show it: 5657.71 is 5658 or, cut, 5657; .614 or 0.614 is .614."""
    number = float(value)
    shown = {value, str(int(number)), f'{number:.0f}', f'{number:.1f}', f'{number:.2f}', f'{number:.3f}'}
    return shown | {s[1:] for s in shown if s.startswith('0.')}


def medians(path):
    with open(path, encoding='ascii') as file:
        rows = csv.DictReader(line for line in file if not line.startswith('#'))
        for row in rows:
            value = row.get('median') or ''
            if re.fullmatch(r'\d+(\.\d+)?', value):
                yield from rounded(value)


def said(patches):
    """What the series adds, its messages apart."""
    added = re.findall(r'^\+(?!\+\+).*', '\n'.join(patches), re.M)
    return set(NUMBER.findall('\n'.join(added)))


def main(directory, *results):
    patches = [open(p, encoding='utf-8').read() for p in sorted(glob.glob(f'{directory}/0*.patch'))]
    known = set()
    for page in (r for r in results if r.endswith('.md')):
        with open(page, encoding='utf-8') as file:
            known |= {n.lstrip('0') or '0' for n in NUMBER.findall(file.read().replace('*', ' '))}
    for table in (r for r in results if r.endswith('.csv')):
        known |= {n.lstrip('0') or '0' for n in medians(table)}
    known |= said(patches) | {str(1 << n) for n in range(13)}
    bad = 0
    for patch in patches:
        for number, line in figures(text(patch)):
            if (number.lstrip('0') or '0') not in known:
                print(f'{number}: {line}')
                bad += 1
    return bad > 0


sys.exit(main(*sys.argv[1:]))
