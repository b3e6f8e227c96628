# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2153,SC2154
# What is known of kernels by their names, from the series' table: patches/kernels says
# what its columns are. Sourced after lib/all.sh and source/tree.sh.

kernel_table=$PATCHES/kernels
[ -e "$kernel_table" ] || kernel_table=$scripts/kernel/kernels.none
declare -A kernel_rows=()
while read -r name row; do
	[[ "$name" = '#'* || -z "$name" ]] || kernel_rows[$name]=$row
done <"$kernel_table"
unset name row

# column NAME NUMBER: of the kernel's row, without its fragments.
column() {
	local -a row
	read -ra row <<<"${kernel_rows[${1%%-*}]:-}"
	[ "${#row[@]}" = 4 ] || die "$E_USAGE" "there is no kernel ${1%%-*} in ${kernel_table#"$top/"}"
	say "${row[$2]}"
}

# counted_by WORD: kernels in the table's order.
counted_by() {
	awk -v word="$1" '$1 !~ /^[-#]/ && ("," $5 ",") ~ ("," word ",") { print $1 }' "$kernel_table"
}

known() {
	local -a names
	mapfile -t names < <(awk '/^[a-z0-9]/ { print $1 }' "$kernel_table")
	one_of KERNELS "${1%%-*}" "${names[@]}"
}

commit_of() {
	local source
	source=$(column "$1" 0)
	[[ "$source" != [0-9]* ]] || source=refs/tags/kit/${1%%-*}
	kgit rev-parse -q --verify "$source^{commit}" ||
		die "$E_USAGE" "$tree has no $source, which ${kernel_table#"$top/"} asks for kernel ${1%%-*}"
}

# Fragments of kernel-config/, with commas.
config_of() {
	local rest=${1#"${1%%-*}"}
	say "$(column "$1" 1)${rest//-/,}"
}

# bench_patches ROW: files of patches/bench, nothing if there is no such row.
bench_patches() {
	local numbers number
	read -r _ _ numbers _ <<<"${kernel_rows[$1]:-}"
	for number in ${numbers//[,-]/ }; do say "$PATCHES/bench/$number"-*.patch; done
}

# Patches that are not of the series: the fragments' first, as the benchmark goes on top
# of anything, the alternatives on top of the series.
patches_of() {
	local part base=${1%%-*}
	for part in ${1//-/ -}; do
		[ "$part" = "$base" ] || bench_patches "$part"
	done
	bench_patches "$base"
}

# of_tree NAME: whether O/linux, as it lies there, is its source.
of_tree() { [[ "$(column "$1" 0)" = pid && -z "$(patches_of "$1")" ]]; }

kernel_dir() {
	if of_tree "$1"; then say "$O/kernel-$1"; else say "$O/kernels/$1"; fi
}

# distinct NAME...: of KERNELS= that are paths, two with one name would be taken for one.
distinct() {
	local twice
	twice=$(printf '%s\n' "$@" | sort | uniq -d | head -n 1)
	[ -z "$twice" ] || die "$E_USAGE" "KERNELS: two would be called $twice; rename one of the directories"
}
