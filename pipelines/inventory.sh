# inventory.sh: what a database is built from, file by file; sourced by run,
# fetch and changed. lib/suite/stale.c writes the same lines.

# inventory DATADIR PATH...: prints "SIZE MODIFIED CHANGED PATH" and a NUL for
# each file, in no order; directories are searched, links are followed. MODIFIED
# is the time of the content, CHANGED time and number of the inode: the number
# tells apart what a link pointed to and points to. CHANGED is "-" except in raw
# directories: other files are replaced as a whole, and in a copy of DATADIR the
# aggregates stay fresh.
# PATHs are relative to DATADIR or absolute. A newline in a path becomes "?".
inventory() (
	cd "$1" || exit
	shift
	raw=() others=()
	for path; do
		case $path in raw/*/* | raw/.*) others+=("$path") ;;
		raw/*) raw+=("$path") ;;
		*) others+=("$path") ;; esac
	done
	{
		[ -z "${raw[*]}" ] || find -L "${raw[@]}" ! -type d \
		    -printf '%s %T@ %C@/%i %p\0'
		[ -z "${others[*]}" ] || find -L "${others[@]}" ! -type d \
		    -printf '%s %T@ - %p\0'
	} 2>/dev/null | tr '\n' '?'
)
