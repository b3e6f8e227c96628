# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# What every script of the kit shares: exit statuses, messages, phases, and
# children that never outlive their parent. Sourced, never run.

set -euo pipefail

# One status for each way to fail. `make` itself turns any of them into its own
# 2 and prints the status as "Error N"; call scripts/VERB to get it raw.
# help: STATUS lines are what `make help` prints.
readonly E_TEST=1       # STATUS a test failed
readonly E_USAGE=2      # STATUS a variable or argument makes no sense
readonly E_TOOL=3       # STATUS a tool is missing and could not be installed
readonly E_QEMU=4       # STATUS QEMU is missing or did not start
readonly E_NOSOURCE=5   # STATUS no kernel source could be had
readonly E_SOURCE=6     # STATUS the kernel source is not the version wanted
readonly E_APPLY=7      # STATUS the series does not apply
readonly E_LOCAL=8      # STATUS O/linux has work that patches/ does not hold
readonly E_CONFIG=9     # STATUS a line of kernel-config/ did not survive
readonly E_BUILD=10     # STATUS the build failed
readonly E_PANIC=11     # STATUS the guest panicked
readonly E_SPLAT=12     # STATUS the guest's console shows a splat
readonly E_TIMEOUT=13   # STATUS the guest ran out of time
readonly E_VERDICT=14   # STATUS the guest ended without a verdict
readonly E_DRIFT=15     # STATUS patches/, selftests/ and O/linux differ
readonly E_BUSY=16      # STATUS another run uses the same O
readonly E_SPACE=17     # STATUS not enough room on the disk
readonly E_INPUT=18     # STATUS results to report on are missing or damaged
export E_TEST E_USAGE E_TOOL E_QEMU E_NOSOURCE E_SOURCE E_APPLY E_LOCAL E_CONFIG
export E_BUILD E_PANIC E_SPLAT E_TIMEOUT E_VERDICT E_DRIFT E_BUSY E_SPACE E_INPUT

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
scripts=$top/scripts

# shellcheck source=scripts/base.sh
. "$scripts/base.sh"
V=${V:-0}
host_arch=$(uname -m | sed 's/^aarch64$/arm64/')
ARCH=${ARCH:-$host_arch}
SELFTESTS=${SELFTESTS:-$top/selftests}
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/pid-alloc-kit
export V ARCH
# The kernel's makefiles take variables of the same names; ours stay here.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
tree=$O/linux
# A guest of another architecture lies aside, in O/ARCH; a script that we call finds
# O to be that already.
root=$O
if [ "$ARCH" != "$host_arch" ]; then
	[ "$O" != "${KIT_ASIDE:-}" ] || root=${O%/*}
	O=$root/$ARCH
	tree=$root/linux
	export KIT_ASIDE=$O
fi
logs=$O/log
jobs=$(nproc)

say() { printf '%s\n' "$*"; }

# die STATUS MESSAGE: one line, what is wrong and how to mend it.
die() {
	local status=$1
	shift
	printf '%s: error: %s\n' "${0##*/}" "$*" >&2
	exit "$status"
}

# --- Children ---------------------------------------------------------------
# Each long-running child, command or function, leads a process group of its own,
# and the shell waits for it with `wait`, which a trap interrupts at once; a
# foreground child would delay the trap until it is done.
child=
tick=
scratch=()

spawn() {
	local rc=0
	set -m
	"$@" </dev/null &
	child=$!
	set +m
	wait "$child" || rc=$?
	child=
	return "$rc"
}

# Who called us gives us longer than we give ours, or it would kill us before we
# are done with them.
KIT_DEPTH=$((${KIT_DEPTH:--1} + 1))
export KIT_DEPTH

end_child() {
	local pid=$child tries=$((160 / (KIT_DEPTH + 1)))
	child=
	[ -n "$pid" ] || return 0
	kill -TERM -- "-$pid" 2>/dev/null || return 0
	while [ $((tries -= 1)) -gt 0 ]; do
		kill -0 -- "-$pid" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -KILL -- "-$pid" 2>/dev/null || :
}

