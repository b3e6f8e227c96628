#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# The kernel's htmldocs makes the page of PID numbers, with what kernel/pidmap.h
# documents, and no warning names it or a file of the series. The base's own warnings do
# not count. Pages are made again where something of it changed.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"

home=$O/htmldocs
page=$home/Documentation/output/core-api/pid-numbers.html
mapfile -t ours < <(git -C "$tree" diff --name-only base pid -- Documentation kernel include fs ':!*/index.rst')
key=$({ git -C "$tree" rev-parse base; git -C "$tree" diff base pid -- Documentation kernel include fs; cat "$0"; sphinx-build --version; } | sha256sum)

make_pages() {
	[ "$(cat "$home/key" 2>/dev/null)" != "$key" ] || return 0
	# Sphinx says what it has to say of a page once.
	rm -rf "$home"
	mkdir -p "$home"
	make -C "$tree" O="$home" SPHINXDIRS=core-api htmldocs >"$home/log" 2>&1 || { cat "$home/log"; return 1; }
	echo "$key" >"$home/key"
}

quiet() { ! grep -F -e pid-numbers "${ours[@]/#/-e}" "$home/log"; }

# functions: those that pidmap.h documents.
functions() { sed -n 's/^ \* \([a-z_]*\)() - .*/\1/p' "$tree/kernel/pidmap.h"; }

complete() {
	local name missing=0
	[ -n "$(functions)" ] || return
	while read -r name; do
		grep -q "id=\"c.$name\"" "$page" || { echo "$name is not in it"; missing=1; }
	done < <(functions)
	return "$missing"
}

linked() { grep -q 'href="pid-numbers.html"' "${page%/*}/index.html"; }

ok 'htmldocs makes core-api' make_pages
ok 'no warning names what the series adds or touches' quiet
ok 'the page has each function of pidmap.h' complete
ok 'the index names it' linked
done_long
