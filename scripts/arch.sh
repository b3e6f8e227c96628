# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# One row for each architecture; adding one is adding a row here and its
# fragment to kernel-config/. Sourced after lib.sh.

# key: qemu|QEMU's package|machine|console|karch|image|CPU under TCG|compiler prefix
declare -A arch_table=(
	# -cpu max under TCG crashes some guests in QEMU 7.2.
	[x86_64]='qemu-system-x86_64|qemu-system-x86|q35|ttyS0|x86_64|arch/x86/boot/bzImage|qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+rdrand|x86_64-linux-gnu-'
)

[ -n "${arch_table[$ARCH]:-}" ] || one_of ARCH "$ARCH" "${!arch_table[@]}"
IFS='|' read -r qemu qemu_package machine console_device karch image tcg_cpu cross <<<"${arch_table[$ARCH]}"
[ "$ARCH" != "$(uname -m)" ] || cross=
