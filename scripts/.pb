#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"
. "$scripts/arch.sh"; . "$scripts/tree.sh"; . "$scripts/kbuild.sh"; . "$scripts/kernels.sh"
prepare source build
for k; do build_kernel $k || echo FAILED $k; date; done
