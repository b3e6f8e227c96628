#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Each patch builds with each backend that it knows, and boots; make bisect does more.
# The kernels are kept by the content they were built from: a rerun boots them only.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ "${LONG:-0}" = 1 ] || skip_all 'a dozen kernels: make test LONG=1'

export ACCEL=${ACCEL:-tcg}
"$scripts/check/bisect" --quick >"$tmp/out" 2>&1
while IFS=$'\t' read -r backend step verdict title; do
	ok "$backend $step: $title" test "$verdict" != FAIL
done <"$O/bisect/table"
grep -a 'error:' "$tmp/out" | sed 's/^/# /'
ok 'every patch was tried' test "$(cut -f 4 "$O/bisect/table" | sort -u | wc -l)" = "$(git -C "$tree" rev-list --count base..pid)"
done_testing
