#!/bin/bash
. "$(dirname "$0")/lib.sh"

printf ' [ {"a" : 1 , "b":[ 1, 2 ] } ,\n {"c":"x \\" ] y"}\n]\n' >"$T/array.json"
run parse-json "$T/array.json"
clean "an array"
same "elements lose their white space only" <<'W'
{"a":1,"b":[1,2]}
{"c":"x \" ] y"}
W

run parse-json --end --frame f "$T/array.json"
same "marks around the records" <<'W'
{"#file":"f"}
{"a":1,"b":[1,2]}
{"c":"x \" ] y"}
{"#end":2}
W

printf '{"p":{"total":1 },"list":[{"a":1}], "q":null}' >"$T/object.json"
run parse-json --member list --end "$T/object.json"
clean "a member"
same "the rest of the object comes in the end mark" <<'W'
{"a":1}
{"#end":1,"rest":{"p":{"total":1},"q":null}}
W

printf '\xef\xbb\xbf{"a":1}\r\n\r\n{"a":2}{"a":3}' >"$T/lines.json"
run parse-json "$T/lines.json"
same "objects one after the other, with a BOM" <<'W'
{"a":1}
{"a":2}
{"a":3}
W

printf '[]' | run parse-json --end
same "an empty array" <<'W'
{"#end":0}
W

refused() {
	printf '%b' "$1" >"$T/in"
	run parse-json ${3:-} "$T/in"
	refuses 1 "$2" "refused: $1"
}
refused '' 'byte 1: .*empty'
refused '[' 'no end'
refused '[{"a":1}' "byte 9: ',' or '\]'"
refused '[{"a":1},' 'no end'
refused '[{"a":1}]x' 'behind'
refused '[{"a":1},]' 'in:2: not JSON'
refused '[{"a":tru}]' 'in:1: not JSON at byte 6'
refused '[1]' "in:1: an object is expected, not '1'"
refused '[{"a":"\xff"}]' 'in:1: not JSON.*UTF-8'
refused '<html>' 'in: a page of HTML, not JSON'
refused '{"a":"b' 'stops in a value'
refused '{"x":1}' "no member 'list'" "--member list"
refused '[]' 'an object is expected' "--member list"
refused '{"list":[],}' 'byte 12: a member name' "--member list"
refused '{"list":[],"list":[]}' 'twice' "--member list"

# the same bytes whatever the blocks they come in
python3 -c 'import json
print(json.dumps([{"k": i, "t": "é\\\"" * (i % 7), "n": [[], {}, [1, {"a": None}]]}
    for i in range(3000)], ensure_ascii=False, indent=1))' >"$T/big.json"
parse-json "$T/big.json" >"$T/one"
for size in 1 7 4093; do
	python3 -c 'import os, sys
d, n = open(sys.argv[1], "rb").read()[: 400000 // (1 if int(sys.argv[2]) > 1 else 20)], int(sys.argv[2])
for i in range(0, len(d), n): os.write(1, d[i:i+n])' "$T/big.json" "$size" |
		parse-json 2>/dev/null >"$T/cut"
	lines=$(wc -l <"$T/cut")
	head -n "$lines" "$T/one" | cmp -s - "$T/cut"
	ok $? "blocks of $size bytes"
done

python3 -c 'import json; print("[" + ",".join("{\"k\":\"" + "x" * 1000 + "\"}" for i in range(60000)) + "]")' >"$T/60m.json"
head -c 6000000 "$T/60m.json" >"$T/6m.json"
peak() { command time -f %M parse-json "$1" 2>&1 >/dev/null | tail -n 1; }
if measured; then
	small=$(peak "$T/6m.json") large=$(peak "$T/60m.json")
	[ "$large" -le $((small * 11 / 10)) ]
	ok $? "ten times the input, the same memory ($small, $large KiB)"
else
	skip "memory cannot be measured here"
fi

run parse-json -h
clean "help"
run parse-json -V
clean "version"
run parse-json --nonsense
is "$rc" 2 "unknown option"
run parse-json "$T/nothing"
refuses 1 'nothing: No such file' "no such file"
gzip <"$T/big.json" | head -c 100 >"$T/big.gz"
run parse-json "$T/big.gz"
refuses 1 "^parse-json: $T/big.gz: a gzip file, not JSON\$" "compressed input is named"
run parse-json -m data <<<'<!DOCTYPE html><html><body>Maintenance</body></html>'
refuses 1 '^parse-json: stdin: a page of HTML, not JSON$' "a page in its place, too"
parse-json "$T/big.json" >/dev/full 2>"$T/err"
rc=$?
refuses 1 'write stdout: No space' "full disk"
{ parse-json "$T/60m.json" 2>"$T/err"; echo $? >"$T/rc"; } | head -n 1 >/dev/null
is "$(cat "$T/rc")" 141 "closed pipe"
done_testing
