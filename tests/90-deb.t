#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# make deb: both packages install side by side in a Debian, each kernel brings up its
# systemd, and one can be removed without the other.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

[ "${LONG:-0}" = 1 ] || skip_all 'two kernels with modules, two boots of systemd: make test LONG=1'
needs_guest "$O/kernel-idr"
[ "$(id -u)" = 0 ] || skip_all 'only root can install packages in a root file system'
"$scripts/deps" debian >"$tmp/out" 2>&1 || skip_all "$(tail -n 1 "$tmp/out")"
read -ra backends <<<"${BACKEND:-idr bitmap}"
export PACKAGES=$O/test-packages ACCEL=${ACCEL:-tcg}

# --- The packages ---------------------------------------------------------------
cat "$O/kernel-idr/.config" "$top/kernel-config/debian.config" >"$tmp/config"
build() { CONFIG=$tmp/config "$scripts/share/package" deb; }
ok "packages of ${backends[*]}" build
mapfile -t images < <(grep '/linux-image-.*\.deb$' "$tmp/out")
ok 'an image of each' test "${#images[@]}" = "${#backends[@]}"
ok 'built once' build
ok 'and found again' test "$(grep -c 'up to date$' "$tmp/out")" = "${#backends[@]}"

tarball() { CONFIG=$tmp/config BACKEND=${backends[0]} "$scripts/share/package" tarball; }
ok 'a tarball, too' tarball
tar -tzf "$(grep '\.tar\.gz$' "$tmp/out")" >"$tmp/list"
ok 'it has a kernel' grep -Eqx '(\./)?boot/vmlinuz-.*-v[0-9]+-[0-9a-f]{7}' "$tmp/list"
ok 'and modules' grep -q '/dummy\.ko' "$tmp/list"

# --- A Debian ------------------------------------------------------------------
# Its packages are fetched once; dpkg goes without what nobody reads here.
root=$tmp/root
cached=${XDG_CACHE_HOME:-$HOME/.cache}/pid-alloc-kit/debian-root.tar
bootstrap() {
	local mirror
	[ ! -e "$cached" ] || return 0
	mirror=$("$scripts/source/debian" mirror) || return
	mmdebstrap --quiet --mode=root --variant=minbase --include=systemd-sysv,udev,kmod,dbus \
		--aptopt='APT::Sandbox::User "root"' --dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
		bookworm "$cached.new.tar" "$mirror" && mv "$cached.new.tar" "$cached"
}
bootstrap >"$tmp/out" 2>&1 || skip_all "no Debian to boot: $(tail -n 1 "$tmp/out")"

in_root() { PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" "$@"; }
install() {
	mkdir "$root" && tar -C "$root" -xf "$cached" || return
	cp "${images[@]}" "$root/root/" || return
	in_root sh -c 'dpkg -i /root/*.deb'
}
ok 'they install beside each other' install
ok 'a kernel of each in /boot' test "$(find "$root/boot" -name 'vmlinuz-*' | wc -l)" = "${#backends[@]}"

# Runs when systemd says that the system is up, and tells what has come up.
cat >"$root/verdict" <<'END'
#!/bin/sh
exec >/dev/vport0p1 2>&1
echo "systemd: $(systemctl is-system-running --wait)"
systemctl --failed --no-legend --plain
echo "release: $(uname -r)"
zcat /proc/config.gz | grep '^CONFIG_PIDMAP_.*=y'
modprobe dummy && grep '^dummy ' /proc/modules
cd /tmp && /pid-bench/run -q
echo "# exit $?"
sync
systemctl reboot
END
chmod +x "$root/verdict"
cat >"$root/etc/systemd/system/verdict.service" <<'END'
[Service]
ExecStart=/verdict
[Install]
WantedBy=multi-user.target
END
ok 'with the bundle' sh -c "'$scripts/share/bench-bundle' && tar -C '$root' -xzf '$O'/packages/pid-bench-*.tar.gz"
ln -s ../verdict.service "$root/etc/systemd/system/multi-user.target.wants/verdict.service"
make_disk() { mke2fs -q -t ext4 -d "$root" "$tmp/disk" 1500M; }
ok 'a disk of it' make_disk

# The kit's initramfs hands over to the disk, as a distribution's would.
boot() {
	mkdir -p "$tmp/$1/arch/x86/boot"
	ln -sf "$root/boot/vmlinuz-$2" "$tmp/$1/arch/x86/boot/bzImage"
	DISK=$tmp/disk APPEND='rdinit=/bin/busybox -- sh /job' "$scripts/guest/vm" "$tmp/$1" "deb-$1" 200 \
		'mount -t devtmpfs none /dev; mount -t ext4 /dev/vda /root; exec switch_root /root /sbin/init'
}
for backend in "${backends[@]}"; do
	release=$(cd "$root/boot" && echo vmlinuz-*-"$backend"-*)
	release=${release#vmlinuz-}
	out=$O/results/deb-$backend.out
	ok "$backend: boots, nothing on the console" boot "$backend" "$release"
	ok "$backend: systemd is up, without a failed unit" grep -qx 'systemd: running' "$out"
	ok "$backend: it is the kernel of the package" grep -qx "release: $release" "$out"
	ok "$backend: with its backend" grep -qx "CONFIG_PIDMAP_${backend^^}=y" "$out"
	ok "$backend: and its modules" grep -q '^dummy ' "$out"
	ok "$backend: the bundle runs, and knows it" grep -qx "    backend: $backend" "$out"
	note "$(grep -E '^(systemd|release):' "$out" | paste -sd ' ')"
done

# --- And away -------------------------------------------------------------------
ok 'one is removed' in_root dpkg -P "linux-image-$release"
ok 'with all that it brought' test -z "$(find "$root"/{boot,usr/lib/modules} -name "*$release*" 2>/dev/null)"
ok 'nothing else does' test "$(find "$root/boot" -name 'vmlinuz-*' | wc -l)" = $((${#backends[@]} - 1))
done_testing
