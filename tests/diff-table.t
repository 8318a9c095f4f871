#!/bin/bash
# diff-table: the records that differ between two databases, and two builds.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# rows DB TABLE RECORD...: makes a table of these records.
rows() {
	local db=$1 table=$2
	shift 2
	[ $# = 0 ] || printf '%s\n' "$@" | load-table "$db" "$table"
	[ $# != 0 ] || load-table "$db" "$table" </dev/null
}

# Keys and the order of the output.
rows old.db catalogue '{"cle_ministere_educatif":"B","v":1}' \
    '{"cle_ministere_educatif":"10"}' '{"cle_ministere_educatif":"é"}' \
    '{"cle_ministere_educatif":null,"v":[1]}' '{"cle_ministere_educatif":"A"}'
rows new.db catalogue '{"cle_ministere_educatif":"b"}' \
    '{"cle_ministere_educatif":"AA"}' '{"cle_ministere_educatif":"9"}' \
    '{"v":1.0,"cle_ministere_educatif":"B"}' \
    '{"cle_ministere_educatif":null,"v":[2]}' '{"cle_ministere_educatif":""}'
run diff-table old.db new.db catalogue
clean 'differences are no failure'
same 'null, then text by bytes; order of members and 1.0 are no difference' <<'END'
{"op":"update","table":"catalogue","key":{"cle_ministere_educatif":null},"changes":[{"path":"/v/0","before":1,"after":2}]}
{"op":"insert","table":"catalogue","key":{"cle_ministere_educatif":""},"after":{"cle_ministere_educatif":""}}
{"op":"delete","table":"catalogue","key":{"cle_ministere_educatif":"10"},"before":{"cle_ministere_educatif":"10"}}
{"op":"insert","table":"catalogue","key":{"cle_ministere_educatif":"9"},"after":{"cle_ministere_educatif":"9"}}
{"op":"delete","table":"catalogue","key":{"cle_ministere_educatif":"A"},"before":{"cle_ministere_educatif":"A"}}
{"op":"insert","table":"catalogue","key":{"cle_ministere_educatif":"AA"},"after":{"cle_ministere_educatif":"AA"}}
{"op":"insert","table":"catalogue","key":{"cle_ministere_educatif":"b"},"after":{"cle_ministere_educatif":"b"}}
{"op":"delete","table":"catalogue","key":{"cle_ministere_educatif":"é"},"before":{"cle_ministere_educatif":"é"}}
END
run diff-table -b -o brief old.db new.db
clean 'the only table needs no name'
head -n 2 brief >out
same '-b: keys and paths; -o: a file' <<'END'
{"op":"update","table":"catalogue","key":{"cle_ministere_educatif":null},"changes":[{"path":"/v/0"}]}
{"op":"insert","table":"catalogue","key":{"cle_ministere_educatif":""}}
END
diff-table --full old.db new.db | head -n 1 >out
same_json '--full: both records of an update' <<'END'
{"op":"update","table":"catalogue","key":{"cle_ministere_educatif":null},
 "before":{"cle_ministere_educatif":null,"v":[1]},
 "after":{"cle_ministere_educatif":null,"v":[2]},
 "changes":[{"path":"/v/0","before":1,"after":2}]}
END
run diff-table -s old.db new.db
same '-s: numbers' <<'END'
{"table":"catalogue","before":5,"after":6,"insert":4,"delete":3,"update":1,"same":1,"fields":{"/v/*":1}}
END
run diff-table -s -i /v old.db new.db
same '-i: a record without other changes is the same' <<'END'
{"table":"catalogue","before":5,"after":6,"insert":4,"delete":3,"update":0,"same":2,"fields":{}}
END
run diff-table -v -s -i /v,/w -i /x old.db new.db
is "$rc/$(head -n 1 err)" \
    '0/diff-table: catalogue: 4 inserted, 3 deleted, 0 updated, 2 the same' \
    '-v: the numbers on standard error'

# The summary's fields: once per record, the most frequent first, then by bytes.
rows f1.db catalogue '{"cle_ministere_educatif":"A","b":1,"é":[1,2],"1a":0}' \
    '{"cle_ministere_educatif":"B","a":{"12":{"x":1}},"é":[[1]],"a0":0}'
rows f2.db catalogue '{"cle_ministere_educatif":"A","b":2,"é":[3,4],"1a":1}' \
    '{"cle_ministere_educatif":"B","a":{"12":{"x":2}},"é":[[2]],"a0":1}'
diff-table -s f1.db f2.db | jq -c .fields >out
same 'the fields of a summary' <<'END'
{"/1a":1,"/a/*/x":1,"/a0":1,"/b":1,"/é/*":1,"/é/*/*":1}
END
rows f1.db catalogue '{"cle_ministere_educatif":"A","b":1,"z":0}' \
    '{"cle_ministere_educatif":"B","z":0}'
rows f2.db catalogue '{"cle_ministere_educatif":"A","b":2,"z":1}' \
    '{"cle_ministere_educatif":"B","z":1}'
diff-table -s f1.db f2.db | jq -c .fields >out
same '  the most frequent first' <<'END'
{"/z":2,"/b":1}
END
for form in -b --full; do
	run diff-table "$form" -s f1.db f2.db
	clean "-s $form"
	diff-table -s f1.db f2.db | same '  prints the summary'
done

# Records of one key.
a='{"cle_ministere_educatif":"A"' other='{"cle_ministere_educatif":"B"}'
rows d1.db catalogue "$a,\"v\":1}" "$other" "$a,\"v\":2}" "$a,\"v\":3}"
rows d2.db catalogue "$other" "$a,\"v\":1}" "$a,\"v\":9}"
run diff-table d1.db d2.db
same 'records of one key meet by number' <<'END'
{"op":"update","table":"catalogue","key":{"cle_ministere_educatif":"A","n":2},"changes":[{"path":"/v","before":2,"after":9}]}
{"op":"delete","table":"catalogue","key":{"cle_ministere_educatif":"A","n":3},"before":{"cle_ministere_educatif":"A","v":3}}
END

# -e, and files of equal bytes.
cp old.db copy.db
run diff-table -e old.db new.db
is "$rc/$(cat err)" 1/ '-e: 1 if there is a difference'
run diff-table -e -i /v d1.db d1.db
is "$rc/$(cat out err)" 0/ '  otherwise 0'
run diff-table -e -v -s -a old.db copy.db
is "$rc/$(head -n 1 err)" \
    '0/diff-table: catalogue: 0 inserted, 0 deleted, 0 updated, 5 the same' \
    'files of equal bytes are the same'
same '  -s -a counts their rows' <<'END'
{"table":"catalogue","before":5,"after":5,"insert":0,"delete":0,"update":0,"same":5,"fields":{}}
END
run diff-table -s old.db copy.db
is "$rc/$(cat out err)" 0/ '  -s leaves them out'
sqlite3 copy.db 'PRAGMA journal_mode=WAL' >journal
sqlite3 copy.db '.dbconfig no_ckpt_on_close on' "UPDATE catalogue
    SET doc = '{\"cle_ministere_educatif\":\"A\",\"x\":0}'
    WHERE cle_ministere_educatif = 'A'" >>journal
cp copy.db main.db
ok "$([ -e copy.db-wal ]; echo $?)" 'a database with a write-ahead log'
run diff-table -b copy.db main.db
is "$rc/$(cat out)" '0/{"op":"update","table":"catalogue","key":{"cle_ministere_educatif":"A"},"changes":[{"path":"/x"}]}' \
    '  which is a part of it'

# Another key; tables that are not ours.
sql='CREATE TABLE t (k, v, j); INSERT INTO t VALUES'
sqlite3 none.db 'CREATE TABLE t (k, v, j)'
sqlite3 all.db "$sql ('é',1,1), ('B',1,2), (x'41',1,3), (10,1,4), (2,1,5),
    (1.5,1,6), (-1,1,7), (NULL,1,8), ('a',1,9), (9007199254740993,1,10),
    (9007199254740992.0,1,11), (2.0,1,12), ('10',1,13)"
diff-table -k k -b none.db all.db | sed -E 's/.*"key":\{"k":(.*)\}\}/\1/' \
    >out
same 'order of SQL values: null, numbers by value, text by bytes, BLOBs' <<'END'
null
-1
1.5
2
2,"n":2
10
9007199254740992.0
9007199254740993
"10"
"B"
"a"
"é"
"A"
END
sqlite3 all.db "INSERT INTO t VALUES (10, 2, NULL)" \
    'CREATE INDEX t_k ON t (k COLLATE NOCASE)'
sqlite3 none.db "INSERT INTO t VALUES (10.0, 1, 4), (10, 2, 0.5)"
run diff-table -k v,k -i /k none.db all.db t
is "$rc/$(wc -l <out)/$(head -n 1 out)/$(tail -n 1 out)" \
    '0/13/{"op":"insert","table":"t","key":{"v":1,"k":null},"after":{"k":null,'\
'"v":1,"j":8}}/{"op":"update","table":"t","key":{"v":2,"k":10},'\
'"changes":[{"path":"/j","before":0.5,"after":null}]}' \
    '-k: several columns, in the order given'
for kind in 'CREATE TABLE w (k, b PRIMARY KEY, v) WITHOUT ROWID' \
    'CREATE TABLE i (k, b, v); CREATE VIEW w AS SELECT * FROM i'; do
	rm -f w1.db w2.db
	into=w
	[ "${kind#*VIEW}" = "$kind" ] || into=i
	sqlite3 w1.db "$kind; INSERT INTO $into VALUES (1,1,'a'), (1,2,'b')"
	sqlite3 w2.db "$kind; INSERT INTO $into VALUES (1,1,'a'), (1,2,'c')"
	run diff-table -k k w1.db w2.db w
	same "${kind%% (*}" <<'END'
{"op":"update","table":"w","key":{"k":1,"n":2},"changes":[{"path":"/v","before":"b","after":"c"}]}
END
done

# Kinds of columns.
rows k1.db france_competence \
    '{"numero_fiche":"RNCP1","active":true,"x":{"a/b":{"~":1}}}'
rows k2.db france_competence \
    '{"numero_fiche":"RNCP1","active":false,"x":{"a/b":{}}}'
run diff-table -k active,numero_fiche k1.db k2.db
same 'a key shows values as records do' <<'END'
{"op":"insert","table":"france_competence","key":{"active":false,"numero_fiche":"RNCP1"},"after":{"numero_fiche":"RNCP1","active":false,"x":{"a/b":{}}}}
{"op":"delete","table":"france_competence","key":{"active":true,"numero_fiche":"RNCP1"},"before":{"numero_fiche":"RNCP1","active":true,"x":{"a/b":{"~":1}}}}
END
diff-table k1.db k2.db | jq -c '[.changes[].path]' >out
same 'paths are JSON Pointers' <<'END'
["/active","/x/a~1b/~0"]
END
run diff-table -s -i /active,/x/a~1b k1.db k2.db
is "$rc/$(cat out err)" 0/ '  those of -i too'

# Builds: every table with its key, in order.
mkdir none full other
while read -r db table key; do
	rows "full/$db.db" "$table" '{}' && echo "$table $key"
done >want <<'END'
bcn n_formation_diplome FORMATION_DIPLOME
bcn n_formation_diplome_enquete_51 FORMATION_DIPLOME
bcn n_niveau_formation_diplome NIVEAU_FORMATION_DIPLOME
bcn v_formation_diplome FORMATION_DIPLOME
kit_apprentissage kit_apprentissage cfd,rncp
referentiel referentiel siret,uai
catalogue catalogue cle_ministere_educatif
france_competence france_competence numero_fiche
france_competence archive nom
communes commune code_insee
mission_locale insee_to_ml code_insee
entreprise etablissement identifiant
entreprise unite_legale identifiant
adresse adresse codePostal,codeInsee,adresse
kali_ccn kali_ccn type,id,idcc
dares_ccn dares_ccn idcc
dares_ape_idcc dares_ape_idcc naf,idcc
npec npec filename,type,rncp,cpne_code
npec npec_normalized filename,rncp,cpne_code
npec npec_file filename
certifications certifications cfd,rncp,debut,fin
organismes organisme siret,uai
formation formation cle_ministere_educatif
END
rows full/kit_apprentissage.db source_kit_apprentissage '{"date":"2026"}'
run diff-table none full
clean 'two builds'
jq -r '[.op, .table, (.key | keys_unsorted | join(","))] | join(" ")' out |
    sed 's/^insert //' >got
is "$(diff want got)" '' 'every table of a build has its key, in order'
is "$(diff-table -s full none | jq -c '[.table, .before, .after, .delete]' |
    tail -n 1)" '["formation",1,0,1]' 'a database that only one has'
is "$(diff-table -s -a full full | jq -c '[.table, .before, .after]' |
    wc -l)" 23 '-s -a: every table'
