# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# One row for each architecture that guests have; adding one is adding a row here,
# one to scripts/lib/cross.sh, and its fragment to kernel-config/. Sourced after lib/all.sh.
# shellcheck source=scripts/lib/cross.sh
. "$scripts/lib/cross.sh"

# key: qemu|QEMU's package|machine|console|image|Debian's name|CPU under TCG|kernel
# parameters under TCG
declare -A arch_table=(
	# -cpu max under TCG crashes some guests in QEMU 7.2. A busy host delays
	# the timer's ticks so much that their check at boot panics now and then.
	[x86_64]='qemu-system-x86_64|qemu-system-x86|q35|ttyS0|arch/x86/boot/bzImage|amd64|qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+rdrand|no_timer_check'
	[i386]='qemu-system-i386|qemu-system-x86|q35|ttyS0|arch/x86/boot/bzImage|i386|qemu32,+rdrand|no_timer_check'
	[arm64]='qemu-system-aarch64|qemu-system-arm|virt|ttyAMA0|arch/arm64/boot/Image|arm64|cortex-a57|'
)

[ -n "${arch_table[$ARCH]:-}" ] || one_of ARCH "$ARCH" "${!arch_table[@]}"
IFS='|' read -r qemu qemu_package machine console_device image debian_arch tcg_cpu tcg_parameters <<<"${arch_table[$ARCH]}"
cross_for "$ARCH"
