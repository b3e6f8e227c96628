#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# An error names its cause, each with its own status. A kernel of two files, and a cache's
# store made of it, stand in for the real ones.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
unset KIT_LOCKED KIT_READY KIT_VERB KIT_GIVEN LINUX BACKEND ACCEL SMP MEM TIMEOUT BASE LONG TESTS
export O=$tmp/o PATCHES=$tmp/patches SELFTESTS=$tmp/none
mkdir "$PATCHES"
cp "$top/patches/BASE" "$PATCHES/"
release=$(cut -c 2- "$PATCHES/BASE")

# --- Where it is to be made -------------------------------------------------
status 2 'HOME is not set.*XDG_CACHE_HOME' 'no HOME' env -u HOME -u XDG_CACHE_HOME "$scripts/source/apply"
status 2 'PATCHES=/nonexistent holds no series' 'no series' env PATCHES=/nonexistent "$scripts/source/apply"
status 2 'O=/dev/null/x cannot be created \(Not a dir' 'no such O' env O=/dev/null/x "$scripts/source/apply"
status 2 'has a space or colon' 'a space in O' env O="$tmp/a b" "$scripts/source/apply"

# --- The user's tree --------------------------------------------------------
linux=$tmp/linux
g() { git -C "$linux" -c user.name=t -c user.email=t@localhost "$@"; }
mkdir -p "$linux/kernel"
git -C "$linux" init -q
touch "$linux/kernel/pid.c"
printf 'VERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = 0\nEXTRAVERSION =\n' "${release%.*}" "${release#*.}" >"$linux/Makefile"
g add -A && g commit -qm "Linux $release"
g tag "v$release"
g commit -q --allow-empty -m mine
git init -q "$tmp/other"
git -C "$tmp/other" -c user.name=t -c user.email=t@localhost commit -q --allow-empty -m none
status 6 'holds no kernel' 'a repository of something else' env LINUX="$tmp/other" "$scripts/source/source"
ok 'a HEAD that is not taken' env LINUX="$linux" O="$tmp/o1" "$scripts/source/source"
said=$(cat "$tmp/out")
ok 'is said' grep -q 'warning: its HEAD is another commit, .* mine' <<<"$said"

# --- Git's surroundings -----------------------------------------------------
mkdir "$tmp/hooks"
printf '#!/bin/sh\nexit 1\n' >"$tmp/hooks/post-checkout"
chmod +x "$tmp/hooks/post-checkout"
git config --file "$tmp/config" core.hooksPath "$tmp/hooks"
git config --file "$tmp/config" clone.defaultRemoteName mine
git init -q --bare "$tmp/cache.git"
git -C "$linux" push -q "$tmp/cache.git" "v$release:refs/tags/v$release"
store() { rm -rf "$tmp/xdg" && mkdir -p "$tmp/xdg/pid-alloc-kit" && cp -r "$tmp/cache.git" "$tmp/xdg/pid-alloc-kit/base.git"; }
store
export XDG_CACHE_HOME=$tmp/xdg
ok "the user's hooks and names change nothing" env GIT_CONFIG_GLOBAL="$tmp/config" O="$tmp/o2" "$scripts/source/source"
ok 'nor does what git sets for hooks' env GIT_DIR="$tmp/other/.git" GIT_WORK_TREE="$tmp/other" \
	GIT_INDEX_FILE="$tmp/index" O="$tmp/o3" "$scripts/source/source"

# --- A damaged cache, and no network to mend it -----------------------------
mkdir "$tmp/bin"
printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/apt-get"
chmod +x "$tmp/bin/apt-get"
blob=$(git -C "$linux" rev-parse "v$release:Makefile")
store
git -C "$tmp/xdg/pid-alloc-kit/base.git" unpack-objects -q < <(cat "$tmp"/xdg/pid-alloc-kit/base.git/objects/pack/*.pack 2>/dev/null) 2>/dev/null
object=$tmp/xdg/pid-alloc-kit/base.git/objects/${blob:0:2}/${blob:2}
chmod +w "$object" && echo damage >"$object"
status 5 "no kernel source.*network.log" 'a damaged store, and no network' env O="$tmp/o4" \
	PATH="$tmp/bin:$PATH" https_proxy=http://127.0.0.1:9 "$scripts/source/source"
said=$(cat "$tmp/out")
ok 'the damage is named' grep -q 'git store is damaged; it is kept as .*base.git.damaged-' <<<"$said"
ok 'and kept' test -d "$tmp"/xdg/pid-alloc-kit/base.git.damaged-*

# --- The kit itself ---------------------------------------------------------
mkdir -p "$tmp/kit/patches" && cp -r "$scripts" "$tmp/kit/" && cp "$top/patches/BASE" "$tmp/kit/patches/"
# shellcheck disable=SC2016 # as it stands there
printf '. "$(dirname "$0")/../lib/all.sh"\nbroken() { git -C /nonexistent status 2>/dev/null; }\nbroken\n' >"$tmp/kit/scripts/source/export"
status 70 'internal error: scripts/source/export line 2: .git -C /nonexistent status' 'an error of the kit' \
	env -u PATCHES bash "$tmp/kit/scripts/source/export"
# shellcheck disable=SC2016
printf '. "$(dirname "$0")/../lib/all.sh"\ntypo() { say "$nowhere"; }\ntypo\n' >"$tmp/kit/scripts/source/export"
status 70 'nowhere: unbound variable' 'a variable of the kit that is not set' \
	env -u PATCHES bash "$tmp/kit/scripts/source/export"

# --- Disks ------------------------------------------------------------------
if mkdir "$tmp/disk" && mount -t tmpfs -o size=4m none "$tmp/disk" 2>/dev/null; then
	trap 'umount "$tmp/disk"; rm -rf -- "$tmp"' EXIT
	status 17 'the kernel tree needs 2400 MB where .* and 4 MB are free' 'a small disk' env O="$tmp/disk/o" "$scripts/source/source"
	status 17 'kernel tree needs 2400 MB' 'a small disk for a verb' env O="$tmp/disk/o" "$scripts/kernel/build"
	said=$(cat "$tmp/out")
	ok 'which says first what it takes' grep -q '^note: build takes about 3 GB in O, of which [0-9]* MB are there; [34] MB are free' <<<"$said"
	status 17 'kernel idr needs 300 MB where .* and [0-4] MB are free' 'no room for a kernel' \
		"$scripts/kernel/build" --source "$linux" --out "$tmp/disk/kernel" --config idr
else
	skip 'a small disk' 'no right to mount'
	skip 'a small disk for a verb' 'no right to mount'
	skip 'which says first what it takes' 'no right to mount'
	skip 'no room for a kernel' 'no right to mount'
fi
done_testing
