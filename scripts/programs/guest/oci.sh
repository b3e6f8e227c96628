# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# The life of a container with a bundle of our own, for crun and runc alike. Sourced after
# lib.sh; $oci is the runtime.

# bundle NAME COMMAND...: the guest's own root, read-only, without network.
bundle() {
	local dir=$PWD/$1
	shift
	mkdir -p "$dir/rootfs"
	mount --bind / "$dir/rootfs"
	(cd "$dir" && rm -f config.json && "$oci" spec) || return
	jq '.process.args = $ARGS.positional | .process.terminal = false | .root.readonly = true
		| .process.capabilities = {} | del(.linux.seccomp, .linux.resources)' \
		--args -- "$@" <"$dir/config.json" >"$dir/config.new" && mv "$dir/config.new" "$dir/config.json"
}

state() { "$oci" state "$1" 2>/dev/null | jq -r ".$2"; }
is_state() { [ "$(state "$1" status)" = "$2" ]; }

# What its init prints goes to a file: it would keep our pipe open.
create() { "$oci" create --bundle "$1" "$1" </dev/null >created 2>&1; }

ten() {
	local n
	for n in 1 2 3 4 5 6 7 8 9 10; do
		echo "$("$oci" run --bundle "$1" "$1-$n" </dev/null 2>&1) $?"
	done
}

life() {
	local name=case-$oci pid kid execing
	ok 'a bundle' bundle "$name" sh -c 'sleep 1000; exit 3'
	ok 'create' create "$name"
	pid=$(state "$name" pid)
	is 'its init is 1 inside' "$(nspid "$pid")" "$pid 1"
	ok 'start' "$oci" start "$name"
	ok 'it runs' wait_for is_state "$name" running
	# The shell of init took 1, its sleep 2 or what is next.
	kid=$("$oci" exec "$name" sh -c 'echo $$')
	like 'exec gives a number inside' "$kid" '^[0-9]+$'
	is 'by which /proc knows it there' "$("$oci" exec "$name" sh -c 'test -d /proc/$$ && echo yes')" yes
	exits 'exec passes the status' 7 "$oci" exec "$name" sh -c 'exit 7'
	ok 'pause' "$oci" pause "$name"
	is 'it is paused' "$(state "$name" status)" paused
	ok 'resume' "$oci" resume "$name"
	"$oci" exec "$name" sleep 2000 &
	execing=$!
	sleep "$SCALE"
	ok 'kill' "$oci" kill "$name" KILL
	ok 'it stops' wait_for is_state "$name" stopped
	wait "$execing"
	is 'who was in it by exec is killed, too' $? 137
	is 'and is nowhere' "$(pgrep -fc 'sleep 2000')" 0
	ok 'delete' "$oci" delete "$name"
	exits 'it is not known any more' 1 "$oci" state "$name"
	jq '.process.args = ["sh", "-c", "echo $$; exit 3"]' "$name/config.json" >config && mv config "$name/config.json"
	is 'ten more, one after the other' "$(ten "$name")" "$(for _ in 1 2 3 4 5 6 7 8 9 10; do echo '1 3'; done)"
	umount "$name/rootfs"
}
