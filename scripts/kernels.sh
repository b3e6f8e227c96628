# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# Kernels to compare: a kernel is BASE[-FRAGMENT...], such as stock, bitmap-cost or
# xarray-lockstat. BASE says which source and which backend, the rest names more
# fragments of kernel-config/. Sourced after lib.sh, arch.sh and tree.sh.

kernels=$O/kernels
work=$kernels/linux
bench=$PATCHES/bench

# What make cost compares, and whose locks. Mainline's first patch is a tidy-up, an
# older kernel's is not; an older kernel has no alternatives to compare with: the
# XArray, the IDR that keeps a leaf, the bitmap with leaves or an rhashtable.
if compgen -G "$bench/0002-*.patch" >/dev/null; then
	alternatives=(xarray pinned leaves rhash)
	timed=(stock interface idr patch4 bitmap) locked=(stock interface idr bitmap pinned)
else
	alternatives=()
	timed=(stock patch1 idr bitmap) locked=(stock patch1 idr bitmap)
fi
timed+=("${alternatives[@]}")

known() { one_of KERNELS "${1%%-*}" stock patch1 interface patch4 idr bitmap "${alternatives[@]}"; }

# Those of the series as it is are those that make build makes.
kernel_dir() {
	case $1 in
	*-cost* | *-lockstat | *-nocgroup | *-perf) say "$kernels/$1" ;;
	idr | bitmap | idr-* | bitmap-*) say "$O/kernel-$1" ;;
	*) say "$kernels/$1" ;;
	esac
}

commit_named() { kgit log -1 --format=%H --grep="^pid: .*$1" base..pid; }

commit_of() {
	case $1 in
	stock*) kgit rev-parse base ;;
	patch1*) kgit rev-list base..pid | tail -n 1 ;;
	interface*) commit_named 'behind an internal interface$' ;;
	patch4*) commit_named 'allocator next to the IDR$' ;;
	*) kgit rev-parse pid ;;
	esac
}

# The fragments of kernel-config/.
variant_of() {
	local base=${1%%-*}
	case $base in
	stock | patch1 | interface | pinned) say "idr${1#"$base"}" ;;
	patch4) say "bitmap${1#"$base"}" ;;
	*) say "$1" ;;
	esac
}

# What is not in the series: the benchmark goes on top of anything, the alternatives
# on top of the series.
patches_of() {
	[[ "$1" != *-cost* ]] || say "$bench"/0001-*.patch
	[[ "$1" != xarray* ]] || say "$bench"/0002-*.patch
	[[ "$1" != pinned* ]] || say "$bench"/0004-*.patch
	[[ "$1" != leaves* ]] || say "$bench"/0005-*.patch
	[[ "$1" != rhash* ]] || say "$bench"/0006-*.patch
}

# key_of COMMIT VARIANT PATCH...: what a kernel is made of, its source without what
# no kernel is made of.
key_of() {
	local commit=$1 variant=$2 part
	shift 2
	{
		kernel_sources "$commit"
		hash "$@" "$scripts/build"
		for part in base "$ARCH" $(base_config) ${variant//-/ }; do cat "$top/kernel-config/$part.config"; done
		"${cross}gcc" --version
	} | hash
}

# check_out COMMIT OUT PATCH...: one work tree serves all kernels. What git writes
# anew is no news to OUT unless it differs from what OUT was last built of; an OUT
# that was left in the middle starts anew.
check_out() {
	local commit=$1 out=$2 before
	shift 2
	kgit worktree prune
	if [ ! -e "$work/.git" ]; then
		rm -rf "$work"
		kgit worktree add -q --detach "$work" "$commit"
		# Older than any object, and git knows: it would write anew what it does not.
		git -C "$work" ls-files -z | (cd "$work" && xargs -0 touch -h -d 2020-01-01)
		git -C "$work" update-index -q --refresh
	fi
	tree=$work
	kgit am --abort 2>/dev/null || :
	before=$(kgit rev-parse 'HEAD^{tree}')
	kgit checkout -q --detach --force "$commit"
	[ $# -eq 0 ] || kgit am -q --no-3way --no-gpg-sign "$@" ||
		die "$E_APPLY" "patches/bench does not apply to $(kgit log -1 --format=%s "$commit")"
	touch_differing "$before" -d 2020-01-01
	[ ! -e "$out/.kit-tree" ] || touch_differing "$(cat "$out/.kit-tree")"
}

touch_differing() {
	kgit diff --name-only -z --diff-filter=d "$1" HEAD | (cd "$work" && xargs -0r touch "${@:2}")
}

# seed KERNEL: $out started from the objects of another kernel, only what differs is
# compiled: of one with fewer fragments, or of another source with the same.
seed() {
	local fragments=${1#"${1%%-*}"} other
	[ ! -e "$out" ] || return 0
	mkdir -p "$kernels"
	for other in "${out%-*}" "$O/kernel-${1%%-*}" "$kernels"/*"${fragments:-none}" "$O"/kernel-{idr,bitmap}; do
		[[ -e "$other/.kit-built" && -e "$other/.kit-tree" ]] || continue
		start_from "$other" "$work"
		return 0
	done
}

build_kernel() {
	local commit variant key out
	local -a patches
	out=$(kernel_dir "$1")
	commit=$(commit_of "$1")
	variant=$(variant_of "$1")
	if [ "$out" = "$O/kernel-$1" ]; then
		spawn "$scripts/build" "$variant"
		return
	fi
	mapfile -t patches < <(patches_of "$1")
	key=$(key_of "$commit" "$variant" "${patches[@]}")
	if stamped "$out/.kit-made" "$key"; then
		say "kernel $1: up to date"
		return
	fi
	[ -e "$out/.kit-tree" ] || rm -rf "$out"
	seed "$1"
	logged "$logs/bench-checkout.log" "checking out $1" check_out "$commit" "$out" "${patches[@]}"
	rm -f "$out/.kit-tree"
	TREE=$work OUT=$out spawn "$scripts/build" "$variant"
	git -C "$work" rev-parse 'HEAD^{tree}' >"$out/.kit-tree"
	say "$key" >"$out/.kit-made"
}
