#!/bin/bash
# export-geojson: features, their order, their numbers, and what has no place.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-11-29T04:00:00.000Z
cd "$T" || exit 1

# place KEY COORDINATES: a formation at that place.
place() {
	jq -nc --arg key "$1" --argjson c "$2" '{identifiant:
	    {cle_ministere_educatif: $key}, lieu: {geolocalisation: {coordinates: $c}}}'
}
# geometries: of each feature, as printed.
geometries() {
	sed 's/.*"geometry":\(.*\),"properties".*/\1/' out
}

run export-geojson -h
clean '-h'
run export-geojson -V
clean '-V'
run export-geojson
is "$rc/$(head -n 1 err)" '2/export-geojson: DATABASE is missing' 'a database is needed'
run export-geojson a b c
is "$rc" 2 'one operand too many'
run export-geojson absent.db
refuses 1 'absent.db: No such file' 'no such database'

{
	place A '[2.123456789,48.0]'
	place B '[-61.5,16]'
	place C '[-0.00000001,-0.0]'
	place D '[1e-7,-45.10]'
	place E '[180,-90]'
	place F '[180.0000001,0]'
	place G '[0,90.5]'
	place H '[0,0]'
	place I '[0.0,-0.0]'
	place J '[0,1]'
	place K '[2,null]'
	place L '[2]'
	place M null
	place 'N|"\é' '[100.10,10]'
} | load-table formation.db formation
run export-geojson -n formation.db
clean 'places'
geometries | sed 's/.*coordinates"://; s/}$//' >got
cp got out
same '  a point has seven decimals at most, or is null' <<'END'
[2.1234568,48]
[-61.5,16]
[0,0]
[0.0000001,-45.1]
[180,-90]
null
null
null
null
[0,1]
null
null
null
[100.1,10]
END
run export-geojson -n formation.db
is "$(tail -n 1 out | jq -c '[keys_unsorted, .id, .geometry]')" \
    '[["type","id","geometry","properties"],"N|\"\\é",{"type":"Point","coordinates":[100.1,10]}]' \
    'members in their order, the key as it is'
is "$(head -n 1 out | jq -c '.properties | [length, has("longitude", "latitude", "contact_email", "precision_m")]')" \
    '[44,false,false,false,true]' 'no longitude, latitude or contact among the properties'
run export-geojson --contacts -n formation.db
is "$(head -n 1 out | jq -c '.properties | keys_unsorted[-4:]')" \
    '["contact_email","contact_telephone","created_at","updated_at"]' '--contacts'

# The document around the features.
run export-geojson formation.db formation
is "$(sed -n '1p;$p' out)" '{"type":"FeatureCollection","features":[
]}' 'the first and the last line'
is "$(sed '1d;$d; s/,$//' out)" "$(export-geojson -n formation.db)" \
    'one feature a line, with commas between'
is "$(sed '1d;$d' out | grep -c ',$')" 13 'no comma after the last one'
is "$(jq '.features | length' out)" 14 'it is JSON'
load-table empty.db formation </dev/null
run export-geojson empty.db formation
is "$(cat out)" '{"type":"FeatureCollection","features":[]}' 'no rows'
run export-geojson -n empty.db formation
is "$rc/$(cat out)$(cat err)" 0/ 'no rows, -n'

# Communes have a bounding box.
commune() {
	jq -nc --arg code "$1" --argjson box "$2" '{nom: "X", code: {insee: $code,
	    postaux: ["01000", "01001"]}, localisation: {centre: {type: "Point",
	    coordinates: [2.4017, 48.5598]}, bbox: $box}}'
}
{
	commune 1 '{"type":"Polygon","coordinates":[[[2.3705,48.5348],[2.4329,48.5848000004],[-1,48.55]],[[-9,-9],[9,9]]]}'
	commune 2 null
	commune 3 '{"type":"Polygon","coordinates":[]}'
	commune 4 '{"type":"Polygon","coordinates":[[[0,-0.0]]]}'
} | load-table communes.db commune
run export-geojson -n communes.db
clean 'communes'
sed 's/,"geometry.*/}/' out >got
cp got out
same '  bbox of the first ring, between id and geometry' <<'END'
{"type":"Feature","id":"1","bbox":[-1,48.5348,2.4329,48.5848]}
{"type":"Feature","id":"2"}
{"type":"Feature","id":"3"}
{"type":"Feature","id":"4","bbox":[0,0,0,0]}
END
run export-geojson -n communes.db
is "$(head -n 1 out | jq -c '.properties | [.codes_postaux, .anciennes]')" \
    '[["01000","01001"],null]' 'a list is an array'
commune 5 '{"coordinates":[[[2,48],[2,"x"]]]}' | load-table bad.db commune
run export-geojson -o bad.geojson bad.db commune
refuses 1 "^export-geojson: bad.db: row 1: bbox: not a position '\[2,\"x\"\]'\$" \
    'a box that is not made of numbers'
is "$(ls bad.geojson* 2>&1)" "ls: cannot access 'bad.geojson*': No such file or directory" \
    '  leaves nothing'

# What has no place or no flat form.
run export-geojson formation.db formation_session
refuses 1 '^export-geojson: formation.db: formation_session: has no place$' \
    'a table without place'
echo '{"id":1}' | load-table catalogue.db catalogue
run export-geojson catalogue.db
[ "$rc" != 0 ]
ok $? 'a table without flat form'

# -o: whole or not at all.
run export-geojson -o f.geojson formation.db
clean '-o'
is "$(cat f.geojson)" "$(export-geojson formation.db)" '  the same bytes'
place Z '["2",48]' | load-table wrong.db formation
run export-geojson -o f.geojson wrong.db formation
refuses 1 'wrong.db: row 1: longitude: not a number' 'a coordinate that is a text'
is "$(cat f.geojson; ls f.geojson.tmp 2>/dev/null)" "$(export-geojson formation.db)" \
    '  the file is unchanged'
run export-geojson -v formation.db
grep -q '^export-geojson: formation: 14 rows$' err
ok $? '-v'
run bash -c 'export-geojson formation.db >/dev/full'
refuses 1 'No space left' 'a full disk'

if command -v ogrinfo >/dev/null; then
	run ogrinfo -ro -so f.geojson f
	is "$rc/$(cat err)/$(sed -n 's/^Geometry: //p; s/^Feature Count: //p' out | paste -sd' ')" \
	    '0//Point 14' 'GDAL opens it'
	export-geojson -n -o f.geojsonl formation.db
	run ogrinfo -ro -so f.geojsonl f
	is "$rc/$(cat err)/$(sed -n 's/^INFO.*//; s/^Feature Count: //p' out | paste -sd' ')" \
	    '0//14' 'GDAL opens the features alone'
else
	skip 'GDAL opens it: no ogrinfo'
fi
cases 'publication/geojson_*'
done_testing
