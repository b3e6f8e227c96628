# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# What the user may say, and how what makes no sense is refused.

one_of() {
	local name=$1 value=$2 allowed
	shift 2
	for allowed; do
		[ "$value" != "$allowed" ] || return 0
	done
	die "$E_USAGE" "$name=$value is not known; use one of: $*"
}

number() {
	[[ "$2" =~ ^[1-9][0-9]{0,5}$ ]] || die "$E_USAGE" "$1=$2 is not a number of at least 1; try $1=$3"
}

check_base() {
	[ ! -e "$PATCHES/BASE" ] || return 0
	[ -z "$asked_patches" ] || die "$E_USAGE" "PATCHES=$PATCHES holds no series: there is no file BASE in it; give another directory, or none"
	die "$E_USAGE" "BASE=$BASE: there is no series for it in ${PATCHES#"$PWD/"}; use one of: $(known_bases | paste -sd ' ')"
}

backends() { say "${BACKEND:-idr bitmap}"; }
