#!/bin/bash
# parse-csv: the options, the marks, what is refused. The rules of reading are
# tested in unit/dsv.c.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

for o in -h -V; do run parse-csv $o; clean "$o"; done
run parse-csv -z
is "$rc" 2 'an unknown option'
for o in '-d ab' '-d "' '-e windows-1252'; do
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
refuses 1 "a.csv:header: column 'prenom' is missing" 'a column that is missing'
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
same '--delimiter, --no-quote, --relax; of two columns the last' <<'EOT'
{"a":"3","b":"\"2"}
EOT
printf 'a;b\n1\n' >c.csv
run parse-csv c.csv
refuses 1 'c.csv:1: 1 cells instead of 2' 'a short record'
run parse-csv --relax c.csv
is "$rc/$(cat out)" '0/{"a":"1","b":""}' '--relax fills it'
printf 'a\nl\x92\xe9t\xe9\n' >d.csv
run parse-csv --encoding latin1 d.csv
is "$(cat out)" "$(printf '{"a":"l\xc2\x92été"}')" '--encoding latin1'
run parse-csv -e utf-8 d.csv
is "$(cat out)" '{"a":"l��t�"}' '--encoding utf-8 repairs'
printf 'a\0b;"c"\n1\0;"\0012\\"\n' >e.csv
run parse-csv e.csv
is "$(cat out)" '{"a\u0000b":"1\u0000","c":"\u00012\\"}' 'escapes'

printf 'a;b\n1;2\n1;x"y\n' >f.csv
run parse-csv -o f.out --end f.csv
refuses 1 'f.csv:2: b: a quote inside an unquoted cell' 'a stray quote'
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
