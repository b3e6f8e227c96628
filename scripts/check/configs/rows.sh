# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# For scripts/check/check-configs: what there is to compile, and what of it was picked.

# objects: those that .config wants; a touched file that is not here is an error. A name
# that ends in a slash is all there is of that directory.
readonly always='kernel/pid.o kernel/fork.o kernel/exit.o'
readonly optional='PID_NS kernel/pid_namespace.o
PIDMAP_IDR kernel/pidmap_idr.o
PIDMAP_BITMAP kernel/pidmap_alloc.o kernel/pidmap_chunk.o kernel/pidmap_free.o kernel/pidmap_hash.o
PIDMAP_KUNIT_TEST kernel/pidmap_kunit.o
PROC_FS fs/proc/
GFS2_FS fs/gfs2/glock.o
SPU_FS arch/powerpc/platforms/cell/spufs/sched.o'

objects() {
	local option object
	say "$always"
	while read -r option object; do
		! grep -q "^CONFIG_$option=[ym]" "$out/.config" || say "$object"
	done <<<"$optional"
	# Before there is a choice.
	[ "${#backends[@]}" = 2 ] || [ ! -e "$work/kernel/pidmap_idr.c" ] || say kernel/pidmap_idr.o
}

all_known() {
	local file
	for file in $(kgit diff --name-only base "$rev" -- '*.c' ':!tools' ':!Documentation'); do
		[[ " ${always//$'\n'/ } ${optional//$'\n'/ } " == *" "@("${file%.c}.o"|"${file%/*}/")" "* ]] ||
			die "$E_USAGE" "the series touches $file, which scripts/check/check-configs does not compile; add it there"
	done
}

# rows: "ARCH NAME COMPILER TARGET OPTION...", all of them.
rows() {
	local name on gcc clang options
	while read -r name on gcc clang options; do
		[[ "$name" != '#'* ]] || continue
		rows_of gcc "$gcc"
		rows_of clang "$clang"
	done <"$list"
}

rows_of() {
	local arch
	for arch in x86_64 i386 arm64 arm riscv s390 powerpc um; do
		[[ ",$2," == *",$arch,"* || "$2" == '*' ]] || continue
		say "$arch $name $1 $on ${options/#-/}"
	done
}

picked() {
	local arch name compiler rest pattern
	while read -r arch name compiler rest; do
		for pattern in ${CONFIGS:-'*'}; do
			# shellcheck disable=SC2053 # a pattern it is
			[[ "$arch-$name-$compiler" == $pattern ]] || continue
			say "$arch $name $compiler $rest"
			break
		done
	done < <(rows)
}

# each COMMAND...: for each row on stdin, as rows gives it.
each() {
	local arch name compiler on options
	while read -r arch name compiler on options; do
		read -ra options <<<"$options"
		cross_for "$arch"
		"$@"
	done
}
