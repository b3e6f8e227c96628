# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# TAP for the kit's tests. A test file sources this, makes its points, and ends
# with done_testing; prove fails a file that dies before its plan.

set -uo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
scripts=$top/scripts
# shellcheck source=scripts/lib/base.sh
. "$scripts/lib/base.sh"
tree=$O/linux
points=0
# What a test calls is no verb that the user typed, and installs nothing.
export KIT_VERB=test INSTALL=0

mkdir -p "$O"
tmp=$(mktemp -d "$O/.test.XXXXXX")
trap 'rm -rf -- "$tmp"' EXIT
trap 'exit 143' INT TERM

note() { printf '# %s\n' "$@"; }
pass() { printf 'ok %d - %s\n' $((points += 1)) "$1"; }
fail() { printf 'not ok %d - %s\n' $((points += 1)) "$1"; }
skip() { printf 'ok %d - %s # SKIP %s\n' $((points += 1)) "$1" "$2"; }
done_testing() { printf '1..%d\n' "$points"; }

skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

# needs_guest KERNEL-DIR
needs_guest() {
	[ -e "$1/.kit-built" ] || skip_all "no ${1##*/} yet: make build"
	[ -e "$O/guest/.kit-packed" ] || skip_all 'no guest yet: make boot'
}

# needs_tools KIND...: what scripts/deps would install.
needs_tools() { INSTALL=0 "$scripts/deps" "$@" 2>"$tmp/deps" || skip_all "$(tail -n 1 "$tmp/deps")"; }

# kit COMMAND...: one that the scripts' libraries define. In a shell of its own: they
# have names and traps of their own, and set -e.
kit() {
	# shellcheck disable=SC2016 # for the inner shell
	bash -c 'for part in lib/all lib/arch source/tree kernel/kernels; do . "$0/$part.sh"; done; "$@"' "$scripts" "$@"
}

# What went wrong, as diagnostics.
show() { tail -n 20 "$1" | sed 's/^/#   /'; }

# ok NAME COMMAND...
ok() {
	local name=$1
	shift
	if "$@" >"$tmp/out" 2>&1; then
		pass "$name"
	else
		fail "$name"
		show "$tmp/out"
	fi
}

# status NUMBER TEXT NAME COMMAND...: fails as it should, with one line that
# says TEXT (a regular expression).
status() {
	local want=$1 text=$2 name=$3 rc=0
	shift 3
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null || rc=$?
	if [ "$rc" = "$want" ] && [ "$(grep -c '^[a-z-]*: error: ' "$tmp/err")" = 1 ] && grep -Eq -- "$text" "$tmp/err"; then
		pass "$name: status $want"
	else
		fail "$name: status $rc, wanted $want and one line with: $text"
		show "$tmp/out"
		show "$tmp/err"
	fi
}

# unpacked PACKAGE: Debian sid's package lies in $unpacked, and newer PROGRAM...
# runs one of its programs with its own C library. Skips all where it cannot be
# had.
unpacked() {
	unpacked=$("$scripts/source/debian" unpack "$1" 2>"$tmp/unpack") || skip_all "$(tail -n 1 "$tmp/unpack")"
	lib=$unpacked/usr/lib/$(uname -m)-linux-gnu
}

newer() {
	local program=$1 loader=("$lib"/ld-linux-*.so.2)
	shift
	"${loader[0]}" --library-path "$lib" "$unpacked/usr/bin/$program" "$@"
}

# kselftests KERNEL: all of them in the guest, each case a point. Needs ktap.sh.
kselftests() {
	local line
	ok "$1: plan complete, console clean, exit 0" env KERNELS="$1" "$scripts/check/selftest"
	while read -r line; do
		points=$((points + 1))
		echo "${line/ok -/ok $points -}"
	done < <(ktap_to_tap "$1" <"$O/results/selftest-$1.out")
}

# read_values CSV COLUMN...: the medians of a CSV; value CELL... is that of the row whose columns
# have these, or nothing.
declare -A values=()
read_values() {
	local key median
	values=()
	while IFS="=" read -r key median; do values[$key]=$median; done < <(/usr/bin/python3 "$scripts/report" values "$@")
}

value() {
	local IFS=,
	printf '%s\n' "${values[$*]-}"
}
