#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# scripts/report: its unit tests; what the verbs say, and what they refuse, each with its status;
# and the committed reports are what the committed values come to.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
[ -x /usr/bin/python3 ] || skip_all 'no /usr/bin/python3: apt-get install python3'

# --- Unit tests --------------------------------------------------------------------
units() {
	local line
	/usr/bin/python3 "$1/tests/report/tap.py" >"$tmp/units" 2>"$tmp/err" || :
	while IFS= read -r line; do
		case $line in
		"ok "*) pass "${line#ok }" ;;
		"not ok "*) fail "${line#not ok }" ;;
		"skip "*) skip "${line%% \# *}" "${line#* \# }" ;;
		*) note "${line#"# "}" ;;
		esac
	done <"$tmp/units"
	ok 'unit tests were run' test "$(grep -c '^ok ' "$tmp/units")" -ge 55
	show "$tmp/err"
}
units "$top"

# An error in the program is seen: the upper of two middle values in place of their mean.
mkdir -p "$tmp/wrong/tests" "$tmp/wrong/scripts"
cp -r "$top/tests/report" "$tmp/wrong/tests/"
cp -r "$top/scripts/report" "$tmp/wrong/scripts/"
sed -i 's|return (ordered\[half - 1\] + ordered\[half\]) / 2|return ordered[half]|' "$tmp/wrong/scripts/report/stats.py"
/usr/bin/python3 "$tmp/wrong/tests/report/tap.py" >"$tmp/units" || :
ok 'another median is seen' grep -q '^not ok Statistics: of an even number' "$tmp/units"

# --- Verbs ---------------------------------------------------------------------------
report() { /usr/bin/python3 "$scripts/report" "$@"; }
results=$top/Documentation/results
published() { report publish --check "${@}"; }
ok "Documentation/results is what its values come to" published
for dir in "$results"/v*/; do
	name=$(basename "$dir")
	ok "so is $name" published --release "$name"
done
read_memory() { report values "$results/memory.csv" benchmark level live backend metric >"$tmp/values"; }
ok 'values can be read' read_memory
ok 'values, as they are written' grep -qx 'dense,1,10001,idr,total=2014856.00' "$tmp/values"
ok 'the model prints its section' sh -c "'$scripts/report/model' '$results' | grep -q '^## Many CPUs: a model, not a measurement'"
mkdir "$tmp/run"
printf 'round,kernel,row,n,metric,value\n1,idr,fork,2,ops_per_s,100\n' >"$tmp/run/raw.csv"
echo '==> booting bench-idr-1: tcg, 2 CPUs, at most 600 s (log: x)' >"$tmp/run/log"
ok 'a report of a run' report bench "$tmp/run"
ok 'names the guest' grep -q '^- guest: tcg, 2 CPUs$' "$tmp/run/report.md"
ok 'without gnuplot' sh -c "! grep -rn gnuplot '$scripts'"

# --- What is refused -------------------------------------------------------------------
status 18 'has no native.csv; measure again' 'a report that lacks what it needs' report bench --need raw,native "$tmp/run"
ok 'makes nothing' test ! -e "$tmp/run/native.csv"
status 2 'need nativ is not known.*native' 'an unknown kind' report bench --need nativ "$tmp/run"
status 18 'has no summary.csv' 'a model without values' env RESULTS="$tmp" "$scripts/report/model"
status 2 'more than one directory' 'a model of two runs' env RESULTS="$tmp $tmp/run" "$scripts/report/model"
status 2 'name a directory with a report' 'publishing nothing' env RESULTS= "$scripts/report/publish"
status 2 'invalid choice.*plot' 'an unknown verb' report plot
status 2 'unrecognized arguments: --al' 'an unknown option' report table "$results/cost.csv" --al
status 18 'none.csv is missing' 'a file that is not there' report table "$tmp/none.csv"
status 2 'is the second with empty' 'columns that do not tell rows apart' report values "$results/memory.csv" benchmark
status 2 'has no column kernel; it has benchmark,' 'a column that is not there' report values "$results/memory.csv" kernel
status 2 'KERNELS: /nonexistent is not there' 'a kernel that is not there' \
	env KERNELS=/nonexistent O="$tmp/out" "$scripts/measure/bench"

# What the program ends with by itself is what the shell's library says.
for name in E_USAGE E_SPACE E_INPUT; do
	ok "$name is the same in both" test "$(grep -rhs "^readonly $name=" "$scripts" | sed 's/.*=\([0-9]*\).*/\1/')" = \
		"$(sed -n "s/^$name = status('$name', \([0-9]*\))/\1/p" "$scripts/report/errors.py")"
done
done_testing
