#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# drgn finds tasks by number in a dump of the bitmap kernel's memory, without
# knowing of the bitmap: by the names that the kernel had up to 4.14.
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
	timeout 200 "$qemu" "${qemu_args[@]}" -kernel "$kernel/$image" -initrd "$dir/initrd" \
		-append "$(command_line)" -device vmcoreinfo -monitor stdio \
		-device virtio-serial-pci -chardev "file,id=port,path=$dir/tasks" \
		-device virtserialport,chardev=port
)

cat >"$tmp/job" <<'END'
for i in $(seq 20); do sleep 1000 & done
unshare -pf sleep 1000 &
sleep 1
for task in /proc/[0-9]*/task/[0-9]*; do echo "${task##*/} $(cat $task/comm)"; done
echo ready
sleep 1000
END

# QEMU's monitor takes orders while the guest sleeps.
order() {
	local tries=600
	until grep -qs '^ready' "$tmp/tasks" || [ $((tries -= 1)) = 0 ]; do sleep 0.2; done
	echo "dump-guest-memory $tmp/vmcore"
	echo quit
}

dump_on_order() { order | dump; }

export ACCEL=${ACCEL:-tcg} MEM=512M
ok 'a dump of its memory' dump_on_order

export PYTHONHOME=$unpacked/usr PYTHONPATH=$unpacked/usr/lib/python3/dist-packages PYTHONNOUSERSITE=1
newer python3 "$top/tests/find_tasks.py" "$tmp/vmcore" "$kernel/vmlinux" "$tmp/tasks" >"$tmp/points" 2>"$tmp/err"
while IFS= read -r line; do
	case $line in
	"ok - "*) pass "${line#ok - }" ;;
	"not ok - "*) fail "${line#not ok - }" ;;
	esac
done <"$tmp/points"
ok 'drgn came to its end' grep -q 'and alone' "$tmp/points"
show "$tmp/err"
done_testing
