#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0
# What goes to other people's engines: the tar of the kselftests, KTAP as JSON, JUnit and
# LAVA's test cases, all with the same verdicts, and the job files, by LAVA's own schema
# where that is installed, else as YAML only.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=scripts/check/ktap.sh
. "$scripts/check/ktap.sh"

needs_guest "$O/kernel-idr"
python=/usr/bin/python3

# --- make kselftest-tar -----------------------------------------------------------
ok 'a tar of the kselftests' "$scripts/share/kselftest-tar"
mkdir "$tmp/k"
tar -C "$tmp/k" -xzf "$O"/packages/kselftest-pid_alloc-*.tar.gz
ok 'its runner lists them' sh -c "cd '$tmp/k' && ./run_kselftest.sh -l >'$tmp/list'"
sed -n '/^TEST_GEN_PROGS :=/,/[^\\]$/p' "$top/selftests/Makefile" | sed 's/^TEST_GEN_PROGS :=//; s/\\$//' |
	tr -s ' \t' '\n' | sed -n 's/^\([a-z]\)/pid_alloc:\1/p' | sort >"$tmp/want"
ok 'all of them' diff "$tmp/want" <(sort "$tmp/list")
ok 'none needs a library' sh -c "! ldd '$tmp'/k/pid_alloc/storm '$tmp'/k/pid_alloc/storm_bench | grep -v 'not a dynamic\|:$'"

# --- KTAP --------------------------------------------------------------------------
cat >"$tmp/a.ktap" <<'END'
TAP version 13
1..3
# selftests: pid_alloc: one
# TAP version 13
# 1..3
# #  RUN           global.good ...
# ok 1 global.good
# not ok 2 nested.bad
# ok 3 global.later # SKIP no privilege
# # Totals: pass:1 fail:1 xfail:0 xpass:0 skip:1 error:0
not ok 1 selftests: pid_alloc: one # exit=1
# selftests: pid_alloc: two
# TAP version 13
# 1..1
# ok 1 all
ok 2 selftests: pid_alloc: two
# selftests: pid_alloc: gone
not ok 3 selftests: pid_alloc: gone # exit=139
END
ok 'JSON and JUnit of a KTAP' "$scripts/check/junit" "$tmp/a.ktap"
cat >"$tmp/count.py" <<'END'
import json, sys, xml.etree.ElementTree as xml
def cases(group):
    for sub in group["sub_groups"]:
        yield from cases(sub)
    for case in group["test_cases"]:
        yield case["status"]
found = list(cases(json.load(open(sys.argv[1] + ".json"))))
print("json", *(found.count(s) for s in ("PASS", "FAIL", "SKIP")))
root = xml.parse(sys.argv[1] + ".xml").getroot()
all, bad, skipped = (len(root.findall(".//" + t)) for t in ("testcase", "failure", "skipped"))
print("junit", all - bad - skipped, bad, skipped)
END
# counts FILE-WITHOUT-SUFFIX WANT
counts() { ok "$1: $2 passed, failed, skipped" test "$($python "$tmp/count.py" "$tmp/$1" | sed 's/^[a-z]* //' | sort -u)" = "$2"; }
counts a '2 2 1'
ok 'what crashed failed' grep -q 'name="selftests: pid_alloc: gone"' "$tmp/a.xml"
kept=$O/results/selftest-idr.out
if [ -e "$kept" ]; then
	cp "$kept" "$tmp/b.ktap"
	ok 'those of a real run' "$scripts/check/junit" "$tmp/b.ktap"
	counts b "$(ktap_to_tap x <"$kept" | awk '/^not/ { bad++; next } /# SKIP/ { skip++; next } { good++ } END { print good + 0, bad + 0, skip + 0 }')"
else
	skip 'those of a real run' 'no kselftests were run here: make selftest'
fi
status 2 'say KTAP=' 'no KTAP named' "$scripts/check/junit"
status 2 'cannot be read' 'a KTAP that is not there' "$scripts/check/junit" "$tmp/none"
echo hello >"$tmp/text"
status 2 'has no KTAP' 'a file that is none' "$scripts/check/junit" "$tmp/text"

lava() { "$scripts/share/to-lava" "$tmp/$1"; }
cat >"$tmp/want" <<'END'
lava-test-case one.global.good --result pass
lava-test-case one.nested.bad --result fail
lava-test-case one.global.later --result skip
lava-test-case one --result fail
lava-test-case two.all --result pass
lava-test-case two --result pass
lava-test-case gone --result fail
END
ok 'test cases of LAVA' diff <(lava a.ktap) "$tmp/want"
printf 'round,kernel,row,n,metric,value\n1,idr,fork,2,ops_per_s,100\n2,idr,fork,2,ops_per_s,200\n1,idr,kill,1,ops_per_s,cannot\n' >"$tmp/raw.csv"
ok 'figures of the benchmark, too' test "$(lava raw.csv)" = 'lava-test-case fork-2-idr-ops_per_s --result pass --measurement 150 --units ops_per_s'
ok 'and of lkp' test "$("$top/farm/lkp/pid-bench/parse" <"$tmp/raw.csv")" = 'fork.2.ops_per_s: 150'
ok 'nothing else is taken for either' sh -c "! '$scripts/share/to-lava' '$tmp/text'"

# --- Job files -------------------------------------------------------------------
yaml() { $python -c 'import sys, yaml; d = yaml.safe_load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$top/farm/$1" "$2"; }
if $python -c 'import yaml' 2>/dev/null; then
	ok 'KernelCI: kselftest of this collection' test "$(yaml kernelci.yaml 'd["jobs"]["kselftest-pid_alloc"]["params"]["collections"]')" = pid_alloc
	ok 'lkp: kselftests of this group' test "$(yaml lkp/kselftests-pid_alloc.yaml 'd["kselftests"]["group"]')" = pid_alloc
	ok 'lkp: what the job sets the program takes' test "$(yaml lkp/pid-bench.yaml 'list(d["pid-bench"])')" = "$(yaml lkp/pid-bench/meta.yaml 'list(d["parameters"])')"
else
	skip 'KernelCI and lkp' 'no python3-yaml'
fi

cat >"$tmp/lava.py" <<'END'
import sys, yaml
from lava_common.schemas import validate
job = yaml.safe_load(open(sys.argv[1]))
if len(sys.argv) > 2:
    job["actions"][0]["deploy"]["too"] = "tmpfs"
validate(job, strict=True)
END
if $python -c 'import yaml, lava_common.schemas' 2>/dev/null; then
	ok "LAVA: its own schema takes the job" $python "$tmp/lava.py" "$top/farm/lava.yaml"
	ok 'and would not take any' sh -c "! $python '$tmp/lava.py' '$top/farm/lava.yaml' broken"
else
	skip "LAVA: its own schema takes the job" 'no lava-common'
fi

fetched() { grep -o 'ARTIFACTS/[a-z].*\.tar\.gz' "$top/farm/lava.yaml" | sed 's|.*/||' | sort; }
ok 'LAVA: it fetches the tars that we make' diff <(fetched) <("$scripts/share/bench-bundle" >/dev/null && cd "$O/packages" && ls -- kselftest-*.tar.gz pid-bench-*.tar.gz)
done_testing