is "$(diff-table -s -a none none)" '' '  that one of them has'
run diff-table full full
is "$rc/$(cat out err)" 0/ 'a build and itself'
rows other/bcn.db v_formation_diplome '{"FORMATION_DIPLOME":"1"}'
diff-table -b full other | jq -c '[.op, .table]' | sed -n 3,5p >out
same 'a table that only one has' <<'END'
["delete","n_niveau_formation_diplome"]
["delete","v_formation_diplome"]
["insert","v_formation_diplome"]
END
diff-table -s full/ other/ organisme | jq -c '[.table, .delete]' >out
same 'one table of two builds' <<'END'
["organisme",1]
END
run diff-table full/kit_apprentissage.db full/kit_apprentissage.db \
    source_kit_apprentissage
is "$rc/$(cat out err)" 0/ 'a table of databases only has a key too'
sqlite3 full/bcn.db 'DROP TABLE n_formation_diplome'
run diff-table -s full/bcn.db other/bcn.db v_formation_diplome
is "$rc/$(jq -c '[.insert, .delete]' out)" '0/[1,1]' 'two databases of several tables'
run diff-table -s other/bcn.db full/bcn.db n_niveau_formation_diplome
is "$rc/$(jq -c .insert out)" 0/1 'a table that the old database lacks is empty'

