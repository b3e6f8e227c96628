#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# checkpatch.pl --strict. Two of its types are left out: MISSING_SIGN_OFF, for
# whoever submits signs; and FILE_PATH_CHANGES, which asks whether MAINTAINERS
# covers a new file without looking: get_maintainer.pl below does look.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$tree" || exit

has_maintainer() {
	perl scripts/get_maintainer.pl --nogit --nogit-fallback --norolestats --no-l -f "$1" | grep -q @
}

for patch in "$PATCHES"/000[1-9]-*.patch; do
	ok "checkpatch ${patch##*/}" perl scripts/checkpatch.pl --strict --quiet --no-summary \
		--ignore MISSING_SIGN_OFF,FILE_PATH_CHANGES "$patch"
done
for file in $(git diff --diff-filter=A --name-only base pid); do
	ok "$file has a maintainer" has_maintainer "$file"
done
done_testing
