# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Where things lie, and for which architecture. Sets variables, some exported.

# shellcheck source=scripts/lib/base.sh
. "$scripts/lib/base.sh"
V=${V:-0}
host_arch=$(uname -m | sed 's/^aarch64$/arm64/')
ARCH=${ARCH:-$host_arch}
SELFTESTS=${SELFTESTS:-$top/selftests}
CACHE=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
CACHE=${CACHE:+$CACHE/pid-alloc-kit}
# make -jN says what JOBS=N does.
[[ -n "${JOBS:-}" || ! "${MAKEFLAGS:-}" =~ (^| )-j([0-9]+) ]] || JOBS=${BASH_REMATCH[2]}
# Whoever picks an accelerator picks it for all that he calls.
export V ARCH ACCEL JOBS
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
jobs=${JOBS:-$(nproc)}

# What git sets for hooks and `git rebase -x` names another repository than ours.
if command -v git >/dev/null; then
	# shellcheck disable=SC2046 # a list
	unset $(git rev-parse --local-env-vars)
fi

check_places() {
	[ -n "$CACHE" ] || die "$E_USAGE" "HOME is not set, so there is no cache folder; set HOME, or XDG_CACHE_HOME"
	# kbuild and make know no quoting.
	[[ "$top" != *[[:space:]:]* ]] || die "$E_USAGE" "the kernel cannot be built below '$top', which has a space or colon; move this repository"
	[[ "$O" != *[[:space:]:]* ]] || die "$E_USAGE" "the kernel cannot be built in O='$O', which has a space or colon; give another O="
}

# make_dir NAME DIR: NAME is the variable that says where it is.
make_dir() {
	local why
	why=$(mkdir -p -- "$2" 2>&1) || die "$E_USAGE" "$1=$2 cannot be created (${why##*: }); give another $1="
	[ -w "$2" ] || die "$E_USAGE" "$1=$2 cannot be written to; give another $1="
}
