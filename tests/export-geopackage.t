#!/bin/bash
# export-geopackage: the tables of the standard, those of ours, their bytes.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-11-29T04:00:00.000Z
cd "$T" || exit 1

run export-geopackage -h
clean '-h'
run export-geopackage -V
clean '-V'
run export-geopackage
is "$rc/$(head -n 1 err)" '2/export-geopackage: -d DIR and -o FILE are needed' \
    'what is needed'

mkdir db
{
	jq -nc '{identifiant: {cle_ministere_educatif: "A"}, statut: {catalogue: ""},
	    lieu: {geolocalisation: {coordinates: [2.4017, 48.5598]}, precision: 12.5},
	    modalite: {entierement_a_distance: true, duree_indicative: 2,
	    annee_cycle: 9007199254740991}, certification: {connue: false, valeur:
	    {domaines: {rome: {rncp: []}}}}, contact: {email: "a@b.fr"},
	    sessions: [{debut: "2023-12-31T22:59:59.999Z",
	    fin: "2024-07-14T22:00:00.000Z", capacite: 0.1}, {capacite: 3.5}]}'
	jq -nc '{identifiant: {cle_ministere_educatif: "B"},
	    lieu: {geolocalisation: {coordinates: [0, 0.0]}}}'
	jq -nc '{identifiant: {cle_ministere_educatif: "C"},
	    lieu: {geolocalisation: {coordinates: [-61.123456789, -16.5]}}}'
} | load-table db/formation.db formation
echo '{"idcc":16,"titre":"Transports"}' | load-table db/dares_ccn.db dares_ccn
sqlite3 db/formation.db "UPDATE formation SET updated_at =
    '2026-11-02T05:06:07.089Z' WHERE rowid = 2" 2>/dev/null
# rows QUERY: what the GeoPackage holds, as NDJSON. Adding 0 makes jq print a
# number in its own form, not with all the digits of sqlite3.
rows() {
	sqlite3 -json "${file:-a.gpkg}" "$1" | jq -c '.[] | map_values(
	    if type == "number" then . + 0 else . end)' >out
}

run export-geopackage -d db -o a.gpkg
clean 'two databases'
is "$(sqlite3 a.gpkg 'PRAGMA application_id; PRAGMA user_version;
    PRAGMA journal_mode; PRAGMA integrity_check; PRAGMA foreign_key_check' |
    paste -sd ' ')" '1196444487 10300 delete ok' 'what the file says of itself'
is "$(sqlite3 a.gpkg "SELECT name FROM sqlite_schema WHERE type = 'table'
    ORDER BY rowid" | paste -sd' ')" \
    'gpkg_spatial_ref_sys gpkg_contents gpkg_geometry_columns formation sqlite_sequence formation_session dares_ccn' \
    'its tables'
is "$(sqlite3 a.gpkg "SELECT count(*) FROM sqlite_schema
    WHERE type IN ('trigger', 'view')")" 0 'no triggers'
