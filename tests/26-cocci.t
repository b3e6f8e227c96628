#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's own semantic patches find no more in the files that the series touches
# than in those of the base: each that scripts/coccinelle can report with, with the
# options that it names. What includes say is left out, which bounds the time. What
# found nothing new in the same files is not asked again.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"

mapfile -t files < <(git -C "$tree" diff --name-only --diff-filter=d base pid -- '*.[ch]' ':!tools/testing')
for commit in base pid; do
	for file in "${files[@]}"; do
		mkdir -p "$tmp/$commit/${file%/*}"
		git -C "$tree" show "$commit:$file" >"$tmp/$commit/$file" 2>/dev/null || rm "$tmp/$commit/$file"
	done
done

mapfile -t all < <(find "$tree/scripts/coccinelle" -name '*.cocci' -exec grep -l '^virtual report' {} + | sort)
key=$({ (cd "$tmp" && find base pid -type f | sort | xargs sha256sum); cat "$0" "${all[@]}"; spatch --version; } | sha256sum)
kept=$O/cocci
mkdir -p "$kept" "$tmp/said"

name_of() { echo "${1#"$tree"/scripts/coccinelle/}"; }
file_of() { name_of "$1" | tr / _; }
needs_ocaml() { grep -qE '@(script|initialize):ocaml' "$1" && ! command -v ocamlopt >/dev/null; }

# of COMMIT SCRIPT: what it says, without lines; fails if spatch does.
of() (
	cd "$tmp/$1" || exit
	mapfile -t there < <(find . -name '*.[ch]' | sort)
	read -ra options < <(sed -n 's/^\/\/ *Options: *//p' "$2")
	spatch -D report --very-quiet --no-includes "${options[@]}" --cocci-file "$2" "${there[@]}" 2>"$said.err" |
		sed -E 's/:[0-9]+(:|-)[0-9]+(-[0-9]+)?:/:/; s/line [0-9]+/line/g; s|/tmp/cocci-output-[0-9]+-[0-9a-f]+-||' | sort
	exit "${PIPESTATUS[0]}"
)

no_more() {
	of pid "$1" >"$said.new" || { cat "$said.err"; return 1; }
	[ -s "$said.new" ] || return 0
	of base "$1" >"$said.old" || { cat "$said.err"; return 1; }
	[ -z "$(comm -13 "$said.old" "$said.new" | tee /dev/stderr)" ]
}

passed() { [ "$(cat "$kept/$(file_of "$1")" 2>/dev/null)" = "$key" ]; }

# look SCRIPT: what it has to say of the series alone, to be read by verdict.
look() {
	local said
	said=$tmp/said/$(file_of "$1")
	passed "$1" || needs_ocaml "$1" || ! no_more "$1" >"$said" 2>&1 || echo "$key" >"$kept/${said##*/}"
}

verdict() { passed "$1" || { cat "$tmp/said/$(file_of "$1")"; return 1; }; }

for script in "${all[@]}"; do
	look "$script" &
	[ "$(jobs -rp | wc -l)" -lt "$(nproc)" ] || wait -n
done
wait
for script in "${all[@]}"; do
	if needs_ocaml "$script"; then
		skip "$(name_of "$script")" 'no OCaml compiler'
	else
		ok "$(name_of "$script")" verdict "$script"
	fi
done

# They do find what is wrong.
said=$tmp/planted
rm -rf "$tmp/pid"
mkdir "$tmp/pid"
printf 'void f(struct a *x)\n{\n\tkfree(x);\n\tx->b = 1;\n}\n' >"$tmp/pid/a.c"
finds() { of pid "$tree/scripts/coccinelle/free/kfree.cocci" | grep 'reference preceded by free'; }
ok 'a use after kfree() is seen' finds
done_long
