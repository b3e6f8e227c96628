#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kit's own failure paths, each with its status and its line; no guest here.
# A kernel of one file stands in for the real one.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
unset KIT_LOCKED KIT_READY KIT_VERB KIT_GIVEN LINUX BACKEND ACCEL SMP MEM TIMEOUT BASE
cd "$tmp" || exit
export INSTALL=0

# --- Variables --------------------------------------------------------------
status 2 'BACKEND=rbtree .*idr bitmap' 'unknown backend' env BACKEND=rbtree "$scripts/guest/boot"
status 2 'ACCEL=xen .*kvm tcg' 'unknown accelerator' env ACCEL=xen "$scripts/guest/boot"
status 2 'SMP=0 .*SMP=2' 'no CPU' env SMP=0 "$scripts/guest/boot"
status 2 'MEM=lots .*MEM=1G' 'no memory size' env MEM=lots "$scripts/guest/boot"
status 2 'TIMEOUT=soon' 'no time' env TIMEOUT=soon "$scripts/guest/boot"
status 2 'ARCH=vax .*x86_64' 'unknown architecture' env ARCH=vax "$scripts/kernel/build" idr
status 2 'kernel-config/nope' 'unknown variant' env KIT_LOCKED="$O" KIT_READY="$O" "$scripts/kernel/build" idr-nope
status 2 'BASE=v6.6.* v7.3 v6.12' 'unknown base' env -u PATCHES BASE=v6.6 "$scripts/source/apply"
# shellcheck disable=SC2016 # for the inner shell
where() { env -u O -u PATCHES BASE="$1" bash -c 'top=$0; . "$0/scripts/lib/base.sh"; echo "$PATCHES $O"' "$top"; }
ok 'each base has its series and its directory' test "$(where v7.3) $(where v6.12)" = \
	"$top/patches $top/build $top/patches/v6.12 $top/build/v6.12"
status 2 'CONFIGS=vax-.* names no row' 'unknown row' env CONFIGS='vax-*' "$scripts/check/check-configs"
status 2 'TESTS=nope' 'unknown test' env TESTS=nope "$scripts/check/test"
status 2 'VARIANT=nope .*lockdep kasan' 'unknown debug variant' env VARIANT=nope "$scripts/check/test-debug"
status 2 'STORM=long' 'no time for a storm' env STORM=long "$scripts/check/stress"
# fails_on VARIANT LINE: is that line on the console a failure there?
fails_on() { "$scripts/check/test-debug" --splats "$1" | grep -qEf /dev/stdin <(echo "$2"); }
ok 'KCSAN on PIDs fails' fails_on kcsan 'BUG: KCSAN: data-race in alloc_pid / free_pids'
ok 'KCSAN on PIDs against pidfs fails' fails_on kcsan 'BUG: KCSAN: data-race in pidfs_add_pid / free_pids'
ok "KCSAN on pidfs's hash table does not" \
	eval "! fails_on kcsan 'BUG: KCSAN: data-race in pidfs_add_pid / pidfs_remove_pid'"
ok 'KCSAN on others does not' eval "! fails_on kcsan 'BUG: KCSAN: data-race in tick_nohz_stop_tick / run_posix'"
ok 'KASAN does' fails_on kasan 'BUG: KASAN: slab-use-after-free in find_ge_pid'
ok 'a BUG does, with KCSAN too' fails_on kcsan '[    1.0] BUG: sleeping function called from invalid context'
ok "the kernel's protection fault does" fails_on kasan '[    4.1] general protection fault, probably for non-canonical address 0xdead'
ok "a program's does not" eval "! fails_on kasan '[    4.1] traps: order[95] general protection fault ip:401298 in order'"

