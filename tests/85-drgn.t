#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# drgn finds tasks by number in the bitmap kernel's memory, while it runs and in a dump,
# by scripts/debug/pidmap_drgn.py: all those that drgn finds by its own list of tasks.
# shellcheck disable=SC2030,SC2031
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

needs_guest "$O/kernel-bitmap"
unpacked python3-drgn
kernel=$O/kernel-bitmap-debug-kasan-fault-gdb
ok 'a kernel with debug information' "$scripts/kernel/build" bitmap-debug-kasan-fault-gdb

# In a shell of its own: lib.sh has names and traps of its own.
dump() (
	dir=$tmp
	. "$scripts/lib/all.sh"
	# shellcheck source=scripts/lib/arch.sh
	. "$scripts/lib/arch.sh"
	# shellcheck source=scripts/guest/qemu.sh
	. "$scripts/guest/qemu.sh"
	pack_job "$dir"
	cd "$dir" || exit # the name of a socket has to be short
	timeout 900 "$qemu" "${qemu_args[@]}" -kernel "$kernel/$image" -initrd "$dir/initrd" \
		-append "$(command_line)" -device vmcoreinfo -monitor stdio \
		-qmp "unix:qmp,server=on,wait=off" \
		-device virtio-serial-pci -chardev "file,id=port,path=$dir/tasks" \
		-device virtserialport,chardev=port
)

cat >"$tmp/job" <<'END'
for i in $(seq 20); do sleep 1000 & done
unshare -pf sleep 1000 &
sleep 1
for task in /proc/[0-9]*/task/[0-9]*; do echo "${task##*/} $(cat $task/comm)"; done
for i in 1 2; do while :; do (:); done & done
echo ready
sleep 1000
END

# find_tasks MEMORY, a file in $tmp.
find_tasks() (
	cd "$tmp" || exit
	export PYTHONHOME=$unpacked/usr PYTHONPATH=$unpacked/usr/lib/python3/dist-packages PYTHONNOUSERSITE=1
	newer python3 "$top/tests/find_tasks.py" "$1" "$kernel/vmlinux" tasks 2>&1
)

# QEMU's monitor takes orders, first while the guest runs.
order() {
	local tries=3000
	until grep -qs '^ready' "$tmp/tasks" || [ $((tries -= 1)) = 0 ]; do sleep 0.2; done
	find_tasks qmp >"$tmp/live"
	echo "dump-guest-memory $tmp/vmcore"
	echo quit
}

# Once more where the guest did not come up, as with old QEMU's oopses (see scripts/guest/vm).
dump_on_order() { order | dump || { ! grep -qs '^ready' "$tmp/tasks" && order | dump; }; }

# points FILE: those that find_tasks made.
points() {
	while IFS= read -r line; do
		case $line in
		"ok - "*) pass "${line#ok - }" ;;
		"not ok - "*) fail "${line#not ok - }" ;;
		esac
	done <"$1"
	ok 'drgn came to its end' grep -qx 'the end' "$1"
	grep -qx 'the end' "$1" || show "$1"
}

export ACCEL=${ACCEL:-tcg} MEM=512M
ok 'a dump of its memory' dump_on_order
# Debian sid's drgn cannot ask QEMU for the memory of a running guest.
if grep -q 'not built with json-c' "$tmp/live"; then
	skip 'tasks in a running guest' 'this drgn was not built with json-c'
else
	points "$tmp/live"
fi
find_tasks vmcore >"$tmp/dumped"
points "$tmp/dumped"
done_testing
