# SPDX-License-Identifier: GPL-2.0
"""Finds by number, in a memory dump, the tasks that the guest listed.

Usage: find_tasks.py VMCORE VMLINUX LIST, with a line "TID COMM" for each task. Prints
TAP points, without a plan.
"""
import sys

from drgn import Program
from drgn.helpers.linux.pid import find_pid, find_task, for_each_pid

vmcore, vmlinux, listing = sys.argv[1:]
prog = Program()
prog.set_core_dump(vmcore)
prog.load_debug_info([vmlinux])


def point(name, good):
    print("ok" if good else "not ok", "-", name)


def comm(task):
    return task.comm.string_().decode() if task else None


tasks = {}
with open(listing) as lines:
    for line in lines:
        number, _, name = line.strip().partition(" ")
        if number.isdigit():
            tasks[int(number)] = name

sleepers = [number for number, name in tasks.items() if name == "sleep"]
point(f"{len(tasks)} tasks in the guest, {len(sleepers)} of them ours",
      len(sleepers) > 10)
point("find_task() finds each by its number",
      all(comm(find_task(prog, number)) == tasks[number] for number in sleepers + [1]))
point("find_pid() finds nothing where nothing is", not find_pid(prog, 30000))
numbers = [pid.numbers[0].nr.value_() for pid in for_each_pid(prog)]
point("for_each_pid() has all of them, once", all(numbers.count(n) == 1 for n in sleepers))

nested = [task for task in (find_task(prog, n) for n in sleepers)
          if task.thread_pid.level.value_() == 1]
point("one is in a namespace of its own", len(nested) == 1)
if nested:
    pid = nested[0].thread_pid
    inner = pid.numbers[1].ns
    point("where it is number 1", comm(find_task(inner, 1)) == "sleep")
    point("and alone", [p.value_() for p in for_each_pid(inner)] == [pid.value_()])
