# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# Which kernel: BASE= picks a series, its release and a directory for what is made of
# it. Mainline's lies in patches/, one for an older kernel in patches/BASE/; they
# differ in nothing else. PATCHES= and O= come first. Sourced, with $top set.

# known_bases: mainline's comes first.
known_bases() { cat "$top"/patches/BASE "$top"/patches/*/BASE; }

# What the user said, if anything.
asked=${BASE-}${PATCHES-}
asked_patches=${PATCHES-}
mainline=$(head -n 1 "$top/patches/BASE")
if [ -n "${PATCHES:-}" ]; then
	PATCHES=$(realpath -m -- "$PATCHES")
	[ ! -e "$PATCHES/BASE" ] || BASE=${BASE:-$(cat "$PATCHES/BASE")}
	BASE=${BASE:-$mainline}
else
	BASE=${BASE:-$mainline}
	PATCHES=$top/patches
	[ "$BASE" = "$mainline" ] || PATCHES+=/$BASE
fi
if [ -z "${O:-}" ]; then
	O=$top/build
	[ "$PATCHES" = "$top/patches" ] || O+=/${PATCHES##*/}
fi
O=$(realpath -m -- "$O")
export BASE PATCHES O

# What an older kernel wants otherwise, of kernel-config/: a fragment's name, if any.
base_config() { [ ! -e "$top/kernel-config/$BASE.config" ] || echo "$BASE"; }
