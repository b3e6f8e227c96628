# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# Reads verbs.table and variables.table, for the checks, the help and the completion.

verbs_table=$top/scripts/lib/verbs.table
variables_table=$top/scripts/lib/variables.table

rows() { grep -v '^#' "$1"; }
names() { rows "$1" | cut -d '|' -f 1; }

# verb_row VERB: sets group, takes (arguments), uses (variables), minutes, gb and text.
verb_row() {
	local line
	line=$(grep "^$1|" "$verbs_table") || return
	IFS='|' read -r _ group takes uses minutes gb text <<<"$line"
	uses=${uses/boots/ACCEL SMP MEM TIMEOUT APPEND}
	[ "$takes" != -- ] || takes=
}

# variable_row NAME: sets kind, common (to all verbs: 1 or nothing) and about.
variable_row() {
	local line
	line=$(grep "^$1|" "$variables_table") || return
	IFS='|' read -r _ kind about <<<"$line"
	common=
	[[ "$kind" != common\ * ]] || { common=1; kind=${kind#common }; }
}

# verbs_with VARIABLE: which verbs take it.
verbs_with() {
	local verb group takes uses minutes gb text
	while read -r verb; do
		verb_row "$verb"
		[[ " $uses " != *" $1 "* ]] || printf '%s ' "$verb"
	done < <(names "$verbs_table")
}

# script_of VERB: its path from the top
script_of() { (cd "$top" && find scripts -maxdepth 2 -name "$1" -type f -perm -u+x | sort | head -n 1); }

# nearest WORD CANDIDATE...: the one that takes the fewest letters to change, if few do.
nearest() {
	printf '%s\n' "$@" | awk '
		function least(a, b, c) { if (b < a) a = b; return c < a ? c : a }
		function distance(a, b,    i, j, d) {
			for (i = 0; i <= length(a); i++) d[i, 0] = i
			for (j = 0; j <= length(b); j++) d[0, j] = j
			for (i = 1; i <= length(a); i++)
				for (j = 1; j <= length(b); j++)
					d[i, j] = least(d[i-1, j] + 1, d[i, j-1] + 1, d[i-1, j-1] + (substr(a, i, 1) != substr(b, j, 1)))
			return d[length(a), length(b)]
		}
		NR == 1 { word = $0; best = length($0) < 3 ? 2 : length($0) < 6 ? 3 : 4; next }
		(d = distance(word, $0)) < best { best = d; found = $0 }
		END { print found }'
}
