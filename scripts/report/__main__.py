#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""python3 scripts/report VERB ...: reports of what the kit measured. scripts/report/verb is the same
for make, with the kit's variables and exit statuses."""
import argparse
import errno
import os
import sys
import time
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

# pylint: disable=wrong-import-position
import counts
import data
import document
import gather
import machines
import model
import publish
import run
import simulated
from errors import E_INTERNAL, E_SPACE, E_USAGE, Stop, usage

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PUBLISHED = os.path.join(TOP, 'Documentation', 'results')


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise usage(f'{message}; see: python3 scripts/report --help')


def _relative(path):
    return os.path.relpath(path) if os.path.abspath(path).startswith(os.getcwd() + os.sep) else path


def table(args):
    """the table of a cost.csv, memory.csv or locks.csv, for a terminal"""
    print(counts.table(data.read(args.csv, 'cost')).text(), end='')


def bench(args):
    """what make bench leaves in DIR: summary.csv, report.md, report.html and plots"""
    run.need(args.dir, args.need)
    machines.write(args.dir, args.dir)
    print(f'report: {_relative(run.write(args.dir))}, report.html beside it')


def report(args):
    """one report of several directories, in O/results/compared-DATE"""
    target = os.path.join(args.out, time.strftime('compared-%Y-%m-%d-%H%M%S'))
    gather.gather(args.dirs, target)
    print(f'report: {_relative(run.write(target))}, report.html beside it')


def show_model(args):
    """from one CPU's counts to 512 CPUs, as Markdown"""
    if len(args.dirs) > 1:
        raise usage('RESULTS= names more than one directory; name one complete run of make bench')
    directory = args.dirs[0] if args.dirs else PUBLISHED
    if not data.has(directory, 'raw'):
        run.need(directory, ['summary'])
    run.need(directory, ['cost', 'native'])
    found = run.Run(directory)
    print(document.markdown(model.section(model.Counts(found.cost, found.summary, found.native))), end='')


def put(args):
    """DIR's values and report into Documentation/results, or with --check whether that is what it should be"""
    target = PUBLISHED if not args.release else os.path.join(PUBLISHED, args.release)
    if args.check:
        publish.check(target)
        return
    if not args.dir:
        raise usage('name a directory with a report, such as build/results/DATE')
    publish.publish(args.dir, target, ['cost'] if args.release else ['summary', 'cost', 'memory', 'native'])
    print(f'published: {_relative(target)}')


def values(args):
    """the values of a CSV as they are written, a line each: what the columns named say, = and the median"""
    seen = set()
    for where, row in data.texts(args.csv):
        unknown = [column for column in [args.of, *args.columns] if column not in row]
        if unknown:
            raise usage(f'{args.csv} has no column {unknown[0]}; it has {",".join(row)}')
        key = ','.join(row[column] for column in args.columns)
        if key in seen:
            raise usage(f'{where} is the second with {key}; name more columns')
        seen.add(key)
        print(f'{key}={row[args.of]}')


def simulate(args):
    """the tables of a simulate.csv, as Markdown"""
    print(document.markdown([b for b in simulated.section(simulated.read(args.csv))
                             if not isinstance(b, document.Figure)]), end='')


def _kinds(text):
    kinds = text.split(',') if text else []
    for kind in kinds:
        if kind not in run.FILES:
            raise usage(f'--need {kind} is not known; use some of: {",".join(run.FILES)}')
    return kinds


def parse(arguments):
    parser = Parser(prog='report', description=__doc__.split(':', 1)[1].strip())
    verbs = parser.add_subparsers(dest='verb', required=True, metavar='VERB')
    made = {}
    for name, function in (('table', table), ('bench', bench), ('report', report), ('model', show_model),
                           ('publish', put), ('values', values), ('simulate', simulate)):
        made[name] = verbs.add_parser(name, help=function.__doc__, description=function.__doc__)
        made[name].set_defaults(function=function)
    for name in ('table', 'values', 'simulate'):
        made[name].add_argument('csv', metavar='CSV')
    made['values'].add_argument('columns', nargs='+', metavar='COLUMN')
    made['values'].add_argument('--of', default='median', metavar='COLUMN')
    for name in ('report', 'model'):
        made[name].add_argument('dirs', nargs='*', metavar='DIR')
    made['report'].add_argument('--out', default='build/results', metavar='DIR')
    made['bench'].add_argument('dir', metavar='DIR')
    made['publish'].add_argument('dir', nargs='?', metavar='DIR')
    made['publish'].add_argument('--release', default='', metavar='NAME', help='of a series that is not mainline\'s')
    made['publish'].add_argument('--check', action='store_true')
    made['bench'].add_argument('--need', type=_kinds, default=[], metavar='KIND,...', help='fail without these CSVs')
    return parser.parse_args(arguments)


def main(arguments):
    verb = next((a for a in arguments if not a.startswith('-')), 'report')
    try:
        args = parse(arguments)
        args.function(args)
        sys.stdout.flush()
    except Stop as stop:
        print(f'{verb}: error: {stop}', file=sys.stderr)
        return stop.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    except OSError as error:
        what = f'{error.filename}: ' if error.filename else ''
        print(f'{verb}: error: {what}{error.strerror}', file=sys.stderr)
        return E_SPACE if error.errno in (errno.ENOSPC, errno.EDQUOT) else E_USAGE
    except Exception:   # pylint: disable=broad-except
        traceback.print_exc()
        print(f'{verb}: error: this is a fault of the kit; please report the lines above', file=sys.stderr)
        return E_INTERNAL
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
