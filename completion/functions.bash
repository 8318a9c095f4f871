# shellcheck shell=bash
# Completion in bash of alternance's tools. _alternance_of, below, was made from
# their -h: it sets the options of a tool, what the argument of each option is,
# and what the operands are: a file, dir, database, table, one of some words, or
# none of these.

# _alternance_tables FILE: the tables of a database, or else all that leave the
# build as flat tables.
_alternance_tables() {
	if [ -n "$1" ]; then cat-table -l "$1"; else describe-tables; fi \
	    2>/dev/null | sed -n 's/^{"table":"\([^"]*\)".*/\1/p' | sort -u
}

# _alternance_kind OPTION: the kind of its argument; fails if it takes none.
_alternance_kind() {
	local rest=${takes#* "$1"=}
	[[ $1 == -* && $takes == *" $1="* ]] || return
	kind=${rest%% *}
}

# _alternance_operand: the kind of the operand that is being typed, and into
# database the operand before it.
_alternance_operand() {
	local i word n=0 ended='' list
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [ -z "$ended" ] && _alternance_kind "$word"; then
			i=$((i + 1))
			[ "${COMP_WORDS[i]-}" != = ] || i=$((i + 1))
		elif [ "$word" = -- ]; then
			ended=1
		elif [ -n "$ended" ] || [[ $word != -?* ]]; then
			n=$((n + 1)) database=$word
		fi
	done
	read -ra list <<<"$operands"
	if [ $n -lt ${#list[@]} ]; then
		kind=${list[n]}
	elif [ "$repeats" = 1 ]; then
		kind=${list[-1]}
	else
		kind=none
	fi
	if [ "$kind" = table ] && [[ $operands == *'database table'* ]]; then
		[ -f "$database" ] || kind=none
	else
		database=
	fi
}

_alternance() {
	local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local options='' takes='' operands='' repeats=0 kind='' database=''
	COMPREPLY=()
	_alternance_of "${1##*/}"
	if [ "$cur" = = ]; then
		cur=
	elif [ "$before" = = ] && [ "$COMP_CWORD" -gt 2 ]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if ! _alternance_kind "$before"; then
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
			return
		fi
		_alternance_operand
	fi
	case $kind in
	file | dir | database) compopt -o filenames ;;
	esac
	mapfile -t COMPREPLY < <(case $kind in
	file) compgen -f -- "$cur" ;;
	dir) compgen -d -- "$cur" ;;
	database) compgen -f -X '!*.db' -- "$cur"; compgen -d -- "$cur" ;;
	table) compgen -W "$(_alternance_tables "$database")" -- "$cur" ;;
	words:*) kind=${kind#words:}; compgen -W "${kind//|/ }" -- "$cur" ;;
	esac)
}

