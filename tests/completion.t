#!/bin/bash
# Completion for bash and zsh: every option of every tool is offered.
. "$(dirname "$0")/lib.sh"
plain_only
made=${bin%/bin}/completions
cd "$T" || exit 1
for tool in "$bin"/*; do
	echo "${tool##*/}"
	"$tool" -h | grep -oE '^ +(-., )?--?[a-z-]+' | tr -s ' ,' '\n' |
	    sed '/^$/d'
done >want

# offered WORD...: what bash offers for the last WORD, a word per line.
compopt() { echo "$2" >opted; }
. "$made/alternance.bash"
offered() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	rm -f opted
	_alternance "$1"
	[ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
}
for tool in "$bin"/*; do
	echo "${tool##*/}"
	offered "${tool##*/}" -
done >got
is "$(diff want got | head -n 5)" '' 'bash: every option of every -h is offered'
ok $(($(wc -l <want) < 600)) 'and there are many'
is "$(complete -p | sort)" \
    "$(ls "$bin" | sed 's/^/complete -F _alternance /' | sort)" 'for every tool'

mkdir dir
touch a.db b.txt 'c d.db'
for table in v_formation_diplome n_formation_diplome; do
	load-table bcn.db $table </dev/null
done
is "$(offered cat-table --o)" --output 'the options that begin so'
is "$(offered cat-table -o "" | sort)" "$(ls | sort)" 'a file after -o'
offered cat-table -o '' >listed
is "$(cat opted)" filenames 'with blanks quoted'
is "$(offered cat-table --output = b)" $'b.txt\nbcn.db' 'a file after --output='
is "$(offered agg-formation -d '')" dir 'a directory after -d'
is "$(offered cat-table '' | sort)" $'a.db\nbcn.db\nc d.db\ndir' 'a database'
is "$(offered cat-table -a bcn.db '')" $'n_formation_diplome\nv_formation_diplome' \
    'its tables'
is "$(offered cat-table bcn.db n_formation_diplome '')" '' 'nothing more'
is "$(offered cat-table -o out bcn.db n)" n_formation_diplome \
    'operands are counted without the arguments of options'
is "$(offered cat-table -- bcn.db n)" n_formation_diplome 'and after --'
is "$(offered cat-table nothing.db '')" '' 'no database: no table'
is "$(offered ledger '')" $'begin\ndone\nfailed' 'words'
is "$(offered fetch-data-gouv -r dir -s dir k)" kali_ccn 'words after options'
is "$(offered add-job -n '')" '' 'nothing where nothing is known'
is "$(offered "$bin/cat-table" --al)" --all 'a tool that is called by its path'

if command -v shellcheck >/dev/null; then
	is "$(shellcheck -s bash "$made/alternance.bash" | head -n 5)" '' shellcheck
else
	skip 'no shellcheck'
fi
if ! command -v zsh >/dev/null; then
	skip 'no zsh'
	done_testing
	exit
fi

# zsh's specifications, through a stand-in for what completes by them.
ls "$bin" >names
cat >specs.zsh <<'END'
_arguments() { shift 2; print -rl -- $service $@ }
for service in ${(f)"$(<names)"}; do . $1; done
END
run zsh -f specs.zsh "$made/_alternance"
clean 'zsh: the specifications'
sed -E '/^([0-9]+|\*):/d; s/^\([^)]*\)//; s/([+=]*)\[.*//' out >got
is "$(diff <(sed 's/^(.*//' want) got | head -n 5)" '' \
    'zsh: every option of every -h is offered'
is "$(head -n 1 "$made/_alternance")" "#compdef $(tr '\n' ' ' <names | sed 's/ $//')" \
    'for every tool'

# A shell at a terminal finds the file by its first line, and completes.
cat >screen.zsh <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "fpath=($1 \$fpath); autoload -U compinit; compinit -u -d $2/dump"
zpty -n -w shell $'cat-table --outp\tout.ndj bcn.d\tn_f\t\nexit\n'
while zpty -r shell line; do print -rn -- $line; done
END
TERM=dumb timeout 60 zsh -f screen.zsh "$made" "$T" >screen 2>&1
is "$(ls out.ndj 2>/dev/null)" out.ndj 'zsh: a command that was completed at a terminal'
done_testing
