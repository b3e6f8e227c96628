#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# make bench-bundle: the tar runs on this machine, with root and without, with nothing
# but busybox, and leaves nothing running; make report puts runs together.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

needs_guest "$O/kernel-idr"
ok 'a bundle' "$scripts/share/bench-bundle"
sum=$(sha256sum "$O"/packages/pid-bench-*.tar.gz)
ok 'the same again' sh -c "'$scripts/share/bench-bundle' && [ '$sum' = \"\$(sha256sum '$O'/packages/pid-bench-*.tar.gz)\" ]"
tar -C "$tmp" -xzf "$O"/packages/pid-bench-*.tar.gz
bundle=$tmp/pid-bench
for program in load storm_bench pidmap; do
	ok "$program needs no library" sh -c "! ldd '$bundle/$program'"
done

made=$tmp/none
# run_in DIR COMMAND...: what it wrote is in $made.
run_in() {
	mkdir -p "$tmp/$1"
	chmod 777 "$tmp/$1"
	(cd "$tmp/$1" && "${@:2}") || return
	made=$(find "$tmp/$1" -mindepth 1 -maxdepth 1 -type d)
}
row() { grep -Eqx "1,$backend,$1,ops_per_s,[0-9.]+" "$made/raw.csv"; }
fact() { grep -qx "$1" "$made/machine.txt"; }
chmod 711 "$tmp"

ok 'it runs' run_in all "$bundle/run" -q -n 'a machine'
backend=$(sed -n 's/^backend: //p' "$made/machine.txt")
ok 'the CSV is that of make bench' test "$(head -n 1 "$made/raw.csv")" = round,kernel,row,n,metric,value
ok 'it has ops per second' row fork,1
ok 'and lookups' row kill,1
ok 'the machine has the name that it got' fact 'machine: a_machine'
ok 'the kernel is this one' fact "kernel: $(uname -srvm)"
ok 'so are the CPUs' fact "cpus: $(nproc)"
ok 'the allocators have been timed' grep -q '^own,1,0,1000,bitmap,cpu,ns,' "$made/native.csv"

# --- With less ------------------------------------------------------------------
if [ "$(id -u)" = 0 ] && setpriv --reuid 65534 --clear-groups test -x "$bundle/run"; then
	ok 'without root' run_in nobody setpriv --reuid 65534 --clear-groups "$bundle/run" -q
	ok 'it does what it can' row thread,1
	ok 'not more' sh -c "! grep -q nested '$made/raw.csv'"
	ok 'and says what it skipped' grep -q '^nested PID namespaces, idle threads: need root' "$made/skipped.txt"
else
	skip 'without root' 'we are not root, or nobody cannot come here'
fi
mkdir "$tmp/bin"
busybox --install -s "$tmp/bin"
ok 'with busybox alone' run_in busybox env -i PATH="$tmp/bin" "$tmp/bin/sh" "$bundle/run" -q
ok 'it measures' row fork,1
ok "what busybox's ps takes is not ps" grep -qx 'ps and pstree: no procps here' "$made/skipped.txt"
ok 'nor is there stress-ng' grep -qx 'stress-ng: not here' "$made/skipped.txt"

# --- When something is wrong ----------------------------------------------------
status=0
(cd "$tmp" && "$bundle/run" -r none) 2>"$tmp/err" || status=$?
ok 'no number of rounds: status 2' test "$status:$(cat "$tmp/err")" = '2:run: error: -r none is not a number of rounds; try -r 5'
cp -r "$bundle" "$tmp/broken"
printf '#!/bin/sh\necho broken >&2; exit 1\n' >"$tmp/broken/pidmap"
ok 'a program that fails' run_in broken1 "$tmp/broken/run" -q
ok 'is skipped, with its words' grep -qx 'the allocators alone: broken' "$made/skipped.txt"
cp "$tmp/broken/pidmap" "$tmp/broken/storm_bench"
ok 'numbers that are not unique end it' sh -c "cd '$tmp/broken1' && ! '$tmp/broken/run' -q"

# Its own copy of load, by whose path its processes are known.
cp -r "$bundle" "$tmp/killed"
ours() { find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' -lname "$tmp/killed/load" 2>/dev/null | grep -c .; }
mkdir "$tmp/k"
(cd "$tmp/k" && exec "$tmp/killed/load" thread 4 60) >"$tmp/out" 2>&1 &
pid=$!
for _ in $(seq 50); do [ "$(ours)" -lt 5 ] || break; sleep 0.1; done
ok 'a load is five processes' test "$(ours)" = 5
kill -KILL "$pid"
wait "$pid" 2>/dev/null
for _ in $(seq 50); do [ "$(ours)" -gt 0 ] || break; sleep 0.1; done
ok 'they end with it' test "$(ours)" = 0

# --- make report ------------------------------------------------------------------
results() { # results DIR MACHINE: raw.csv on stdin
	mkdir -p "$tmp/r/$1"
	cat >"$tmp/r/$1/raw.csv"
	[ -z "$2" ] || printf 'machine: %s\ncpus: 64\n' "$2" >"$tmp/r/$1/machine.txt"
	[ -z "$2" ] || echo "too old for $1" >"$tmp/r/$1/skipped.txt"
}
results one big <<'END'
round,kernel,row,n,metric,value
1,idr,fork,64,ops_per_s,100
2,idr,fork,64,ops_per_s,200
END
results two big <<'END'
round,kernel,row,n,metric,value
1,bitmap,fork,64,ops_per_s,300
2,bitmap,fork,64,ops_per_s,400
END
results three big <<'END'
round,kernel,row,n,metric,value
1,idr,fork,64,ops_per_s,800
END
results four '' <<'END'
round,kernel,row,n,metric,value
1,idr-nocgroup,fork,2,ops_per_s,7
END
report() { O=$tmp/o RESULTS="$*" "$scripts/report/report"; }
line() { ok "$1" grep -qxF "$2" "$tmp"/o/results/compared-*/summary.csv; }
cd "$tmp/r" || exit
ok 'one machine, three boots' report one two three
line 'a kernel keeps its name, rounds add up' 'fork,64,ops_per_s,idr,200,100,800,3,1.000,1.000,1.000'
line 'ratios are within a round' 'fork,64,ops_per_s,bitmap,350,300,400,2,2.500,2.000,3.000'
ok 'what was skipped is told' grep -q '^- big, .*64 CPUs.*skipped: too old for one$' "$tmp"/o/results/compared-*/report.md
rm -rf "$tmp/o"
ok 'two machines' report one two four
line 'kernels have the name of theirs' 'fork,64,ops_per_s,bitmap@big,350,300,400,2,2.500,2.000,3.000'
line 'before their options' 'fork,2,ops_per_s,idr@four-nocgroup,7,7,7,1,1.000,1.000,1.000'
done_testing
