#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kselftests in QEMU, on both backends; each case is a point here.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/ktap.sh
. "$scripts/ktap.sh"

for backend in ${BACKEND:-idr bitmap}; do
	note "kselftests on $backend"
	ok "$backend: plan complete, console clean, exit 0" env BACKEND="$backend" "$scripts/selftest"
	while read -r line; do
		points=$((points + 1))
		echo "${line/ok -/ok $points -}"
	done < <(ktap_to_tap "$backend" <"$O/results/selftest-$backend.out")
done
done_testing
