# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# One row for each architecture; adding one is adding a row here and its
# fragment to kernel-config/. Sourced after lib.sh.

# key: qemu|QEMU's package|machine|console|karch|image|compiler prefix|CPU under
# TCG|kernel parameters under TCG
declare -A arch_table=(
	# -cpu max under TCG crashes some guests in QEMU 7.2. A busy host delays
	# the timer's ticks so much that their check at boot panics now and then.
	[x86_64]='qemu-system-x86_64|qemu-system-x86|q35|ttyS0|x86_64|arch/x86/boot/bzImage|x86_64-linux-gnu-|qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+rdrand|no_timer_check'
)

[ -n "${arch_table[$ARCH]:-}" ] || one_of ARCH "$ARCH" "${!arch_table[@]}"
IFS='|' read -r qemu qemu_package machine console_device karch image cross tcg_cpu tcg_parameters <<<"${arch_table[$ARCH]}"
[ "$ARCH" != "$(uname -m)" ] || cross=
