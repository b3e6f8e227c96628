#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Every script is clean; every file says its licence.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top" || exit

# A shebang or a directive tells which files are shell.
shell_files() { grep -rlE '^#!/usr/bin/env bash|^#!/bin/sh|^# shellcheck shell=' .ci farm scripts tests; }

for file in $(shell_files | sort); do
	ok "shellcheck $file" shellcheck -x -P "$top" "$file"
done
for file in Makefile .ci/run scripts/* scripts/debug/* scripts/guest/{*.c,list,loads,run-bench,to-lava} tests/* kernel-config/* farm/*.yaml farm/lkp/*.yaml farm/lkp/pid-bench/*; do
	[ ! -f "$file" ] || ok "$file has a licence" grep -qm 1 'SPDX-License-Identifier: GPL-2.0' "$file"
done
done_testing
