# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# The series and the selftests as files, made of the branch and compared with patches/ and
# selftests/. Sourced by source/tree.sh.

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