# Wrong command lines and bad databases.
refused() {
	local code=$1 pattern=$2
	shift 2
	run diff-table "$@"
	sed -i '/^usage: /d' err
	refuses "$code" "$pattern" "diff-table $*"
	is "$(cat out)" '' '  nothing is printed'
}
refused 2 '-k .*none is a directory' -k nom none full
refused 2 'source_kit_apprentissage' none full source_kit_apprentissage
refused 2 "'nulle' is not a table of a build" none full nulle
refused 1 "none, none: no table 'formation'" none none formation
refused 2 'both be databases or directories' none old.db
refused 2 'no key is known' all.db all.db
refused 2 "-k: all.db: t has no column 'x'; it has: k, v, j" -k k,x all.db all.db
refused 2 "none.db: t has no column 'K'" -k K none.db all.db t
refused 2 "no column ''" -k '' all.db all.db
refused 2 "'k' twice" -k k,v,k all.db all.db
refused 2 "JSON Pointers .* not 'l'" -i /a,l old.db new.db
refused 2 "not '/~2'" -i /~2 old.db new.db
refused 2 "not ''" -i '' old.db new.db
refused 2 'exclude each other' -b --full old.db new.db
refused 2 'exclude each other' -s -b --full old.db new.db
refused 2 'has 3 tables' full/bcn.db full/bcn.db
refused 2 'NEW is missing' old.db
refused 1 "new.db: no table 'nulle'" old.db new.db nulle
refused 1 'absent.db: No such file' absent.db new.db
refused 1 'absent: No such file' none absent
echo '<html>' >html.db
refused 1 'html.db: not an SQLite database' old.db html.db
: >empty.db
refused 1 'empty.db: no table' old.db empty.db

