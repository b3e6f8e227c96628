# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Where things lie, and for which architecture. Sets variables, some exported.

# shellcheck source=scripts/lib/base.sh
. "$scripts/lib/base.sh"
V=${V:-0}
host_arch=$(uname -m | sed 's/^aarch64$/arm64/')
ARCH=${ARCH:-$host_arch}
SELFTESTS=${SELFTESTS:-$top/selftests}
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/pid-alloc-kit
# Whoever picks an accelerator picks it for all that he calls.
export V ARCH ACCEL
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
