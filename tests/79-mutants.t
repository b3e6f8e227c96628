#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Bugs put into the bitmap on purpose (tests/mutants/). Each names the program and the
# point that has to fail with it, and that has to pass without: a test that passes with
# one of them would be worth nothing. MUTANT= picks some. Needs no guest. Barriers that
# x86 does not need are taken away in 25-litmus.t.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"

[ -d "$tree/.git" ] || skip_all 'no series yet: make apply'
mapfile -t patches < <(kit bench_patches -native)
[ ${#patches[@]} -gt 0 ] || skip_all 'the allocators are built in user space from the mainline series alone'
mutants=("$top"/tests/mutants/*"${MUTANT:-}"*.patch)
src=$tmp/linux jobs=$(nproc)

title_of() { head -n 1 "$1"; }
seen_by() { sed -n 's/^Seen-by: //p' "$1"; }

# The series, as it is applied, and the programs built of it.
prepare() {
	mkdir "$src" && cd "$src" || return
	git -C "$tree" archive pid kernel lib include tools/include tools/lib tools/arch tools/testing/shared | tar -x
	git init -q
	git apply --include='kernel/*' --include='include/*' --include='tools/*' "${patches[@]}" || return
	make -s -j"$jobs" -C tools/testing/pidmap default asan explore
}

# copy DIR: what a mutant changes and what is built of that; the rest is shared.
copy() {
	mkdir -p "$1/kernel" "$1/tools/testing"
	ln -s "$src"/{include,lib} "$1/"
	ln -s "$src"/tools/{include,lib,arch} "$1/tools/"
	ln -s "$src/tools/testing/shared" "$1/tools/testing/"
	cp -a "$src"/kernel/pidmap* "$1/kernel/"
	cp -a "$src/tools/testing/pidmap" "$1/tools/testing/"
	git -C "$1" init -q
}

# point DIR PROGRAM POINT: "passes", "fails" or what else became of it.
point() {
	local rc=0
	local -a arguments=(-n "$3")
	[ "$2" = pidmap-explore ] || arguments=(test -s 1 -b bitmap -p "$3")
	setarch -R timeout -k 5 120 "$1/tools/testing/pidmap/$2" "${arguments[@]}" >"$1/tap" 2>&1 || rc=$?
	case $rc-$(grep -aoE '^(not )?ok [0-9]+ ' "$1/tap") in
	0-ok*) echo passes ;;
	1-not*) echo fails ;;
	*) echo "ends with status $rc" ;;
	esac
}

# mutate DIR MUTANT: what its point does, and why.
mutate() {
	local seen
	seen=$(seen_by "$2")
	git -C "$1" apply "$2" 2>"$1/tap" || { echo 'does not apply'; return; }
	if make -s -C "$1/tools/testing/pidmap" "${seen%%: *}" >"$1/tap" 2>&1; then
		point "$1" "${seen%%: *}" "${seen#*: }"
	else
		echo 'does not build'
	fi
	git -C "$1" apply -R "$2"
}

# worker N: each of its mutants leaves what became of it, and the program's output.
worker() {
	local i name dir=$tmp/worker$1
	copy "$dir"
	for ((i = $1; i < ${#mutants[@]}; i += jobs)); do
		name=$(basename "${mutants[i]}" .patch)
		mutate "$dir" "${mutants[i]}" >"$tmp/$name.verdict"
		cp "$dir/tap" "$tmp/$name.tap"
	done
}

judge() {
	local name verdict seen
	name=$(basename "$1" .patch) seen=$(seen_by "$1")
	verdict=$(cat "$tmp/$name.verdict")
	if [ "$verdict" = fails ]; then
		pass "$name: $(title_of "$1"): seen by $seen"
		note "$(grep -am1 '^# [^s-]' "$tmp/$name.tap" | cut -c 3-)"
	else
		fail "$name: $(title_of "$1"): $seen: $verdict"
		show "$tmp/$name.tap"
	fi
	grep -qF "| \`$name\` | $(title_of "$1") | $seen |" "$top/Documentation/testing.md" ||
		fail "$name: in the table of Documentation/testing.md"
}

ok 'they build' prepare
[ -x "$src/tools/testing/pidmap/pidmap-explore" ] || { done_testing; exit; }
for ((n = 0; n < jobs; n++)); do worker "$n" & done
wait
for mutant in "${mutants[@]}"; do judge "$mutant"; done
while IFS= read -r seen; do
	verdict=$(point "$src" "${seen%%: *}" "${seen#*: }")
	ok "without a bug: $seen: $verdict" test "$verdict" = passes
done < <(for mutant in "${mutants[@]}"; do seen_by "$mutant"; done | sort -u)
done_long
