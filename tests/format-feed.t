#!/bin/bash
# format-feed: an Atom feed of the changes of builds.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# line BUILD TABLE INSERT UPDATE DELETE FIELDS: a line of diff-table -s.
line() {
	printf '{"build":"%s","table":"%s","before":1,"after":1,"insert":%s,"delete":%s,"update":%s,"same":0,"fields":%s}\n' \
	    "$1" "$2" "$3" "$5" "$4" "${6-{\}}"
}

run format-feed -u https://x.fr </dev/null
clean 'no build'
same '  a feed without entries' <<'END'
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>Données de référence de l'apprentissage</title>
<id>https://x.fr/</id>
<link rel="self" type="application/atom+xml" href="https://x.fr/feed.atom"/>
<link rel="alternate" type="text/html" href="https://x.fr/"/>
<updated>1970-01-01T00:00:00.000Z</updated>
<author><name>alternance</name></author>
</feed>
END
cp out none

{
	line 2026-11-22T04:00:00.000Z formation 1 2 0 '{"/a":2}'
	line 2026-11-30T00:30:00.5+01:00 b 0 0 1
	line 2026-11-29T23:30:00.500Z 'a<&>' 2 0 0 \
	    '{"/6<\"":9,"/5&":8,"/4":7,"/3":6,"/2":5,"/1":4}'
	line 2026-12-01T00:00:00.000Z formation 0 0 0
} >in
run format-feed -u 'https://x.fr/?a=1&b="' -t "L'an <2026>" -o feed <in
clean 'three builds, one without a change'
cp feed out
same '  newest first; one build in two notations; texts escaped, twice in HTML' <<END
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>L'an &lt;2026&gt;</title>
<id>https://x.fr/?a=1&amp;b=&quot;/</id>
<link rel="self" type="application/atom+xml" href="https://x.fr/?a=1&amp;b=&quot;/feed.atom"/>
<link rel="alternate" type="text/html" href="https://x.fr/?a=1&amp;b=&quot;/"/>
<updated>2026-11-29T23:30:00.500Z</updated>
<author><name>alternance</name></author>
<entry>
<title>2026-11-29 : ajouts 2, modifications 0, suppressions 1</title>
<id>https://x.fr/?a=1&amp;b=&quot;/2026-11-29T233000Z/</id>
<link rel="alternate" type="text/html" href="https://x.fr/?a=1&amp;b=&quot;/2026-11-29T233000Z/"/>
<updated>2026-11-29T23:30:00.500Z</updated>
<content type="html">
&lt;table&gt;&lt;tr&gt;&lt;th&gt;table&lt;/th&gt;&lt;th&gt;ajouts&lt;/th&gt;\
&lt;th&gt;modifications&lt;/th&gt;&lt;th&gt;suppressions&lt;/th&gt;&lt;th&gt;\
champs&lt;/th&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;b&lt;/td&gt;&lt;td&gt;0&lt;\
/td&gt;&lt;td&gt;0&lt;/td&gt;&lt;td&gt;1&lt;/td&gt;&lt;td&gt;&lt;/td&gt;&lt;\
/tr&gt;&lt;tr&gt;&lt;td&gt;a&amp;lt;&amp;amp;&amp;gt;&lt;/td&gt;&lt;td&gt;\
2&lt;/td&gt;&lt;td&gt;0&lt;/td&gt;&lt;td&gt;0&lt;/td&gt;&lt;td&gt;/6&amp;lt;\
&amp;quot; (9), /5&amp;amp; (8), /4 (7), /3 (6), /2 (5)&lt;/td&gt;&lt;/tr&gt;\
&lt;/table&gt;
</content>
</entry>
<entry>
<title>2026-11-22 : ajouts 1, modifications 2, suppressions 0</title>
<id>https://x.fr/?a=1&amp;b=&quot;/2026-11-22T040000Z/</id>
<link rel="alternate" type="text/html" href="https://x.fr/?a=1&amp;b=&quot;/2026-11-22T040000Z/"/>
<updated>2026-11-22T04:00:00.000Z</updated>
<content type="html">
&lt;table&gt;&lt;tr&gt;&lt;th&gt;table&lt;/th&gt;&lt;th&gt;ajouts&lt;/th&gt;\
&lt;th&gt;modifications&lt;/th&gt;&lt;th&gt;suppressions&lt;/th&gt;&lt;th&gt;\
champs&lt;/th&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;formation&lt;/td&gt;&lt;td&gt;\
1&lt;/td&gt;&lt;td&gt;2&lt;/td&gt;&lt;td&gt;0&lt;/td&gt;&lt;td&gt;/a (2)&lt;\
/td&gt;&lt;/tr&gt;&lt;/table&gt;
</content>
</entry>
</feed>
END
line 2026-11-29T00:00:00Z 'a\u0001\nb' 1 0 0 '{"/\u001b\"":1}' |
    format-feed -u https://x.fr >feed
