# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# Somebody else's test suites, in the Debian below /suites that has them built. What passes
# is theirs to say: a case lists each result, and they have to be the same on all kernels.
# shellcheck source=scripts/programs/guest/lib.sh
. /programs/lib.sh

# in_suite NAME COMMAND: by a shell, there; what it says goes to `log`, and to the host, for
# a suite that hangs does not come to its end. Not by chroot, which may make no user namespace.
# The case's TMPDIR is not below that root.
# shellcheck disable=SC2016 # the inner shell's
in_suite() {
	unshare -m sh -c '
		mount --bind /suites /suites && mkdir -p /suites/mnt && cd /suites &&
		mount --rbind /dev dev && mount --rbind /sys sys && mount -t proc proc proc &&
		pivot_root . mnt && umount -l /mnt && cd "/suites/$1" && TMPDIR=/tmp && eval "$2"' - "$1" "$2" 2>&1 </dev/null |
		tee log | sed -u 's/^/# > /'
}

# listed LEAST: lines of RESULT NAME on stdin; fewer than LEAST is a suite that did not run.
# Not at the end of a pipe, where its point would be a subshell's.
listed() {
	local result name
	sort -u >results
	while read -r result name; do same "$name" "$result"; done <results
	for result in PASS FAIL SKIP; do figure "$result" "$(grep -c "^$result " results)" tests; done
	between 'the suite ran' "$(grep -c '^PASS ' results)" "$1" 100000
}
