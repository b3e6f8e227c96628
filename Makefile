# SPDX-License-Identifier: GPL-2.0
# Each verb is the script of that name, in the folder of its step. Variables reach it by
# themselves.

source  := apply export clean distclean
kernel  := build
guest   := boot shell gdb
check   := test check selftest test-debug differential upstream stress junit check-configs bisect
measure := run cost memory native bench perf
share   := bench-bundle kselftest-tar deb tarball submit
report  := report model publish
programs := programs
simulate := simulate simulate-diff
about   := help help-all doctor
verbs   := $(about) $(source) $(kernel) $(guest) $(check) $(measure) $(share) $(report) $(programs) $(simulate)

# The names on make's command line: a script refuses those that no verb knows.
export KIT_GIVEN := $(foreach v,$(.VARIABLES),$(if $(filter command,$(origin $v)),$v))

.PHONY: $(verbs)
# They share a directory.
.NOTPARALLEL:

$(about):	; @scripts/$@
$(source):	; @scripts/source/$@
$(kernel):	; @scripts/kernel/$@
$(guest):	; @scripts/guest/$@
$(check):	; @scripts/check/$@
$(measure):	; @scripts/measure/$@
$(share):	; @scripts/share/$@
$(report):	; @scripts/report/$@
$(programs):	; @scripts/programs/$@
$(simulate):	; @scripts/simulate/$@

# No verb, or a folder's name: the nearest one is said.
not_verbs := $(filter-out $(verbs) Makefile,$(wildcard *))
.PHONY: $(not_verbs)
$(not_verbs):	; @scripts/help $@
.DEFAULT:	; @scripts/help $@
