# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# How the kernel's own makefiles are called, out of tree, on $tree and $out. Sourced
# after lib/all.sh and lib/arch.sh.

# The commands' output depends on the source alone, not on who builds it when
# and where; that also is what lets ccache hit.
export KBUILD_BUILD_TIMESTAMP='2026-01-01' KBUILD_BUILD_USER=kit KBUILD_BUILD_HOST=kit
export KBUILD_BUILD_VERSION=1 LOCALVERSION=
# DEPEND: a miss costs no preprocessing of its own, a fourth of the time.
export CCACHE_BASEDIR=$O CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1

kmake() {
	local cc=${cross}gcc
	! command -v ccache >/dev/null || cc="ccache $cc"
	make -C "$tree" O="$out" ARCH="$karch" CROSS_COMPILE="$cross" CC="$cc" -j"$jobs" "$@"
}

# kselftests GOAL [VARIABLE=]...: ours alone, static: they run where no library is. The
# uapi headers are those of the tree, not of the machine: see goal headers.
kselftests() {
	make -C "$tree/tools/testing/selftests" O="$out" ARCH="$karch" CROSS_COMPILE="$cross" \
		TARGETS=pid_alloc FORCE_TARGETS=1 USERLDFLAGS=-static "$@"
}

# merge [-n] FILE...: over what allnoconfig says (-n), or over the defaults.
merge() {
	cd "$tree" || return
	# Exported, for merge_config.sh calls make by itself.
	ARCH=$karch CROSS_COMPILE=$cross scripts/kconfig/merge_config.sh -O "$out" "$@"
}

# Lines of the fragments on stdin that the config $1 does not have.
lost_lines() {
	awk '
		/^# CONFIG_[A-Za-z0-9_]+ is not set/ { name = $2; value = "n" }
		/^CONFIG_/ { i = index($0, "="); name = substr($0, 1, i - 1); value = substr($0, i + 1) }
		!name { next }
		FILENAME == "-" { want[name] = value }
		FILENAME != "-" { have[name] = value }
		{ name = "" }
		END {
			for (n in want)
				if (want[n] != (n in have ? have[n] : "n"))
					print n "=" want[n]
		}' - "$1" | sort
}
