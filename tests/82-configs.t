#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# One row of make check-configs passes; a warning and an error that are put into the
# series fail it, sparse's too.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
export CONFIGS=x86_64-tiny-gcc

# with TEXT: a commit on top of the series, on no branch, with TEXT at pid.c's end.
with() {
	local blob tree_id
	export GIT_INDEX_FILE=$tmp/index
	blob=$({ git -C "$tree" show pid:kernel/pid.c; printf '%s\n' "$1"; } | git -C "$tree" hash-object -w --stdin)
	git -C "$tree" read-tree pid
	git -C "$tree" update-index --cacheinfo "100644,$blob,kernel/pid.c"
	tree_id=$(git -C "$tree" write-tree)
	unset GIT_INDEX_FILE
	git -C "$tree" -c user.name=t -c user.email=t@localhost commit-tree -p pid -m broken "$tree_id"
}

fails() { # fails TEXT CODE
	local rc=0
	REV=$(with "$2") "$scripts/check/check-configs" >"$tmp/report" 2>&1 || rc=$?
	cat "$tmp/report"
	[ "$rc" = 1 ] && grep -E "$1" "$tmp/report"
}

passes() { "$scripts/check/check-configs" >"$tmp/report" 2>&1 || { cat "$tmp/report"; return 1; }; }
ok 'one row passes' passes
ok 'gcc and, where it is new enough, sparse had something to read' grep -E '^x86_64 +tiny +gcc +bitmap +[1-9][0-9]* +pass' "$tmp/report"
ok 'a warning of W=1 fails' fails 'gcc .* FAIL: 1 new warnings' 'int kit_broken(void) { return 0; }'
name='a warning of sparse fails'
if grep -q 'sparse is too old' "$tmp/report"; then
	skip "$name" 'sparse is too old'
else
	ok "$name" fails 'sparse .* FAIL: 1 new warnings' 'int __rcu *kit_broken; static int __used f(void) { return *kit_broken; }'
fi
ok 'an error fails' fails 'FAIL: .* error' 'kit_broken'
done_testing
