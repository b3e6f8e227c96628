#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Each allocation of memory in a clone() fails once, on the bitmap kernel (make
# selftest VARIANT=fault TESTS=fault runs both).
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/ktap.sh
. "$scripts/ktap.sh"

ok 'plan complete, console clean, exit 0' \
	env VARIANT=fault BACKEND=bitmap TESTS=fault "$scripts/selftest"
while read -r line; do
	points=$((points + 1))
	echo "${line/ok -/ok $points -}"
done < <(ktap_to_tap bitmap <"$O/results/selftest-bitmap.out")
none_skipped() { ! ktap_to_tap bitmap <"$O/results/selftest-bitmap.out" | grep '# SKIP'; }
ok 'nothing was skipped' none_skipped
grep -a 'allocations make it fail' "$O/results/selftest-bitmap.out" | sed 's/^/# /'
done_testing
