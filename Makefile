# SPDX-License-Identifier: GPL-2.0
# Every verb is a script in scripts/. Variables reach them by themselves.

.PHONY: help run cost memory native bench perf differential test check apply build boot
.PHONY: shell selftest export submit gdb clean distclean model bench-bundle report
.PHONY: kselftest-tar junit deb tarball check-configs bisect test-debug
.PHONY: upstream stress simulate simulate-diff
# They share a directory.
.NOTPARALLEL:

help:
	@scripts/help

run:		; @scripts/run
cost:		; @scripts/cost
memory:		; @scripts/cost --memory
native:		; @scripts/native
bench:		; @scripts/bench
bench-bundle:	; @scripts/bundle
report:		; @scripts/gather
model:		; @scripts/scaling
simulate:	; @scripts/simulate/simulate
simulate-diff:	; @scripts/simulate/simulate-diff
perf:		; @scripts/perf
differential:	; @scripts/differential
test:		; @scripts/test
check:		; @scripts/test --quick
apply:		; @scripts/apply
build:		; @scripts/build $(addsuffix $(VARIANT:%=-%),$(or $(BACKEND),idr bitmap))
boot:		; @scripts/boot
shell:		; @scripts/shell
selftest:	; @scripts/selftest
kselftest-tar:	; @scripts/kselftest-tar
junit:		; @scripts/junit $(KTAP)
deb:		; @scripts/package deb
tarball:	; @scripts/package tarball
test-debug:	; @scripts/test-debug
upstream:	; @scripts/upstream
stress:		; @scripts/stress
check-configs:	; @scripts/check-configs
bisect:		; @scripts/bisect
export:		; @scripts/export
submit:		; @scripts/submit
gdb:		; @scripts/shell --gdb
clean:		; @scripts/clean
distclean:	; @scripts/clean --all
