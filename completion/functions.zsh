# Completion in zsh of alternance's tools. The specifications below were made
# from their -h.

_alternance_file() { _files }
_alternance_dir() { _files -/ }
_alternance_database() { _files -g '*.db' }

# The tables of the operand before it, a database; or else all that leave the
# build as flat tables.
_alternance_table() {
	local -a tables
	local database=${words[CURRENT - 1]}
	tables=(${(f)"$(if [[ -f $database ]]; then cat-table -l -- $database
	    else describe-tables; fi 2>/dev/null |
	    sed -n 's/^{"table":"\([^"]*\)".*/\1/p' | sort -u)"})
	compadd -a tables
}

local -a specs
