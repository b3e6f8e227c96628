#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# make bench: the report says what the raw values say, by hand; kernels that are not
# there are refused.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

dir=$tmp/2000-01-01-0000
mkdir "$dir"
# By rounds: idr 100, 200, 400; bitmap 150, 500 (median of 400, 500, 900), 400.
cat >"$dir/raw.csv" <<'END'
round,kernel,row,n,metric,value
1,idr,fork,2,ops_per_s,100
1,bitmap,fork,2,ops_per_s,150
2,idr,fork,2,ops_per_s,200
2,bitmap,fork,2,ops_per_s,900
2,bitmap,fork,2,ops_per_s,400
2,bitmap,fork,2,ops_per_s,500
3,idr,fork,2,ops_per_s,400
3,bitmap,fork,2,ops_per_s,400
1,idr-nocgroup,fork,2,ops_per_s,10
1,bitmap-nocgroup,fork,2,ops_per_s,5
1,idr,pidfd_open,1,ops_per_s,cannot
1,bitmap,pidfd_open,1,ops_per_s,7
1,idr,ps,10000,real_s,2
1,bitmap,ps,10000,real_s,1
END
echo '==> booting bench-idr-1: tcg, 2 CPUs, at most 600 s (log: x)' >"$dir/log"
ok 'a report' "$scripts/report" "$dir"
has() { ok "$1" grep -qxF "$2" "$dir/summary.csv"; }
has 'medians over rounds' 'fork,2,ops_per_s,idr,200,100,400,3,1.000,1.000,1.000'
has 'ratios within a round' 'fork,2,ops_per_s,bitmap,400,150,500,3,1.500,1.000,2.500'
has 'other options have a base of their own' 'fork,2,ops_per_s,bitmap-nocgroup,5,5,5,1,0.500,0.500,0.500'
has 'what a kernel cannot do stays so' 'pidfd_open,1,ops_per_s,idr,cannot,,,,,,'
has 'nothing to compare with: no ratio' 'pidfd_open,1,ops_per_s,bitmap,7,7,7,1,,,'
row() { grep -qF "$1" "$dir/report.md"; }
ok 'the table has the ratio and its spread' row '| fork | 2 | 200 | 400 (1.500, 1.000-2.500) |'
ok 'and what cannot be' row '| pidfd_open | 1 | cannot | 7 |'
ok '/proc is a table by itself; one round has no spread' row '| ps | 10000 | 2 | 1 |'

status 2 'KERNELS: /nonexistent is not there' 'a kernel that is not there' \
	env KERNELS=/nonexistent O="$tmp/out" "$scripts/measure/bench"
done_testing
