#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# patches/, selftests/ and the tree are one and the same.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cover=$PATCHES/0000-cover-letter.patch

ok 'export would change no byte' "$scripts/source/export" --check
if [ -e "$cover" ]; then
	ok 'the cover letter is written' sh -c "! grep -q '\*\*\* ' '$cover'"
else
	fail 'there is a cover letter'
fi
ok 'the series is on top of base' git -C "$tree" merge-base --is-ancestor base pid
ok 'patches/BASE names a release' grep -Eqx 'v[0-9]+\.[0-9]+' "$PATCHES/BASE"
done_testing
