# SPDX-License-Identifier: GPL-2.0
"""Finds by number the tasks that a guest listed, in its memory: a dump, or while it runs.

Usage: find_tasks.py MEMORY VMLINUX LIST, where MEMORY is a dump or the QMP socket of a
running QEMU, and LIST has a line "TID COMM" for each task. Tasks named sh may come and
go meanwhile. Prints TAP points, without a plan.
"""
import collections
import os
import stat
import sys

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "scripts", "debug"))

# pylint: disable=wrong-import-position
from drgn import Program
from drgn.helpers.linux import pid as drgns
import pidmap_drgn
from pidmap_drgn import find_pid, find_task, for_each_pid, for_each_task

UNUSED = (1 << 22) - 1
ROUNDS = 20


def point(name, good):
    print("ok" if good else "not ok", "-", name, flush=True)


def open_program(memory, vmlinux):
    prog = Program()
    if stat.S_ISSOCK(os.stat(memory).st_mode):
        prog.set_qemu_qmp(memory)
    else:
        prog.set_core_dump(memory)
    prog.load_debug_info([vmlinux])
    return prog


def listed(listing):
    tasks = {}
    with open(listing, encoding="ascii") as lines:
        for line in lines:
            number, _, name = line.strip().partition(" ")
            if number.isdigit():
                tasks[int(number)] = name
    return tasks


def comm(task):
    return task.comm.string_().decode() if task else None


def complete(prog, expected):
    """Each expected number is found, once, and belongs to the task that the guest said."""
    count = collections.Counter(pid.numbers[0].nr.value_() for pid in for_each_pid(prog))
    return (all(count[number] == 1 for number in expected) and
            all(comm(find_task(prog, number)) == name for number, name in expected.items()))


def same_as_drgn(prog):
    """drgn walks the list of tasks, which starts at init_task."""
    ours = {task.pid.value_(): comm(task) for task in for_each_task(prog)}
    theirs = {thread.tid: comm(thread.object) for thread in prog.threads()}
    return all(name == "sh" for _, name in ours.items() ^ theirs.items())


def lock_all(prog):
    """From now on the lock of each bucket is taken, as drgn sees it."""
    table = pidmap_drgn.Table(prog)
    data = bytearray(prog.read(table.address, table.buckets * table.word))
    low = 0 if sys.byteorder == "little" else table.word - 1
    data[low::table.word] = bytes(byte | 1 for byte in data[low::table.word])
    prog.add_memory_segment(table.address, len(data),
                            lambda _, count, offset, __: bytes(data[offset:offset + count]))


def nested(prog, sleepers):
    inner = [task.thread_pid for task in (find_task(prog, n) for n in sleepers)
             if task.thread_pid.level.value_() == 1]
    point("one is in a namespace of its own", len(inner) == 1)
    for pid in inner:
        ns = pid.numbers[1].ns
        point("where it is number 1", comm(find_task(ns, 1)) == "sleep")
        point("and alone", [p.value_() for p in for_each_pid(ns)] == [pid.value_()])


def still(prog, tasks, sleepers):
    """What can be said of memory that does not change."""
    point("the tasks are those that drgn's own list has", same_as_drgn(prog))
    nested(prog, sleepers)
    try:
        point("drgn's own find_pid() does not guess", not drgns.find_pid(prog, 1))
    except LookupError as error:
        point(f"drgn's own find_pid() does not guess: {error}", True)
    pidmap_drgn.drgn_prog_set(prog)
    point("as a plugin we help drgn's own find_task()",
          comm(drgns.find_task(prog, 1)) == tasks[1])
    lock_all(prog)
    point("with all buckets locked, too", complete(prog, sleepers))


def main():
    memory, vmlinux, listing = sys.argv[1:]
    prog = open_program(memory, vmlinux)
    tasks = listed(listing)
    sleepers = {number: name for number, name in tasks.items() if name == "sleep"}
    point(f"{len(tasks)} tasks in the guest, {len(sleepers)} of them ours", len(sleepers) > 10)
    point("nothing is found where nothing is", not find_pid(prog, UNUSED))
    if stat.S_ISSOCK(os.stat(memory).st_mode):
        point(f"live, beside tasks that come and go: all of them, once, {ROUNDS} times",
              all(complete(prog, sleepers) for _ in range(ROUNDS)))
    else:
        point("in a dump: all of them, once", complete(prog, {1: tasks[1], **sleepers}))
        still(prog, tasks, sleepers)
    print("the end", flush=True)


main()
