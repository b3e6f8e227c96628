# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# A kernel's .config of fragments of kernel-config/. Sourced after kernel/kbuild.sh, with
# $out and $tree set.

readonly configs=$top/kernel-config

# fragments CONFIG: the files that "idr,debug" names, what all kernels have first.
fragments() {
	local part
	for part in base "$ARCH" $(base_config) ${1//,/ }; do
		[ -e "$configs/$part.config" ] || die "$E_USAGE" "no kernel-config/$part.config for the kernel ${1//,/-}"
		say "$configs/$part.config"
	done
}

# The value that the fragments ask for last must be the one that .config has.
check_config() {
	local lost
	lost=$(cat "$@" | lost_lines "$out/.config")
	if [ -n "$lost" ] && ! has_choice; then
		say "note: this tree has no choice of backend yet: it is the IDR's"
		[[ " $* " != */bitmap.config* ]] || die "$E_CONFIG" "this tree has no CONFIG_PIDMAP_BITMAP; build BACKEND=idr"
		lost=$(grep -v '^CONFIG_PIDMAP_' <<<"$lost" || :)
	fi
	[ -z "$lost" ] || die "$E_CONFIG" "kernel-config/ asks for what $out/.config does not have: ${lost//$'\n'/, }"
}

has_choice() { grep -rqs --include='Kconfig*' '^config PIDMAP_BITMAP$' "$tree/kernel" "$tree/init"; }

# configure NAME FILE...: anew only if a fragment or a Kconfig file changed.
configure() {
	local name=$1 key
	shift
	key=$(hash "$@")-$(kgit ls-files -z '*Kconfig*' | (cd "$tree" && xargs -0 cat) | hash -)
	if ! stamped "$out/.kit-config" "$key" || [ ! -e "$out/.config" ]; then
		logged "$log.config" "configuring $name" merge -n "$@" ||
			die "$E_BUILD" "cannot configure $name; see $log.config"
		check_config "$@"
		say "$key" >"$out/.kit-config"
	fi
}
