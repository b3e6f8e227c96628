#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Again all of them, on a bitmap kernel that looks at every lock, at how RCU is used and
# at every access to memory, and where each allocation of memory in a clone() fails
# once. make test-debug has both backends, more kinds of kernel, and storms.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/ktap.sh
. "$scripts/check/ktap.sh"

none_skipped() { ! ktap_to_tap bitmap <"$O/results/selftest-bitmap.out" | grep '# SKIP'; }

# One for all of that: two would compile most of the time.
export VARIANT=debug-kasan-fault-gdb
kselftests bitmap
ok 'nothing was skipped' none_skipped
grep -a 'allocations make it fail' "$O/results/selftest-bitmap.out" | sed 's/^/# /'
done_testing
