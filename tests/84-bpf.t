#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# A BPF program, compiled against the types of a stock kernel, reads the numbers of
# processes in nested namespaces: it has to see what /proc has, whatever the backend.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ "${LONG:-0}" = 1 ] || skip_all 'three kernels with debug information: LONG=1'
needs_tools bpf
[ -e "$O/guest/.kit-packed" ] || skip_all 'no guest yet: make boot'
export EXTRA=$tmp/numbers.cpio ACCEL=${ACCEL:-tcg} PATH=$PATH:/usr/sbin

# The loader is static, for the guest has no libraries.
program() {
	local libraries
	read -ra libraries < <(pkg-config --static --libs libbpf libelf)
	bpftool btf dump file "$1/vmlinux" format c >"$tmp/vmlinux.h" &&
		clang --target=bpf -g -O2 -Wall -fms-extensions -Wno-microsoft -I "$tmp" -c "$top/tests/numbers.bpf.c" -o "$tmp/numbers.bpf.o" &&
		gcc -Wall -O2 -static "$top/tests/numbers.c" "${libraries[@]}" -o "$tmp/numbers" &&
		printf 'file %s 0755 0 0\n' "/numbers $tmp/numbers" "/numbers.bpf.o $tmp/numbers.bpf.o" >"$tmp/list" &&
		"$O/guest/gen_init_cpio" "$tmp/list" >"$EXTRA"
}

# Two processes that sleep in each of five namespaces, one inside the other. Then a
# line "proc PID INODE NUMBER..." for each, and "bpf" before each line of the program.
job=$(
	cat <<-'END'
		echo '
			sleep 1000 &
			sleep 1000 &
			[ "$1" = 0 ] || unshare -pf sh /tmp/nest $(($1 - 1)) &
			wait' >/tmp/nest
		sh /tmp/nest 4 &
		for i in $(seq 120); do
			set -- $(pidof sleep)
			[ $# -lt 10 ] || break
			sleep 1
		done
		for pid; do
			inode=$(readlink /proc/$pid/ns/pid | tr -dc 0-9)
			echo proc $pid $inode $(sed -n "s/NSpid://p" /proc/$pid/status)
		done
		/numbers /numbers.bpf.o | sed "s/^/bpf /"
	END
)

# level LEVEL FILE: number and namespace of each process that has a LEVEL, as /proc has
# them. A namespace's inode is what those say who are in no other inside it.
level() {
	awk -v level="$1" '
		$1 == "proc" { inode[NF - 4] = $3; if (NF - 4 >= level) want[$2] = $(4 + level) }
		$1 == "bpf" && $3 == level { got[$2] = got[$2] " " $4 " " $5 }
		END {
			for (pid in want) {
				n++
				expected = " " want[pid] " " inode[level]
				if (got[pid] == expected)
					continue
				bad = 1
				print pid ": got" got[pid] ", expected" expected
			}
			exit bad || n != 2 * (5 - level)
		}' "$2"
}

for kernel in stock-gdb-bpf idr-gdb-bpf bitmap-gdb-bpf; do
	ok "$kernel: built" "$scripts/kernel/build" "$kernel"
	dir=$(kit kernel_dir "$kernel")
	[ -e "$EXTRA" ] || ok "$kernel: its types make the program" program "$dir"
	ok "$kernel: the program ran" "$scripts/guest/vm" "$dir" "bpf-$kernel" 120 "$job"
	for level in 0 1 4; do
		ok "$kernel: level $level is as in /proc" level "$level" "$O/results/bpf-$kernel.out"
	done
done
done_testing
