#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# Bugs put into the bitmap on purpose (tests/mutants/, each with the program that is
# to see it): a test that passes with one of them would be worth nothing. MUTANT=
# picks some. Barriers that x86 does not need are taken away in 25-litmus.t.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

needs_guest "$O/kernel-idr"
src=$tmp/linux
mkdir "$src"
git -C "$tree" archive pid kernel lib include tools | tar -x -C "$src"
git -C "$src" init -q
git -C "$src" apply --include='kernel/*' --include='lib/*' --include='include/*' --include='tools/*' \
	"$top"/patches/bench/000[23]-*.patch || exit
bitmap=$src/kernel/pidmap_bitmap.c
cp "$bitmap" "$tmp/bitmap.c"

build() { make -s -j"$(nproc)" -C "$src/tools/testing/pidmap" "$1" >"$tmp/make" 2>&1; }

# sees PROGRAM SEED...: what threads do to each other, one try may not show.
sees() {
	local program=$1 seed
	for seed in "${@:2}"; do
		setarch -R timeout -k 5 90 "$src/tools/testing/pidmap/$program" test -s "$seed" -b bitmap >"$tmp/tap" 2>&1 ||
			return 0
	done
	return 1
}

where() {
	grep -m1 -aE '^not ok|ERROR: Addr|WARNING: Thread|runtime error' "$tmp/tap" ||
		echo "died after: $(grep -aE '^(ok|# seed)' "$tmp/tap" | tail -n 1)"
}

for mutant in "$top"/tests/mutants/*"${MUTANT:-}"*.patch; do
	name=$(basename "$mutant" .patch)
	program=$(sed -n 's/^Seen-by: //p' "$mutant")
	cp "$tmp/bitmap.c" "$bitmap"
	grep -q "^| \`$name\` | $(head -n 1 "$mutant") |" "$top/Documentation/tests.md" ||
		fail "$name: in the table of Documentation/tests.md"
	if ! git -C "$src" apply "$mutant" 2>"$tmp/make"; then
		fail "$name: applies"
	elif ! build "$program"; then
		fail "$name: builds"
	elif sees "$program" 1 2 3 4 5 6; then
		pass "$name: $(head -n 1 "$mutant"): seen by $program"
		note "$(where)"
		continue
	else
		fail "$name: $(head -n 1 "$mutant"): not seen by $program"
		continue
	fi
	show "$tmp/make"
done

cp "$tmp/bitmap.c" "$bitmap"
for program in pidmap pidmap-asan pidmap-tsan; do
	build "$program"
	ok "$program sees nothing without a bug" eval "! sees $program 1"
done
done_testing