# --- Tools ------------------------------------------------------------------
# path_without NAME: a PATH with everything but that.
path_without() {
	local farm=$tmp/without-$1
	mkdir "$farm"
	find -L /bin /usr/bin /usr/sbin -maxdepth 1 -type f -print0 2>/dev/null |
		xargs -0 ln -sf -t "$farm"
	find "$farm" -name "$1" -delete
	echo "$farm"
}
status 4 'apt-get install qemu-system-x86' 'no QEMU' env PATH="$(path_without 'qemu-system-*')" "$scripts/deps" guest
status 3 'apt-get install flex' 'no flex' env PATH="$(path_without flex)" "$scripts/deps" build
status 3 'apt-get install debhelper' 'no debhelper' env PATH="$(path_without dh_listpackages)" "$scripts/deps" deb
status 3 'apt-get install gcc-riscv64-linux-gnu$' 'no cross compiler' env PATH="$(path_without 'riscv64-*')" "$scripts/deps" cross-riscv

# doctor TEXT STATUS: with flex away
doctor() {
	local rc=0
	env -u KIT_VERB O="$tmp/o" PATH="$tmp/without-flex" "$scripts/doctor" >"$tmp/doctor" || rc=$?
	[ "$rc" = "$2" ] && grep -qE "$1" "$tmp/doctor"
}
ok 'doctor names what is lacking, and fails' doctor '^  lacks +build +apt-get install flex$' 3
ok '... and which verbs lack it' grep -qE '^  lacks +run +tools: build' "$tmp/doctor"
ok '... and makes nothing' test ! -e "$tmp/o"
plan() { env -u KIT_VERB O="$tmp/o" PLAN=1 "$scripts/kernel/build" >"$tmp/plan" && grep -q 'nothing was done' "$tmp/plan" && [ ! -e "$tmp/o" ]; }
ok 'PLAN=1 does nothing' plan
mkdir -p "$tmp/o/log"
printf 'build\tbuilding kernel x\t7\nbuild\t\t9\n' >"$tmp/o/log/times"
ok 'PLAN=1 says how long it took' sh -c "env -u KIT_VERB O='$tmp/o' PLAN=1 '$scripts/kernel/build' | grep -A1 'took 9 s' | grep -q '7 s  building kernel x'"
rm -r "$tmp/o"
status 4 'no qemu-system-x86_64' 'no QEMU at boot' env PATH="$tmp/without-qemu-system-*" ACCEL=tcg "$scripts/guest/vm" "$O" none 1 true

# --- Source -----------------------------------------------------------------
kernel() {
	mkdir -p "$1"
	printf 'VERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = 0\nEXTRAVERSION =\n' "${2%.*}" "${2#*.}" >"$1/Makefile"
	echo one >"$1/file"
	mkdir "$1/kernel"
	touch "$1/kernel/pid.c"
}
git_kernel() {
	kernel "$@"
	git -C "$1" init -q
	git -C "$1" add -A
	git -C "$1" -c user.name=t -c user.email=t@localhost commit -qm "Linux $2"
}
release=$(cut -c 2- "$PATCHES/BASE")
kernel "$tmp/old" 6.1
git_kernel "$tmp/old-git" 6.1
git_kernel "$tmp/linux" "$release"

export O=$tmp/o1
status 6 'LINUX=/nonexistent' 'no such tree' env LINUX=/nonexistent "$scripts/source/source"
status 6 "Linux 6.1.*for v$release" 'a directory of the wrong version' env LINUX="$tmp/old" "$scripts/source/source"
status 6 "Linux 6.1.*for v$release" 'a git tree of the wrong version' env LINUX="$tmp/old-git" "$scripts/source/source"
ok 'no half-made tree stays' test ! -e "$O/linux"
status 5 'no kernel source' 'no source at all' env PATH="$(path_without apt-get)" \
	XDG_CACHE_HOME="$tmp/cache" BASE=v7.99 "$scripts/source/source"
status 7 'does not apply' 'a tree that the series does not fit' env LINUX="$tmp/linux" "$scripts/source/apply"
ok 'which leaves the base, and no am in progress' sh -c \
	"[ ! -d '$O/linux/.git/rebase-apply' ] && [ \$(git -C '$O/linux' rev-parse pid) = \$(git -C '$O/linux' rev-parse base) ]"
