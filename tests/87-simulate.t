#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The simulator: toys whose moves of cache lines can be counted on paper, instructions
# as make cost counts them, a run of two points.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

needs_guest "$O/kernel-idr"
"$scripts/source/debian" unpack qemu-system-x86/trixie >"$tmp/unpack" 2>&1 || skip_all "$(tail -n 1 "$tmp/unpack")"
point=$scripts/simulate/point

# within NAME VALUE LOW HIGH
within() {
	if awk -v v="${2:-x}" -v low="$3" -v high="$4" 'BEGIN { exit !(v != "x" && v >= low && v <= high) }'; then
		pass "$1: $2"
	else
		fail "$1: ${2:-nothing}, not between $3 and $4"
	fi
}

# sum FIELD: over all CPUs of a point; 3: cycles, 4: instructions, 6 to 8: moves, 9: operations
sum() { awk -v field="$2" '$1 == "cpu" { n += $field } END { print n + 0 }' "$1"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) print a / b }'; }

# Moves of the toys' own line. The kernel's ticks have others.
toy_moves() { awk '$1 == "move" && $2 ~ /^1000000000/ { n += $4 + $5 + $6 } END { print n + 0 }' "$1"; }

# toy NAME CPUS WINDOW [OPTION...]: everybody in step, for what is counted to be exact
toy() {
	"$point" "$O/kernel-idr" "$2" "$1" "$tmp/$1" quantum=1 "window=$3" "${@:4}" >"$tmp/log" 2>&1 || show "$tmp/log"
	operations=$(sum "$tmp/$1" 9)
	moves=$(ratio "$(toy_moves "$tmp/$1")" "$operations")
}

toy word 2 500000
within 'two CPUs add to one word: moves of each addition' "$moves" .97 1.01
within '... which takes the latency, one after the other' "$(ratio 500000 "$operations")" 97 103
toy word 2 500000 sockets=2 remote=300
within '... from another socket, as long as that is away' "$(ratio 500000 "$operations")" 295 305
# In turns, one of three moves stays within a socket, whichever of the two orders they keep.
toy word 3 500000 sockets=2 remote=300
within '... with two CPUs in a socket and one in another, two times of three' "$(ratio 500000 "$operations")" 228 238
toy line 2 500000
within 'two CPUs add to two words of a line: moves' "$moves" .97 1.01
toy lines 2 500000
within 'two CPUs add to two lines: moves' "$moves" 0 .001
toy pingpong 2 500000
within 'a word handed back and forth: moves, to read it and to write it' "$moves" 1.97 2.03
toy reader 2 500000
within 'a reader beside a writer: moves of each write' "$moves" 1.95 2.05
# Held for 20,000 cycles, then two moves, and half a look
toy lock 4 4000000
within 'a lock on four CPUs: cycles from one holder to the next' "$(ratio 4000000 "$operations")" 20000 21000

# --- One CPU ----------------------------------------------------------------------
# As many operations, and a nanosecond an instruction: as much waits for RCU. Grace periods
# fall differently in each boot, hence 8000 operations and the mean of some boots.
boots() { # boots NAME [OPTION...]
	local i
	for i in 1 2 3; do "$point" "$O/kernel-idr" 1 thread "$tmp/$1$i" "${@:2}" || return; done
}
ok 'one CPU can be simulated' boots one window=236000000 cycle=1000
COUNT=1 ok 'its instructions can be counted by QEMU' boots count
cat "$tmp"/one[123] >"$tmp/one"
counted=$(awk '{ insns += $3; n += $4 } END { print insns / n }' "$tmp"/count[123])
simulated=$(ratio "$(sum "$tmp/one" 4)" "$(sum "$tmp/one" 9)")
note "instructions to create and join a thread: $counted counted, $simulated simulated"
within 'instructions of a thread, simulated / counted' "$(ratio "$simulated" "$counted")" .98 1.02
within 'lines that move on one CPU' "$(($(sum "$tmp/one" 6) + $(sum "$tmp/one" 7) + $(sum "$tmp/one" 8)))" 0 0