is "$(/usr/bin/python3 -c "
import xml.etree.ElementTree as tree
atom = '{http://www.w3.org/2005/Atom}'
print(tree.parse('feed').find(f'{atom}entry/{atom}content').text.strip().split('<tr>')[-1])")" \
    '<td>a��b</td><td>1</td><td>0</td><td>0</td><td>/�&quot; (1)</td></tr></table>' \
    'control characters leave the feed well-formed'

# The newest builds, whatever the order of the lines.
for day in 05 01 09 03 07 02 08 04 06 09 01; do
	line "2026-11-${day}T04:00:00.000Z" t 1 0 0
done | tee many | format-feed -u https://x.fr -n 3 | grep '<title>2' >out
same '-n: the newest builds' <<'END'
<title>2026-11-09 : ajouts 2, modifications 0, suppressions 0</title>
<title>2026-11-08 : ajouts 1, modifications 0, suppressions 0</title>
<title>2026-11-07 : ajouts 1, modifications 0, suppressions 0</title>
END
seq 3600 | while read -r s; do
	line "2026-11-29T$(printf '%02d:%02d:%02d' $((s / 3600)) \
	    $((s % 3600 / 60)) $((s % 60))).000Z" t 1 0 0
done >hour
is "$(format-feed -u https://x.fr <hour | grep -c '<entry>')" 50 '50 by default'

# What is no summary.
while IFS= read -r bad; do
	{ line 2026-11-29T04:00:00.000Z t 1 0 0; printf '%s\n' "$bad"; } >in
	run format-feed -u https://x.fr <in
	refuses 1 '^format-feed: stdin:2: not a summary of a build$' "$bad"
done <<'END'
{"table":"x"}
{"build":"2026-11-29","table":"t","insert":1,"update":0,"delete":0,"fields":{}}
{"build":"2026-11-29T04:00:00","table":"t","insert":1,"update":0,"delete":0,"fields":{}}
{"build":1,"table":"t","insert":1,"update":0,"delete":0,"fields":{}}
{"build":"2026-11-29T04:00:00.000Z","table":null,"insert":1,"update":0,"delete":0,"fields":{}}
{"build":"2026-11-29T04:00:00.000Z","table":"t","insert":-1,"update":0,"delete":0,"fields":{}}
{"build":"2026-11-29T04:00:00.000Z","table":"t","insert":1,"update":1.5,"delete":0,"fields":{}}
{"build":"2026-11-29T04:00:00.000Z","table":"t","insert":1,"update":0,"fields":{}}
{"build":"2026-11-29T04:00:00.000Z","table":"t","insert":1,"update":0,"delete":0,"fields":[]}
{"build":"2026-11-29T04:00:00.000Z","table":"t","insert":1,"update":0,"delete":0,"fields":{"/a":"x"}}
{"build":"2026-11-29T04:00:00.000Z","table":"t","insert":1,"update":0,"delete":0
<html>
[]
END
cp none kept
run format-feed -u https://x.fr -o kept <in
is "$rc/$(cmp none kept)" 1/ 'a failure leaves the file of -o'

# Wrong command lines.
while read -r pattern options; do
	run format-feed $options <many
	is "$rc/$(head -n 1 err | grep -c -- "$pattern")" 2/1 \
	    "format-feed $options"
done <<'END'
-u
-u -u x.fr
-n -u https://x.fr -n 0
-n -u https://x.fr -n all
operand -u https://x.fr many
END
run format-feed -u https://x.fr -t "$(printf '\351t\351')" <many
is "$rc/$(grep -c UTF-8 err)" 2/1 'a title in Latin-1'

cases publication/feed
done_testing
