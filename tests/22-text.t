#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# What readers of the series see first: subjects, changelogs, spelling, white space.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$PATCHES" || exit

# A changelog, its subject on one line without [PATCH n/m].
message() {
	awk '
		/^---$/ { exit }
		/^Subject: / { body = 1; subject = 1; sub(/^Subject: (\[[^]]*\] )?/, "") }
		!body { next }
		subject && /^ / { sub(/^ /, ""); line = line " " $0; next }
		subject && /^$/ { print line; subject = 0 }
		subject { line = $0; next }
		{ print }' "$1"
}

subject() { message "$1" | sed -n 1p; }
subject_fits() { subject "$1" | awk 'length($0) > 75 { print; exit 1 }'; }
subject_style() { subject "$1" | grep -E '^[A-Za-z/_-]+: .*[^.]$'; }

# A diffstat has its own width.
body_fits() { message "$1" | tail -n +2 | grep -v '^ .* | *[0-9]* [+-]*$' | awk 'length($0) > 75 { print; bad = 1 } END { exit bad }'; }
no_trailing() { ! message "$1" | grep -nE '[[:space:]]+$' | grep -v '^[0-9]*:-- $'; }

# added PATCH: its message and the lines that it adds.
added() {
	message "$1"
	sed -n '/^---$/,$ { /^+++/d; s/^+//p }' "$1"
}

# Starting codespell takes longer than reading: once for all that there is.
spell() { codespell -L extraversion "$@" >"$tmp/spelling"; }
spelled() { ! grep "^\(\./\)\?$1:" "$tmp/spelling"; }

mkdir "$tmp/texts"
for patch in 0*.patch; do added "$patch" >"$tmp/texts/$patch"; done
(cd "$tmp/texts" && spell -- *)

for patch in 0*.patch; do
	ok "$patch: subject fits in 75 columns" subject_fits "$patch"
	ok "$patch: subject says where, and has no full stop" subject_style "$patch"
	ok "$patch: text fits in 75 columns" body_fits "$patch"
	ok "$patch: no white space at the end of a line" no_trailing "$patch"
	ok "$patch: spelling" spelled "$patch"
done

# A heading that is underlined by seven = is no conflict.
clean_diff() { ! git -C "$tree" diff --check base pid | grep -v '^[+]' | grep -v 'conflict marker'; }
ok 'git diff --check' clean_diff
cd "$top" || exit
for file in $(git ls-files -co --exclude-standard -- '*.md' scripts tests kernel-config ':!*.patch' ':!Documentation/results/limits.md'); do
	[ ! -f "$file" ] || files+=("$file")
done
spell "${files[@]}"
for file in "${files[@]}"; do ok "$file: spelling" spelled "$file"; done
ok 'no white space at the end of a line here' sh -c "! git grep -nIE '[[:space:]]+\$' -- ':!*.svg' ':!*.patch' ':!scripts/guest/rootfs/splats'"

# Who reads of a function looks for it.
functions_exist() {
	grep -ohE '\b[a-z_0-9]+\(\)' "$@" | sed 's/()//' | sort -u >"$tmp/named"
	{
		git -C "$tree" grep -ohwF -f "$tmp/named" pid -- '*.[ch]'
		git grep -ohwF -f "$tmp/named" -- scripts tests patches
	} | sort -u >"$tmp/there"
	[ -z "$(comm -23 "$tmp/named" "$tmp/there" | tee /dev/stderr)" ]
}
ok 'each function that is named here is there' functions_exist README.md Documentation/*.md

# These checks can fail.
not() { ! "$@"; }
echo 'See pidmap''_nowhere().' >"$tmp/page"
ok 'a function that is not there is seen' not functions_exist "$tmp/page"
sed '0,/^Subject: /s/^Subject: .*/&, which says the same once more, so that it becomes far too long to be read/' \
	"$PATCHES"/0001-*.patch >"$tmp/long"
ok 'a long subject is seen' not subject_fits "$tmp/long"
sed '0,/^$/s/^$/\nThis line is far too long for a changelog, whose lines have at most seventy-five columns. /' \
	"$PATCHES"/0001-*.patch >"$tmp/wide"
ok 'a wide line is seen' not body_fits "$tmp/wide"
ok 'so is a space at its end' not no_trailing "$tmp/wide"
sed '0,/^$/s/^$/\nThis is recie''ved./' "$PATCHES"/0001-*.patch >"$tmp/typo"
added "$tmp/typo" >"$tmp/texts/typo"
(cd "$tmp/texts" && spell typo)
ok 'so is a wrong word' not spelled typo
done_testing
