#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# make model: what theory says of small networks, by hand; and the committed section is
# what the committed values come to.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

model() { "$scripts/model" "$@" | paste -sd ' ' -; }
says() { # says NAME WANT ARGUMENT...
	local got
	got=$(model "${@:3}")
	ok "$1" test "$got" = "$2"
	[ "$got" = "$2" ] || note "$got, wanted $2"
}
says 'one CPU is one' '1,1.000' 100 7 3:1,5:2 1
says 'no lock at all: as many as there are' '1,1.000 64,64.000' 100 0 0:0 1 64
# X = 2 / (z + s (1 + s/(z + s))) = 2 / 2.5, times z + s.
says 'as much in the lock as outside, two CPUs' '2,1.600' 1 0 1:1 2
says 'nothing but the lock: one at a time' '2,1.000 512,1.000' 0 0 1:1 2 512
says 'that moves as slowly as it is held: half' '2,0.500 512,0.500' 0 1 1:1 2 512
says 'taken twice, it moves twice' '512,0.333' 0 1 1:2 512
says 'many CPUs: (z + s) / s' '512,10.000' 9 0 1:1 512
says 'the longest lock is the limit' '512,4.000' 7 0 2:1,3:1 512

status 2 'has no cost.csv; name one complete run' 'results without counts' env RESULTS="$tmp" "$scripts/scaling"

results=$top/Documentation/results
ok 'the model of the committed results' "$scripts/scaling" "$results" "$tmp"
sed -E 's/^#/##/; s/\]\(/&results\//' "$tmp/out" >"$tmp/want"
sed -n '/^### Many CPUs/,$p' "$top/Documentation/results.md" >"$tmp/have"
ok 'is what results.md says' diff -u "$tmp/have" "$tmp/want"
ok 'with its plots' sh -c "[ -s '$tmp/model-thread.svg' ] && [ -s '$tmp/model-fork.svg' ]"
done_testing
