#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Each patch builds with each backend that it knows, and boots; make bisect does more.
# The kernels are kept by the content they were built from: a rerun boots them only.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ "${LONG:-0}" = 1 ] || skip_all 'a dozen kernels: make test LONG=1'

export ACCEL=${ACCEL:-tcg}

# bisect: into $table, which no earlier run may have left.
bisect() {
	table=$O/bisect/quick
	rm -f "$table"
	"$scripts/check/bisect" --quick </dev/null
}

# points TITLES: a line of the table each, and whether they are all there.
points() {
	local backend step verdict title
	while IFS=$'\t' read -r backend step verdict title; do
		ok "$backend $step: $title" test "$verdict" != FAIL
	done < <(cat "$table" 2>/dev/null)
	ok 'every patch was tried' diff <(cut -f 4 "$table" 2>/dev/null | sort -u) <(sort -u <<<"$1")
}

titles=$(git -C "$tree" log --format=%s base..pid)
ok 'bisect ends well' bisect
points "$titles"

# A run that cannot start, as another has the lock, with a table that is good and old.
held() {
	mkdir -p "$tmp/o/bisect"
	cp "$table" "$tmp/o/bisect/quick"
	flock "$tmp/o/.lock" env -u KIT_LOCKED -u KIT_READY O="$tmp/o" bash -c "$(declare -f bisect); scripts='$scripts'; bisect" || return
}
(
	O=$tmp/o
	points=0
	held >"$tmp/held" 2>&1 && echo passed
	grep -q 'another run uses' "$tmp/held" || echo 'the lock was not held'
	table=$tmp/o/bisect/quick
	points "$titles"
) >"$tmp/control"
ok 'a run that never started fails' sh -c "grep -q '^not ok .*every patch was tried' '$tmp/control' && ! grep -xE 'passed|the lock.*|ok .*' '$tmp/control'"
done_testing
