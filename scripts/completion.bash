# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Completion of verbs, variables and options, for bash: source it in your shell. It reads
# scripts/lib/verbs.table and variables.table.

_pid_kit_lib=$(dirname "${BASH_SOURCE[0]}")/lib

# _pid_kit_column VERB NUMBER
_pid_kit_column() {
	awk -F '|' -v verb="$1" -v column="$2" '$1 == verb { sub(/boots/, "ACCEL SMP MEM TIMEOUT APPEND"); print $column }' \
		"$_pid_kit_lib/verbs.table"
}

_pid_kit() {
	local program=$1 word=$2 verb='' w words
	local common
	common=$(awk -F '|' '$2 ~ /^common / { print $1 }' "$_pid_kit_lib/variables.table")
	COMPREPLY=()
	if [ "${program##*/}" != make ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_pid_kit_column "${program##*/}" 3 | tr -d '*') --help" -- "$word")
		return 0
	fi
	[ -e "$_pid_kit_lib/../../Makefile" ] && [ Makefile -ef "$_pid_kit_lib/../../Makefile" ] || return 0
	for w in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[[ "$w" = *=* || -z "$(_pid_kit_column "$w" 1)" ]] || verb=$w
	done
	words=$(for w in $(_pid_kit_column "$verb" 4) $common; do echo "$w="; done)
	[ -n "$verb" ] || words+=" $(grep -v '^#' "$_pid_kit_lib/verbs.table" | cut -d '|' -f 1)"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -o default -o nospace -F _pid_kit make
for _pid_kit_script in "$_pid_kit_lib"/../*/*; do
	[ ! -x "$_pid_kit_script" ] || [ -d "$_pid_kit_script" ] || complete -o default -F _pid_kit "${_pid_kit_script##*/}"
done
unset _pid_kit_script
