#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# make programs: what it says of bad input, how its report reads answers, and the quick
# cases in a Debian on the bitmap kernel.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"

here=$scripts/programs
verb=$here/programs

# --- Cases ----------------------------------------------------------------------
# Each says what it is, how long it may take, and ends with its plan.
headless=
for run in "$here"/cases/*/run; do
	for key in what needs seconds; do
		grep -q "^# $key: ." "$run" || headless+=" $run:$key"
	done
	[ -x "$run" ] || headless+=" $run:mode"
done
ok "each case has a head:$headless" test -z "$headless"

# --- Bad input --------------------------------------------------------------------
status 2 'CASES=nothing .*names no case' 'no such case' env CASES=nothing "$verb"
status 2 'KERNELS=windows is not known' 'no such kernel' env KERNELS=windows "$verb"
status 2 'QUICK=yes is not known' 'no such extent' env QUICK=yes "$verb"
status 2 'SCALE=fast is not a number' 'no such scale' env SCALE=fast "$verb"
status 2 'ARCH=arm64: .* x86_64 only' 'no such architecture' env ARCH=arm64 "$verb"

# --- The report -------------------------------------------------------------------
# Answers made up here: what must be seen is known.
mkdir -p "$tmp"/cases/{a,b,c} "$tmp"/results/{stock,bitmap}
for name in a b c; do printf '#!/bin/sh\n# what: case %s\n' "$name" >"$tmp/cases/$name/run"; done
answer() { cat >"$tmp/results/$1/$2.tap"; }
good() { printf 'ok 1 - one\nok 2 - two # SKIP not to be had: x\n# same s|1\n# figure f|%s|ms\n1..2\n# case a end 0 1 0\n' "$1"; }
report() { "$here/report.py" "$tmp/cases" "$tmp/results" "$1" stock bitmap >"$tmp/said" 2>&1; }
good 1 | answer stock a
good 2 | answer bitmap a
ok 'the same answers, other figures: status 0' report a
ok 'counts passes and skips' grep -qx 'bitmap: 1 passed, 0 failed, 1 skipped' "$tmp/said"
ok 'names the skip' grep -qx -- '- a: two: not to be had: x' "$tmp/results/report.md"
ok 'has the figures of both' grep -qx '| a: f | 1 ms | 2 ms |' "$tmp/results/report.md"
bad() { ! report "$1" && grep -q -- "$2" "$tmp/said"; }
good 1 | sed 's/^ok 1/not ok 1/' | answer bitmap a
ok 'a failed point is seen' bad a '^- a: one: stock pass, bitmap fail$'
good 1 | sed 's/same s|1/same s|2/' | answer bitmap a
ok 'another output is seen' bad a 'stock says .*bitmap'
good 1 | sed 's/^# same s|1/&\n# same t|2/' | answer bitmap a
ok 'of all outputs only those that differ are told' bad a "stock says \[\], bitmap \['t|2'\]\$"
good 1 | sed '/^1\.\./d' | answer bitmap a
ok 'a missing plan is seen' bad a '^- a: stopped'
good 1 | sed 's/end 0/end timeout-9-s/' | answer bitmap a
ok 'a time limit is seen' bad a 'ended (timeout-9-s)'
good 1 | answer stock b
ok 'a case that did not run is seen' bad b 'did not run'

# --- In the guest -------------------------------------------------------------------
# A Debian of 130 MB from a mirror, where that can be had: status 3 says that it cannot, and
# whatever else rootfs may stop at is the verb's failure.
export QUICK=1
lack=''
rc=0
[ "$(id -u)" = 0 ] || lack='only root can make the root file system'
[ -n "$lack" ] || "$here/rootfs" small >"$tmp/out" 2>&1 || rc=$?
[ "$rc" != 3 ] || lack=$(tail -n 1 "$tmp/out")
name='the quick cases, bitmap: each point passes'
if [ -n "$lack" ]; then
	skip "$name" "$lack"
	done_testing
else
	ok "$name" env KERNELS=bitmap ACCEL="${ACCEL:-tcg}" "$verb"
	note "$(grep -E '^bitmap: ' "$tmp/out" || echo 'no result')"
	done_long
fi
