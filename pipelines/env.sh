# env.sh: reads a file of settings such as env.example; sourced by cron-run.
#
# A line is NAME=VALUE, a comment or blank. Quotes and comments mean what they
# mean to a shell, but nothing is expanded or executed: a '$' or '`' outside
# single quotes that is not escaped is an error.

# env_read FILE: exports the settings of FILE, or prints what is wrong with it.
env_read() {
	local file=$1 line n=0 name value
	{
		while IFS= read -r line || [ -n "$line" ]; do
			n=$((n + 1))
			[ $n != 1 ] || line=${line#$'\xef\xbb\xbf'}
			line=${line%$'\r'}
			[[ ! $line =~ ^[[:blank:]]*(#|$) ]] || continue
			env_line "$line" || {
				echo "cron-run: $file: line $n: $value" >&2
				return 1
			}
			export "$name=$value"
		done
	} <"$file"
}

# env_line LINE: sets name and value; or puts what is wrong into value.
env_line() {
	local form='^[[:blank:]]*(export[[:blank:]]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$'
	local rest odd
	[[ $1 =~ $form ]] || {
		value="NAME=VALUE is expected, not '${1//[[:cntrl:]]/?}'"
		return 1
	}
	name=${BASH_REMATCH[2]} rest=${BASH_REMATCH[3]} value=
	while [[ -n $rest && $rest != [[:blank:]]* ]]; do
		env_part || { value="$name: $value"; return 1; }
	done
	odd=${rest#"${rest%%[![:blank:]]*}"}
	[[ -z $odd || $odd == '#'* ]] || {
		value="$name: a value with '${rest//[[:cntrl:]]/?}' needs quotes"
		return 1
	}
}

# env_part: moves a quoted or bare part of the value from rest to value.
env_part() {
	local bare='^[]A-Za-z0-9_.,:/@%+=~^?*#!{}[-]+|^[^[:cntrl:] -~]+'
	case $rest in
	"'"*\'*)
		rest=${rest:1}
		value+=${rest%%\'*} rest=${rest#*\'}
		;;
	'"'*) env_quoted ;;
	"'"*) value='the closing quote is missing' && return 1 ;;
	\\?*) value+=${rest:1:1} rest=${rest:2} ;;
	[\$\`]*)
		value="'${rest:0:1}' is not expanded: put the value between single quotes"
		return 1
		;;
	*)
		[[ $rest =~ $bare ]] || {
			value="a value with '${rest//[[:cntrl:]]/?}' needs quotes"
			return 1
		}
		value+=${BASH_REMATCH[0]} rest=${rest:${#BASH_REMATCH[0]}}
		;;
	esac
}

# env_quoted: the same for a part in double quotes.
env_quoted() {
	rest=${rest:1}
	while [[ $rest != '"'* ]]; do
		case $rest in
		\\[\"\\\$\`]*) value+=${rest:1:1} rest=${rest:2} ;;
		[\$\`]*)
			value="'${rest:0:1}' is not expanded: put the value between single quotes"
			return 1
			;;
		?*) value+=${rest:0:1} rest=${rest:1} ;;
		'') value='the closing quote is missing' && return 1 ;;
		esac
	done
	rest=${rest:1}
}
