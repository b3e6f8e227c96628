#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# What lies where, as pahole has it: struct pid and struct upid are those of the base, and
# what allocation writes shares no cache line with what all others read.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
needs_tools layout
needs_guest "$O/kernel-idr"
needs_guest "$O/kernel-bitmap"

# types KERNEL SOURCE: their debug information, compiled as kernel/pid.c is there, but
# against the headers of SOURCE, lies in $tmp/SOURCE-KERNEL.
types() {
	local build=$O/kernel-$1 object=$tmp/${2##*/}-$1 command struct
	command=$(sed -n '1s/^savedcmd_[^ ]* := \(.*\) -c -o .*/\1/p' "$build/kernel/.pid.o.cmd")
	printf '#include <linux/%s.h>\n' pid pid_namespace >"$tmp/types.c"
	echo 'struct pid *pid; struct pid_namespace *ns;' >>"$tmp/types.c"
	command=$(sed "s|-Wp,-MMD,[^ ]*||; s|$tree|$2|g" <<<"$command")
	(cd "$build" && eval "$command -g -c -o $object.o $tmp/types.c") || return
	for struct in pid upid pid_namespace pidmap; do
		pahole --cacheline_size=64 -C "$struct" "$object.o" >"$object.$struct"
	done
}

# The base's headers; what is generated is the IDR's.
base_types() {
	local arch
	arch=$(grep -o 'arch/[a-z0-9]*/include' "$O/kernel-idr/kernel/.pid.o.cmd" | head -n 1)
	mkdir "$tmp/base"
	git -C "$tree" archive base include "$arch" | tar -x -C "$tmp/base" && types idr "$tmp/base"
}

same() { diff "$tmp/$2.$1" "$tmp/$3.$1"; }

# offset MEMBER STRUCT OBJECT
offset() {
	sed 's/ *__attribute__((.*))//; s/\[[0-9]*\];/;/' "$tmp/$3.$2" |
		awk -v member="$1;" '$NF == "*/" && $(NF - 4) == member { print $(NF - 2) }'
}

# line FIELD OBJECT: its cache line. A FIELD of the bitmap's own is pidmap.MEMBER.
line() {
	local base=0 at struct=pid_namespace
	if [[ "$1" = pidmap.* ]]; then
		base=$(offset pidmap pid_namespace "$2")
		struct=pidmap
	fi
	at=$(offset "${1#*.}" "$struct" "$2")
	if [ -n "$base" ] && [ -n "$at" ]; then
		echo $(((base + at) / 64))
	else
		echo "no $1"
	fi
}

lines() {
	local field
	for field in $2; do line "$field" "$1"; done | sort -u
}

# apart OBJECT "FIELD..." "FIELD...": all are there, and no line has some of both.
apart() {
	lines "$1" "$2" >"$tmp/these"
	lines "$1" "$3" >"$tmp/those"
	head "$tmp/these" "$tmp/those"
	! grep -h '^no' "$tmp/these" "$tmp/those" && [ -z "$(comm -12 "$tmp/these" "$tmp/those")" ]
}

aligned() { grep -qx '} __attribute__((__aligned__(64)));' "$tmp/$1.pid_namespace"; }

ok 'types of the base' base_types
for kernel in idr bitmap; do
	ok "$kernel: types" types "$kernel" "$tree"
	for struct in pid upid; do
		ok "$kernel: struct $struct as in the base" same "$struct" base-idr "linux-$kernel"
	done
done
ok 'idr: struct pid_namespace as in the base' same pid_namespace base-idr linux-idr
read_mostly='child_reaper pid_cachep level pid_max parent'
for object in base-idr linux-idr linux-bitmap; do
	ok "$object: a namespace starts at a cache line" aligned "$object"
done
ok 'base: what allocation writes lies apart' apart base-idr 'idr pid_allocated' "$read_mostly"
ok 'idr: what allocation writes lies apart' apart linux-idr 'idr pid_allocated' "$read_mostly"
written='pidmap.lock pidmap.cursor pidmap.current_chunk'
ok 'bitmap: what allocation writes lies apart' apart linux-bitmap "$written" "$read_mostly"
ok 'bitmap: also from what frees and lookups read' apart linux-bitmap "$written" \
	'pidmap.first pidmap.dir pidmap.hash_key pidmap.hash_base pidmap.index pidmap.accepts'
done_testing
