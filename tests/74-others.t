#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kselftests on kernels that are not of the series: stock, which the series must
# not differ from, and those of patches/bench, which are compared with.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/ktap.sh
. "$scripts/check/ktap.sh"

[ "${LONG:-0}" = 1 ] || skip_all 'three more kernels: make test LONG=1'

for kernel in stock xarray pinned; do
	note "kselftests on $kernel"
	kselftests "$kernel"
done
done_testing
