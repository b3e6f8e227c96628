# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# One status for each way to fail. `make` itself turns any of them into its own
# 2 and prints the status as "Error N"; call scripts/FOLDER/VERB to get it raw.
# help: STATUS lines are what `make help-all` prints.
readonly E_TEST=1       # STATUS a test failed
readonly E_USAGE=2      # STATUS a variable or argument makes no sense
readonly E_TOOL=3       # STATUS a tool is missing and could not be installed
readonly E_QEMU=4       # STATUS QEMU is missing or did not start
readonly E_NOSOURCE=5   # STATUS no kernel source could be had
readonly E_SOURCE=6     # STATUS the kernel source is not the version wanted
readonly E_APPLY=7      # STATUS the series does not apply
readonly E_LOCAL=8      # STATUS O/linux has work that patches/ does not hold
readonly E_CONFIG=9     # STATUS a line of kernel-config/ did not survive
readonly E_BUILD=10     # STATUS the build failed
readonly E_PANIC=11     # STATUS the guest panicked
readonly E_SPLAT=12     # STATUS the guest's console shows a splat
readonly E_TIMEOUT=13   # STATUS the guest ran out of time
readonly E_VERDICT=14   # STATUS the guest ended without a verdict
readonly E_DRIFT=15     # STATUS patches/, selftests/ and O/linux differ
readonly E_BUSY=16      # STATUS another run uses the same O
readonly E_SPACE=17     # STATUS not enough room on the disk
readonly E_INPUT=18     # STATUS results to report on are missing or damaged
readonly E_INTERNAL=70  # STATUS an error of the kit itself
export E_INTERNAL E_TEST E_USAGE E_TOOL E_QEMU E_NOSOURCE E_SOURCE E_APPLY E_LOCAL E_CONFIG
export E_BUILD E_PANIC E_SPLAT E_TIMEOUT E_VERDICT E_DRIFT E_BUSY E_SPACE E_INPUT
