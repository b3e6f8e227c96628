#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# make deb, make tarball, make bench-bundle, make report: what they refuse, before they
# build anything, each with its status and its line.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
unset CONFIG BACKEND RESULTS

package() { env PACKAGES="$tmp/packages" INSTALL=0 "$@" "$scripts/share/package" "$kind"; }
kind=deb
status 2 'say CONFIG=.*/boot/config-' 'no config named' package
status 2 'CONFIG=/nonexistent is no file' 'a config that is not there' package CONFIG=/nonexistent
echo 'hello' >"$tmp/text"
status 2 'is no kernel config' 'a file that is none' package CONFIG="$tmp/text"
gzip -k "$tmp/text"
status 2 'is no kernel config' 'nor is it compressed' package CONFIG="$tmp/text.gz"
cat >"$tmp/config" <<'END'
# Linux/arm64 6.1.0 Kernel Configuration
CONFIG_64BIT=y
CONFIG_MODULES=y
END
status 2 'is for arm64, not for ARCH=x86_64' "another machine's config" package CONFIG="$tmp/config"
sed -i 's|arm64|x86|' "$tmp/config"
KIT_VERB='' status 2 'BACKEND=rbtree .*idr bitmap' 'unknown backend' package CONFIG="$tmp/config" BACKEND=rbtree
kind=rpm
status 2 'kind=rpm is not known' 'a kind that we do not make' package CONFIG="$tmp/config"
kind=tarball

mkdir "$tmp/full"
printf '#!/bin/sh\necho Avail; echo 1\n' >"$tmp/full/df"
chmod +x "$tmp/full/df"
status 17 'has 1 MB left, the build may take 4' 'a full disk' package CONFIG="$tmp/config" PATH="$tmp/full:$PATH"
status 17 'may take 2' 'which one backend fills, too' package CONFIG="$tmp/config" BACKEND=idr PATH="$tmp/full:$PATH"
ok 'nothing was built' test -z "$(find "$tmp/packages" -mindepth 1)"

chmod 600 "$tmp/config"
chmod 711 "$tmp"
if [ "$(id -u)" = 0 ] && setpriv --reuid 65534 --clear-groups test -x "$scripts/share/package" -a -x "$tmp"; then
	status 2 'cannot be read; copy it: sudo cat' 'a config that only root reads' \
		setpriv --reuid 65534 --clear-groups env HOME="$tmp" O="$tmp" CONFIG="$tmp/config" "$scripts/share/package" deb
else
	skip 'a config that only root reads' 'we are not root, or nobody cannot come here'
fi

report() { env RESULTS="$1" O="$tmp/o" "$scripts/report/report"; }
status 2 'say RESULTS=' 'no results named' report ''
status 2 '/nonexistent is no directory' 'results that are not there' report /nonexistent
mkdir "$tmp/a"
status 18 "$tmp/a/raw.csv is missing" 'a directory without values' report "$tmp/a"
echo one,two >"$tmp/a/raw.csv"
status 18 'raw.csv is not what the kit writes' "somebody else's CSV" report "$tmp/a"
echo round,kernel,row,n,metric,value >"$tmp/a/raw.csv"
status 18 'has no values' 'a run without a round' report "$tmp/a"
echo 1,idr,fork,2,ops_per_s,1 >>"$tmp/a/raw.csv"
status 2 'is named twice' 'the same results twice' report "$tmp/a $tmp/../${tmp##*/}/a"
done_testing
