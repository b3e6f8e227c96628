#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# scripts/kernel-doc has nothing to say of a new file, and no more than it had of one
# that the series touches.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$tree" || exit

# of COMMIT FILE: warnings without their lines.
of() {
	mkdir -p "$tmp/$1/${2%/*}"
	git show "$1:$2" >"$tmp/$1/$2" 2>/dev/null || return 0
	/usr/bin/python3 scripts/kernel-doc -Wall -none "$tmp/$1/$2" 2>&1 |
		grep -E '(Warning|Error|warning|error):' | sed -E "s|$tmp/$1/||; s/:[0-9]+ /: /" | sort
}

no_more() { [ -z "$(comm -13 <(of base "$1") <(of pid "$1") | tee /dev/stderr)" ]; }

for file in $(git diff --name-only --diff-filter=d base pid -- '*.[ch]' ':!tools/testing'); do
	ok "$file" no_more "$file"
done
# It does see what is wrong.
mkdir -p "$tmp/broken"
printf '/**\n * f - x\n * @nope: none\n */\nint f(int a)\n{\n\treturn a;\n}\n' >"$tmp/broken/a.c"
ok 'a parameter that is not described is seen' sh -c "/usr/bin/python3 scripts/kernel-doc -Wall -none '$tmp/broken/a.c' 2>&1 | grep -q 'not described'"
done_testing
