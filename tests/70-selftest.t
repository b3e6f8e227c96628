#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kselftests in QEMU, on both backends; each case is a point here.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/ktap.sh
. "$scripts/check/ktap.sh"

for backend in ${BACKEND:-idr bitmap}; do
	note "kselftests on $backend"
	kselftests "$backend"
done
done_testing
