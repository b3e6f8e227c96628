#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# All orders in which two or three threads can take their steps in the bitmap
# (tools/testing/pidmap/explore.h): no number twice, no wrong or freed pid found, no
# freed memory used, no empty chunk left, no free number passed over, the reaper woken,
# an end. Needs no guest.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"

[ -d "$tree/.git" ] || skip_all 'no series yet: make apply'
ok 'it builds' "$scripts/measure/native" --build
timeout 600 "$O/native/pidmap-explore" >"$tmp/tap" 2>"$tmp/err"
rc=$?
while IFS= read -r line; do
	case $line in
	"ok "*) pass "${line#ok * - }" ;;
	"not ok "*) fail "${line#not ok * - }" ;;
	"# "*) note "${line#"# "}" ;;
	esac
done < <(sed 's/ # \([0-9]\)/: \1/' "$tmp/tap")
planned=$(sed -n 's/^1\.\.//p' "$tmp/tap")
ok 'all that was planned' test "$(grep -cE '^(not )?ok ' "$tmp/tap")" = "${planned:-none}"
ok 'status 0' test "$rc" = 0
[ "$rc" = 0 ] || show "$tmp/err"
done_long
