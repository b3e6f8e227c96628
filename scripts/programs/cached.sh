# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# A tar that mmdebstrap makes, $tar, in the user's cache with its checksum. Sourced after lib/all.sh.

# debian PACKAGES [OPTION...]: $SUITE, of the ${sources[@]}
debian() {
	mkdir -p "$CACHE"
	mmdebstrap --mode=root --variant=minbase --include="$1" --aptopt='APT::Sandbox::User "root"' \
		--aptopt='Acquire::Retries "3"' "${@:2}" "$SUITE" "$tar.new.tar" "${sources[@]}" &&
		mv "$tar.new.tar" "$tar" &&
		(cd "$CACHE" && sha256sum "${tar##*/}" >"$tar.sha256.new" && mv "$tar.sha256.new" "$tar.sha256")
}

good_tar() { [ -e "$tar.sha256" ] && (cd "$CACHE" && sha256sum --quiet -c "$tar.sha256") >&2; }

# have_tar LOG WHAT COMMAND...: unless a good one is there
have_tar() {
	! good_tar || return 0
	rm -f "$tar" "$tar.sha256"
	[ "$(id -u)" = 0 ] || die "$E_TOOL" "only root can make a root file system; run make programs as root once"
	logged "$1" "$2" "${@:3}" ||
		die "$E_TOOL" "no Debian $SUITE to be had: $(failure_lines "$1" | head -n 1); see $1"
}
