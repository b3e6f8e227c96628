#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# virtme-ng boots a kernel of the kit on this machine's own files, and runs kselftests
# in it. Skipped where neither the machine nor Debian sid's package has vng.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ "${LONG:-0}" = 1 ] || skip_all 'one more kernel and an emulated boot of this very system: make test LONG=1'

needs_guest "$O/kernel-idr"
if ! command -v vng >/dev/null; then
	unpacked virtme-ng
	mkdir "$tmp/bin"
	ln -s "$unpacked"/usr/bin/{vng,virtme-*} "$tmp/bin/"
	export PATH=$tmp/bin:$PATH PYTHONPATH=$unpacked/usr/lib/python3/dist-packages
	vng --version >"$tmp/out" 2>&1 || skip_all "Debian sid's vng does not run here: $(tail -n 1 "$tmp/out")"
fi
note "$(vng --version)"

# QEMU before 8.1 crashes guests under its -cpu max; without a block layer the kernel
# wants to be told of its root.
options=(--verbose --force-9p --cpus 2 --memory 1G --append root=/dev/root)
[ "${ACCEL:-tcg}" = kvm ] || options+=(--disable-kvm --append no_timer_check "--qemu-opts=-cpu qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+rdrand")
kernel=$O/kernel-bitmap-vng

# in_vng COMMAND: where the machine has no udevd, the command and its status go to the
# console, and vng returns 255.
in_vng() {
	local rc=0
	timeout 600 vng --run "$kernel/arch/x86/boot/bzImage" "${options[@]}" --exec "$1" </dev/null >"$tmp/vng" 2>&1 || rc=$?
	tr -d '\r' <"$tmp/vng"
	[ "$rc" != 255 ] || rc=$(sed -n 's/.*virtme-init: script returned {\([0-9]*\)}.*/\1/p' "$tmp/vng" | grep . || echo 255)
	return "$rc"
}

ok 'a kernel with what virtme-ng needs' "$scripts/kernel/build" bitmap-vng
ok 'it boots' in_vng 'uname -r; zgrep ^CONFIG_PIDMAP_ /proc/config.gz'
ok 'and is the bitmap' grep -aq '^CONFIG_PIDMAP_BITMAP=y' "$tmp/vng"
ok 'a kselftest runs' in_vng "cd $O/guest/kselftest && ./run_kselftest.sh -t pid_alloc:order"
ok 'and passes' grep -aq '^ok 1 selftests: pid_alloc: order' "$tmp/vng"
rc=0
in_vng 'exit 3' >"$tmp/out" || rc=$?
ok 'the status of a command gets out' test "$rc" = 3
[ "$rc" = 3 ] || show "$tmp/vng"
done_testing
