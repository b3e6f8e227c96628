#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kselftests on kernels that are not of the series: stock, which the series must
# not differ from, and, with LONG=1, the XArray of patches/bench, which is compared with.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/ktap.sh
. "$scripts/ktap.sh"

others=(stock)
[ "${LONG:-0}" != 1 ] || others+=(xarray)
for kernel in "${others[@]}"; do
	note "kselftests on $kernel"
	kselftests "$kernel"
done
done_testing
