#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The series applies to the pristine base with plain git am, each line where the patch
# says, and gives the branch. A sparse clone holds only the files that it touches.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
work=$tmp/work
export GIT_CONFIG_GLOBAL=/dev/null GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@localhost

touched() { sed -n 's|^diff --git a/\(.*\) b/.*|/\1|p' "$PATCHES"/0*.patch | sort -u; }

sparse_clone() {
	git clone -q --shared --no-checkout "$tree" "$work" &&
		touched | git -C "$work" sparse-checkout set --no-cone --stdin &&
		git -C "$work" checkout -q --detach "$(git -C "$tree" rev-parse base)"
}

# exact PATCH: git am takes lines that lie elsewhere without a word; apply -v names them.
exact() {
	git -C "$work" apply -v --check "$1" >"$tmp/check" 2>&1 &&
		grep -q '^Checking patch' "$tmp/check" && ! grep -iE 'fuzz|offset|reduced' "$tmp/check"
}

# shifted PATCH: the same, but each hunk three lines further down.
shifted() {
	perl -pe 's/^@@ -(\d+)(\S*) \+(\d+)(\S*) @@/sprintf "@@ -%d%s +%d%s @@", $1 && $1 + 3, $2, $3 + 3, $4/e' "$1"
}

seen() { ! exact "$1" && grep -q 'offset -3 lines' "$tmp/check"; }
# What is measured beside the series goes on top of it. Needs no files.
on_top() {
	GIT_INDEX_FILE=$tmp/index git -C "$tree" read-tree pid &&
		GIT_INDEX_FILE=$tmp/index git -C "$tree" apply --cached --check "$1"
}
gives_branch() { [ "$(git -C "$work" rev-parse 'HEAD^{tree}')" = "$(git -C "$tree" rev-parse --verify 'pid^{tree}' || echo none)" ]; }

first=$(find "$PATCHES" -maxdepth 1 -name '0001-*.patch')
ok 'a clone of the base' sparse_clone
shifted "$first" >"$tmp/shifted.patch"
ok 'git apply takes a patch whose lines lie elsewhere' git -C "$work" apply --check "$tmp/shifted.patch"
ok 'but here it is seen' seen "$tmp/shifted.patch"
for patch in "$PATCHES"/000[1-9]-*.patch; do
	ok "${patch##*/}: without fuzz or offset" exact "$patch"
	ok "git am ${patch##*/}" git -C "$work" am --no-3way "$patch"
done
ok 'it gives the branch pid' gives_branch
for patch in "$PATCHES"/bench/*.patch; do
	[ ! -e "$patch" ] || ok "bench: ${patch##*/} applies on top" on_top "$patch"
done
ok 'no patch is signed off for somebody' sh -c "! grep -il '^Signed-off-by' '$PATCHES'/*.patch"
done_testing
