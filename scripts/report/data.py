# SPDX-License-Identifier: GPL-2.0
"""Readers of the CSV files that the measuring verbs write."""
import csv
import os

from errors import bad_input

_COUNTED = 'benchmark,level,live,backend,metric,unit,median,min,max,n'
COLUMNS = {
    'raw': 'round,kernel,row,n,metric,value'.split(','),
    'summary': 'row,n,metric,kernel,median,min,max,rounds,ratio,ratio_min,ratio_max'.split(','),
    'cost': _COUNTED.split(','),
    'memory': _COUNTED.split(','),
    'native': _COUNTED.replace(',', ',threads,', 1).split(','),
}
TEXT = {'kernel', 'row', 'metric', 'benchmark', 'backend', 'unit', 'load', 'base'}
# What a kernel cannot do has that word for a value, and no more; a row without a base has no ratios.
NO_NUMBER = {'raw': {'value': 'cannot'},
             'summary': dict.fromkeys(('min', 'max', 'rounds', 'ratio', 'ratio_min', 'ratio_max'), '',
                                      ) | {'median': 'cannot'}}


def path_of(directory, kind):
    return os.path.join(directory, kind + '.csv')


def has(directory, kind):
    return os.path.exists(path_of(directory, kind))


def _lines(path):
    try:
        with open(path, encoding='utf-8', newline='') as file:
            return file.read().splitlines()
    except FileNotFoundError:
        raise bad_input(f'{path} is missing; measure again, or name another directory') from None
    except (OSError, UnicodeDecodeError) as error:
        raise bad_input(f'{path} cannot be read: {getattr(error, "strerror", None) or "it is no text"}') from None


def comments(path):
    """The lines that say on what the values were measured."""
    return [line[1:].strip() for line in _lines(path) if line.startswith('#')]


def number(text):
    """The number, or None if the text is none."""
    try:
        return float(text) if '.' in text or 'e' in text else int(text)
    except ValueError:
        return None


def _value(text, column, where, allowed):
    if column in TEXT or allowed.get(column) == text:
        return text
    value_of = number(text)
    if value_of is None:
        raise bad_input(f'{where}: {column} is "{text}", not a number')
    return value_of


def texts(path, kind=None):
    """(where, {column: text}) for each row. A file of a kind has its columns and no others."""
    header, columns = None, COLUMNS.get(kind)
    for count, line in enumerate(_lines(path), 1):
        if line.startswith('#') or not line:
            continue
        fields = next(csv.reader([line]))
        where = f'line {count} of {path}'
        if header is None:
            header = fields
            if columns and header != columns:
                raise bad_input(f'{path} is not what the kit writes: its first line is not {",".join(columns)}')
            continue
        if len(fields) != len(header):
            raise bad_input(f'{where} has {len(fields)} fields, not {len(header)}; the file is cut or damaged')
        yield where, dict(zip(header, fields))
    if header is None:
        raise bad_input(f'{path} is empty; measure again')


def read(path, kind=None):
    """The rows, as a list of dicts; numbers are numbers. Of no kind, it may be anything."""
    if kind:
        allowed = NO_NUMBER.get(kind, {})
        return [{column: _value(text, column, where, allowed) for column, text in row.items()}
                for where, row in texts(path, kind)]
    return [{column: text if number(text) is None else number(text) for column, text in row.items()}
            for _, row in texts(path)]


def load(directory, kind):
    return read(path_of(directory, kind), kind)


def write(path, rows, columns):
    """All at once: a reader finds the old file or the new one."""
    with open(path + '.new', 'w', encoding='utf-8', newline='') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(columns)
        writer.writerows([row[column] for column in columns] for row in rows)
    os.replace(path + '.new', path)


def write_text(path, text):
    with open(path + '.new', 'w', encoding='utf-8') as file:
        file.write(text)
    os.replace(path + '.new', path)


def find(rows, **wanted):
    return [row for row in rows if all(row[column] == value for column, value in wanted.items())]


def value(rows, field='median', **wanted):
    """One value; None where no row is named."""
    return next((row[field] for row in find(rows, **wanted)), None)
