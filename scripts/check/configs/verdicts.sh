# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# For scripts/check/check-configs: what became of the rows, from what they left behind.

# What is said of the source, whatever the line.
warnings() {
	grep -aE '(warning|error):' "$1" |
		sed -E "s|$work/||g; s|^(\.\./)+linux/||; s|:[0-9]+(:[0-9]+)?:|:|g; s|line [0-9]+|line|g" | sort
}

new_warnings() { comm -13 <(warnings "$dir/base.$1") <(warnings "$dir/$2.$1"); }

# verdict TOOL PHASE WORD: WORD is what kbuild says for each file.
verdict() {
	local status base new
	status=$(cat "$dir/$2.status" 2>/dev/null || :)
	base=$(cat "$dir/base.status" 2>/dev/null || :)
	if ! stamped "$dir/$2.key" "$(phase_key "$rev")"; then
		say "not run"
	elif [ "$status" != ok ] && [ "$base" != ok ]; then
		say "cannot: $(sed 's/^cannot: //; s/^fails/the base fails/' <<<"$base")"
	elif [ "$status" != ok ]; then
		say "${status/#fails/FAIL}"
	elif [ "$1" = sparse ] && [ -z "$sparse" ]; then
		say "cannot: sparse is too old"
	elif [ "$(files "$@")" = 0 ]; then
		say "cannot: nothing was checked"
	elif clean "$1" "$2"; then
		say pass
	elif ! stamped "$dir/base.key" "$(phase_key base)"; then
		say "not run"
	elif [ "$base" != ok ]; then
		say "cannot: nothing to compare with: $base"
	else
		new=$(new_warnings "$1" "$2" | wc -l)
		if [ "$new" -eq 0 ]; then say pass; else say "FAIL: $new new warnings"; fi
	fi
}

clean() { [ ! -e "$dir/$2.$1" ] || [ -z "$(warnings "$dir/$2.$1")" ]; }

# files TOOL PHASE WORD: how many it read, of those that were asked for.
files() { grep -cE "^  $3 .* (kernel|fs|arch/powerpc/platforms)/[^ ]*\.[co]$" "$dir/$2.$compiler" 2>/dev/null || :; }

verdicts() {
	local phase
	dir=$home/$arch-$name-$compiler
	for phase in "${backends[@]}"; do
		line "$compiler" "$phase" CC
		[ "$compiler" = clang ] || line sparse "$phase" CHECK
	done
}

line() {
	local v
	v=$(verdict "$@")
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$arch" "$name" "$1" "$2" "$(files "$@")" "$v"
	[[ "$v" != *'new warnings' ]] || new_warnings "$1" "$2" | sed 's/^/# /'
}
