#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Each figure of a changelog was measured: Documentation/results.md, programs.md, the report of
# BASE=, or the values beside it have it.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

results=$top/Documentation/results
measured=("$top/Documentation"/{results,programs}.md "$results/report.md" "$results"/{cost,memory}.csv)
[ "$BASE" = "$mainline" ] || measured=("$results/$BASE"/{report.md,cost.csv})
traced() { /usr/bin/python3 "$top/tests/untraced.py" "$1" "${measured[@]}"; }
ok "each figure is in ${measured[0]#"$top/"} or beside it" traced "$PATCHES"

# wrong WHAT EDIT: a changed figure is seen.
wrong() {
	local dir=$tmp/wrong
	rm -rf "$dir"
	cp -r "$PATCHES" "$dir"
	sed -i "$2" "$dir"/0*.patch
	if cmp -s "$dir/0000-cover-letter.patch" "$PATCHES/0000-cover-letter.patch"; then
		fail "$1: no such figure in the cover letter"
	elif traced "$dir" >/dev/null; then
		fail "$1 is seen"
	else
		pass "$1 is seen"
	fi
}
wrong 'a wrong count' '/alloc_pid\|fork + wait/s/\([0-9]\{3\}\)\([0-9]\{3\}\)\b/\19\2/'
wrong 'a wrong ratio' '/fork + wait/s/1\{0,1\}\.[0-9]\{3\}$/1.070/'
done_testing
