#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The series applies to the pristine base with plain git am, and gives the
# branch. A sparse worktree holds only the files that it touches.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
work=$tmp/work

remove() { git -C "$tree" worktree remove --force "$work" 2>/dev/null; }
trap 'remove; rm -rf -- "$tmp"' EXIT

touched() { sed -n 's|^diff --git a/\(.*\) b/.*|/\1|p' "$PATCHES"/0*.patch | sort -u; }

sparse_worktree() {
	git -C "$tree" worktree add -q --no-checkout --detach "$work" base &&
		touched | git -C "$work" sparse-checkout set --no-cone --stdin &&
		git -C "$work" checkout -q
}

export GIT_CONFIG_GLOBAL=/dev/null
ok 'a worktree of the base' sparse_worktree
for patch in "$PATCHES"/000[1-9]-*.patch; do
	ok "git am ${patch##*/}" git -C "$work" am --no-3way "$patch"
	ok 'without fuzz or offset' test "$(grep -ciE 'fuzz|offset' "$tmp/out")" = 0
done
ok 'it gives the branch pid' test "$(git -C "$work" rev-parse 'HEAD^{tree}')" = "$(git -C "$tree" rev-parse 'pid^{tree}')"
ok 'no patch is signed off for somebody' sh -c "! grep -il '^Signed-off-by' '$PATCHES'/*.patch"
done_testing
