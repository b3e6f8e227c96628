# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# What every script of the kit shares. Sourced, never run: makes bash strict, sets where
# things lie, sets the traps that end children, and refuses variables that make no sense.
# It runs no script of the kit and writes nothing.

set -Eeuo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
scripts=$top/scripts

# shellcheck source=scripts/lib/status.sh
. "$scripts/lib/status.sh"
# shellcheck source=scripts/lib/message.sh
. "$scripts/lib/message.sh"
# shellcheck source=scripts/lib/where.sh
. "$scripts/lib/where.sh"
# shellcheck source=scripts/lib/process.sh
. "$scripts/lib/process.sh"
# shellcheck source=scripts/lib/internal.sh
. "$scripts/lib/internal.sh"
# shellcheck source=scripts/lib/phase.sh
. "$scripts/lib/phase.sh"
# shellcheck source=scripts/lib/state.sh
. "$scripts/lib/state.sh"
# shellcheck source=scripts/lib/variables.sh
. "$scripts/lib/variables.sh"

# shellcheck source=scripts/lib/usage.sh
. "$scripts/lib/usage.sh"

check_places
check_base
check_usage "$@"
