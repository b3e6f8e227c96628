#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own semantic patches find no more in the files that the series touches
# than in those of the base: each that scripts/coccinelle can report with, with the
# options that it names. What includes say is left out, which bounds the time.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ "${LONG:-0}" = 1 ] || skip_all 'nine minutes: make test LONG=1'
command -v spatch >/dev/null || skip_all 'no spatch: apt-get install coccinelle'

mapfile -t files < <(git -C "$tree" diff --name-only --diff-filter=d base pid -- '*.[ch]' ':!tools/testing')
for commit in base pid; do
	for file in "${files[@]}"; do
		mkdir -p "$tmp/$commit/${file%/*}"
		git -C "$tree" show "$commit:$file" >"$tmp/$commit/$file" 2>/dev/null || rm "$tmp/$commit/$file"
	done
done

# of COMMIT SCRIPT: what it says, without lines; fails if spatch does.
of() (
	cd "$tmp/$1" || exit
	mapfile -t there < <(find . -name '*.[ch]' | sort)
	read -ra options < <(sed -n 's/^\/\/ *Options: *//p' "$2")
	spatch -D report --very-quiet --no-includes "${options[@]}" --cocci-file "$2" "${there[@]}" 2>"$tmp/err" |
		sed -E 's/:[0-9]+(:|-)[0-9]+(-[0-9]+)?:/:/; s/line [0-9]+/line/g; s|/tmp/cocci-output-[0-9]+-[0-9a-f]+-||' | sort
	exit "${PIPESTATUS[0]}"
)

no_more() {
	of pid "$1" >"$tmp/new" || { cat "$tmp/err"; return 1; }
	[ -s "$tmp/new" ] || return 0
	of base "$1" >"$tmp/old" || return
	[ -z "$(comm -13 "$tmp/old" "$tmp/new" | tee /dev/stderr)" ]
}

while read -r script; do
	grep -q '^virtual report' "$script" || continue
	name=${script#"$tree"/scripts/coccinelle/}
	if grep -qE '@(script|initialize):ocaml' "$script" && ! command -v ocamlopt >/dev/null; then
		skip "$name" 'no OCaml compiler'
	else
		ok "$name" no_more "$script"
	fi
done < <(find "$tree/scripts/coccinelle" -name '*.cocci' | sort)

# They do find what is wrong.
rm -rf "$tmp/pid"
mkdir "$tmp/pid"
printf 'void f(struct a *x)\n{\n\tkfree(x);\n\tx->b = 1;\n}\n' >"$tmp/pid/a.c"
finds() { of pid "$tree/scripts/coccinelle/free/kfree.cocci" | grep 'reference preceded by free'; }
ok 'a use after kfree() is seen' finds
done_testing
