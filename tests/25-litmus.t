#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# herd7 on the series' litmus tests: each gives the result that it promises, and
# another one without its barriers, which therefore are needed.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
set +o pipefail

litmus=$tree/Documentation/litmus-tests/pid
[ -d "$litmus" ] || skip_all 'the series has no litmus tests'
unpacked herdtools7
cd "$tree/tools/memory-model" || exit

# herd FILE: Never, Sometimes or Always
herd() {
	newer herd7 -I "$unpacked/usr/share/herdtools7/herd" -conf linux-kernel.cfg "$1" |
		awk '$1 == "Observation" { print $3 }'
}

gives() { [ "$(herd "$1")" = "$2" ]; }

# Each way to weaken one: a sed script that must change something.
weaker='s/\bxchg(/xchg_relaxed(/
s/smp_store_mb(\(.*\), \(.*\));/WRITE_ONCE(\1, \2);/
s/^\tsmp_mb();$//
s/^\tsmp_rmb();$//'

for file in "$litmus"/*.litmus; do
	name=${file##*/}
	ok "$name: as promised" gives "$file" "$(sed -n 's/^ \* Result: //p' "$file")"
	while read -r edit; do
		sed "$edit" "$file" >"$tmp/weak.litmus"
		cmp -s "$file" "$tmp/weak.litmus" || ok "$name: not so after $edit" gives "$tmp/weak.litmus" Sometimes
	done <<<"$weaker"
done
done_testing
