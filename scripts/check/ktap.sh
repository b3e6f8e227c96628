# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# Runs the kselftests in a guest, and reads the KTAP that kselftest's runner prints: one test point a program, and
# the program's own points behind "# ".

# A job for scripts/guest/vm. Up to v6.13 there is one pid_max; in a guest it may be changed.
readonly kselftest_job='export PID_ALLOC_ALONE=1; cd /kselftest && ./run_kselftest.sh'

# The plan is there, and as many points as it says, in each program too.
ktap_complete() {
	awk '
		/^1\.\.[0-9]+/ { plan = substr($1, 4) }
		/^(not )?ok / { points++ }
		/^# 1\.\.[0-9]+/ { plans++; want += substr($2, 4) }
		/^# (not )?ok / { have++ }
		END { exit !(plan != "" && plan == points && plans == points && want == have) }' "$1"
}

# ktap_to_tap PREFIX: a flat list, each case by its name; no plan, no numbers.
ktap_to_tap() {
	awk -v prefix="$1" '
		/^# selftests: / { program = $NF; cases = 0; next }
		/^# (not )?ok / {
			cases++
			point($2 == "not" ? "not ok" : "ok", program " " rest($2 == "not" ? 5 : 4))
			next
		}
		# A program that failed with no failed case: it crashed.
		/^(not )?ok / && /# exit=|# TIMEOUT/ { point("not ok", program " " rest(4)); next }
		/^(not )?ok / && !cases { point($1 == "not" ? "not ok" : "ok", program " " rest(5)) }
		function rest(from,    i, s) {
			for (i = from; i <= NF; i++)
				s = s (i > from ? " " : "") $i
			return s
		}
		function point(result, what) { print result " - " prefix ": " what }'
}

# What was expected and did not come; every failure and every skip by name, for a skip is
# no pass; and one line that counts.
ktap_summary() {
	sed -n 's/^[# ]*\([a-z_]*\.c:[0-9]*:.*:Expected \)/    \1/p' "$2" | sort -u
	ktap_to_tap "$1" <"$2" | awk -v backend="$1" '
		/^not ok/ { bad++; print "    failed:  " substr($0, 10); next }
		/# SKIP/ { skip++; print "    skipped: " substr($0, 6); next }
		/^ok/ { good++ }
		END { printf "%s: %d passed, %d failed, %d skipped\n", backend, good, bad, skip }'
}

# ktap_nested: each program's own points indented, as KTAP nests them; the runner puts
# them behind "# ", where no parser looks. Plans come after a version line.
ktap_nested() { sed -E 's/^# ((KTAP|TAP) version|1\.\.|(not )?ok |#)/  \1/'; }
