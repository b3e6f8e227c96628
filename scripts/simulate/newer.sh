# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# A QEMU for guests of x86-64 that is newer than this machine's, where that is too old:
# Debian 13's, or with QEMU_SUITE=sid the newest, unpacked in the cache folder and run
# with its own C library. Sourced after lib/all.sh and lib/arch.sh.

# at_least VERSION HAVE
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

qemu_version() { "$@" --version 2>/dev/null | sed -n 's/.*emulator version \([0-9]*\.[0-9]*\).*/\1/p'; }

# newer_qemu VERSION: the command is in the array newer_qemu, its version in newer_version.
newer_qemu() {
	local dir lib package=qemu-system-x86/${QEMU_SUITE:-trixie}
	newer_loader=() newer_qemu=(qemu-system-x86_64)
	newer_version=$(qemu_version qemu-system-x86_64 || :)
	if [ -z "${QEMU_SUITE:-}" ] && [ -n "$newer_version" ] && at_least "$1" "$newer_version"; then
		return 0
	fi
	dir=$("$scripts/source/debian" unpack "${package%/sid}") || return "$E_QEMU"
	lib=$dir/usr/lib/x86_64-linux-gnu
	newer_loader=("$lib/ld-linux-x86-64.so.2" --library-path "$lib:$lib/pulseaudio")
	newer_qemu=("${newer_loader[@]}" "$dir/usr/bin/qemu-system-x86_64"
		-L "$dir/usr/share/qemu" -L "$dir/usr/share/seabios")
	newer_version=$(qemu_version "${newer_qemu[@]}")
	[ -n "$newer_version" ] && at_least "$1" "$newer_version"
}

# with_library FILE: newer_qemu loads it first.
with_library() {
	if [ -n "${newer_loader[*]:-}" ]; then
		newer_qemu=("${newer_loader[0]}" --preload "$1" "${newer_qemu[@]:1}")
	else
		newer_qemu=(env "LD_PRELOAD=$1" "${newer_qemu[@]}")
	fi
}
