#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# How often a lock is taken for a task that comes and goes, exactly: on an older
# kernel. 75-cost has it for mainline.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ "$BASE" != "$mainline" ] || skip_all 'BASE= names no other series'

ok 'locks can be counted' "$scripts/measure/cost" --locks
read_values "$O/results/locks.csv" benchmark level live backend metric

# times LEVEL LIVE BACKEND METRIC
times() { value pair "$@"; }

# within LOW HIGH VALUE
within() { awk -v low="$1" -v high="$2" -v n="$3" 'BEGIN { exit !(n != "" && n >= low && n <= high) }'; }

for level in 0 1 4; do
	for live in 0 200; do
		where="level $level, $live live"
		ok "IDR: once to allocate, $where" test "$(times $level $live idr alloc_locks)" = 1.00
		ok "IDR: once to free, $where" test "$(times $level $live idr free_locks)" = 1.00
		# And now and then for a chunk that the cursor enters, or has left.
		ok "bitmap: once a level to allocate, $where" \
			within $((level + 1)) $((level + 1)).02 "$(times $level $live bitmap alloc_locks)"
		ok "bitmap: hardly ever to free, $where" \
			within 0 .02 "$(times $level $live bitmap free_locks)"
	done
done
done_testing
