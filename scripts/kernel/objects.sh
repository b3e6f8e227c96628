# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# Sources checked out and objects taken over so that only what differs is compiled: kbuild
# goes by times and commands. Sourced after source/tree.sh.

# One work tree serves all kernels that O/linux, as it lies there, is not the source of.
bench_tree=$O/kernels/linux

# Tests that run beside each other build from it: one at a time, until the script ends.
lock_bench_tree() {
	mkdir -p "${bench_tree%/*}"
	exec 7>"$bench_tree.lock"
	flock -n 7 && return
	say "waiting for another build in $bench_tree"
	flock 7
}

# work_tree DIR COMMIT: its files in DIR. Only what git writes anew is newer than what
# was made of it before.
work_tree() {
	kgit worktree prune
	[ -e "$1/.git" ] || { rm -rf "$1"; kgit worktree add -q --detach "$1" "$2"; }
	own_git -C "$1" checkout -q --detach --force "$2"
}

# check_out COMMIT OUT PATCH...: them, in $bench_tree. What git writes anew is no news to OUT
# unless it differs from what OUT was last built of. What was news to the last OUT only is
# old again.
check_out() {
	local commit=$1 out=$2 before news=$bench_tree.news
	shift 2
	kgit worktree prune
	if [ ! -e "$bench_tree/.git" ]; then
		rm -rf "$bench_tree"
		kgit worktree add -q --detach "$bench_tree" "$commit"
		# Older than any object
		own_git -C "$bench_tree" ls-files -z | touch_listed -h -d 2020-01-01
	fi
	local tree=$bench_tree
	kgit am --abort 2>/dev/null || :
	[ ! -e "$news" ] || touch_listed -c -d 2020-01-01 <"$news"
	# Else git writes anew what has another time than it knows.
	kgit update-index -q --refresh || :
	before=$(kgit rev-parse 'HEAD^{tree}')
	kgit checkout -q --detach --force "$commit"
	[ $# -eq 0 ] || kgit am -q --no-3way --no-gpg-sign "$@" ||
		die "$E_APPLY" "patches/bench does not apply to $(kgit log -1 --format=%s "$commit")"
	differing "$before" | touch_listed -d 2020-01-01
	: >"$news"
	[ ! -e "$out/.kit-tree" ] || differing "$(cat "$out/.kit-tree")" >"$news"
	touch_listed <"$news"
}

# differing TREE: files of HEAD that are others there
differing() { kgit diff --name-only -z --diff-filter=d "$1" HEAD; }

touch_listed() { (cd "$bench_tree" && xargs -0r touch "$@"); }

# seed OUT SOURCE [CONFIG]: another kernel's objects where there are none yet: of one with
# fewer fragments, of the other backend with the same, of the series' with the same config, of
# one with the same fragments and another source, of any.
seed() {
	local out=$1 other name=${1##*/} fragments=${1##*/kernel-} same=${3:-}
	[ ! -e "$out" ] || return 0
	same=${same//,/-}
	fragments=${fragments##*/}
	fragments=${fragments#"${fragments%%-*}"}
	for other in "${out%-*}" "$O"/kernel-*"${fragments:-none}" "$O/kernel-${name%-*}" "$O/kernels/$same" "$O/kernel-$same" "$O/kernels"/*"${fragments:-none}" "$O/kernel-idr" "$O/kernel-bitmap"; do
		serves "$other" "$2" || continue
		say "==> starting ${out##*/} from ${other##*/}"
		start_from "$other" "$2"
		return
	done
	mkdir -p "$out"
}

# serves OTHER SOURCE: objects are news to make where they are of the same source; in
# $bench_tree also if git knows what they were made of: check_out touches what differs.
serves() {
	[ -e "$1/.kit-built" ] || return
	if [ "$2" = "$bench_tree" ]; then
		[ -e "$1/.kit-tree" ]
	else
		[ "$(readlink "$1/source")" = "$2" ]
	fi
}

# start_from OTHER SOURCE: another kernel's objects in the place of $out, which is to be
# built of SOURCE. The commands, which kbuild compares, name the source, and those of
# tools/ where they lie: objtool made anew would make all that it looks at anew.
start_from() {
	local was
	was=$(readlink "$1/source")
	rm -rf "$out.new"
	mkdir -p "${out%/*}"
	cp -a --reflink=auto "$1" "$out.new"
	rm -f "$out.new"/.kit-{built,config}
	find "$out.new" \( -name '.*.cmd' -o -name '.*.d' \) -exec sed -i "s|$1/|$out/|g; s|$was/|$2/|g" {} +
	mv "$out.new" "$out"
}
