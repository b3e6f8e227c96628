# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# A Debian on one kernel, for make programs: what goes in, how it is watched, its answers.
# Sourced by the verb, which has $here, $dir, $disk, $config, $quick, $scale, $silence, $suites and case_key.

# --- What goes in ----------------------------------------------------------------
compile_helpers() {
	local source key
	key=$(hash "$here"/helpers/{,bpf/}*.c)
	! stamped "$dir/helpers.key" "$key" || return 0
	mkdir -p "$dir/helpers"
	for source in "$here"/helpers/*.c; do
		gcc -Wall -Wextra -O2 -static -pthread -o "$dir/helpers/$(basename "$source" .c)" "$source" || return
	done
	[ "$quick" = 1 ] || compile_bpf || return
	say "$key" >"$dir/helpers.key"
}

# The loader is static, for it serves in any root.
compile_bpf() {
	local -a libraries
	read -ra libraries < <(pkg-config --static --libs libbpf libelf)
	clang --target=bpf -g -O2 -Wall -idirafter "/usr/include/$(gcc -dumpmachine)" -c "$here/helpers/bpf/tasks.bpf.c" -o "$dir/helpers/tasks.bpf.o" &&
		gcc -Wall -Wextra -O2 -static -o "$dir/helpers/tasks" "$here/helpers/bpf/tasks.c" "${libraries[@]}"
}

wants_suites() { [[ "$(header "$1" needs)" = */suites/* ]]; }

# find_suites: sets $suites, the tar with other people's test suites, if a case wants it;
# empty where it is not to be had.
find_suites() {
	local name
	for name in $(cases); do
		wants_suites "$name" || continue
		suites=$("$here/suites" | tee >(cat >&2) | tail -n 1) || suites=
		break
	done
}

# pack CASE...: /programs of the guest, as one more archive of the initramfs.
pack() {
	local name with_suites=
	for name; do ! wants_suites "$name" || with_suites=$suites; done
	printf '%s\n' "$@" >"$dir/todo"
	say "$scale" >"$dir/scale"
	{
		[ "$quick" = 0 ] || say "file /root.tar $disk 0644 0 0"
		[ -z "$with_suites" ] || say "file /suites.tar $with_suites 0644 0 0"
		say 'dir /programs 0755 0 0' && say 'dir /programs/bin 0755 0 0' && say 'dir /programs/cases 0755 0 0'
		say "file /programs/todo $dir/todo 0644 0 0"
		say "file /programs/scale $dir/scale 0644 0 0"
		(cd "$here/guest" && find . -type f -printf "file /programs/%P $here/guest/%P %m 0 0\n")
		(cd "$dir/helpers" && find . -type f -printf "file /programs/bin/%P $dir/helpers/%P 0755 0 0\n")
		(cd "$here/cases" && find . -mindepth 1 -type d -printf 'dir /programs/cases/%P 0755 0 0\n')
		(cd "$here/cases" && find . -type f -printf "file /programs/cases/%P $here/cases/%P %m 0 0\n")
	} >"$dir/list"
	"$O/guest/gen_init_cpio" -t 0 "$dir/list" >"$dir/programs.cpio"
}

# The kit's initramfs hands over to the root file system, with its loads. A tar becomes a
# tmpfs, for what unpacks an initramfs has no root that could be pivoted.
job() {
	local init=/programs/init
	if [ "$quick" = 1 ]; then
		say 'mount -t devtmpfs none /dev; mount -t tmpfs none /root; tar -C /root -xf /root.tar; rm /root.tar'
	else
		say 'mount -t devtmpfs none /dev; mount -t ext4 /dev/vda /root'
	fi
	say '[ ! -e /suites.tar ] || { mkdir /root/suites; tar -C /root/suites -xf /suites.tar; rm /suites.tar; }'
	say 'cp -a /programs /root/'
	say 'cp /bin/load /bin/churn /root/programs/bin/'
	if [ "$1" = systemd ]; then
		init=/sbin/init
		say 'cp /programs/programs.service /root/etc/systemd/system/'
		say 'mkdir -p /root/etc/systemd/system/multi-user.target.wants'
		say 'ln -sf ../programs.service /root/etc/systemd/system/multi-user.target.wants/'
	fi
	say "mount --move /dev /root/dev; exec switch_root /root $init"
}

# limits CASE...: seconds for all of them on a machine.
limits() {
	local name sum=120
	for name; do sum=$((sum + $(header "$name" seconds) + 10)); done
	say "$sum"
}

# watched NAME SECONDS JOB: boots, says what the guest says of its cases, and ends it if
# it says nothing.
watched() {
	local name=$1 out=$O/results/$1.out vm seen=0 quiet=0 size last=0 total
	total=$(wc -l <"$dir/todo")
	"$scripts/guest/vm" "$kernel_path" "$name" "$2" "$3" >"$dir/$name.vm" 2>&1 &
	vm=$!
	while kill -0 "$vm" 2>/dev/null; do
		sleep 2
		size=$(stat -c %s "$out" 2>/dev/null || say 0)
		if [ "$size" = "$last" ]; then quiet=$((quiet + 2)); else quiet=0; fi
		last=$size
		progress "$out" "$total"
		if [ "$quiet" -gt "$silence" ]; then
			say "    the guest has said nothing for $silence s: ended"
			kill "$vm"
			break
		fi
	done
	wait "$vm"
}

# Each case that ended since: "12 of 40: 30-namespaces, 12 s, 14 ok".
progress() {
	local line
	[ -e "$1" ] || return 0
	while read -r line; do
		say "    $line"
	done < <(awk -v seen="$seen" -v total="$2" '
		/^# case .* begin$/ { good = bad = skips = 0 }
		/^ok / { if (/# SKIP/) skips++; else good++ }
		/^not ok / { bad++ }
		/^# case .* end / {
			if (++n > seen)
				printf "%d of %d: %s, %d s: %d ok, %d not ok, %d skipped%s\n", n, total, $3, $6,
					good, bad, skips, $5 == "0" ? "" : ", ended with " $5
			next
		}' "$1")
	seen=$(grep -ac '^# case .* end ' "$1" || :)
}

# split KERNEL REASON: the answers, a file a case. The one that the guest died in has its
# answer, too: that; without a REASON it was interrupted, and has none.
split() {
	local name
	awk -v dir="$dir/$1" -v reason="$2" '
		/^# case .* begin$/ { name = $3; file = dir "/" name ".part"; printf "" >file; next }
		/^# case .* end / { print >file; close(file); print name; name = ""; next }
		/^# alive / { next }
		name { print >file }
		END {
			if (name && reason) {
				printf "not ok - the guest ended in the middle: %s\n# case %s end guest 0 0\n", reason, name >file
				print name
			}
		}' "$O/results/programs-$1.out" | while read -r name; do
		mv "$dir/$1/$name.part" "$dir/$1/$name.tap"
		case_key "$name" "$1" >"$dir/$1/$name.key"
	done
}

# What ended before we were interrupted is kept.
booting=
keep_answers() { [[ -z "$booting" || ! -e "$O/results/programs-$booting.out" ]] || split "$booting" ''; }
on_exit+=(keep_answers)

# boot KERNEL INIT CASE...
boot() {
	local kernel=$1 init=$2 rc=0 name=programs-$1 reason
	shift 2
	kernel_path=$(kernel_dir "$kernel$config")
	pack "$@"
	say "==> $kernel, $init as init: $# cases (log: ${O#"$PWD"/}/results/$name.out)"
	rm -f "$O/results/$name".{out,console}
	[ "$quick" = 1 ] || export DISK=$disk
	booting=$kernel
	EXTRA=$dir/programs.cpio MEM=${MEM:-4G} TIMEOUT=${TIMEOUT:-$(($(limits "$@") * scale))} \
		APPEND='rdinit=/bin/busybox systemd.show_status=no -- sh /job' \
		spawn watched "$name" 1 "$(job "$init")" || rc=$?
	booting=
	reason=$(grep -a 'error: ' "$dir/$name.vm" | tail -n 1 | sed 's/^vm: error: //' || :)
	[ "$rc" != 143 ] || reason="no word from it for $silence s"
	[ -e "$O/results/$name.out" ] && split "$kernel" "${reason:-status $rc}"
	if [ "$rc" -ne 0 ]; then
		say "    $kernel: ${reason:-status $rc}"
		say "$init: ${reason:-status $rc}" >>"$dir/$kernel/trouble"
		cp -f "$O/results/$name.console" "$dir/$kernel/trouble-$init.console" 2>/dev/null || :
	fi
	return "$rc"
}
