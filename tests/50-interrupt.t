#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Whatever ends a run, no QEMU stays behind.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

kernel=$O/kernel-idr
needs_guest "$kernel"
export ACCEL=tcg TIMEOUT=120 BACKEND=idr

running() { pgrep -f "$O/results/$1.out" >/dev/null; }

# until_true SECONDS COMMAND...: so long at most; a machine that others use is slow.
until_true() {
	local tries=$(($1 * 10))
	shift
	while [ $((tries -= 1)) -gt 0 ]; do
		! "$@" || return 0
		sleep 0.1
	done
	return 1
}
not() { ! "$@"; }

# Waiting on is no use when the command has ended.
running_or_over() { running "$1" || ! kill -0 "$2" 2>/dev/null; }

# interrupted SIGNAL NAME COMMAND...: starts it, waits for its QEMU, ends it.
interrupted() {
	local signal=$1 name=$2 pid rc=0
	shift 2
	# A job in the background would ignore SIGINT; Perl undoes that.
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$@" >"$tmp/log" 2>&1 </dev/null &
	pid=$!
	if ! until_true 300 running_or_over "$name" "$pid" || ! running "$name"; then
		fail "SIG$signal: no QEMU to interrupt"
		show "$tmp/log"
	fi
	kill "-$signal" "$pid"
	wait "$pid" 2>/dev/null || rc=$?
	ok "SIG$signal to ${1##*/}: no QEMU left" until_true 60 not running "$name"
	echo "$rc" >"$tmp/rc"
}

status_was() { [ "$(cat "$tmp/rc")" = "$1" ]; }

scratch_dirs() { find "$O" -maxdepth 1 -name '.tmp.*' | wc -l; }
before=$(scratch_dirs)
vm=("$scripts/guest/vm" "$kernel" interrupt 100 'sleep 100')
interrupted TERM interrupt "${vm[@]}"
ok 'it says so: 143' status_was 143
interrupted INT interrupt "${vm[@]}"
ok 'it says so: 130' status_was 130
interrupted TERM boot-idr env KIT_LOCKED="$O" KIT_READY="$O" make -C "$top" --no-print-directory boot
ok 'no scratch directory left' test "$(scratch_dirs)" = "$before"
# Nothing can run at a SIGKILL: the kernel ends QEMU, the next run tidies up.
interrupted KILL interrupt "${vm[@]}"
done_testing