# --- A kernel's locks ---------------------------------------------------------------
# A CPU that waits sleeps where it would only look again and again.
locked() { # locked NAME [OPTION...]
	"$point" "$O/kernel-idr" 4 ns1all "$tmp/$1" window=1000000 "${@:2}" >"$tmp/log" 2>&1 || show "$tmp/log"
	operations=$(sum "$tmp/$1" 9)
}
locked looks spin=0
looking=$operations
locked sleeps
within 'operations where waiting CPUs sleep / look' "$(ratio "$operations" "$looking")" .97 1.03
pidmap_lock=$(awk '$3 == "pidmap_lock" { sub(/^0*/, "", $1); print $1 }' "$O/kernel-idr/System.map")
taken=$(awk -v lock="$pidmap_lock" '$1 == "lock" && $2 == lock { print $4 }' "$tmp/sleeps")
within 'pidmap_lock taken for a thread' "$(ratio "${taken:-0}" "$operations")" 1.95 2.05

# --- A run ------------------------------------------------------------------------
export SIMULATED=$tmp/run CPUS=2 LOADS=thread LATENCY=100 WINDOW=1000000
export KERNELS="$O/kernel-idr $O/kernel-bitmap"
ok 'two points' "$scripts/simulate/simulate"
ok '... and a report' grep -q 'What stands in the way, bitmap, 2 CPUs' "$tmp/run/report.md"
ok '... its plot' grep -q '</svg>' "$tmp/run/thread-100-speed.svg"
"$scripts/simulate/simulate" >"$tmp/again" 2>&1
ok 'a second time there is nothing to do' grep -q '^0 points simulated' "$tmp/again"
WINDOW=900000 KERNELS=$O/kernel-idr "$scripts/simulate/simulate" >"$tmp/other-window" 2>&1
ok 'another window is another point' grep -q '^1 points simulated' "$tmp/other-window"
A=idr B=bitmap "$scripts/simulate/simulate-diff" >"$tmp/diff" 2>&1
ok 'pidmap_lock does not move with the bitmap' grep -Eq '^pidmap_lock .* gone' "$tmp/diff"
mkdir "$tmp/other"
ln -s "$O/kernel-idr" "$tmp/other/kernel-idr"
status 2 'two would be called idr' 'two kernels of one name' \
	env KERNELS="$O/kernel-idr $tmp/other/kernel-idr" "$scripts/simulate/simulate"

# --- A run that is ended ----------------------------------------------------------
# The next one writes the same files, and QEMU takes seconds to go.
simulating() { pgrep -f "plugin.*$tmp/ended/points" >"$tmp/pids"; }
end_it() {
	local pid rc=0 i
	CPUS=32 SIMULATED=$tmp/ended WINDOW=900000000 "$scripts/simulate/simulate" >"$tmp/ended.log" 2>&1 &
	pid=$!
	for ((i = 0; i < 600; i++)); do
		! simulating || break
		sleep 0.1
	done
	simulating || return
	kill -TERM "$pid"
	wait "$pid" || rc=$?
	[ "$rc" = 143 ] && ! simulating
}
ok 'nothing is left running when it ends by a signal' end_it

status 2 'WINDOW=4M is no number' 'a window in millions' env WINDOW=4M "$scripts/simulate/simulate"

# QEMU stops its clock then, and one of the simulated CPUs may be about to move it on.
gives_up() {
	local i rc
	for i in 1 2 3 4 5 6; do
		rc=0
		TIMEOUT=100 "$point" "$O/kernel-idr" 2 knit "$tmp/knit" 2>"$tmp/err" || rc=$?
		if [ "$rc" != 1 ] || ! grep -q 'load: knit' "$tmp/err" || grep -q 'QEMU ran until' "$tmp/err"; then
			show "$tmp/err"
			return 1
		fi
	done
}
ok 'a guest that gives up, six times: its words are shown, and QEMU ends' gives_up
status 2 'LOADS=knit is not known' 'no such load' env LOADS=knit "$scripts/simulate/simulate"
done_testing
