# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# How to compile for each architecture. Sourced after lib/all.sh.

# key: the kernel's name|compiler prefix|Debian's package|the config that is meant by
# defconfig. powerpc is the big-endian one, with Cell's SPUs.
declare -A cross_table=(
	[x86_64]='x86_64|x86_64-linux-gnu-|gcc-x86-64-linux-gnu|defconfig'
	[i386]='i386|i686-linux-gnu-|gcc-i686-linux-gnu|defconfig'
	[arm64]='arm64|aarch64-linux-gnu-|gcc-aarch64-linux-gnu|defconfig'
	[arm]='arm|arm-linux-gnueabihf-|gcc-arm-linux-gnueabihf|defconfig'
	[riscv]='riscv|riscv64-linux-gnu-|gcc-riscv64-linux-gnu|defconfig'
	[s390]='s390|s390x-linux-gnu-|gcc-s390x-linux-gnu|defconfig'
	[powerpc]='powerpc|powerpc64-linux-gnu-|gcc-powerpc64-linux-gnu|ppc64_defconfig'
	[um]='um||gcc|defconfig'
)
readonly clang_version=19

# cross_for ARCH: sets karch, cross, cross_package and defconfig. This machine's own
# compiler has no prefix.
cross_for() {
	IFS='|' read -r karch cross cross_package defconfig <<<"${cross_table[$1]}"
	[ "$1" != "$host_arch" ] || { cross='' cross_package=gcc; }
}
