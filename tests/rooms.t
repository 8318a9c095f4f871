#!/bin/bash
# lib/ROOMS: each room stands above those that it uses, every folder of lib is
# a room, and neither an #include line nor a linked name points elsewhere. The
# linked names count because a declaration may stand in any header.
. "$(dirname "$0")/lib.sh"
plain_only
build=${bin%/bin}

# uses <ROOMS: a pair "room used" a line, each room with itself too.
uses() {
	sed -E 's/#.*//; /:/!d; s/^([^:]*):/\1 \1/' | while read -r room rest; do
		for used in $rest; do echo "$room $used"; done
	done
}

# unsorted <ROOMS: rooms that are named before they stand, with their user.
unsorted() {
	awk -F: '/^[^#].*:/ { n = split($2, used, " ")
	    for (i = 1; i <= n; i++) if (!(used[i] in stands)) print $1, used[i]
	    stands[$1] }'
}

# included ROOT: "room used" for each #include line of ROOT/lib between rooms.
included() {
	(cd "$1/lib" && grep -rE '^#include "[^"]*/' --include='*.[ch]' .) |
	    sed -E 's|^\./(.*)/[^/]*:#include "(.*)/[^/"]*".*|\1 \2|' | sort -u
}

# bare ROOT: #include lines of ROOT/lib that name no room.
bare() {
	(cd "$1/lib" && grep -rE '^#include "[^/"]*"' --include='*.[ch]' .)
}

# linked DIR: "room used" for each name that an object below DIR leaves
# undefined and another one defines.
linked() {
	(cd "$1" && find . -name '*.o' | sort | while read -r object; do
		# the build may still hold objects of sources that moved
		[ "$1" != "$build/lib" ] || [ -e "$root/lib/${object%.o}.c" ] ||
		    continue
		echo "$object"
	done | xargs nm -g -A) |
	    awk '{ sub(/^\.\//, ""); split($0, p, ":"); room = p[1]
		sub(/\/[^\/]*$/, "", room)
		if ($(NF - 1) == "U") wants[room, $NF] = 1
		else if ($(NF - 1) ~ /[TDBRVWC]/) home[$NF] = room }
	    END { for (k in wants) { split(k, w, SUBSEP)
		if (w[2] in home) print w[1], home[w[2]] } }' | sort -u
}

# beyond PAIRS: those that lib/ROOMS does not allow.
beyond() {
	comm -13 <(uses <"$root/lib/ROOMS" | sort -u) <(sort -u "$1")
}

is "$(unsorted <"$root/lib/ROOMS")" '' 'each room stands above those it uses'
is "$(printf 'b: a\na:\n' | unsorted)" 'b a' '  a room below its user is found'

(cd "$root/lib" && find . -name '*.[ch]' | sed 's|^\./||; s|/[^/]*$||' |
    sort -u) >"$T/folders"
is "$(sed -E 's/#.*//; /:/!d; s/:.*//' "$root/lib/ROOMS" | sort |
    diff - "$T/folders")" '' 'every folder of lib is a room, and the reverse'

is "$(bare "$root")" '' 'an #include line names the room'
included "$root" >"$T/included"
is "$(beyond "$T/included")" '' 'the #include lines go down'
ok "$([ "$(wc -l <"$T/included")" -gt 20 ]; echo $?)" '  they are found'
mkdir -p "$T/tree/lib/base"
echo '#include "store/db.h"' >"$T/tree/lib/base/up.c"
included "$T/tree" >"$T/up"
is "$(beyond "$T/up")" 'base store' '  an upward #include line is found'

if [ -d "$build/lib" ]; then
	linked "$build/lib" >"$T/linked"
	is "$(beyond "$T/linked")" '' 'the linked names go down'
	ok "$([ "$(wc -l <"$T/linked")" -gt 20 ]; echo $?)" '  they are found'
	mkdir -p "$T/objects/base" "$T/objects/store"
	echo 'int below(void); int above(void); int above(void)
	    { return below(); }' | gcc -xc -c -o "$T/objects/base/up.o" -
	echo 'int below(void); int below(void) { return 0; }' |
	    gcc -xc -c -o "$T/objects/store/db.o" -
	linked "$T/objects" >"$T/up"
	is "$(beyond "$T/up")" 'base store' '  an upward call is found'
else
	skip 'no objects'
fi

is "$(ls "$root"/lib/*.[ch] "$root"/tools/*.c 2>/dev/null)" '' \
    'no source lies in lib or tools itself'
is "$(find "$root/lib" -name '*.[ch]' | sed 's|/[^/]*$||' | sort | uniq -c |
    awk '$1 > 26 { print }')" '' 'no room of lib has more than 26 files'
done_testing
