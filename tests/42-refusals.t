#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# What is not understood is refused before any work: status 2, one line, the nearest name.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
unset KIT_LOCKED KIT_READY KIT_VERB KIT_GIVEN LINUX BACKEND ACCEL SMP MEM TIMEOUT BASE PATCHES LONG TESTS
export O=$tmp/o
cd "$top" || exit

# --- Arguments --------------------------------------------------------------
status 2 '--al is no argument of clean; did you mean --all' 'a typo that would delete' "$scripts/source/clean" --al
status 2 '-n is no argument' 'an option that is not there' "$scripts/source/clean" -n
status 2 '--chekc is no argument of export; did you mean --check' 'a typo that would write' "$scripts/source/export" --chekc
status 2 'did you mean --quick' 'a typo that would build' "$scripts/check/test" --quik
status 2 'idr is no argument of run' 'an argument where none is taken' "$scripts/measure/run" idr
status 2 'BACKEND=idr comes before the verb' 'a variable behind the verb' "$scripts/measure/run" BACKEND=idr
status 2 '^memory: error: --lock ' "a script that is another verb's" "$scripts/measure/memory" --lock

# --- Variables that make was given ------------------------------------------
# made ARGUMENT...: what the script says; make's own line comes after it.
made() { make --no-print-directory "$@" 2>"$tmp/made" || { rc=$?; grep -v '^make: ' "$tmp/made" >&2; return "$rc"; }; }
status 2 'no verb knows BACKEN=; did you mean BACKEND' 'a name that is near' made run BACKEN=bitmap
status 2 'no verb knows WOBBLE=' 'a name that is not' made run WOBBLE=1
status 2 'there is no verb rnu; did you mean run' 'a verb that is near' made rnu
status 2 'there is no verb selftests; did you mean selftest' "a folder's name" made selftests

# --- Variables --------------------------------------------------------------
status 2 'VARIANT= does not apply to run, only to build, ' 'a variable of other verbs' env VARIANT=nope "$scripts/measure/run"
status 2 'BACKEND= does not apply to cost' 'by make, too' made cost BACKEND=bitmap
status 2 'LONG=yes is neither 0 nor 1' 'a bad boolean' env LONG=yes "$scripts/check/test"
status 2 'V=2 is neither' 'of all verbs' env V=2 "$scripts/source/apply"
status 2 'JOBS=many .*JOBS=2' 'no number' env JOBS=many "$scripts/kernel/build"
status 2 'ARCH=vax .*x86_64' 'an architecture' env ARCH=vax "$scripts/kernel/build"
mkdir -p "$tmp"/{a,b} && for k in a b; do : >"$tmp/$k/image"; done
status 2 'two would be called image' 'two kernels of one name' env KERNELS="$tmp/a/image $tmp/b/image" "$scripts/measure/bench"
ok 'an empty variable is none' env VARIANT='' "$scripts/source/clean"
ok 'nothing was made' test ! -e "$O"

# --- What is said instead ---------------------------------------------------
ok '--help starts nothing' grep -q 'make run: build both' <("$scripts/measure/run" --help)
ok 'and has the variables of that verb' grep -q '^  BACKEND= ' <("$scripts/measure/run" --help)
ok 'but no others' bash -c "! '$scripts/measure/run' --help | grep -q VARIANT"
# shellcheck disable=SC2016 # for the inner shell
ok 'a called script is not checked' env KIT_VERB=bench VARIANT=gdb bash -c 'KIT_AS= ; set -- --al; top=$0 && . "$0/scripts/lib/all.sh"' "$top"
completed() { (. "$scripts/completion.bash" && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && _pid_kit "$1" "${!#}" && printf '%s\n' "${COMPREPLY[@]}"); }
# shellcheck disable=SC1091
ok 'bash completes verbs' grep -qx selftest <(completed make selft)
ok 'variables that the verb takes' grep -qx 'VARIANT=' <(completed make selftest VAR)
ok 'no others' test -z "$(completed make run VAR)"
ok 'and options of the script' grep -qx -- --check <(completed scripts/source/export --c)
done_testing
