#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# What the series for an older kernel shares with mainline's: these files to the byte,
# those but for the lines that from-mainline.sed says.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

[ "$BASE" != "$mainline" ] || skip_all 'BASE= names no other series'
same="include/linux/pidmap_types.h kernel/pidmap.h kernel/pidmap_chunk.h"
for file in "$top"/selftests/* "$top/selftests/.gitignore"; do
	same+=" tools/testing/selftests/pid_alloc/${file##*/}"
done
derived="kernel/pidmap_alloc.c kernel/pidmap_bitmap.h kernel/pidmap_chunk.c kernel/pidmap_free.c kernel/pidmap_hash.c
	kernel/pidmap_idr.c kernel/pidmap_idr.h"

# series_files PATCHES TO: they are new, so the patches alone make them.
series_files() {
	local patch
	local -a include=()
	for file in $same $derived; do include+=("--include=$file"); done
	git init -q "$2"
	for patch in "$1"/000[1-9]-*.patch; do
		(cd "$2" && git apply --whitespace=nowarn "${include[@]}" "$patch") || return
	done
}

ok "the files of mainline's series" series_files "$top/patches" "$tmp/mainline"
ok "the files of $BASE's" series_files "$PATCHES" "$tmp/lts"
for file in $same; do
	ok "$file is mainline's" cmp "$tmp/mainline/$file" "$tmp/lts/$file"
done
for file in $derived; do
	sed -f "$PATCHES/from-mainline.sed" "$tmp/mainline/$file" >"$tmp/derived"
	ok "$file is mainline's but for from-mainline.sed" cmp "$tmp/derived" "$tmp/lts/$file"
	# What that says: interrupts and a few names, not more.
	changed=$(diff "$tmp/mainline/$file" "$tmp/lts/$file" | grep -c '^>')
	ok "$changed of its $(wc -l <"$tmp/lts/$file") lines, at most 30" \
		test "$changed" -gt 0 -a "$changed" -le 30
done
done_testing
