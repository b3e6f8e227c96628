# SPDX-License-Identifier: GPL-2.0
"""Names of kernels: BACKEND[@MACHINE][-OPTION]."""
import re

OPTIONS = ('lockstat', 'nocgroup')
_NAME = re.compile(r'(.*?)(@\w+)?(-(?:%s))?' % '|'.join(OPTIONS), re.S)


def split(kernel):
    """The name's three parts; those that it has not are empty."""
    return tuple(part or '' for part in _NAME.fullmatch(kernel).groups())


def option(kernel):
    return split(kernel)[2].lstrip('-')


def on_machine(kernel, machine):
    backend, _, options = split(kernel)
    return f'{backend}@{machine}{options}'


def base(kernels):
    """What the others are compared with: the IDR, or else the first plain kernel."""
    plain = [split(kernel)[0] for kernel in kernels if not option(kernel)]
    return 'idr' if 'idr' in plain or not plain else plain[0]


def base_of(kernel, backend):
    """That kernel's own base: of the same machine, with the same option."""
    _, machine, options = split(kernel)
    return backend + machine + options
