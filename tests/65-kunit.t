#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The series' KUnit tests, on both backends, in user-mode Linux by the kernel's
# own kunit.py; each case is a point here.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$tree" || exit
[ -e kernel/pidmap.kunitconfig ] || skip_all 'the series has no KUnit tests'

# The build directory stays: a rerun compiles what changed; ccache serves a fresh
# clone.
export CCACHE_BASEDIR=$O CCACHE_NOHASHDIR=1 KBUILD_BUILD_TIMESTAMP='2026-01-01'
cc=gcc
! command -v ccache >/dev/null || cc='ccache gcc'
kunit() {
	/usr/bin/python3 tools/testing/kunit/kunit.py run --timeout=300 --jobs="$(nproc)" \
		--build_dir="$O/kunit-$1" --make_options CC="$cc" --kunitconfig=kernel/pidmap.kunitconfig \
		--kconfig_add="CONFIG_PIDMAP_${1^^}=y" >"$log" 2>&1
}

# kunit.py says "[12:00:00] [PASSED] name" for a case.
cases() {
	sed -nE 's/^\[[0-9:]+\] \[(PASSED|FAILED|SKIPPED|CRASHED|TIMEOUT)\] (test_.*)/\1 \2/p' "$log"
}

mkdir -p "$O/log"
for backend in idr bitmap; do
	log=$O/log/kunit-$backend.log
	note "KUnit on $backend (log: $log)"
	if kunit "$backend"; then
		pass "$backend: builds, runs, no failure"
	else
		fail "$backend: builds, runs, no failure"
		show "$log"
	fi
	while read -r result name; do
		case $result in
		PASSED) pass "$backend: $name" ;;
		SKIPPED) skip "$backend: $name" 'not for this backend' ;;
		*) fail "$backend: $name: $result" ;;
		esac
	done < <(cases)
	ok "$backend: some cases ran" test "$(cases | wc -l)" -gt 0
done
done_testing