rows 'SELECT srs_id, organization, organization_coordsys_id,
    definition LIKE '"'GEOGCS[%'"' AS known FROM gpkg_spatial_ref_sys ORDER BY srs_id'
same 'the three systems of the standard' <<'END'
{"srs_id":-1,"organization":"NONE","organization_coordsys_id":-1,"known":0}
{"srs_id":0,"organization":"NONE","organization_coordsys_id":0,"known":0}
{"srs_id":4326,"organization":"EPSG","organization_coordsys_id":4326,"known":1}
END
rows 'SELECT * FROM gpkg_contents ORDER BY rowid'
same_json 'gpkg_contents' <<'END'
{"table_name":"formation","data_type":"features","identifier":"formation",
 "description":"Formations en apprentissage",
 "last_change":"2026-11-02T05:06:07.089Z","min_x":-61.123456789,"min_y":-16.5,
 "max_x":2.4017,"max_y":48.5598,"srs_id":4326}
{"table_name":"formation_session","data_type":"attributes",
 "identifier":"formation_session","description":"Sessions des formations",
 "last_change":"1970-01-01T00:00:00.000Z","min_x":null,"min_y":null,
 "max_x":null,"max_y":null,"srs_id":null}
{"table_name":"dares_ccn","data_type":"attributes","identifier":"dares_ccn",
 "description":"Conventions collectives par numéro",
 "last_change":"1970-01-01T00:00:00.000Z","min_x":null,"min_y":null,
 "max_x":null,"max_y":null,"srs_id":null}
END
rows 'SELECT * FROM gpkg_geometry_columns'
same 'gpkg_geometry_columns' <<'END'
{"table_name":"formation","column_name":"geom","geometry_type_name":"POINT","srs_id":4326,"z":0,"m":0}
END
is "$(sqlite3 a.gpkg "SELECT group_concat(name || ' ' || type, ', ') FROM
    (SELECT * FROM pragma_table_info('formation') WHERE name IN ('fid', 'geom',
    'longitude', 'latitude', 'statut', 'rome', 'certification_connue',
    'duree_ans', 'precision_m', 'validite_debut', 'created_at',
    'contact_email') ORDER BY cid)")" \
    'fid INTEGER, geom POINT, statut TEXT, certification_connue BOOLEAN,'\
' rome TEXT, validite_debut DATE, precision_m DOUBLE, duree_ans INTEGER,'\
' created_at DATETIME' \
    'types, no longitude and latitude, no contact'
is "$(sqlite3 a.gpkg "SELECT sql LIKE '%(fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, %'
    FROM sqlite_schema WHERE name = 'formation'")" 1 'fid'
rows 'SELECT fid, hex(geom) AS geom, typeof(geom) AS t FROM formation'
same 'points' <<'END'
{"fid":1,"geom":"47500001E61000000101000000F46C567DAE3603408126C286A7474840","t":"blob"}
{"fid":2,"geom":"","t":"null"}
{"fid":3,"geom":"47500001E61000000101000000B29C9B6ECD8F4EC000000000008030C0","t":"blob"}
END
rows 'SELECT statut, rome, certification_connue AS connue, precision_m AS m,
    a_distance, duree_ans, annee_cycle, sessions, session_debut, session_fin,
    intitule, typeof(a_distance) || typeof(duree_ans) || typeof(annee_cycle) ||
    typeof(precision_m) AS t FROM formation WHERE fid = 1'
same_json 'values' <<'END'
{"statut":"","rome":"","connue":0,"m":12.5,"a_distance":1,"duree_ans":2,
 "annee_cycle":9007199254740991,"sessions":2,"session_debut":"2023-12-31",
 "session_fin":"2024-07-15","intitule":null,"t":"integerintegerintegerreal"}
END
rows 'SELECT * FROM formation_session'
same 'rows of items' <<'END'
{"fid":1,"cle_ministere_educatif":"A","rang":1,"debut":"2023-12-31","fin":"2024-07-15","capacite":0.1}
{"fid":2,"cle_ministere_educatif":"A","rang":2,"debut":null,"fin":null,"capacite":3.5}
END

cp a.gpkg b.gpkg
before=$(stat -c %i a.gpkg)
SUITE_NOW=2027-01-01T00:00:00Z run export-geopackage -v -d db -o a.gpkg
grep -q '^export-geopackage: formation: 3 rows$' err
ok $? '-v'
is "$rc/$(stat -c %i a.gpkg)/$(cmp a.gpkg b.gpkg)" "0/$before/" \
    'the same bytes at another clock, the file untouched'
run export-geopackage --contacts -d db -o c.gpkg formation
is "$(sqlite3 c.gpkg 'SELECT contact_email, contact_telephone IS NULL FROM formation' | head -n 1)" \
    'a@b.fr|1' '--contacts'
run export-geopackage -d db -o c.gpkg dares_ccn formation
is "$(sqlite3 c.gpkg 'SELECT table_name FROM gpkg_contents ORDER BY rowid' |
    paste -sd' ')" 'dares_ccn formation' 'tables that are named, in that order'
jq -nc '{identifiant: {cle_ministere_educatif: "A"}}' |
    load-table none.db formation
mkdir none
mv none.db none/formation.db
run export-geopackage -d none -o c.gpkg formation
file=c.gpkg rows 'SELECT min_x, max_y, srs_id FROM gpkg_contents'
same 'no point at all' <<'END'
{"min_x":null,"max_y":null,"srs_id":4326}
END

# What is refused leaves the file.
cp a.gpkg old.gpkg
run export-geopackage -d db -o a.gpkg catalogue
refuses 1 '^export-geopackage: catalogue: no flat form' 'a table without flat form'
run export-geopackage -d db -o a.gpkg commune
refuses 1 'db/communes.db: no such database' 'a table without database'
run export-geopackage -d db -o a.gpkg formation formation
is "$rc/$(head -n 1 err)" '2/export-geopackage: table formation is named twice' \
    'a table that is named twice'
mkdir empty
run export-geopackage -d empty -o a.gpkg
refuses 1 '^export-geopackage: empty: ' 'no database'
jq -nc '{identifiant: {cle_ministere_educatif: "A"}, modalite:
    {entierement_a_distance: "oui"}}' | load-table empty/formation.db formation
run export-geopackage -d empty -o a.gpkg
refuses 1 "empty/formation.db: row 1: a_distance: not a boolean 'oui'" 'a bad value'
echo '{"idcc":1}' | load-table empty/dares_ccn.db dares_ccn
rm empty/formation.db
sqlite3 empty/formation.db 'CREATE TABLE t (a)'
run export-geopackage -d empty -o a.gpkg
refuses 1 "empty/formation.db: no table 'formation'" 'a database without the table'
is "$(cmp a.gpkg old.gpkg; ls a.gpkg?* 2>/dev/null)" '' 'the file is unchanged'
run export-geopackage -d db -o /dev/null
refuses 1 '/dev/null: not a regular file' 'no regular file'

if command -v ogrinfo >/dev/null; then
	run ogrinfo -ro -al -so a.gpkg
	is "$rc/$(cat err)/$(sed -n 's/^Layer name: //p; s/^Feature Count: //p;
	    s/^\(sessions\|a_distance\|session_fin\|updated_at\|capacite\): \([^ ]*\).*/\1 \2/p' out |
	    paste -sd,)" \
	    '0//formation,3,a_distance Integer(Boolean),sessions Integer64,session_fin Date,updated_at DateTime,formation_session,2,capacite Real,dares_ccn,1' \
	    'GDAL opens it without a warning'
else
	skip 'GDAL opens it: no ogrinfo'
fi
cases 'publication/geopackage*'
done_testing
