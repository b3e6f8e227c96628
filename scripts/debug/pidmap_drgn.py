# SPDX-License-Identifier: GPL-2.0
"""Finds PIDs in a kernel with CONFIG_PIDMAP_BITMAP: drgn itself looks for an IDR.

    drgn> import sys; sys.path.append("scripts/debug")
    drgn> from pidmap_drgn import find_pid, find_task, for_each_pid, for_each_task
    drgn> find_task(1).comm

They are called like those of drgn.helpers.linux.pid, which they leave other kernels
to. As a plugin they take the place of drgn's own wherever drgn has imported them:

    DRGN_PLUGINS=pidmap=scripts/debug/pidmap_drgn.py drgn

pidmap_hash is a table of buckets of one word each. Its lowest bit is a lock, the rest
the address of the first struct upid. The link of a struct upid to the next one lies
behind all numbers of its struct pid. All buckets are looked at, as drgn does for a
kernel before 4.15: the hash may change, and a secret of the namespace goes into it.
"""
import functools
import sys

from drgn import FaultError, Object, ProgramFlags, offsetof, sizeof
from drgn.helpers.common.prog import takes_object_or_program_or_default
from drgn.helpers.linux import pid as drgns
from drgn.helpers.linux.pid import pid_task

LOCK = 1
MAX_LEVEL = 32
SLICE = 1 << 15  # buckets read at once
TRIES = 20


class Table:
    """The hash table, and where the numbers and links of a struct pid are."""

    def __init__(self, prog):
        self.prog = prog
        self.live = bool(prog.flags & ProgramFlags.IS_LIVE)
        self.address = prog["pidmap_hash"].value_()
        self.buckets = prog["pidmap_hash_mask"].value_() + 1
        upid, pid = prog.type("struct upid"), prog.type("struct pid")
        self.size = sizeof(upid)
        self.nr, self.ns = offsetof(upid, "nr"), offsetof(upid, "ns")
        self.numbers, self.level = offsetof(pid, "numbers"), offsetof(pid, "level")
        self.ns_level = offsetof(prog.type("struct pid_namespace"), "level")
        self.word = sizeof(prog.type("void *"))

    def pid_of(self, upid):
        """The address of the struct pid, and the level that upid is for."""
        level = self.prog.read_u32(self.prog.read_word(upid + self.ns) + self.ns_level)
        if level > MAX_LEVEL:
            raise FaultError("no struct upid", upid)
        return upid - level * self.size - self.numbers, level

    def next_of(self, upid):
        """The next struct upid in the chain."""
        pid, level = self.pid_of(upid)
        links = self.prog.read_u32(pid + self.level) + 1
        return self.prog.read_word(
            pid + self.numbers + links * self.size + level * self.word)

    def chain(self, index):
        """All of a bucket: (address of the struct upid, its number, its namespace)."""
        found = []
        upid = self.prog.read_word(self.address + index * self.word) & ~LOCK
        while upid:
            nr, ns = self.prog.read_u32(upid + self.nr), self.prog.read_word(upid + self.ns)
            if (upid, nr, ns) in found:
                raise FaultError("a chain that ends nowhere", upid)
            found.append((upid, nr, ns))
            upid = self.next_of(upid)
        return found

    def settled_chain(self, index):
        """A running kernel may change a chain while it is read: twice the same counts."""
        last = None
        for _ in range(TRIES):
            try:
                now = self.chain(index)
            except FaultError:
                now = None
            if now is not None and now == last:
                return now
            last = now
        return last or []

    def used_buckets(self):
        """The indices of those that have a chain."""
        for start in range(0, self.buckets, SLICE):
            count = min(SLICE, self.buckets - start)
            words = Object(self.prog, self.prog.array_type(
                self.prog.type("unsigned long"), count),
                address=self.address + start * self.word)
            for index, word in enumerate(words.value_(), start):
                if word & ~LOCK:
                    yield index

    def upids(self):
        """All of the table."""
        chain = self.settled_chain if self.live else self.chain
        for index in self.used_buckets():
            yield from chain(index)


def numbers_of(prog, ns):
    """(number, struct pid *) of all PIDs of a namespace, in no order."""
    table = Table(prog)
    wanted = prog["init_pid_ns"].address_ if ns is None else ns.value_()
    for upid, nr, owner in table.upids():
        if owner == wanted:
            yield nr, Object(prog, "struct pid *", table.pid_of(upid)[0])


def or_drgns(ours):
    """For a kernel with the bitmap ours, for others the one that drgn has."""
    own = getattr(drgns, ours.__name__)

    @takes_object_or_program_or_default
    @functools.wraps(ours)
    def either(prog, ns, *args, **options):
        if "pidmap_hash" in prog:
            return ours(prog, ns, *args, **options)
        return own(prog if ns is None else ns, *args, **options)

    either.own = own
    return either


@or_drgns
def for_each_pid(prog, ns):
    """All struct pid * of a namespace, in no order."""
    return (pid for _, pid in numbers_of(prog, ns))


@or_drgns
def find_pid(prog, ns, pid):
    """The struct pid * of a number; NULL if there is none."""
    found = (candidate for nr, candidate in numbers_of(prog, ns) if nr == int(pid))
    return next(found, Object(prog, "struct pid *", 0))


@or_drgns
def find_task(prog, ns, pid):
    """The struct task_struct * of a number; NULL if there is none."""
    return pid_task(find_pid(prog if ns is None else ns, pid), prog["PIDTYPE_PID"])


@or_drgns
def for_each_task(prog, ns, *, idle=False):
    """All struct task_struct * of a namespace, in no order."""
    if idle:
        for cpu in drgns.for_each_online_cpu(prog):
            yield drgns.idle_task(prog, cpu)
    for pid in for_each_pid(prog if ns is None else ns):
        task = pid_task(pid, prog["PIDTYPE_PID"])
        if task:
            yield task


def drgn_prog_set(_):
    """drgn calls this of a plugin, before it knows any name of the kernel."""
    for ours in (find_pid, find_task, for_each_pid, for_each_task):
        for module in list(sys.modules.values()):
            if getattr(module, ours.__name__, None) is ours.own:
                setattr(module, ours.__name__, ours)
