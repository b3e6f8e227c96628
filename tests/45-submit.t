#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# make submit: signed off by who submits and by nobody else, with base and, from the
# second round on, what changed; nothing is sent. Refuses what reviewers could not use.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/due.sh
. "$top/tests/due.sh"

# What is made lies in an O of its own: somebody may have a submission in the real one. The
# kernel tree there is only read.
mkdir "$tmp/o"
ln -s "$tree" "$tmp/o/linux"
export O=$tmp/o
unset KIT_LOCKED KIT_READY ROUND PREFIX

# A clone of this repository, that may have tags, and one of a kernel with the tag.
kit=$tmp/kit
linux=$tmp/linux
export PATCHES=$kit/patches GIT_CONFIG_GLOBAL=$tmp/config GIT_CONFIG_SYSTEM=/dev/null
git config --file "$tmp/config" user.name 'Sub Mitter'
git config --file "$tmp/config" user.email sub@example.org
git clone -q --shared "$top" "$kit"
# As it is now, committed or not.
(cd "$top" && git ls-files -co --exclude-standard -z | xargs -0 cp -p --parents -t "$kit" 2>/dev/null)
git -C "$kit" add -A && git -C "$kit" commit -q --allow-empty -m now
git clone -q --shared --no-checkout "$tree" "$linux"

kept() { find "${tree%/*}/submit" -type f -exec sha256sum {} + 2>/dev/null | sort; }
before=$(kept)
submit() { env LINUX="$linux" "$kit/scripts/share/submit"; }
status 2 'say LINUX=' 'no clone named' "$kit/scripts/share/submit"
status 6 'has no tag v7.3 to name as base-commit' 'a clone without the tag' submit
git -C "$linux" tag v7.3 "$(git -C "$tree" rev-parse base)"
status 2 'no git identity to sign off with' 'no identity' env GIT_CONFIG_GLOBAL=/dev/null \
	GIT_COMMITTER_NAME= GIT_COMMITTER_EMAIL= LINUX="$linux" "$kit/scripts/share/submit"
echo >>"$kit/patches/BASE"
status 8 'patches/ has changes that are not committed' 'a dirty series' submit
git -C "$kit" checkout -q patches

ok 'a first round' submit
said=$(cat "$tmp/out")
has() { ok "$1" grep -q -- "$2" <<<"$said"; }
has 'it ends in a dry run' '^Dry-'
has 'it says how to send' '^Not sent'
has 'it reminds of the rules on sign-off' 'Certificate'
has 'and on generated content' 'generated-content.rst'
has 'a maintainer of pid.c gets it' '^To: .*[Bb]rauner'
has 'so does the list' 'linux-kernel@vger.kernel.org'

dir=$O/submit/v1
patches=("$dir"/000[1-9]-*.patch)
signed() {
	local patch
	for patch in "${patches[@]}"; do
		[ "$(grep -c '^Signed-off-by: ' "$patch")" = 1 ] &&
			grep -q '^Signed-off-by: Sub Mitter <sub@example.org>$' "$patch" || return
	done
}
ok 'each patch is signed off once, by the submitter' signed
ok 'as many patches as the series has' test "${#patches[@]}" = "$(git -C "$tree" rev-list --count base..pid)"
ok 'an RFC' grep -q '^Subject: \[RFC PATCH 1/' "${patches[0]}"
ok 'the base is named' grep -q "^base-commit: $(git -C "$tree" rev-parse base)\$" "$dir"/0000-*.patch
ok 'the cover letter is ours' grep -q '^Subject: \[RFC PATCH 0/.*\] pid: numbers from a bitmap' "$dir"/0000-*.patch
ok 'the series itself is not signed' sh -c "! grep -l '^Signed-off-by' '$top'/patches/*.patch"

git -C "$kit" tag submitted/v1
ok 'a second round' submit
ok 'has its number' grep -q '^Subject: \[RFC PATCH v2 0/' "$O"/submit/v2/v2-0000-*.patch
ok 'and what changed since the first' grep -q '^Range-diff' "$O"/submit/v2/v2-0000-*.patch
ok "somebody's own submission is as it was" test "$(kept)" = "$before"
O=${tree%/*}
done_long