cp old.db bad.db
sqlite3 bad.db "UPDATE catalogue SET doc = '{\"a\":' WHERE rowid = 5"
refused 1 'bad.db: catalogue: row 5: ' old.db bad.db
refused 1 'bad.db: catalogue: row 5: ' bad.db f1.db
run diff-table -s bad.db bad.db
is "$rc/$(cat err)" 0/ 'a record that does not differ is not parsed'
cp bad.db worse.db
sqlite3 worse.db "DELETE FROM catalogue WHERE rowid = 1"
run diff-table -s bad.db worse.db
is "$rc/$(cat err)" 0/ '  in a table that differs too'
sqlite3 wide.db "PRAGMA encoding='UTF-16be'" 'CREATE TABLE t (k)' \
    "INSERT INTO t VALUES (char(0xe000)), (char(0x1f600))"
run diff-table -k k wide.db none.db
refuses 1 'wide.db: t: its rows are not in the order of the key' \
    'an order that is not that of bytes'
echo before >kept
run diff-table -o kept old.db bad.db
is "$rc/$(cat kept)" 1/before 'a failure leaves the file of -o'

# Memory does not depend on the size of the tables, sorted by an index or not.
if measured; then
	sqlite3 big1.db "CREATE TABLE catalogue (cle_ministere_educatif TEXT,
	    doc TEXT); WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1
	    FROM n WHERE i < 40000) INSERT INTO catalogue SELECT
	    printf('%09d', i * 7919 % 40001), printf(
	    '{\"cle_ministere_educatif\":\"%09d\",\"v\":%d,\"x\":\"%.2000c\"}',
	    i * 7919 % 40001, i, 'x') FROM n"
	cp big1.db big2.db
	sqlite3 big2.db "UPDATE catalogue SET doc = replace(doc, '\"v\":',
	    '\"w\":') WHERE rowid % 100 = 0"
	for index in '' 'CREATE INDEX i ON catalogue (cle_ministere_educatif)'; do
		sqlite3 big1.db "$index"
		sqlite3 big2.db "$index"
		/usr/bin/time -f %M -o memory diff-table big1.db big2.db >out
		is "$(wc -l <out)" 400 'eighty megabytes with 400 changes'
		ok "$([ "$(cat memory)" -lt 32768 ]; echo $?)" \
		    "  less than 32 MiB: $(cat memory) KiB"
	done
else
	skip 'memory'
fi

# The feed is a patch.
pairs=$(fewer 200 40)
python3 "$root/tests/feed.py" 20261129 "$pairs" >out 2>&1
is "$(sort out | uniq -c | sed 's/^ *//' | head -n 3)" "$pairs same" \
    'applied to the old records, the feed gives the new ones'

cases 'publication/diff_*'
done_testing
