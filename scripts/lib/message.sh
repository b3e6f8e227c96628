# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# What the kit says, in one form.

say() { printf '%s\n' "$*"; }

me=${0##*/}

# die STATUS MESSAGE: one line, what is wrong and how to mend it.
die() {
	local status=$1
	shift
	printf '%s: error: %s\n' "$me" "$*" >&2
	# In a subshell it is our own shell that has to know: see internal.sh.
	[ "$BASHPID" = $$ ] || : >"$said_file" 2>/dev/null || :
	exit "$status"
}
