#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# What the allocators cost, in counts that are the same on any machine:
# instructions of a pair of alloc_pid() and free_pid(), and what is done under the
# lock. The limits leave some room above what make cost shows.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

ok 'both backends can be measured' "$scripts/measure/cost" --quick

columns=(benchmark level live backend metric)
read_values "$O/results/cost-quick.csv" "${columns[@]}"

# at_most LIMIT NAME VALUE...: the values' quotient, if there are two.
at_most() {
	local limit=$1 name=$2
	shift 2
	if awk -v limit="$limit" -v a="${1:-x}" -v b="${2:-1}" 'BEGIN { exit !(a != "x" && b > 0 && a / b <= limit) }'; then
		pass "$name: at most $limit"
	else
		fail "$name: $* is not at most $limit"
	fi
}

# A value that is missing is nothing, and never what it should be.
same() { [ -n "$1" ] && [ "$1" = "$2" ]; }

# grown LEAST MOST BEFORE AFTER
grown() { awk -v least="$1" -v most="$2" -v a="$3" -v b="$4" 'BEGIN { exit !(a != "" && b != "" && b - a >= least && b - a <= most) }'; }

# ratio LIMIT BENCHMARK LEVEL LIVE
ratio() {
	at_most "$1" "$2 at level $3, $4 live: bitmap / IDR" \
		"$(value "$2" "$3" "$4" bitmap cost)" "$(value "$2" "$3" "$4" idr cost)"
}

ratio .24 pair 0 0
ratio .16 pair 1 0
ratio .10 pair 4 0
ratio .17 own 0 0
ratio .70 pair 0 200

for level in 0 1 4; do
	for live in 0 200; do
		where="level $level, $live live"
		at_most 50 "bitmap: instructions under a lock to allocate, $where" \
			"$(value pair $level $live bitmap alloc_lock_held)" "$(value pair $level $live bitmap alloc_locks)"
		at_most "$((level + 1)).02" "bitmap: locks to allocate, $where" "$(value pair $level $live bitmap alloc_locks)"
		# When the last number of a chunk goes that the cursor has left.
		at_most .02 "bitmap: locks to free, $where" "$(value pair $level $live bitmap free_locks)"
		at_most 1.01 "IDR: locks to allocate, $where" "$(value pair $level $live idr alloc_locks)"
		at_most 1 "IDR: locks to free, $where" "$(value pair $level $live idr free_locks)"
	done
done

# 3200 pids, one in 64 or in 256 numbers, are freed: a lock for each chunk that goes.
for row in order_64,100 random_64,100 order_256,400 random_256,400; do
	IFS=, read -r name locks <<<"$row"
	ok "$name: $locks locks to free" test "$(value "$name" 0 3200 bitmap free_locks_all)" = "$locks.00"
done

# --- Reading /proc beside idle threads -----------------------------------------
at_most 1.2 'bitmap: readdir of /proc, beside 10000 idle threads / none' \
	"$(value idle 1 10000 bitmap cost)" "$(value idle 1 0 bitmap cost)"
at_most .1 'readdir of /proc beside 10000 idle threads: bitmap / IDR' \
	"$(value idle 1 10000 bitmap cost)" "$(value idle 1 10000 idr cost)"

# --- Memory -----------------------------------------------------------------
ok 'their memory can be counted' "$scripts/measure/cost" --memory
read_values "$O/results/memory.csv" "${columns[@]}"
for row in empty,1,1 dense,1,10001 spread,1,101 churn,1,101 namespaces,0,1000; do
	IFS=, read -r name level live <<<"$row"
	at_most 1 "$name: bytes, bitmap / IDR" \
		"$(value "$name" "$level" "$live" bitmap total)" "$(value "$name" "$level" "$live" idr total)"
done
ok 'chunks and directory are charged to the cgroup of who allocates' \
	same "$(value charged 1 10000 bitmap charged)" "$(value charged 1 10000 bitmap numbers)"
# kfree_rcu() keeps some until it has a sheaf of them, and others use a cache of
# kmalloc()'s too: a leak of one in fifty would show.
for cache in kmalloc-cg-512,60 pid_namespace,0; do
	IFS=, read -r cache others <<<"$cache"
	during=$(value "$cache" 0 0 bitmap during)
	before=$(value "$cache" 0 0 bitmap before)
	after=$(value "$cache" 0 0 bitmap after)
	ok "$cache: a thousand more, or nearly, while there are a thousand namespaces" \
		grown $((1000 - others)) 1000000 "$before" "$during"
	ok "$cache: at most $others more when they are gone" \
		grown -1000000 "$others" "$before" "$after"
done
done_testing