at_exit() {
	local rc=$?
	trap '' INT TERM HUP
	end_ticker
	end_child
	[ ${#scratch[@]} -eq 0 ] || rm -rf -- "${scratch[@]}"
	exit "$rc"
}
trap at_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# scratch_dir VAR: a directory on O's file system that goes away with us.
scratch_dir() {
	mkdir -p "$O"
	local made
	made=$(mktemp -d "$O/.tmp.XXXXXX")
	scratch+=("$made")
	printf -v "$1" %s "$made"
}

# --- Phases -----------------------------------------------------------------
# phase LOG TEXT: what happens now, and where to look.
phase() { say "==> $2 (log: ${1#"$PWD"/})"; }

# logged LOG TEXT COMMAND...: a phase; V=1 shows its output too. Returns the
# command's status, after the end of the log if it failed.
logged() {
	local log=$1 text=$2 rc=0 start=$SECONDS
	shift 2
	mkdir -p "${log%/*}"
	phase "$log" "$text"
	if [ "$V" = 1 ]; then
		spawn "$@" > >(tee "$log") 2>&1 || rc=$?
	else
		# In a group of its own: were it to die of the signal that ends us, its
		# SIGCHLD could keep bash's wait from seeing that signal.
		set -m
		ticker "$log" &
		tick=$!
		set +m
		spawn "$@" >"$log" 2>&1 || rc=$?
		end_ticker
	fi
	if [ "$rc" -eq 0 ]; then
		say "    done in $((SECONDS - start)) s"
	else
		failure_lines "$log" >&2
	fi
	return "$rc"
}

# A line every half minute, so that a long phase is seen to live.
ticker() {
	local start=$SECONDS log=$1
	while sleep 30 && kill -0 $$ 2>/dev/null; do
		say "    $((SECONDS - start)) s, $(wc -l <"$log" 2>/dev/null || echo 0) lines: $(tail -n 1 "$log" | cut -c 1-60)"
	done
}

end_ticker() {
	[ -n "$tick" ] || return 0
	kill -KILL -- "-$tick" 2>/dev/null || :
	wait "$tick" 2>/dev/null || :
	tick=
}

# The lines of a log that name the error; else its end.
failure_lines() {
	grep -aE -m 5 'error:|undefined reference|Error [0-9]|fatal:' "$1" || tail -n 5 "$1"
}

# --- Small things -----------------------------------------------------------
# hash FILE...: one name for their contents, whatever their names.
hash() { cat -- "$@" | sha256sum | cut -c 1-16; }

# stamped STAMP KEY: whether this very work was finished before.
stamped() { [ -e "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# One run at a time for each O: two would build in the same directories. The
# lock is inherited by the scripts that this one calls.
lock() {
	[ "${KIT_LOCKED:-}" != "$root" ] || return 0
	mkdir -p "$O"
	exec 9>"$root/.lock"
	flock -n 9 || die "$E_BUSY" "another run uses $root; wait for it, or give O=another-directory"
	export KIT_LOCKED=$root
	# What a killed run left behind.
	rm -rf -- "$O"/.tmp.*
}

one_of() {
	local name=$1 value=$2 allowed
	shift 2
	for allowed; do
		[ "$value" != "$allowed" ] || return 0
	done
	die "$E_USAGE" "$name=$value is not known; use one of: $*"
}

number() {
	[[ "$2" =~ ^[1-9][0-9]{0,5}$ ]] || die "$E_USAGE" "$1=$2 is not a number of at least 1; try $1=$3"
}

check_variables() {
	[ -e "$PATCHES/BASE" ] ||
		die "$E_USAGE" "BASE=$BASE: there is no series for it in ${PATCHES#"$PWD/"}; use one of: $(known_bases | paste -sd ' ')"
	[ -z "${BACKEND:-}" ] || one_of BACKEND "$BACKEND" idr bitmap
	[ -z "${ACCEL:-}" ] || one_of ACCEL "$ACCEL" kvm tcg icount
	[ -z "${SMP:-}" ] || number SMP "$SMP" 2
	[ -z "${TIMEOUT:-}" ] || number TIMEOUT "$TIMEOUT" 300
	[ -z "${MEM:-}" ] || [[ "$MEM" =~ ^[1-9][0-9]*[MG]$ ]] ||
		die "$E_USAGE" "MEM=$MEM is not a memory size; try MEM=1G"
	one_of V "$V" 0 1
}

# prepare KIND...: tools, source and series; once in a run of nested scripts.
prepare() {
	lock
	"$scripts/deps" "$@"
	[ "${KIT_READY:-}" != "$O" ] || return 0
	"$scripts/apply"
	export KIT_READY=$O
}

# pick_accel KERNEL-DIR: probes once in a run of nested scripts.
pick_accel() {
	ACCEL=$("$scripts/accel" "$1")
	export ACCEL
}

backends() { say "${BACKEND:-idr bitmap}"; }

check_variables
