#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The same sequences of PID operations on IDR and bitmap, and with LONG=1 on stock: the
# same numbers and errors; and what would be said if they were not. SEEDS= is 20 here,
# make differential runs thousands.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

export SEEDS=${SEEDS:-20} KERNELS='idr bitmap'
[ "${LONG:-0}" != 1 ] || KERNELS='idr bitmap stock'
ok "$KERNELS: the same" "$scripts/check/differential"
grep ': the same' "$tmp/out" | sed 's/^/# /'
hashes() { grep -aE '^[0-9]+ [0-9a-f]{16}$' "$O/results/trace-idr.out"; }
ok 'one answer for each seed' test "$(hashes | wc -l)" = "$SEEDS"
ok 'and not the same one for all' test "$(hashes | cut -d ' ' -f 2 | sort -u | wc -l)" = "$SEEDS"

# What a bug would leave: hashes that differ, or an answer that is missing.
cp "$O"/results/trace-{idr,bitmap}.out "$tmp/"
restore() { cp "$tmp"/trace-*.out "$O/results/"; }
trap 'restore; rm -rf -- "$tmp"' EXIT
sed -i 's/^\([79]\) .*/\1 0123456789abcdef/' "$O/results/trace-bitmap.out"
KERNELS='idr bitmap'
status 1 'SEED=7 ' 'a difference names its first seed' "$scripts/check/differential" --compare
restore
sed -i '/^5 /d' "$O/results/trace-idr.out"
status 14 'no answer' 'a missing answer is none' "$scripts/check/differential" --compare
done_testing
