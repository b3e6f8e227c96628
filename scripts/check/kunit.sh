# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# The series' KUnit tests in user-mode Linux, by the kernel's own kunit.py. Sourced
# after scripts/lib/all.sh or tests/lib.sh.

# kunit SOURCE BACKEND BUILD-DIRECTORY LOG. The build directory stays: a rerun compiles
# what changed; ccache serves a fresh clone.
kunit() (
	export CCACHE_BASEDIR=$O CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1 KBUILD_BUILD_TIMESTAMP='2026-01-01'
	cc=gcc
	! command -v ccache >/dev/null || cc='ccache gcc'
	cd "$1" || exit
	exec /usr/bin/python3 tools/testing/kunit/kunit.py run --timeout=300 --jobs="${JOBS:-$(nproc)}" \
		--build_dir="$3" --make_options CC="$cc" --kunitconfig=kernel/pidmap.kunitconfig \
		--kunitconfig="$top/kernel-config/kunit.config" \
		--kconfig_add="CONFIG_PIDMAP_${2^^}=y" >"$4" 2>&1
)

# kunit_cases LOG: "RESULT name" lines. kunit.py says "[12:00:00] [PASSED] name" for a
# case, and adds the reason in parentheses for one that is skipped.
kunit_cases() {
	sed -nE 's/^\[[0-9:]+\] \[(PASSED|FAILED|SKIPPED|CRASHED|TIMEOUT)\] (test_[a-z0-9_]+).*/\1 \2/p' "$1"
}
