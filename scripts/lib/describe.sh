# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# Prints what the tables say, for help and for VERB --help. Sourced after table.sh.

# entry WIDTH NAME TEXT
entry() {
	printf '%s\n' "$3" | fold -s -w $((88 - $1)) | sed 's/ *$//' |
		awk -v width="$1" -v name="$2" '{ printf "  %-" width "s %s\n", NR == 1 ? name : "", $0 }'
}

price() {
	if [ "$minutes" = - ]; then
		:
	elif [ "$minutes" -lt 120 ]; then
		say " (about $minutes min, $gb GB)"
	else
		say " (about $((minutes / 60)) hours, $gb GB)"
	fi
}

# variables NAME...
variables() {
	local name kind common about
	for name; do
		variable_row "$name"
		case $kind in
		one-of*) about="${kind#one-of }: $about" ;;
		esac
		entry 14 "$name=" "$about"
	done
}

common() { rows "$variables_table" | awk -F '|' '$2 ~ /^common / { print $1 }'; }
# shellcheck disable=SC2046,SC2086 # lists
about_verb() {
	local group takes uses minutes gb text script
	verb_row "$1" || { verb=; refuse "there is no verb $1" "$1" $(names "$verbs_table"); }
	script=$(script_of "$1")
	entry 0 "make $1:" "$text$(price)"
	say
	[ -z "$takes" ] || entry 14 "$script" "${takes/#\*/what its first lines say}"
	[ -z "$uses" ] || variables $uses
	say
	say "With every verb: $(common | sed 's/$/=/' | paste -sd ' ')"
	say "Exit statuses: make help-all. The script: $script"
}

# plan_verb VERB, for PLAN=1: what it took last time in this O, phase by phase.
plan_verb() {
	local built
	entry 0 "make $1:" "$text$(price)"
	built=$(find "$O" "$O/kernels" -mindepth 2 -maxdepth 2 -name .kit-built -printf '%h\n' 2>/dev/null | sed 's|.*/||; s/^kernel-//' | sort | paste -sd ' ' || :)
	say "  kernels in $O: ${built:-none}; one whose source and config are the same is not built again"
	awk -F '\t' -v verb="$1" '
		$1 != verb { next }
		$2 == "" { last = now; total = $3; now = ""; next }
		{ now = now sprintf("  %6s s  %s\n", $3, $2) }
		END {
			if (total == "") print "  it has not come to its end in this O yet"
			else printf "  last time it took %s s:\n%s", total, last
		}' "$times" 2>/dev/null || say "  nothing was done in this O yet"
}
