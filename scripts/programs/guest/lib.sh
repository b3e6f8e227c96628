# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# TAP for the cases. A case sources this, makes its points, and ends with done_testing.
# Points have the same names on every kernel: what differs goes into the diagnostics.
set -uo pipefail
points=0
# Seconds are for a machine; an emulated one is so many times slower.
SCALE=${SCALE:-1}

pass() { printf 'ok %d - %s\n' $((points += 1)) "$1"; }
skip() { printf 'ok %d - %s # SKIP %s\n' $((points += 1)) "$1" "$2"; }
diag() { printf '%s\n' "$*" | head -n 20 | sed 's/^/# /'; }
done_testing() { printf '1..%d\n' "$points"; }

fail() {
	printf 'not ok %d - %s\n' $((points += 1)) "$1"
	[ -z "${2:-}" ] || diag "$2"
}

# is NAME GOT WANT
is() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "got '$2', wanted '$3'"; fi; }

# like NAME GOT REGEX
like() { if [[ "$2" =~ $3 ]]; then pass "$1"; else fail "$1" "got '$2', wanted /$3/"; fi; }

# between NAME GOT LOW HIGH
between() {
	if [ "$2" -ge "$3" ] && [ "$2" -le "$4" ]; then pass "$1"; else fail "$1" "got '$2', wanted $3 to $4"; fi
}

# ok NAME COMMAND...
ok() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then pass "$name"; else fail "$name" "status $?: $said"; fi
}

# exits NAME STATUS COMMAND...: what it says is in $said.
exits() {
	local name=$1 want=$2 rc=0
	shift 2
	said=$("$@" 2>&1) || rc=$?
	if [ "$rc" = "$want" ]; then pass "$name"; else fail "$name" "status $rc, wanted $want: $said"; fi
}

# figure NAME VALUE UNIT: goes into the table, is not compared.
figure() { printf '# figure %s|%s|%s\n' "$1" "$2" "$3"; }

# same NAME VALUE: is compared between kernels, to the byte.
same() { printf '# same %s|%s\n' "$1" "$2"; }

# wait_for COMMAND...: up to half a minute of the machine.
wait_for() {
	local tries=$((300 * SCALE))
	until "$@" >/dev/null 2>&1; do
		[ $((tries -= 1)) -gt 0 ] || return 1
		sleep 0.1
	done
}

# truth: all processes of this namespace by /proc itself, sorted.
truth() { (cd /proc && printf '%s\n' [0-9]*) | sort -n; }

# nspid PID: its numbers from the outermost namespace to its own.
nspid() { sed -n 's/^NSpid:\t*//p' "/proc/$1/status" | tr '\t' ' '; }

# children PID COUNT: does it have so many?
# children_of PID: their numbers, on one line.
children_of() { sed "s/ *$//" "/proc/$1/task/$1/children"; }
children() { [ "$(children_of "$1" | wc -w)" = "$2" ]; }

# median: of the numbers on stdin.
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# group NAME: a cgroup of our own beside the case's, gone when the runner kills the lot.
group() {
	mkdir -p "$GROUP/$1" && printf '%s' "$GROUP/$1"
}
