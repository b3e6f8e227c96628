#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kselftests in QEMU, on both backends; each case is a point here. What is skipped must
# be named in tests/skips/kselftests: a skip is no pass.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/ktap.sh
. "$scripts/check/ktap.sh"

# unexpected KTAP: skips that have no row.
unexpected() {
	ktap_to_tap x <"$1" | grep '# SKIP' | awk -v base="$BASE" -v rows="$top/tests/skips/kselftests" '
		BEGIN {
			while ((getline row < rows) > 0)
				if (split(row, w, / +/) > 2 && w[1] == base)
					reason[w[2]] = substr(row, index(row, w[3]))
		}
		{
			why = $0
			sub(/.*# SKIP */, "", why)
			if (!($4 in reason) || why !~ reason[$4])
				print
		}'
}

within_budget() { [ -z "$(unexpected "$1" | tee /dev/stderr)" ]; }
seen() { [ "$(unexpected "$1" | wc -l)" = "$2" ]; }

# They are seen: another program's, and one of the same program for another reason.
cat >"$tmp/ktap" <<'END_KTAP'
# selftests: pid_alloc: fault
# ok 1 fault.nested_1.clone # SKIP no fault injection: No such file or directory
# ok 2 fault.nested_1.set_tid # SKIP needs CAP_CHECKPOINT_RESTORE
# selftests: pid_alloc: order
# ok 1 order.global # SKIP no PID namespaces: Operation not permitted
END_KTAP
ok 'skips that nobody expects are seen' seen "$tmp/ktap" 2

for backend in ${BACKEND:-idr bitmap}; do
	note "kselftests on $backend"
	kselftests "$backend"
	ok "$backend: nothing but what tests/skips/kselftests names is skipped" within_budget "$O/results/selftest-$backend.out"
done
done_testing
