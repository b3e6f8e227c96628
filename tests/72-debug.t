#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Again all of them, on a bitmap kernel that looks at every lock and at how RCU is
# used, and where each allocation of memory in a clone() fails once (make selftest
# VARIANT=debug-fault-gdb runs both backends).
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/ktap.sh
. "$scripts/ktap.sh"

export VARIANT=debug-fault-gdb
kselftests bitmap
none_skipped() { ! ktap_to_tap bitmap <"$O/results/selftest-bitmap.out" | grep '# SKIP'; }
ok 'nothing was skipped' none_skipped
grep -a 'allocations make it fail' "$O/results/selftest-bitmap.out" | sed 's/^/# /'
done_testing
