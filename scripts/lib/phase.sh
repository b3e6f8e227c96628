# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# Steps that take long: what runs, where its log is, that it lives, how it failed.

tick=
on_exit+=(end_ticker)
# VERB, phase or nothing, seconds: for make doctor, and for PLAN=1
times=$O/log/times

# phase LOG TEXT: what happens now, and where to look.
phase() { say "==> $2 (log: ${1#"$PWD"/})"; }

# logged LOG TEXT COMMAND...: a phase; V=1 shows its output too. Returns the
# command's status, after the end of the log if it failed.
logged() {
	local log=$1 text=$2 rc=0 start=$SECONDS
	shift 2
	mkdir -p "${log%/*}"
	last_log=$log
	phase "$log" "$text"
	if [ "$V" = 1 ]; then
		spawn "$@" > >(tee "$log") 2>&1 || rc=$?
	else
		# In a group of its own: were it to die of the signal that ends us, its
		# SIGCHLD could keep bash's wait from seeing that signal.
		set -m
		ticker "$log" &
		tick=$!
		set +m
		spawn "$@" >"$log" 2>&1 || rc=$?
		end_ticker
	fi
	if [ "$rc" -eq 0 ]; then
		took "$text" $((SECONDS - start))
		say "    done in $((SECONDS - start)) s"
	else
		failure_lines "$log" >&2
		no_space "$log" "${log%/*}" "$CACHE"
	fi
	return "$rc"
}

# took PHASE SECONDS
took() { printf '%s\t%s\t%s\n' "${KIT_VERB:-$me}" "$1" "$2" >>"$times" 2>/dev/null || :; }

# The verb as a whole, if it did well.
took_all() {
	[ "$1" = 0 ] && [ "$KIT_DEPTH" = 0 ] && [ -n "${KIT_VERB:-}" ] && [ -d "${times%/*}" ] || return 0
	took "" "$SECONDS"
}

# A line every half minute, so that a long phase is seen to live.
ticker() {
	local start=$SECONDS log=$1
	while sleep 30 && kill -0 $$ 2>/dev/null; do
		say "    $((SECONDS - start)) s, $(wc -l <"$log" 2>/dev/null || echo 0) lines: $(tail -n 1 "$log" | cut -c 1-60)"
	done
}

end_ticker() {
	[ -n "$tick" ] || return 0
	kill -KILL -- "-$tick" 2>/dev/null || :
	wait "$tick" 2>/dev/null || :
	tick=
}

# The lines of a log that name the error; else its end.
failure_lines() {
	grep -aE -m 5 'error:|undefined reference|Error [0-9]|fatal:' "$1" || tail -n 5 "$1"
}
