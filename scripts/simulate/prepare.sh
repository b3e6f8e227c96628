# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# The plugin and the guest of make simulate, made where they are out of date. Sourced
# after lib/all.sh and newer.sh.

simulate=$scripts/simulate
made=$O/simulate

plugin_key() { hash "$simulate"/plugin/* "$simulate"/*.c "$simulate"/*.h "$simulate/cpio.py"; }

make_plugin() {
	local api
	for api in 4 7; do
		gcc -O2 -Wall -Wextra -DAPI=$api -shared -fPIC -fvisibility=hidden -pthread \
			-o "$made/plugin-$api.so" "$simulate"/plugin/*.c || return
	done
	gcc -O2 -Wall -Wextra -static -pthread -o "$made/load" "$simulate"/*.c || return
	python3 "$simulate/cpio.py" "$made/load" "$made/initramfs.cpio"
}

prepare_simulator() {
	local key
	newer_qemu 10.0 ||
		die "$E_QEMU" "the simulator wants QEMU 10 or newer, here is ${newer_version:-none}; install one, or let apt reach Debian 13"
	key=$(plugin_key)
	mkdir -p "$made"
	stamped "$made/.kit-made" "$key" && return
	logged "$logs/simulate.log" "building the simulator" make_plugin ||
		die "$E_BUILD" "the simulator does not build; see $logs/simulate.log"
	say "$key" >"$made/.kit-made"
}

# image_of TREE-OR-IMAGE
image_of() { if [ -d "$1" ]; then say "$1/arch/x86/boot/bzImage"; else say "$1"; fi; }

# map_of TREE-OR-IMAGE: its System.map, next to the image, or at the top of the tree that it was built in
map_of() {
	local map
	for map in "$1/System.map" "${1%/*}/System.map" "${1%/arch/x86/boot/bzImage}/System.map"; do
		[ ! -f "$map" ] || { say "$map"; return; }
	done
}
