#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Each patch builds with each backend that it knows, and boots. The kernels are
# kept by the content they were built from: a rerun boots them only.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/arch.sh
ARCH=${ARCH:-$(uname -m)} . "$scripts/arch.sh"

work=$O/bisect/linux
kept=$O/bisect/kept
mkdir -p "$kept"
export ACCEL=${ACCEL:-tcg}

check_out() {
	git -C "$tree" worktree prune
	if [ ! -e "$work/.git" ]; then
		rm -rf "$work"
		git -C "$tree" worktree add -q --detach "$work" "$1"
	else
		git -C "$work" checkout -q --detach --force "$1"
	fi
}

backends_of() {
	echo idr
	! git -C "$tree" grep -q '^config PIDMAP_BITMAP$' "$1" -- init kernel || echo bitmap
}

# What a kernel is made of: the tree without what no kernel is made of.
kernel_key() {
	{
		git -C "$tree" ls-tree "$1" | grep -vE '	(Documentation|MAINTAINERS|CREDITS|tools)$'
		git -C "$tree" ls-tree "$1" tools/ | grep -v '	tools/testing$'
		for part in base "$ARCH" $(base_config) "$2"; do cat "$top/kernel-config/$part.config"; done
		gcc --version
	} | sha256sum | cut -c 1-16
}

build() {
	local commit=$1 backend=$2 to=$3
	check_out "$commit" || return
	TREE=$work OUT=$O/bisect/kernel-$backend "$scripts/build" "$backend" || return
	mkdir -p "$to.new/${image%/*}"
	cp "$O/bisect/kernel-$backend/$image" "$to.new/$image"
	mv "$to.new" "$to"
}

used=()
for commit in $(git -C "$tree" rev-list --reverse base..pid); do
	title=$(git -C "$tree" log -1 --format=%s "$commit")
	for backend in $(backends_of "$commit"); do
		note "$backend: $title"
		kernel=$kept/$backend-$(kernel_key "$commit" "$backend")
		used+=("$kernel")
		if [ -d "$kernel" ]; then
			pass "$backend builds (kept): $title"
		else
			ok "$backend builds: $title" build "$commit" "$backend" "$kernel"
		fi
		ok "$backend boots: $title" "$scripts/vm" "$kernel" bisect 60 'grep -q . /proc/loadavg'
	done
done

# Kernels of series gone by.
for kernel in "$kept"/*; do
	[[ " ${used[*]} " == *" $kernel "* ]] || rm -rf "$kernel"
done
done_testing
