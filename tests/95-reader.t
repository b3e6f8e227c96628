#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# A fresh reader, with the clock running: from README.md to the first table; from
# Documentation/hacking.md to a change of one line that a test sees. What is typed is what
# stands there. COLD=1: with an empty cache.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ "${LONG:-0}" = 1 ] || skip_all 'a clone with two kernels of its own: LONG=1'
clone=$tmp/clone
cache=${XDG_CACHE_HOME:-$HOME/.cache}
[ "${COLD:-0}" = 0 ] || cache=$tmp/cache
wrong='s/^\tmin = cursor > RESERVED_PIDS ? RESERVED_PIDS : 1;/\tmin = 1;/'

# stranger COMMAND: in the clone, as by somebody who knows nothing of this run
stranger() {
	(cd "$clone" && env -i HOME="$HOME" PATH="$PATH" XDG_CACHE_HOME="$cache" INSTALL=0 \
		GIT_AUTHOR_NAME=Reader GIT_AUTHOR_EMAIL=reader@example.org \
		GIT_COMMITTER_NAME=Reader GIT_COMMITTER_EMAIL=reader@example.org bash -c "$1")
}

# typed DOCUMENT COMMAND: that stands there. Says when it began, and how long it took.
typed() {
	local from=$SECONDS rc=0
	grep -qxF "$2" <(sed 's/^ *//' "$clone/$1") ||
		{ echo "$1 does not say: $2"; return 99; }
	stranger "$2" || rc=$?
	echo "minute $((from / 60)): $2: $((SECONDS - from)) s" >>"$tmp/clock"
	return "$rc"
}

table() {
	typed README.md 'make run' >"$tmp/table" 2>&1 || { show "$tmp/table"; return 1; }
	[ "$(grep -cE '^(idr|bitmap) .* 0 +0 +pass *$' "$tmp/table")" = 2 ]
}

edit() {
	local file=$clone/build/linux/kernel/pidmap_alloc.c
	sed -i "$wrong" "$file" && grep -q '^	min = 1;' "$file"
}

order='make selftest BACKEND=bitmap TESTS=order'
ok 'a fresh clone' git clone -q "$top" "$clone"
ok 'README: the first table' table
ok 'hacking.md: a kselftest passes' typed Documentation/hacking.md "$order"
ok 'a line is changed' edit
ok 'the change is exported' typed Documentation/hacking.md 'git -C build/linux commit -qam try && make export'
if typed Documentation/hacking.md "$order" >"$tmp/order" 2>&1; then
	fail 'the kselftest sees it'
else
	ok 'the kselftest sees it' grep -q 'failed: .*order' "$tmp/order"
fi
ok 'the change is taken back' stranger 'git -C build/linux reset -q --hard HEAD~1 && make export && git diff --quiet'
sed 's/^/# /' "$tmp/clock"
done_testing
