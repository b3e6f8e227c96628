#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# A guest that ends badly is told from one that ends well, each way by its own
# status.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/ktap.sh
. "$scripts/check/ktap.sh"

kernel=$O/kernel-idr
needs_guest "$kernel"
export ACCEL=${ACCEL:-tcg}

# Each keeps its own console, to be read when it is not as it should be.
job() { "$scripts/guest/vm" "$kernel" "guest-$((points + 1))" "$1" "$2"; }

ok 'a job that succeeds' job 60 true
ok 'its output came over the port' grep -qx '# exit 0' "$O/results/guest-1.out"
status 1 'job failed with status 3' 'a job that fails' job 60 'exit 3'
status 1 'status 137' 'a job that is killed' job 60 'kill -9 $$'
status 11 'panicked: .*sysrq' 'a panic' job 60 'echo c >/proc/sysrq-trigger'
status 12 'splat.*WARNING: a fake' 'a splat' job 60 'echo "WARNING: a fake one" >/dev/kmsg'
status 13 'no end after' 'a hang' env TIMEOUT=15 "$scripts/guest/vm" "$kernel" guest-hang 1 'sleep 1000'
status 14 'without a verdict' 'a reboot before the verdict' job 60 'reboot -f'
status 4 'QEMU failed' 'a machine that QEMU cannot make' env MEM=99999G "$scripts/guest/vm" "$kernel" guest-none 9 true
status 2 'its CONFIG_NR_CPUS is' 'more CPUs than the kernel has room for' env SMP=999 "$scripts/guest/vm" "$kernel" guest-none 9 true

# A stand-in for QEMU, as real ones do this by chance. Its guest oopses, and its version is
# $QEMU_VERSION.
mkdir "$tmp/bin"
cat >"$tmp/bin/qemu-system-x86_64" <<'END'
#!/bin/sh
[ "$1" != --version ] || { echo "QEMU emulator version $QEMU_VERSION"; exit 0; }
for arg; do
	case $arg in file,id=console,path=*) echo 'Oops: int3: 0000' >"${arg#*path=}" ;; esac
done
END
chmod +x "$tmp/bin/qemu-system-x86_64"
oopses() { env ACCEL="$2" QEMU_VERSION="$1" PATH="$tmp/bin:$PATH" "$scripts/guest/vm" "$kernel" guest-oops 9 true; }
boots() { grep -c '==> booting\|booting again' "$tmp/out"; }
status 12 'Oops: int3' "an oops that is old QEMU's" oopses 7.2.22 tcg
ok 'is tried again, twice' test "$(boots)" = 3
status 12 'Oops: int3' 'an oops with QEMU 8.1' oopses 8.1.0 tcg
ok 'is not tried again' test "$(boots)" = 1
status 12 'Oops: int3' 'an oops with KVM' oopses 7.2.22 kvm
ok 'is not tried again, either' test "$(boots)" = 1

# A shell that is left with exit ends the machine and our wait. It is typed when the shell
# is there to read it, however long the boot takes, and again, as a busy console loses keys.
# Who types ends well when nobody is left to read.
typed() {
	local tries=300
	trap '' PIPE
	while [ $((tries -= 1)) -gt 0 ] && ! grep -aq BusyBox "$1"; do sleep 1; done
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		echo exit || return 0
		sleep 2
	done
}
# shellcheck disable=SC2094 # the one reads what the other has written so far
left() { : >"$tmp/shell"; typed "$tmp/shell" 2>/dev/null | timeout 360 "$scripts/guest/shell" >"$tmp/shell" 2>&1; }
# Once more where the guest oopsed as old QEMU's do (see scripts/guest/vm).
left_for_sure() {
	local rc=0
	left || rc=$?
	grep -aq 'Oops: int3: 0000' "$tmp/shell" || return "$rc"
	left
}
export BACKEND=idr
ok 'a shell is left with exit' left_for_sure
ok 'and had come up' grep -aq BusyBox "$tmp/shell"
unset BACKEND

# --- A kernel that cannot be had --------------------------------------------
mkdir -p "$tmp/kit/patches"
cp -r "$scripts" "$top/kernel-config" "$tmp/kit/"
cp "$top/patches/BASE" "$tmp/kit/patches/"
echo CONFIG_NO_SUCH_OPTION=y >"$tmp/kit/kernel-config/wish.config"
build() { env "$@" "$tmp/kit/scripts/kernel/build" --source "$tree" --out "$tmp/kernel" --config "$config"; }
config=idr,wish
status 9 'does not have: CONFIG_NO_SUCH_OPTION=y' 'an option that does not exist' build
config=idr
status 10 'kernel idr does not build; see ' 'a compiler that fails' build KCFLAGS='-include /nonexistent.h'

# --- KTAP -------------------------------------------------------------------
ktap() { printf 'TAP version 13\n1..%d\n%s\n' "$1" "$2" >"$tmp/ktap"; }
incomplete() { ! ktap_complete "$tmp/ktap"; }
program='# selftests: pid_alloc: a
# 1..2
# ok 1 global.one
# ok 2 global.two # SKIP no privilege
ok 1 selftests: pid_alloc: a'

ktap 1 "$program"
ok 'a complete plan' ktap_complete "$tmp/ktap"
ok 'a skip stays a skip' grep -q 'ok - idr: a global.two # SKIP no privilege' <(ktap_to_tap idr <"$tmp/ktap")
ok 'and is counted as one' grep -qx 'idr: 1 passed, 0 failed, 1 skipped' <(ktap_summary idr "$tmp/ktap")
ktap 1 "# # a.c:7:one:Expected 1 (1) == nr (2)
${program/ok 1 global.one/not ok 1 global.one}"
ok 'what was expected of a case that failed is said' \
	grep -qx ' *a\.c:7:one:Expected 1 (1) == nr (2)' <(ktap_summary idr "$tmp/ktap")
ktap 2 "$program"
ok 'a program that never ran' incomplete
ktap 1 "$(grep -v '^# ok 2' <<<"$program")"
ok 'a case that never ran' incomplete
ktap 1 '# selftests: pid_alloc: a
# 1..1
# not ok 1 global.one
not ok 1 selftests: pid_alloc: a # exit=1'
ok 'a failed case' grep -qx 'not ok - idr: a global.one' <(ktap_to_tap idr <"$tmp/ktap")
: >"$tmp/ktap"
ok 'nothing at all' incomplete
done_testing
