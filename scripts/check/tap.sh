# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# prove over test files, and what it read as TAP and as JUnit. Sourced after lib/all.sh.

formatter=/usr/share/perl5/TAP/Formatter/JUnit.pm

# with_junit FILE...: prove keeps the TAP in O/results/tap, which a second pass reads for
# O/results/tests.xml.
with_junit() {
	local rc=0 kept=$O/results/tap
	rm -rf "$kept" "$O/results/tests.xml"
	mkdir -p "$kept"
	spawn env HARNESS_RULESFILE="$top/tests/rules.yml" PERL_TEST_HARNESS_DUMP_TAP="$kept" \
		prove -j "$jobs" --timer --comments --failures "$@" || rc=$?
	junit "$kept" "$@" || say "note: no JUnit of these tests: no libtap-formatter-junit-perl"
	return "$rc"
}

# junit KEPT FILE...: the TAP of each file lies below KEPT, under its whole path. A failed
# test fails this pass, too.
junit() {
	local kept=$1 made=$O/results/tests.xml
	local -a files=("${@:2}")
	[ -e "$formatter" ] || return
	(cd "$kept$top" && { prove --exec cat --formatter TAP::Formatter::JUnit "${files[@]#"$top"/}" || :; }) >"$made.new" 2>"$kept/junit.log" || return
	grep -q '</testsuites>' "$made.new" || return
	mv "$made.new" "$made"
	say "TAP: $kept, JUnit: $made"
}