status 6 "Linux $release, but the series is for v6.12" 'another base for the same O' \
	env -u PATCHES BASE=v6.12 "$scripts/source/source"
status 6 'was not made from' 'another LINUX for the same O' env LINUX="$tmp/old-git" "$scripts/source/source"

# --- Local work -------------------------------------------------------------
export LINUX=$tmp/linux O=$tmp/o2 PATCHES=$tmp/patches SELFTESTS=$tmp/none
mkdir "$PATCHES"
cp "$top/patches/BASE" "$PATCHES/"
status 7 'no patches' 'an empty series' "$scripts/source/apply"

change() { # change TEXT: one commit on the branch pid
	echo "$1" >>"$O/linux/file"
	git -C "$O/linux" -c user.name=t -c user.email=t@localhost commit -qam "$1"
}
change two
ok 'export writes the series' "$scripts/source/export"
ok 'one patch' test -e "$PATCHES/0001-two.patch"
cp -r "$PATCHES" "$tmp/series-1"
change three
status 8 'commits that patches/ does not hold' 'apply spares commits' "$scripts/source/apply"
status 8 'commits that patches/ does not hold' 'clean spares commits' "$scripts/source/clean"
status 15 'patches/ has' 'export --check sees a new commit' "$scripts/source/export" --check
ok 'export again' "$scripts/source/export"
echo dirt >>"$O/linux/file"
status 8 'uncommitted changes: file' 'apply spares changes' "$scripts/source/apply"
status 8 'uncommitted changes: file' 'distclean spares changes' "$scripts/source/clean" --all
status 8 'uncommitted changes: file' 'export wants a commit' "$scripts/source/export"
ok 'they are still there' grep -q dirt "$O/linux/file"
git -C "$O/linux" checkout -q file
ok 'the same series is applied already' "$scripts/source/apply"
rm -rf "$PATCHES" && cp -r "$tmp/series-1" "$PATCHES"
ok 'another series replaces the exported one' "$scripts/source/apply"
ok 'and nothing else' test "$(git -C "$O/linux" log --format=%s base..pid)" = two
ok "the user's tree is as it was" test "$(cat "$LINUX/file")" = one
ok 'a fresh tree takes it' env O="$tmp/o3" "$scripts/source/apply"
ok 'and so does one from a plain directory' sh -c \
	"cp -r '$LINUX' '$tmp/plain'; rm -rf '$tmp/plain/.git'; O='$tmp/o4' LINUX='$tmp/plain' '$scripts/source/apply'"
sed -i 's/^-one/-won/; s/^ one/ won/' "$PATCHES/0001-two.patch"
status 7 'does not apply.*Patch failed' 'context that differs' env O="$tmp/o5" "$scripts/source/apply"

# --- The rest ---------------------------------------------------------------
exec 8>"$O/.lock"
flock 8
status 16 'another run uses' 'two runs in one O' "$scripts/source/apply"
exec 8>&-
git -C "$O/linux" checkout -q -b idea
change idea
git -C "$O/linux" checkout -q pid
status 8 'commits off the branch pid: .* idea' 'distclean spares other branches' "$scripts/source/clean" --all
git -C "$O/linux" branch -q -D idea
mkdir "$tmp/mine"
status 2 'not made by this kit' 'distclean of a foreign directory' env O="$tmp/mine" "$scripts/source/clean" --all
mkdir -p "$O"/{kernels,results,v6.12/kernel-idr}
: >"$O/v6.12/.lock"
ok 'clean' "$scripts/source/clean"
ok 'keeps results, and nothing that was built' test -e "$O/results" -a ! -e "$O/kernels"
ok 'of the other series, too' test ! -e "$O/v6.12/kernel-idr"
ok 'distclean' "$scripts/source/clean" --all
ok 'removes O' test ! -e "$O"
done_testing
