#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# checkpatch.pl --strict. Two of its types are left out: MISSING_SIGN_OFF, for
# whoever submits signs; and FILE_PATH_CHANGES, which asks whether MAINTAINERS
# covers a new file without looking: get_maintainer.pl below does look. And one
# warning: "Deprecated use of 'idr_init'", where the series moves that call. And what it says
# of FIXTURE_LEVELS, which declares two variants of a fixture: nothing to be enclosed.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"
cd "$tree" || exit

has_maintainer() {
	perl scripts/get_maintainer.pl --nogit --nogit-fallback --norolestats --no-l -f "$1" |
		grep @ | grep -qv torvalds
}

# Debian's python3 has what checkpatch's licence check imports.
PATH=/usr/bin:$PATH
check() {
	local report
	report=$(perl scripts/checkpatch.pl --strict --terse --no-summary \
		--ignore MISSING_SIGN_OFF,FILE_PATH_CHANGES "$1" 2>&1 | grep -vE "Deprecated use of 'idr_init'|Macro argument reuse 'fixture'|Non-declarative macros|Macros with multiple statements")
	[ -z "$report" ] || { echo "$report"; return 1; }
}

for patch in "$PATCHES"/000[1-9]-*.patch; do
	ok "checkpatch ${patch##*/}" check "$patch"
done
# An older kernel's MAINTAINERS does not know whose a new file is.
if [ "$BASE" = "$mainline" ]; then
	for file in $(git diff --diff-filter=A --name-only base pid); do
		ok "$file has a maintainer" has_maintainer "$file"
	done
fi
done_long
