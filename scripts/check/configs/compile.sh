# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# For scripts/check/check-configs: one row, on the base and on each backend.

# kbuild skips C=2 in silence if it finds sparse too old, as Debian 12's is.
valid() { [ "$(sh "$tree/scripts/checker-valid.sh" "$1" -m64 2>/dev/null)" = 1 ]; }

find_sparse() {
	local dir lib
	sparse=sparse
	if ! valid sparse; then
		sparse=
		dir=$("$scripts/source/debian" unpack sparse 2>/dev/null) || return 0
		lib=$dir/usr/lib/$(uname -m)-linux-gnu
		sparse="$(echo "$lib"/ld-linux-*.so.*) --library-path $lib $dir/usr/bin/sparse"
	fi
	# What it says goes to a file of its own, apart from the compiler's.
	# shellcheck disable=SC2016 # for the script that is written
	printf '#!/bin/sh\nexec %s "$@" 2>>"${CHECK_LOG:-/dev/stderr}"\n' "$sparse" >"$home/check"
	chmod +x "$home/check"
	valid "$home/check" || sparse=
}

row_make() {
	local -a tools=(CC="$ccache${cross}gcc" CROSS_COMPILE="$cross")
	[ "$compiler" = gcc ] || tools=(LLVM="-$clang_version" CC="${ccache}clang-$clang_version")
	# Else tinyconfig is a 32-bit one; clang's flags go by the other name.
	[ "$arch-$compiler" != um-gcc ] || tools+=(SUBARCH="$(uname -m)")
	make -C "$work" O="$out" ARCH="$karch" HOSTCC="${ccache}gcc" HOSTLD=ld "${tools[@]}" -j"$jobs" "$@"
}

# configure PHASE: the options must come out as they were asked for. The base has none of
# the series'.
configure() {
	local option value wanted=()
	for option in "${options[@]}"; do
		[[ "$1 $option" == "base PIDMAP_"* ]] || wanted+=("CONFIG_$option")
	done
	[ "$1" = base ] || [ "${#backends[@]}" = 1 ] || wanted+=("CONFIG_PIDMAP_${1^^}=y")
	printf '%s\n' "${wanted[@]}" >"$out/wanted"
	[ -e "$out/.config" ] || row_make "${on/#defconfig/$defconfig}" || return
	while IFS='=' read -r option value; do
		sed -i "/^$option=/d; /^# $option is not set/d" "$out/.config"
		if [ "$value" = n ]; then value="# $option is not set"; else value="$option=$value"; fi
		say "$value" >>"$out/.config"
	done <"$out/wanted"
	sed -i "/^CONFIG_PIDMAP_[IB][DI].*=/{/^CONFIG_PIDMAP_${1^^}=/!d}" "$out/.config"
	row_make olddefconfig || return
	lost=$(lost_lines "$out/.config" <"$out/wanted")
	[ -e "$out/.prepared" ] || { row_make W=1 prepare && touch "$out/.prepared"; }
}

# phase_of PHASE: leaves PHASE.status (ok, or why not), PHASE.COMPILER and PHASE.sparse.
phase_of() {
	local phase=$1 lost=''
	local -a objects check=()
	stamped "$out/.row" "$on ${options[*]}" || rm -rf "$out"
	mkdir -p "$out"
	say "$on ${options[*]}" >"$out/.row"
	rm -f "$dir/$phase".*
	if ! configure "$phase" >"$dir/$phase.log" 2>&1; then
		say "fails: make $on: $(grep -m 1 -i 'error' "$dir/$phase.log")" >"$dir/$phase.status"
	elif [ -n "$lost" ]; then
		say "cannot: this tree has no ${lost//$'\n'/, }" >"$dir/$phase.status"
	else
		mapfile -t objects < <(objects | tr ' ' '\n')
		# Each is to say again what it has to say.
		(cd "$out" && rm -rf -- "${objects[@]}")
		[ "$compiler" = clang ] || [ -z "$sparse" ] || check=(C=1 CHECK="$home/check")
		if CHECK_LOG=$dir/$phase.sparse row_make W=1 "${check[@]}" "${objects[@]}" >"$dir/$phase.$compiler" 2>&1; then
			say ok >"$dir/$phase.status"
		else
			say "fails: $(grep -m 1 'error:' "$dir/$phase.$compiler" || tail -n 1 "$dir/$phase.$compiler")" >"$dir/$phase.status"
		fi
	fi
}

phase_key() {
	local cc=${cross}gcc
	[ "$compiler" = gcc ] || cc=clang-$clang_version
	say "$on ${options[*]} $always $optional ${sparse##*/}" | kernel_key "$1" "$cc" -
}

# do_phase PHASE, unless it was done: what failed is tried again.
do_phase() {
	local commit=$rev key
	[ "$1" != base ] || commit=base
	key=$(phase_key "$commit")
	printf ' %s' "$1"
	! stamped "$dir/$1.key" "$key" || [[ "$(cat "$dir/$1.status")" == fails* ]] || return 0
	rm -f "$dir/$1.key"
	work_tree "$work" "$commit"
	spawn phase_of "$1"
	say "$key" >"$dir/$1.key"
}

# The base is compiled where there is something to compare with.
row() {
	local start=$SECONDS phase
	dir=$home/$arch-$name-$compiler
	out=$dir/obj
	cross_for "$arch"
	mkdir -p "$dir"
	printf '[%d/%d] %s:' "$1" "$2" "${dir##*/}"
	for phase in "${backends[@]}"; do do_phase "$phase"; done
	clean_so_far || do_phase base
	say " ($((SECONDS - start)) s)"
}

clean_so_far() {
	local phase
	for phase in "${backends[@]}"; do
		[ "$(cat "$dir/$phase.status")" = ok ] && clean "$compiler" "$phase" && clean sparse "$phase" || return
	done
}
