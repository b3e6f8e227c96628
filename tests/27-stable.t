#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The series applies with git am to every kernel that it might be tried on and that can
# be had here: the base, the newest 7.2.y and 7.3.y among Debian's packages, and the
# release candidate there, which with the newest 7.3.y has v7.3 between them. Only the
# files that the series touches are taken out of a package.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@localhost
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@localhost
home=$O/stable
mkdir -p "$home"

touched() { sed -n 's|^diff --git a/\(.*\) b/.*|\1|p' "$PATCHES"/0*.patch | sort -u; }
touched >"$tmp/touched"
key=$(sha256sum <"$tmp/touched" | cut -c 1-16)

# unpack PACKAGE=VERSION DIRECTORY: the touched files of that kernel, in a repository.
unpack() {
	local deb
	[ ! -e "$2/kernel/pid.c" ] || return 0
	deb=$("$scripts/source/debian" fetch "$1") || return
	rm -rf "$2" "$2.new"
	mkdir "$2.new"
	# What the series adds is not there.
	dpkg-deb --fsys-tarfile "$deb" | tar -xO --wildcards './usr/src/linux-source-*.tar.xz' |
		tar -xJ -C "$2.new" --strip-components=1 --wildcards -T <(sed 's|^|*/|' "$tmp/touched") 2>"$tmp/tar"
	[ -e "$2.new/kernel/pid.c" ] || { cat "$tmp/tar"; return 1; }
	git -C "$2.new" init -q
	git -C "$2.new" add -Af .
	git -C "$2.new" commit -qm "$1"
	mv "$2.new" "$2"
}

dir_of() { echo "$home/$key-${1//[=~]/-}"; }

am() (
	cd "$1" || exit
	git am --quit 2>/dev/null
	git checkout -q --force --detach "$(git rev-list --max-parents=0 HEAD)" &&
		git am --no-3way "$PATCHES"/000[1-9]-*.patch
)

try() {
	local dir
	dir=$(dir_of "$1")
	ok "$1 can be had" unpack "$1" "$dir"
	[ -e "$dir/kernel/pid.c" ] || return
	ok "git am onto $1" am "$dir"
}

"$scripts/source/debian" list >"$tmp/list" 2>/dev/null
while read -r version package; do note "the mirror has $package $version"; done <"$tmp/list"
[ -s "$tmp/list" ] || skip_all 'no list of packages from the mirror'
newest() { awk -v package="$1" '$2 == package && $1 !~ /~rc/ { print $1; exit }' "$tmp/list"; }

for package in linux-source-7.2 linux-source-7.3; do
	version=$(newest "$package")
	if [ -n "$version" ]; then
		try "$package=$version"
	else
		skip "git am onto $package" 'not on the mirror'
	fi
done

# first DIRECTORY: the files as the package has them.
first() { git -C "$1" rev-parse "$(git -C "$1" rev-list --max-parents=0 HEAD)^{tree}"; }

# differing DIRECTORY DIRECTORY: the touched files that are not the same in both.
differing() {
	local file a b
	while read -r file; do
		a=$(git -C "$1" rev-parse -q --verify "$(first "$1"):$file")
		b=$(git -C "$2" rev-parse -q --verify "$(first "$2"):$file")
		[ "$a" = "$b" ] || echo "$file"
	done <"$tmp/touched"
}

# A base that is no v7.3 says nothing of it, but if the candidate before it and the
# release after it are the same, it is like them.
rc=$(awk '$2 == "linux-source-7.3" && /~rc/ { print $1; exit }' "$tmp/list")
if git -C "$tree" log -1 --format=%s base | grep -q '^Linux '; then
	skip 'git am onto v7.3' 'the base is v7.3 itself: see 10-series.t'
elif [ -n "$rc" ] && [ -n "$version" ] && unpack "linux-source-7.3=$rc" "$(dir_of "linux-source-7.3=$rc")" >&2; then
	before=$(dir_of "linux-source-7.3=$rc")
	mapfile -t changed < <(differing "$before" "$(dir_of "linux-source-7.3=$version")" | grep -v MAINTAINERS)
	if [ ${#changed[@]} -eq 0 ]; then
		ok "git am onto $rc, of which all files are those of $version, and so those of v7.3" am "$before"
	else
		if am "$before" >"$tmp/am" 2>&1; then
			note "$rc: applies"
		else
			note "$rc: $(grep -m 1 'patch failed' "$tmp/am" || tail -n 1 "$tmp/am")"
		fi
		skip 'git am onto v7.3' "v7.3 cannot be had here; $rc before it and $version after it differ in ${changed[*]}"
	fi
else
	skip 'git am onto v7.3' 'v7.3 cannot be had here'
fi
done_long
