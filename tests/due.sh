# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# For a test that takes minutes: skipped unless it is due. Sourced after tests/lib.sh; such
# a test ends with done_long in place of done_testing.
# shellcheck source=scripts/check/needs.sh
. "$scripts/check/needs.sh"

this=$(basename "$0" .t)
# What it starts with: an input that changes while it runs was not tried.
this_key=$(due_key "$this")
bad=0

if ! due "$this"; then
	[ "$(cat "$O/passed/$this" 2>/dev/null)" != "$this_key" ] ||
		skip_all 'passed with the same input before; LONG=1 runs it again'
	skip_all 'minutes: make check, or make test LONG=1'
fi

# Not worth a failure where nobody asked for it by name.
needs_due_tools() {
	local kinds
	read -ra kinds < <(due_needs "$this")
	[ ${#kinds[@]} -eq 0 ] || needs_tools "${kinds[@]}"
}
needs_due_tools

# As in tests/lib.sh, and counts.
fail() {
	bad=$((bad + 1))
	printf 'not ok %d - %s\n' $((points += 1)) "$1"
}

done_long() {
	if [ "$bad" = 0 ] && [ "$points" -gt 0 ]; then
		mkdir -p "$O/passed"
		echo "$this_key" >"$O/passed/$this"
	fi
	done_testing
}
