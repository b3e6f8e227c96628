# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# What was done before: stamps, the lock, and what is ready.

# hash FILE...: one name for their contents, whatever their names.
hash() { cat -- "$@" | sha256sum | cut -c 1-16; }

# stamped STAMP KEY: whether this very work was finished before.
stamped() { [ -e "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# One run at a time for each O: two would build in the same directories. The
# lock is inherited by the scripts that this one calls.
lock() {
	[ "${KIT_LOCKED:-}" != "$root" ] || return 0
	make_dir O "$O"
	exec 9>"$root/.lock"
	flock -n 9 || die "$E_BUSY" "another run uses $root; wait for it, or give O=another-directory"
	export KIT_LOCKED=$root
	# What a killed run left behind.
	rm -rf -- "$O"/.tmp.*
}

# needs: what a script must have before it starts: kinds of tools, as scripts/deps has
# them, and "series", the kernel source with the series applied.
needs=()

# ready: whether one that called us has prepared all of that; scripts/prepare does.
ready() {
	local need
	[ "${KIT_LOCKED:-}" = "$root" ] || return
	for need in "${needs[@]}"; do
		if [ "$need" = series ]; then
			[ "${KIT_READY:-}" = "$O" ] || return
		else
			has_tools "$need" || return
		fi
	done
}

has_tools() { [[ " ${KIT_TOOLS:-} " == *" $ARCH/$1 "* ]]; }
