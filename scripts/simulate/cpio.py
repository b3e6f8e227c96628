#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Packs an initramfs of one program: cpio.py PROGRAM OUT. It needs no
root: device nodes are only written into the archive."""
import sys


def entry(name, mode, data=b"", device=(0, 0)):
    fields = [0, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08x" % f for f in fields) + name.encode() + b"\0"
    return pad(head) + pad(data)


def pad(data):
    return data + b"\0" * (-len(data) % 4)


def main(program, out):
    with open(program, "rb") as f:
        init = f.read()
    with open(out, "wb") as f:
        f.write(entry("dev", 0o40755))
        f.write(entry("proc", 0o40755))
        f.write(entry("dev/console", 0o20600, device=(5, 1)))
        f.write(entry("init", 0o100755, init))
        f.write(entry("TRAILER!!!", 0))


main(*sys.argv[1:])
