# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# Children that never outlive their parent, and scratch directories that do not either.
# Sourcing it sets the traps that see to that.

# Each long-running child, command or function, leads a process group of its own,
# and the shell waits for it with `wait`, which a trap interrupts at once; a
# foreground child would delay the trap until it is done.
child=
scratch=()
# Functions that are called first when the script ends.
on_exit=()

spawn() {
	local rc=0
	set -m
	"$@" </dev/null &
	child=$!
	set +m
	wait "$child" || rc=$?
	child=
	return "$rc"
}

# Who called us gives us longer than we give ours, or it would kill us before we
# are done with them.
KIT_DEPTH=$((${KIT_DEPTH:--1} + 1))
export KIT_DEPTH

# end_groups PID...: asks these process groups to end, waits for them, makes them end.
end_groups() {
	local pid tries=$((160 / (KIT_DEPTH + 1)))
	for pid; do kill -TERM -- "-$pid" 2>/dev/null || :; done
	for pid; do
		while kill -0 -- "-$pid" 2>/dev/null && [ $((tries -= 1)) -gt 0 ]; do sleep 0.1; done
		kill -KILL -- "-$pid" 2>/dev/null || :
	done
}

end_child() {
	local pid=$child
	child=
	[ -z "$pid" ] || end_groups "$pid"
}

at_exit() { # at_exit STATUS LAST-COMMAND
	local rc=$1 call
	trap '' INT TERM HUP
	! unset_variable "$@" || rc=$E_INTERNAL
	for call in "${on_exit[@]}"; do "$call"; done
	end_child
	[ ${#scratch[@]} -eq 0 ] || rm -rf -- "${scratch[@]}"
	rm -f -- "$said_file"
	took_all "$rc"
	exit "$rc"
}
trap 'at_exit $? "$BASH_COMMAND"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# scratch_dir VAR: a directory on O's file system that goes away with us.
scratch_dir() {
	mkdir -p "$O"
	local made
	made=$(mktemp -d "$O/.tmp.XXXXXX")
	scratch+=("$made")
	printf -v "$1" %s "$made"
}
