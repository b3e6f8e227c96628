# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# No script ends without a word: a command that fails where nothing was made of it is an
# error of the kit itself, and says script, line and command. A full disk is said as that.

said_file=${TMPDIR:-/tmp}/.pid-alloc-kit-said.$$
last_log=

# free_mb DIR: of the file system that it lies on or would lie on.
free_mb() {
	local dir=$1
	while [ ! -d "$dir" ]; do dir=$(dirname "$dir"); done
	df -Pm -- "$dir" | awk 'NR == 2 { print $4 }'
}

# no_space LOG DIR...: ends with its own status if that is why something failed.
no_space() {
	local dir log=$1
	for dir in "${@:2}"; do
		[ "$(free_mb "$dir")" -gt 0 ] || die "$E_SPACE" "no space left where $dir lies; make room, or give another O= or XDG_CACHE_HOME="
	done
	[ -z "$log" ] || ! grep -aiqE 'no space left on device|disk quota exceeded' "$log" ||
		die "$E_SPACE" "no space left on a disk: ${O} has $(free_mb "$O") MB, $CACHE $(free_mb "$CACHE") MB; make room, or give another O= or XDG_CACHE_HOME= (log: $log)"
}

# room DIR MB WHAT: refuses to start what will not fit.
room() {
	local free
	free=$(free_mb "$1")
	[ "$free" -ge "$2" ] || die "$E_SPACE" "$3 needs $2 MB where $1 lies, and $free MB are free; make room, or give another O= or XDG_CACHE_HOME="
}

# explained COMMAND: a status that is returned on purpose, or comes from a script of the
# kit, was explained.
explained() { case $1 in return* | exit* | *scripts/* | *here/* | wait*) ;; *) false ;; esac; }

# unset_variable STATUS COMMAND: bash ends with 1 at a variable that is not set, as a
# failed test does, and calls no ERR trap.
unset_variable() {
	[ "$1" = 1 ] && [ ! -e "$said_file" ] && ! explained "$2" || return 1
	printf '%s: error: internal error: see above, at "%s"\n' "$me" "$2" >&2
}

# So was a status that a subshell of ours ended with.
internal() {
	local rc=$1 where=$2 command=$3
	[ "$BASHPID" = $$ ] || return 0
	! explained "$command" || return 0
	[ ! -e "$said_file" ] && [[ " 130 141 143 " != *" $rc "* ]] || exit "$rc"
	no_space "" "$O" "$CACHE"
	die "$E_INTERNAL" "internal error: $where: '$command' failed with status $rc${last_log:+ (last log: $last_log)}"
}
trap 'internal $? "${BASH_SOURCE[0]#"$top"/} line $LINENO" "$BASH_COMMAND"' ERR
