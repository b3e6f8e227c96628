#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Every script is clean; every file says its licence.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top" || exit

# A shebang or a directive tells which files are shell.
shell_files() { git grep --untracked -lE '^#!/usr/bin/env bash|^#!/bin/sh|^# shellcheck shell=' -- .ci farm scripts tests; }

# What passed as it is, with the same libraries, is not read again: seconds for each.
passed=$O/passed/shellcheck
mkdir -p "$passed"
libraries=$( (shellcheck --version; git ls-files -co --exclude-standard -z -- '*.sh' | xargs -0 cat) | sha256sum)
clean() {
	local key
	key=$( (cat "$1"; echo "$libraries") | sha256sum | cut -c 1-32)
	[ -e "$passed/$key" ] && return
	shellcheck -x -P "$top" "$1" && : >"$passed/$key"
}

for file in $(shell_files | sort); do
	ok "shellcheck $file" clean "$file"
done
# Some files have no room for a comment.
for file in $(git ls-files -co --exclude-standard -- Makefile .ci scripts tests kernel-config farm ':!*.patch' ':!scripts/guest/rootfs/'{passwd,splats}); do
	[ ! -f "$file" ] || ok "$file has a licence" grep -qm 1 'SPDX-License-Identifier: GPL-2.0' "$file"
done

echo true >"$tmp/bad.sh"
not() { ! "$@"; }
ok 'a script that does not say its shell is seen' not clean "$tmp/bad.sh"
ok '... again' not clean "$tmp/bad.sh"
done_testing
