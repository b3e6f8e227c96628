# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# What a test needs before it runs, by tests/needs, and whether one that takes minutes is
# due. Sourced after scripts/lib/base.sh, with $top set.

# row TEST: "WHAT IS ALWAYS NEEDED|due or changed|WHAT IS NEEDED THEN".
row() {
	awk -v test="$1" '
		$1 == test {
			for (i = 2; i <= NF; i++)
				if ($i == "due" || $i == "changed") when = $i
				else if (when) then = then " " $i
				else always = always " " $i
			known = 1
		}
		END { print (known ? always : "series kernels") "|" when "|" then }' "$top/tests/needs"
}

always_needs() { row "$1" | cut -d '|' -f 1; }
due_needs() { row "$1" | cut -d '|' -f 3; }

# inputs TEST: what else than the series its verdict depends on here.
inputs() {
	case $1 in
	45-submit) find "$top"/scripts/{share,source,lib} -type f ;;
	83-programs) find "$top"/scripts/{programs,guest} "$top/kernel-config" -type f ;;
	78-* | 79-*) find "$PATCHES/bench" "$top/tests/mutants" "$top/scripts/measure/native" -type f ;;
	esac
}

# A run with MUTANT= is another one: it did not try the rest.
due_key() {
	{
		echo "${MUTANT:-}"
		cat "$PATCHES"/*.patch "$PATCHES/BASE" "$top/tests/$1.t" "$top/tests/lib.sh"
		inputs "$1" | sort | xargs -r cat
		gcc --version 2>/dev/null | head -n 1
	} | sha256sum | cut -c 1-16
}

# due TEST: by who asks, in KIT_DUE: check, test, always (TESTS= names it), or nobody.
due() {
	local when
	when=$(row "$1" | cut -d "|" -f 2)
	case ${LONG:-0}/${KIT_DUE:-}/$when in
	1/* | */always/* | */*/ | *//changed) ;;
	*/check/* | */test/changed) [ "$(cat "$O/passed/$1" 2>/dev/null)" != "$(due_key "$1")" ] ;;
	*) return 1 ;;
	esac
}
