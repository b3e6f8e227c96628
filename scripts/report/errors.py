# SPDX-License-Identifier: GPL-2.0
"""How the program ends when it cannot go on: one line, and a status of the kit's shell scripts."""
import os


def status(name, default):
    """The shell's libraries export their statuses; the defaults are for a call without them."""
    return int(os.environ.get(name, default))


E_USAGE = status('E_USAGE', 2)
E_SPACE = status('E_SPACE', 17)
E_INPUT = status('E_INPUT', 18)
E_INTERNAL = status('E_INTERNAL', 70)


class Stop(Exception):
    """Ends the program with a status and a line that says what is wrong and how to mend it."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def usage(text):
    return Stop(E_USAGE, text)


def bad_input(text):
    return Stop(E_INPUT, text)
