# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2153,SC2154
# What the kit asks of O/linux and of patches/. Sourced after lib.sh.

# git in the kernel tree, deaf to the user's own settings: they would change
# how patches are applied (am.threeWay) and written (format.*, diff.*).
kgit() { GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null git -C "$tree" "$@"; }

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

# kernel_sources COMMIT: its trees and files without what no kernel is made of.
kernel_sources() { kgit ls-tree "$1" | grep -vE '	(Documentation|MAINTAINERS|CREDITS|tools)$'; }

# Before the series adds it, there is no choice.
has_bitmap() { kgit grep -q '^config PIDMAP_BITMAP$' "$1" -- init kernel; }

# work_tree DIR COMMIT: its files in DIR. Only what git writes anew is newer than what
# was made of it before.
work_tree() {
	kgit worktree prune
	[ -e "$1/.git" ] || { rm -rf "$1"; kgit worktree add -q --detach "$1" "$2"; }
	git -C "$1" checkout -q --detach --force "$2"
}

# The tree's content, whether committed or not: the key of what is built of it.
tree_key() {
	{
		kgit rev-parse 'HEAD^{tree}'
		kgit diff --no-ext-diff HEAD
		kgit ls-files -o --exclude-standard -z | (cd "$tree" && xargs -0r sha256sum)
	} | hash
}

# --- Export -----------------------------------------------------------------
# format_series DIR: base..pid as it is to lie in patches/. Every byte depends
# on the commits and on the tracked cover letter alone.
format_series() {
	kgit format-patch -q -n --no-signature --full-index --zero-commit -M \
		--no-base --no-thread --stat=72 -o "$1" base..pid
	[ -e "$PATCHES/0000-cover-letter.patch" ] || return 0
	format_cover "$1"
}

# The cover letter's text is written by hand and stays; the shortlog and the
# diffstat at its end, and the number of patches, are made anew.
format_cover() {
	local dir=$1 count
	count=$(kgit rev-list --count base..pid)
	{
		cover_text "$PATCHES/0000-cover-letter.patch" |
			sed "1,/^\$/s|^\(Subject: \[.*0/\)[0-9]*\]|\1$count]|"
		kgit shortlog --no-merges -w72,2,4 base..pid
		kgit diff --no-ext-diff -M --stat=72 --summary base pid
	} >"$dir/0000-cover-letter.patch"
}

# All but the tail: from the end upwards, lines that are blank, indented, or
# "Name (3):".
cover_text() {
	awk '
		{ line[NR] = $0 }
		END {
			last = NR
			for (i = NR; i > 0 && line[i] ~ /^( .*)?$|^[^ ].* \([0-9]+\):$/; i--)
				if (line[i] ~ /^[^ ].* \([0-9]+\):$/)
					last = i - 1
			while (last && line[last] == "")
				last--
			for (i = 1; i <= last; i++)
				print line[i]
			print ""
		}' "$1"
}

# same_patches DIR: names the first file that differs from patches/.
same_patches() {
	local -a a b
	local f
	mapfile -t a < <(cd "$1" && ls -- *.patch 2>/dev/null)
	mapfile -t b < <(cd "$PATCHES" && ls -- *.patch 2>/dev/null)
	if [ "${a[*]}" != "${b[*]}" ]; then
		say "patches/ has ${b[*]:-no patch}, the tree makes ${a[*]:-none}"
		return 1
	fi
	for f in "${a[@]}"; do
		cmp -s "$1/$f" "$PATCHES/$f" || { say "patches/$f differs from the tree"; return 1; }
	done
}

# --- selftests/ -------------------------------------------------------------
readonly selftest_dir=tools/testing/selftests/pid_alloc

# Names each file that differs between selftests/ and the branch.
selftests_differ() {
	local dir
	[ -d "$SELFTESTS" ] || return 0
	scratch_dir dir
	mkdir "$dir/selftests" "$dir/tree"
	kgit archive "pid:$selftest_dir" 2>/dev/null | tar -x -C "$dir/tree" 2>/dev/null || :
	copy_selftests "$dir/selftests"
	{ diff -rq "$dir/selftests" "$dir/tree" || :; } | sed "s|$dir/||g" |
		sed -E 's|^Only in ([^:]*): (.*)|\1/\2 has no twin|; s|^Files (.*) and .* differ|\1 differs|'
	diff <(modes "$dir/selftests") <(modes "$dir/tree") >/dev/null ||
		say "executable bits differ"
	rm -rf -- "$dir"
}

# What git would commit: not what a build left there.
copy_selftests() {
	(cd "$SELFTESTS" && git ls-files -co --exclude-standard -z | xargs -0r cp -p --parents -t "$1")
}

modes() { (cd "$1" && find . -type f -perm -u+x | sort); }

# start_from OTHER SOURCE: another kernel's objects in the place of $out, which is to be
# built of SOURCE. The commands, which kbuild compares, name the source, and those of
# tools/ where they lie: objtool made anew would make all that it looks at anew.
start_from() {
	local was
	was=$(readlink "$1/source")
	rm -rf "$out.new"
	cp -a --reflink=auto "$1" "$out.new"
	rm -f "$out.new"/.kit-{made,built,config}
	find "$out.new" \( -name '.*.cmd' -o -name '.*.d' \) -exec sed -i "s|$1/|$out/|g; s|$was/|$2/|g" {} +
	mv "$out.new" "$out"
}
