#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The series' KUnit tests, on both backends, in user-mode Linux by the kernel's
# own kunit.py; each case is a point here.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/kunit.sh
. "$scripts/check/kunit.sh"
[ -e "$tree"/kernel/pidmap.kunitconfig ] || skip_all 'the series has no KUnit tests'

# The cases that a backend has nothing to say to: where they lack, a test was lost.
expected_skips() { sed -n "s/^$1 //p" "$top/tests/skips/kunit" 2>/dev/null; }

mkdir -p "$O/log"
for backend in idr bitmap; do
	log=$O/log/kunit-$backend.log
	note "KUnit on $backend (log: $log)"
	# The other one's objects: half of them are the same.
	[ -e "$O/kunit-$backend" ] || [ ! -e "$O/kunit-idr" ] || cp -a --reflink=auto "$O/kunit-idr" "$O/kunit-$backend"
	if kunit "$tree" "$backend" "$O/kunit-$backend" "$log"; then
		pass "$backend: builds, runs, no failure"
	else
		fail "$backend: builds, runs, no failure"
		show "$log"
	fi
	while read -r result name; do
		case $result in
		PASSED) pass "$backend: $name" ;;
		SKIPPED)
			if expected_skips "$backend" | grep -qx "$name"; then
				skip "$backend: $name" 'not for this backend'
			else
				fail "$backend: $name is skipped, which tests/skips/kunit does not name"
			fi
			;;
		*) fail "$backend: $name: $result" ;;
		esac
	done < <(kunit_cases "$log")
	ok "$backend: some cases ran" test "$(kunit_cases "$log" | wc -l)" -gt 0
done
done_testing
