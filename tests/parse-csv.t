#!/bin/bash
# parse-csv: the options, the marks, what is refused. The rules of reading are
# tested in unit/dsv.c.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

for o in -h -V; do run parse-csv $o; clean "$o"; done
run parse-csv -z
is "$rc" 2 'an unknown option'
for o in '-d ab' '-d "' '-e utf-32' $'-d \xE9'; do
	run parse-csv $o
	is "$rc" 2 "wrong use: $o"
done
run parse-csv a b
is "$rc" 2 'two files are one too many'

printf 'code;nom\r\n1;"dit ""oui"";\r\nnon"\r\n02;\t\r\n' >a.csv
run parse-csv a.csv
clean 'a file'
same 'a record a line, strings as they are' <<'EOT'
{"code":"1","nom":"dit \"oui\";\r\nnon"}
{"code":"02","nom":"\t"}
EOT
parse-csv <a.csv >b.out && parse-csv - <a.csv >c.out
cmp -s out b.out && cmp -s out c.out
ok $? 'standard input, named or not'
run parse-csv -o o.ndjson a.csv
clean '-o'
cmp -s o.ndjson b.out
ok $? '-o writes the file'

run parse-csv --trim a.csv
clean '--trim'
tail -n 1 out >last
is "$(cat last)" '{"code":"02","nom":""}' '--trim: blanks around cells'
run parse-csv --null a.csv
is "$(tail -n 1 out)" '{"code":"02","nom":null}' '--null: empty ones too'
run parse-csv -N --columns nom,code a.csv
same '--columns: these, in this order' <<'EOT'
{"nom":"dit \"oui\";\r\nnon","code":"1"}
{"nom":null,"code":"02"}
EOT
run parse-csv -c code,prenom a.csv
refuses 1 "a.csv: header: no column 'prenom' .the header has code, nom." 'a column that is missing'
is "$(cat out)" '' '  and nothing printed'

run parse-csv --frame TABLE a.csv
clean '--frame'
is "$(sed -n '1p;$p' out)" '{"#file":"TABLE"}
{"#end":2}' '--frame: a mark before, a mark behind'
run parse-csv --end a.csv
is "$(wc -l <out)/$(tail -n 1 out)" '3/{"#end":2}' '--end: a mark behind'
run parse-csv -F 'a"b' /dev/null
clean 'an empty input'
same 'an empty input: no record' <<'EOT'
{"#file":"a\"b"}
{"#end":0}
EOT

printf 'a,b,a\n1,"2,3\n' >b.csv
run parse-csv -d , --no-quote --relax b.csv
same '--delimiter, --no-quote; equal names are told apart' <<'EOT'
{"a":"1","b":"\"2","a_2":"3"}
EOT
run parse-csv -d , --no-quote --relax --last b.csv
same '--last: of two columns the last' <<'EOT'
{"a":"3","b":"\"2"}
EOT
run parse-csv -d , --no-quote -c a_2,a b.csv
same '--columns: by the names told apart' <<'EOT'
{"a_2":"3","a":"1"}
EOT
run parse-csv -d , --no-quote -c a --last b.csv
same '--columns --last' <<'EOT'
{"a":"3"}
EOT
printf 'a;a;a_2;column_5;;\n1;2;3;4;5;6;7;8\n1;2;3;4;5;6;;\n' >b2.csv
run parse-csv --relax b2.csv
same 'nothing right of the header is dropped' <<'EOT'
{"a":"1","a_3":"2","a_2":"3","column_5":"4","":"5","_2":"6","column_7":"7","column_8":"8"}
{"a":"1","a_3":"2","a_2":"3","column_5":"4","":"5","_2":"6","column_7":"","column_8":""}
EOT
printf 'a;b;column_4\n1;2;3;4\n' >b3.csv
run parse-csv -r b3.csv
same '  nor has it the name of another column' <<'EOT'
{"a":"1","b":"2","column_4":"3","column_4_2":"4"}
EOT
run parse-csv -r --last b2.csv
same '--last: as the reference reads it' <<'EOT'
{"a":"2","a_2":"3","column_5":"4","":"6"}
{"a":"2","a_2":"3","column_5":"4","":"6"}
EOT
printf 'a;b\r\n1;2\n3;4\n5;6\r\n' >ends.csv
for o in '' -r -Qtr; do
	run parse-csv $o ends.csv
	same "line ends that differ, $o" <<'EOT'
{"a":"1","b":"2"}
{"a":"3","b":"4"}
{"a":"5","b":"6"}
EOT
done
printf 'a;b\n1;2\r3;4\r5;6\r' >cr.csv
for o in '' -r; do
	run parse-csv $o cr.csv
	refuses 1 'cr.csv: record 1 .line 2.: .* line ends differ' "LF, then CR $o"
done
printf 'a;b\r1;2\n3;4\r' >crlf.csv
run parse-csv -r crlf.csv
refuses 1 'crlf.csv: line ends differ' 'CR, then LF'
printf 'a;b\n1\n' >c.csv
run parse-csv c.csv
refuses 1 'c.csv: record 1 .line 2.: 1 cell, but the header has 2 .--relax accepts it.' 'a short record'
run parse-csv --relax c.csv
is "$rc/$(cat out)" '0/{"a":"1","b":""}' '--relax fills it'
printf 'a\nl\x92\xe9t\xe9\n' >d.csv
run parse-csv --encoding latin1 d.csv
is "$(cat out)" "$(printf '{"a":"l\xc2\x92été"}')" '--encoding latin1'
for e in windows-1252 cp1252 Windows-1252; do
	run parse-csv -e $e d.csv
	is "$rc/$(cat out)" '0/{"a":"l’été"}' "--encoding $e"
