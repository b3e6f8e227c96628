# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2153,SC2154
# What the kit asks of O/linux and of patches/. Sourced after lib/all.sh.
# shellcheck source=scripts/source/format.sh
. "$scripts/source/format.sh"

# git for trees of the kit's own, deaf to the user's settings, hooks and templates: they
# would change how patches are applied (am.threeWay) and written (format.*, diff.*), or
# stop a checkout.
own_git() {
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_TEMPLATE_DIR='' \
		git -c core.hooksPath=/dev/null "$@"
}

# own_git in the kernel tree.
kgit() { own_git -C "$tree" "$@"; }

# The series, in order, without its cover letter.
series() {
	local patch
	for patch in "$PATCHES"/[0-9][0-9][0-9][0-9]-*.patch; do
		[ -e "$patch" ] || return 0
		[[ "$patch" == */0000-* ]] || say "$patch"
	done
}

series_key() {
	local -a patches
	mapfile -t patches < <(series)
	hash /dev/null "${patches[@]}"
}

# The last round of the series that was sent; nothing before the first.
last_round() {
	git -C "$top" tag --list 'submitted/v[0-9]*' 2>/dev/null | sed 's|.*/v||' | sort -n | tail -n 1
}

# The version in a Makefile on stdin: 7.3.4. A tag's name may say anything.
version() {
	awk '
		$1 == "VERSION" { v = $3 }
		$1 == "PATCHLEVEL" { p = $3 }
		$1 == "SUBLEVEL" { s = $3 }
		$1 == "EXTRAVERSION" { e = $3; exit }
		END { printf "%s.%s%s%s\n", v, p, s ? "." s : "", e }'
}

# fits VERSION: is it the release that BASE names, or its stable successor?
fits() {
	local want=${BASE#v}
	[[ "$1" == "$want" || "$1" == "$want".* || "$1" == "$want"-* ]]
}

# What would be lost if the branch were reset, in one line; nothing if nothing.
local_work() {
	local head
	head=$(kgit symbolic-ref -q --short HEAD || echo 'a detached HEAD')
	if [ -d "$tree/.git/rebase-apply" ] || [ -d "$tree/.git/rebase-merge" ]; then
		say "an unfinished rebase or am"
	elif [ -n "$(kgit status --porcelain | head -n 1)" ]; then
		say "uncommitted changes: $(kgit status --porcelain | head -n 3 | cut -c 4- | tr '\n' ' ')"
	elif [ "$head" != pid ]; then
		say "$head checked out instead of the branch pid"
	elif ! is_applied && ! is_exported >/dev/null; then
		say "commits that patches/ does not hold: $(kgit log --format=%h -n 3 base..pid | tr '\n' ' ')"
	fi
}

# Commits that go with the tree when it is removed: on other branches, stashed.
other_work() {
	local commit stash
	stash=$(kgit rev-parse -q --verify refs/stash || :)
	commit=$(kgit rev-list -n 1 --branches ${stash:+"$stash"} --not pid base)
	[ -z "$commit" ] || say "commits off the branch pid: $(kgit log -1 --format='%h %s' "$commit")"
}

# The branch is what `source`, `apply` or `export` last left there.
is_applied() { [ "$(kgit rev-parse -q --verify pid)" = "$(kgit rev-parse -q --verify refs/kit/applied)" ]; }

is_exported() {
	local dir rc=0
	scratch_dir dir
	format_series "$dir"
	same_patches "$dir" || rc=1
	rm -rf -- "$dir"
	return "$rc"
}

# Before the series adds it, there is no choice.
has_bitmap() { kgit grep -q '^config PIDMAP_BITMAP$' "$1" -- init kernel; }
