# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# How a guest is started, for scripts/guest/vm and scripts/guest/shell. Sourced after
# lib.sh and arch.sh, with ACCEL set.

declare -a qemu_args=(
	-nodefaults -no-user-config -no-reboot -display none
	-machine "$machine" -smp "${SMP:-2}" -m "${MEM:-1G}"
)
case ${ACCEL:?see scripts/guest/probe-kvm} in
kvm) qemu_args+=(-accel kvm -cpu host) ;;
tcg) qemu_args+=(-accel "tcg,thread=multi" -cpu "$tcg_cpu") ;;
icount) qemu_args+=(-accel "tcg,thread=single" -icount "shift=0,sleep=off" -cpu "$tcg_cpu") ;;
esac

# A disk that stays as it is
[ -z "${DISK:-}" ] || qemu_args+=(-drive "file=$DISK,format=raw,if=virtio,snapshot=on")

# A guest under TCG on a busy host is late, not stuck: its watchdogs wait longer.
command_line() {
	local line="console=$console_device panic=-1 norandmaps"
	[ "$ACCEL" = kvm ] || line+=" $tcg_parameters watchdog_thresh=40 rcupdate.rcu_cpu_stall_timeout=100"
	say "$line ${APPEND:-}"
}

# limit_for SECONDS: TIMEOUT= is taken as it is.
limit_for() {
	if [ -n "${TIMEOUT:-}" ]; then
		say "$TIMEOUT"
	elif [ "$ACCEL" != kvm ]; then
		say $(($1 * 5))
	else
		say "$1"
	fi
}

# pack_job DIR: DIR/initrd is the guest with DIR/job in it; the kernel unpacks
# archives that follow one another. EXTRA= is one more.
pack_job() {
	say "file /job $1/job 0755 0 0" >"$1/list"
	"$O/guest/gen_init_cpio" "$1/list" >"$1/job.cpio"
	cat "$O/guest/initramfs.cpio" ${EXTRA:+"$EXTRA"} "$1/job.cpio" >"$1/initrd"
}
