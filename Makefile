# SPDX-License-Identifier: GPL-2.0
# Every verb is a script in scripts/. Variables reach them by themselves.

.PHONY: help run cost memory native bench perf differential test check apply build boot
.PHONY: shell selftest export submit gdb clean distclean model bench-bundle report
.PHONY: kselftest-tar junit deb tarball check-configs bisect test-debug
.PHONY: upstream stress
# They share a directory.
.NOTPARALLEL:

help:
	@scripts/help

run:		; @scripts/measure/run
cost:		; @scripts/measure/cost
memory:		; @scripts/measure/cost --memory
native:		; @scripts/measure/native
bench:		; @scripts/measure/bench
bench-bundle:	; @scripts/share/bench-bundle
report:		; @scripts/gather
model:		; @scripts/scaling
perf:		; @scripts/measure/perf
differential:	; @scripts/check/differential
test:		; @scripts/check/test
check:		; @scripts/check/test --quick
apply:		; @scripts/source/apply
build:		; @scripts/kernel/build $(addsuffix $(VARIANT:%=-%),$(or $(BACKEND),idr bitmap))
boot:		; @scripts/guest/boot
shell:		; @scripts/guest/shell
selftest:	; @scripts/check/selftest
kselftest-tar:	; @scripts/share/kselftest-tar
junit:		; @scripts/check/junit $(KTAP)
deb:		; @scripts/share/package deb
tarball:	; @scripts/share/package tarball
test-debug:	; @scripts/check/test-debug
upstream:	; @scripts/check/upstream
stress:		; @scripts/check/stress
check-configs:	; @scripts/check/check-configs
bisect:		; @scripts/check/bisect
export:		; @scripts/source/export
submit:		; @scripts/share/submit
gdb:		; @scripts/guest/shell --gdb
clean:		; @scripts/source/clean
distclean:	; @scripts/source/clean --all
