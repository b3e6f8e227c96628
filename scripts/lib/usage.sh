# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
# What a verb was told and does not understand is refused, before any work. Only the verb
# that the user typed is checked: what it calls finds KIT_VERB set. KIT_GIVEN has the names
# of the variables on make's command line.
# shellcheck source=scripts/lib/table.sh
. "$scripts/lib/table.sh"

# refuse WHAT WORD CANDIDATE...: names the nearest candidate.
refuse() {
	local what=$1 near
	shift
	near=$(nearest "$@")
	die "$E_USAGE" "$what${near:+; did you mean $near}; see make help${verb:+ VERB=$verb}"
}

check_arguments() {
	local argument
	[ "$takes" != '*' ] || return 0
	for argument; do
		[[ " $takes " != *" $argument "* || "$argument" != -* ]] || continue
		if [[ "$argument" = [A-Z]*=* ]]; then
			die "$E_USAGE" "$argument comes before the verb: $argument $verb, or make $verb $argument"
		fi
		[[ "$argument" = -* || ! "$takes" =~ [A-Z] ]] || continue
		# shellcheck disable=SC2086 # a list
		refuse "$argument is no argument of $verb" "$argument" $takes --help
	done
}

# Names that make was given, and that no verb has.
check_given() {
	local name kind common about
	for name in ${KIT_GIVEN:-}; do
		# shellcheck disable=SC2046 # a list
		variable_row "$name" || refuse "no verb knows $name=" "$name" $(names "$variables_table")
	done
}

# Of those that are set: do they apply, do they make sense?
check_known() {
	local name kind common about
	while read -r name; do
		[ -n "${!name:-}" ] || continue
		variable_row "$name"
		[[ -n "$common" || " $uses " == *" $name "* ]] ||
			die "$E_USAGE" "$name= does not apply to $verb, only to $(verbs_with "$name" | sed 's/ $//; s/ /, /g'); leave it out (unset $name, if it is exported)"
		check_kind "$name" "${!name}" "$kind"
	done < <(names "$variables_table")
}

check_kind() {
	# shellcheck disable=SC2086 # a list
	case $3 in
	bool) [[ "$2" = [01] ]] || die "$E_USAGE" "$1=$2 is neither 0 nor 1; try $1=1" ;;
	one-of*) one_of "$1" "$2" ${3#one-of} ;;
	number*) number "$1" "$2" "${3#number }" ;;
	size) [[ "$2" =~ ^[1-9][0-9]*[MG]$ ]] || die "$E_USAGE" "$1=$2 is not a memory size; try $1=1G" ;;
	esac
}

describe_only() {
	# shellcheck source=scripts/lib/describe.sh
	. "$scripts/lib/describe.sh"
	about_verb "$verb"
	exit 0
}

plan_only() {
	# shellcheck source=scripts/lib/describe.sh
	. "$scripts/lib/describe.sh"
	plan_verb "$verb"
	exit 0
}

# check_usage ARGUMENT...: KIT_AS says that another verb's script called this one, with one
# argument of its own first.
check_usage() {
	local verb=${KIT_AS:-$me} group takes uses minutes gb text
	[ -z "${KIT_AS:-}" ] || shift
	unset KIT_AS
	if [ "${1:-}" = --help ] && verb_row "$verb"; then describe_only; fi
	[ -z "${KIT_VERB:-}" ] || { me=$KIT_VERB; return 0; }
	verb_row "$verb" || return 0
	me=$verb
	check_arguments "$@"
	check_given
	check_known
	[ "${PLAN:-0}" != 1 ] || plan_only
	export KIT_VERB=$verb
}
