#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# A bug put into the bitmap on purpose, booted: the kselftests can fail. After the maximum
# the search goes on at 1, not at 300, which order.c looks at. What is built lies in
# O/mutant and stays there; ccache has most of it.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/ktap.sh
. "$scripts/check/ktap.sh"
[ "${LONG:-0}" = 1 ] || skip_all 'one more kernel and two boots: make test LONG=1'
needs_guest "$O/kernel-bitmap"

export ACCEL=${ACCEL:-tcg}
mutant=$top/tests/mutants/wrap-to-1.patch
home=$O/mutant
src=$home/linux
kernel=$home/kernel
out=$O/results/mutant.out

# Its own clone: O/linux is somebody's work.
source_of() {
	[ -e "$src/.git" ] || git clone -q --shared --no-checkout "$tree" "$src" || return
	git -C "$src" checkout -q --force --detach "$(git -C "$tree" rev-parse pid)" &&
		git -C "$src" apply "$mutant" && ! git -C "$src" diff --quiet
}

build() { "$scripts/kernel/build" --source "$src" --out "$kernel" --config bitmap; }
boot() { "$scripts/guest/vm" "$1" mutant 240 "$kselftest_job -t pid_alloc:order"; }
failed() { ktap_to_tap mutant <"$out" | grep '^not ok .* order '; }

mkdir -p "$home"
ok 'the bug is in the source' source_of
ok 'a kernel with it' build
status 1 'the job failed' 'on it a kselftest fails' boot "$kernel"
ok 'the one that looks at order' failed
ktap_summary mutant "$out" | sed 's/^/# /'
ok 'without it none does' boot "$O/kernel-bitmap"
ok 'and all of it ran' ktap_complete "$out"
done_testing
