# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# The cache's git store of kernel sources, and how one gets there: from a directory, from
# kernel.org, from Debian. Sourced by source/source.

readonly upstream=https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git
store=$CACHE/base.git
package=linux-source-${BASE#v}

# --- Importing a directory --------------------------------------------------
# import GIT_DIR DIRECTORY TEXT [ADD-OPTION]: commits it, and prints the commit,
# whose id depends on the content and TEXT alone.
import() {
	export GIT_DIR=$1 GIT_WORK_TREE=$2 GIT_INDEX_FILE=$1/import.$BASHPID.index
	export GIT_AUTHOR_NAME=base GIT_AUTHOR_EMAIL=base@localhost
	export GIT_COMMITTER_NAME=base GIT_COMMITTER_EMAIL=base@localhost
	export GIT_AUTHOR_DATE='2026-01-01 00:00 +0000' GIT_COMMITTER_DATE='2026-01-01 00:00 +0000'
	rm -f "$GIT_INDEX_FILE"
	# "Big" files go straight into one pack: a minute instead of four, and a
	# clone then links one file, not a hundred thousand.
	(cd "$2" && own_git -c core.bigFileThreshold=1 -c pack.compression=1 add -A ${4:+"$4"} .)
	# Ignored by some trees' lists, and yet part of them.
	(cd "$2" && find . -path ./.git -prune -o \( -name .gitignore -o -name .kunitconfig \) -print0 |
		own_git add -f --pathspec-from-file=- --pathspec-file-nul)
	git commit-tree -m "$3" "$(git write-tree)"
	rm -f "$GIT_INDEX_FILE"
}

# --- Debian -----------------------------------------------------------------
# from_deb PACKAGE: into the store, as tag PACKAGE.
from_deb() {
	local deb dir
	say "==> fetching $1 from the Debian mirror"
	room "$CACHE" 500 "the kernel source in the cache folder"
	deb=$("$scripts/source/debian" fetch "$1")
	room "$O" 1800 "unpacking the kernel source"
	scratch_dir dir
	logged "$logs/unpack.log" "unpacking ${deb##*/}" unpack_deb "$deb" "$dir" ||
		die "$E_NOSOURCE" "cannot unpack $deb; see $logs/unpack.log"
	logged "$logs/import.log" "importing it into $store" import_deb "$dir" "$1" "${deb##*/}" ||
		die "$E_NOSOURCE" "cannot import $1; see $logs/import.log"
	rm -rf -- "$dir"
}

unpack_deb() {
	dpkg-deb --fsys-tarfile "$1" | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' |
		tar -xJ -C "$2"
}

new_store() { flock "${store%/*}" git -c core.hooksPath=/dev/null init -q --template= --bare "$store"; }

# Debian's list ignores all outside debian/, and every dot file: a developer's
# new files would go unseen.
as_upstream_ignores() {
	sed -i -e '\|^/\*$|d' -e '\|^!/debian/$|d' "$1"
	printf '!%s\n' .gitignore .gitattributes .kunitconfig .mailmap .clang-format >>"$1"
}

import_deb() {
	local commit
	new_store
	as_upstream_ignores "$1"/linux-source-*/.gitignore
	commit=$(import "$store" "$1"/linux-source-* "Debian ${3%_all.deb}" -f)
	git --git-dir="$store" update-ref "refs/tags/$2" "$commit"
}

# The newest other linux-source-7.x that takes the series without fuzz.
from_other_deb() {
	local other version
	while read -r version other; do
		[ "$other" != "$package" ] || continue
		have "$other" || from_deb "$other"
		if applies_to "$other"; then
			say "note: no $package to be had; $other $version takes every hunk, so it is the base"
			found=refs/tags/$other
			return 0
		fi
		say "note: the series does not apply to $other $version; see $logs/try-$other.log"
	done < <(offered | awk '!seen[$2]++')
	return 1
}

applies_to() {
	local patch
	local -x GIT_DIR=$store GIT_INDEX_FILE=$store/try.index
	mkdir -p "$logs"
	git read-tree "refs/tags/$1"
	for patch in $(series); do
		git apply --cached "$patch" 2>"$logs/try-$1.log" || return 1
	done
}

# --- Where it comes from ----------------------------------------------------
have() { git --git-dir="$store" rev-parse -q --verify "refs/tags/$1" >/dev/null 2>&1; }

# Unreachable is the common case: one look, a few seconds, then on.
from_network() {
	mkdir -p "$logs"
	timeout 8 git ls-remote -q "$upstream" "refs/tags/$base" 2>"$logs/network.log" | grep -q . || return 1
	room "$CACHE" 500 "the kernel source in the cache folder"
	new_store
	logged "$logs/fetch.log" "fetching $base from kernel.org" \
		git -c core.hooksPath=/dev/null --git-dir="$store" fetch --progress --depth 1 "$upstream" "+refs/tags/$base:refs/tags/$base" ||
		return 1
}

# One list for all that ask, and why it is empty in a log.
offered() {
	[ -n "${offers+set}" ] || offers=$("$scripts/source/debian" list 2>>"$logs/network.log") || :
	[ -z "$offers" ] || say "$offers"
}

no_source() {
	local why
	why=$(tail -n 1 "$logs/network.log" | cut -c 1-120)
	if [ -z "$offers" ]; then
		die "$E_NOSOURCE" "no kernel source: neither kernel.org has $base for us nor a Debian mirror $package${why:+ ($why)}; log: $logs/network.log, $CACHE/apt/update.log; without a network give LINUX=/path/to/a/$base/tree"
	fi
	die "$E_NOSOURCE" "no kernel source: kernel.org cannot be reached for $base (log: $logs/network.log), and the series applies to none of the mirror's packages; give LINUX=/path/to/a/$base/tree"
}

# Sets `found` to a ref of the store.
find_base() {
	found=
	if have "$base"; then
		found=refs/tags/$base
	elif have "$package"; then
		found=refs/tags/$package
	elif from_network; then
		found=refs/tags/$base
	elif offered >/dev/null && grep -q " $package\$" <<<"$offers"; then
		say "note: $base cannot be had from the network"
		from_deb "$package"
		found=refs/tags/$package
	else
		from_other_deb || no_source
	fi
}
