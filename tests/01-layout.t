#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The scripts lie as Documentation/architecture.md says: a verb is the script of that name, files
# are small, the library runs nothing, each verb is in the help.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$top" || exit

verbs() { make -pq 2>/dev/null | sed -n 's/^verbs := //p' | tr ' ' '\n' | sort; }
table() { grep -v '^#' "scripts/lib/$1.table"; }
own_script() { [[ "$(make -n "$1")" =~ ^scripts/([a-z]+/)?"$1"$ && -x "${BASH_REMATCH[0]}" ]]; }

ok 'the Makefile has verbs' sh -c "[ $(verbs | wc -l) -gt 20 ]"
for verb in $(verbs); do
	script=(scripts/"$verb" scripts/*/"$verb")
	[ -f "${script[0]}" ] || script=("${script[@]:1}")
	ok "$verb is a script of that name" own_script "$verb"
	ok "$verb is in the table" grep -q "^$verb|" scripts/lib/verbs.table
	ok "$verb is in the help" grep -qE "^  $verb( |\$)" <(scripts/help-all)
	ok "$verb --help says what it is" grep -q "^  make $verb: " <(timeout 20 "${script[0]}" --help)
done
ok 'the table has no other verbs' diff <(verbs) <(table verbs | cut -d '|' -f 1 | sort)

# Each variable of a verb has a row, each row a user; the help of every day is short.
used() { table verbs | cut -d '|' -f 4 | sed 's/boots/ACCEL SMP MEM TIMEOUT APPEND/' | tr ' ' '\n' | sed '/^$/d' | sort -u; }
special() { table variables | awk -F '|' '$2 !~ /^common/ { print $1 }' | sort; }
ok 'the variables are those that verbs take' diff <(used) <(special)
ok 'a dozen verbs are for every day' test "$(table verbs | grep -c '|daily|')" -le 12
arches() { sed -n '/^declare -A arch_table/,/^)/ s/^\t\[\(.*\)\]=.*/\1/p' scripts/lib/arch.sh | sort | paste -sd ' '; }
ok "ARCH= is what arch.sh has" test "$(arches)" = "$(table variables | sed -n 's/^ARCH|common one-of \([^|]*\)|.*/\1/p' | tr ' ' '\n' | sort | paste -sd ' ')"

# short FILE...: names what is longer than a file should be.
short() { ! awk 'FNR == 251 { print FILENAME; bad = 1 } END { exit !bad }' "$@"; }
mapfile -t files < <(git ls-files -co --exclude-standard -- 'scripts/*/*')
ok "no file of scripts/ is longer than 250 lines" short "${files[@]}"

# No cycle: what scripts source does not run scripts.
# shellcheck disable=SC2016 # as it stands there
runs_nothing() { ! grep -nE '\$scripts/' "$@" | grep -vE ':[[:space:]]*(# .*|\. "\$scripts/[a-z/-]+\.sh")$'; }
ok 'the library runs no script' runs_nothing scripts/lib/*.sh

# A program is run, a library is sourced: never both.
# shellcheck disable=SC2016 # as it stands there
mixed() {
	local file
	for file in "${files[@]}"; do
		[[ "$file" != *.sh ]] || [ ! -x "$file" ] || echo "$file is a library that can be run"
		[[ "$file" != *.sh ]] || ! head -n 1 "$file" | grep '^#!' || echo "$file is one, too"
	done
	git grep -nE '^[[:space:]]*\. "\$scripts/' -- scripts tests | grep -v '\.sh"$'
}
not() { ! "$@"; }
one_kind() { [ -z "$(mixed | tee /dev/stderr)" ]; }
ok 'no script is both program and library' one_kind

# These checks can fail.
seq 251 >"$tmp/long"
ok 'a long file is seen' not short "$tmp/long"
# shellcheck disable=SC2016 # as it would stand there
echo '	"$scripts/deps" source' >"$tmp/lib.sh"
ok 'a library that runs a script is seen' not runs_nothing "$tmp/lib.sh" /dev/null
ok 'a verb that is no script is seen' not own_script Makefile
done_testing