done
run parse-csv d.csv
refuses 1 'd.csv: line 2: byte 4 .0x92.: not UTF-8 .--encoding names another encoding, --repair replaces such bytes.' 'not UTF-8'
run parse-csv --repair d.csv
is "$rc/$(cat out)" '0/{"a":"l��t�"}' '--repair'
is "$(cat err)" 'parse-csv: warning: d.csv: 3 undecodable bytes replaced by U+FFFD' '  counts'
run parse-csv -q --repair d.csv
clean '  in silence'
run parse-csv --repair ends.csv
clean '--repair without need'
printf 'a\n\x81\n' >b81.csv
run parse-csv -e windows-1252 b81.csv
refuses 1 'b81.csv: line 2: byte 3 .0x81.: not Windows-1252' 'a byte that Windows-1252 has not'
{ printf 'a\n'; yes 'é' | head -n 50000; printf '\xE9\n'; } >late.csv
run parse-csv late.csv
refuses 1 'late.csv: line 50002: byte 150003 .0xE9.: not UTF-8' 'a late byte'
printf 'a\nl’été\n' >u.csv
for e in latin1 windows-1252; do
	run parse-csv --end -e $e u.csv
	refuses 1 'u.csv: UTF-8, not (ISO 8859-1|Windows-1252) .--encoding utf-8 reads it.' "UTF-8 as $e"
	grep -q '#end' out
	is $? 1 '  no end mark'
done
for c in UTF-16LE UTF-16BE; do
	{ [ $c = UTF-16LE ] && printf '\xFF\xFE' || printf '\xFE\xFF'; iconv -f UTF-8 -t $c u.csv; } >u16.csv
	for e in utf-16 utf-8 latin1; do
		run parse-csv -e $e u16.csv
		is "$rc/$(cat out)" '0/{"a":"l’été"}' "$c with a mark, as $e"
	done
	iconv -f UTF-8 -t $c u.csv >u16.csv
	run parse-csv -e utf-16 u16.csv
	refuses 1 'u16.csv: UTF-16 without a byte order mark' "$c without a mark"
	run parse-csv u16.csv
	refuses 1 'u16.csv: line [0-9]+: (a NUL byte: binary data, or UTF-16|byte [0-9]+ )' '  as UTF-8'
done
gzip -c u.csv >u.csv.gz
run parse-csv -Qtr -e latin1 u.csv.gz
refuses 1 'u.csv.gz: a gzip file, not CSV' 'gzip'
is "$(cat out)" '' '  and nothing printed'
echo '<!doctype html><html></html>' >page.csv
run parse-csv page.csv
refuses 1 'page.csv: a page of HTML, not CSV' 'HTML'
printf 'a\n1\n\0\n' >nul.csv
run parse-csv nul.csv
refuses 1 'nul.csv: line 3: a NUL byte: binary data' 'a NUL'
printf 'a\0b;"c"\n1\0;"\0012\\"\n' >e.csv
run parse-csv --nul e.csv
is "$(cat out)" '{"a\u0000b":"1\u0000","c":"\u00012\\"}' 'escapes, --nul'

printf 'a;b\n1;2\n1;x"y\n' >f.csv
run parse-csv -o f.out --end f.csv
refuses 1 'f.csv: record 2 .line 3.: b: a quote inside an unquoted cell .--no-quote if quotes are data.' 'a stray quote'
[ ! -e f.out ] && [ ! -e f.out.tmp ]
ok $? '  and no file left'
run parse-csv --end f.csv
grep -q '#end' out
is $? 1 '  nor an end mark printed'
run parse-csv nowhere.csv
refuses 1 'nowhere.csv: No such file' 'no such file'
run parse-csv .
refuses 1 '[.]: Is a directory' 'a directory'

parse-csv a.csv >/dev/full 2>err
is $? 1 'a full disk'
{ echo 'a;b'; yes '1;2' | head -n 200000; } >big.csv
(trap - PIPE; parse-csv big.csv; echo $? >rc) 2>err | head -n 1 >/dev/null
is "$(cat rc)" 141 'a closed pipe'
run parse-csv -E big.csv
is "$(wc -l <out)/$(tail -n 1 out)" '200001/{"#end":200000}' 'many blocks'

# Any reader of CSV must agree on plain files.
cat >oracle.py <<'PY'
import csv, io, json, sys
name, encoding, quoting = sys.argv[1:]
text = io.StringIO(open(name, 'rb').read().decode(encoding), newline='')
rows = [r for r in csv.reader(text, delimiter=';', quoting=int(quoting)) if r]
for r in rows[1:]:
    cells = (r + [''] * len(rows[0]))[:len(rows[0])]
    print(json.dumps(dict(zip(rows[0], cells)), ensure_ascii=False,
        separators=(',', ':')))
PY
raw=$shared/real/raw
if [ -d "$raw" ] && command -v python3 >/dev/null; then
	export PYTHONIOENCODING=utf-8
	for f in "$raw"/bcn/*.csv; do
		run parse-csv -e latin1 --no-quote --relax "$f"
		python3 oracle.py "$f" latin1 3 >wanted
		same "python: ${f##*/}" <wanted
	done
	for f in "$raw"/kit_apprentissage/history/*2.*.csv; do
		run parse-csv "$f"
		python3 oracle.py "$f" utf-8-sig 0 >wanted
		same "python: ${f##*/}" <wanted
	done
else
	skip 'no real files, or no python3'
fi
done_testing
