# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# What a kernel is made of, as one key: what has the same key is not made again. Sourced
# after source/tree.sh, for $tree.

# What no kernel is made of.
readonly not_of_kernels='Documentation|MAINTAINERS|CREDITS|tools|tools/testing'

# kernel_sources [COMMIT]: without one, as they lie in the tree, committed or not.
kernel_sources() {
	{
		kgit ls-tree "${1:-HEAD}"
		kgit ls-tree "${1:-HEAD}" tools/
	} | grep -vE "	($not_of_kernels)\$"
	[ -z "${1:-}" ] || return 0
	kgit diff --no-ext-diff HEAD -- . ':!Documentation' ':!tools/testing'
	kgit ls-files -o --exclude-standard -z -- . ':!Documentation' ':!tools/testing' |
		(cd "$tree" && xargs -0r sha256sum)
}

# kernel_key COMMIT COMPILER FILE...: sources, the compiler, and files that say the rest:
# fragments, patches, options. COMMIT may be empty, as above.
kernel_key() {
	{
		kernel_sources "$1"
		"$2" --version
		hash "${@:3}"
	} | hash
}
