# SPDX-License-Identifier: GPL-2.0
"""machines.md: which machine each run was measured on, a line for each run."""
import glob
import hashlib
import os
import re
import subprocess

import data


def _read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def fact(directory, name):
    """What the bundle wrote of a machine."""
    return ';'.join(re.findall(rf'^{name}: (.*)$', _read(os.path.join(directory, 'machine.txt')), re.M))


def label(directory):
    """A bundle's run says its machine; what make bench wrote goes by its directory."""
    if os.path.exists(os.path.join(directory, 'machine.txt')):
        return fact(directory, 'machine')
    return re.sub(r'[^A-Za-z0-9]', '_', os.path.basename(os.path.abspath(directory)))


def booted(directory):
    """What make bench said of its first boot: accelerator and CPUs."""
    found = re.search(r'^==> booting [^:]*: ([^,]*, [^,]*),', _read(os.path.join(directory, 'log')), re.M)
    return found.group(1) if found else ''


def describe(directory):
    if not os.path.exists(os.path.join(directory, 'machine.txt')):
        return f'{label(directory)}: make bench, {booted(directory)}'
    get = {name: fact(directory, name) for name in ('backend', 'cpu', 'cpus', 'numa', 'governor', 'hypervisor',
                                                    'user', 'kernel')}
    skipped = ';'.join(_read(os.path.join(directory, 'skipped.txt')).split('\n')[:-1])
    return (f'{label(directory)}, {get["backend"]}: {get["cpu"]}, {get["cpus"]} CPUs ({get["numa"]}), governor '
            f'{get["governor"] or "unknown"}, hypervisor {get["hypervisor"]}, {get["user"]}; {get["kernel"]}; '
            f'skipped: {skipped or "nothing"}')


def _first_line(*command):
    try:
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ''
    return text.partition('\n')[0]


def _series():
    """One name for the contents of the series, as the shell's hash gives it."""
    patches = sorted(glob.glob(os.path.join(os.environ.get('PATCHES', ''), '0*.patch')))
    digest = hashlib.sha256()
    for path in patches:
        with open(path, 'rb') as file:
            digest.update(file.read())
    return f'series {digest.hexdigest()[:16]}' if patches else ''


def here(directory):
    """Of a run that this machine has just made."""
    cpu = re.search(r'^model name[^:]*: (.*)$', _read('/proc/cpuinfo'), re.M)
    host = f'{cpu.group(1) if cpu else os.uname().machine}, {os.cpu_count()} CPUs; host kernel {os.uname().release}'
    made = [text for text in (_first_line('gcc', '--version'), _series()) if text]
    lines = [f'{os.path.basename(os.path.abspath(directory))}: {host}']
    if booted(directory):
        lines.append(f'guest: {booted(directory)}')
    return lines + (['; '.join(made)] if made else [])


def write(source, target):
    """machines.md, as it lies in the source; else what can be said of this machine."""
    text = _read(os.path.join(source, 'machines.md')) or ''.join(f'- {line}\n' for line in here(source))
    data.write_text(os.path.join(target, 'machines.md'), text)
