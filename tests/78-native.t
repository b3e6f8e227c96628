#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The allocators in user space: each answer compared with a naive array's, threads
# against threads, the same with AddressSanitizer and ThreadSanitizer.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"

[ -d "$tree/.git" ] || skip_all 'no series yet: make apply'
ok 'they build' "$scripts/measure/native" --build
for program in pidmap pidmap-asan pidmap-tsan pidmap-leaves; do
	# The sanitizers want their addresses where they expect them.
	setarch -R timeout 600 "$O/native/$program" test -s 1 >"$tmp/tap" 2>"$tmp/err"
	rc=$?
	while IFS= read -r line; do
		line=${line% \# *}
		case $line in
		"ok "*) pass "$program: ${line#ok * - }" ;;
		"not ok "*) fail "$program: ${line#not ok * - }" ;;
		"# seed"*) note "$program: ${line#"# "}" ;;
		esac
	done <"$tmp/tap"
	planned=$(sed -n 's/^1\.\.//p' "$tmp/tap")
	ok "$program: all that was planned" test "$(grep -cE '^(not )?ok ' "$tmp/tap")" = "${planned:-none}"
	ok "$program: no report, status 0" test "$rc" = 0
	[ "$rc" = 0 ] || show "$tmp/err"
done
done_long
