#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Runs the unit tests of scripts/report. A line for each: "ok NAME", "not ok NAME" or "skip NAME # why";
what went wrong follows as "# ..."."""
import os
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', '..', 'scripts', 'report')]


def name(test):
    return f'{type(test).__name__}: {test.shortDescription() or test.id().rpartition(".")[2]}'


class Lines(unittest.TestResult):
    def addSuccess(self, test):
        print('ok', name(test))

    def addSkip(self, test, reason):
        print('skip', name(test), '#', reason)

    def _bad(self, test, error):
        print('not ok', name(test))
        for line in self._exc_info_to_string(error, test).splitlines():
            print('#  ', line)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._bad(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._bad(test, err)


if __name__ == '__main__':
    result = Lines()
    unittest.defaultTestLoader.discover(HERE, 'test_*.py').run(result)
    sys.exit(not result.wasSuccessful())
