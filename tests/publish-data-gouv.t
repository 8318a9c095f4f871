#!/bin/bash
# publish-data-gouv against a server that answers as data.gouv.fr's API does.
. "$(dirname "$0")/lib.sh"
unset ${!DATA_GOUV_*}
export ALTERNANCE_ENV=''
cd "$T" || exit 1
api=www/api/1/datasets/jeu
mkdir -p $api/resources/r1/upload $api/resources/r2/upload $api/upload files
printf 'a,b\n1,2\n' >files/same.csv
printf 'a,b\n3,4\n' >files/changed.csv
printf 'new "x";y\n' >'files/new "x";y.csv'
dataset() { # dataset: what the server says of it
	jq -n --arg same "$(sha1sum <files/same.csv | cut -d ' ' -f 1)" '{ id: "5e",
	    resources: [ { id: "r0", title: "other.csv", checksum: null },
	    { id: "r1", title: "same.csv", checksum: { type: "sha1", value: $same } },
	    { id: "r2", title: "changed.csv", checksum: { type: "sha1", value: "0" } },
	    { id: "r3", title: "changed.csv" } ] }' >$api/.json
}
dataset
answer() { # answer PATH STATUS BODY
	printf '%s\n%s' "$2" "$3" >"$api/$1/.answer"
}
answer upload 201 '{"id":"r4","success":true}'
answer resources/r2/upload 200 '{"id":"r2","success":true}'
httpd www
export DATA_GOUV_URL=$url DATA_GOUV_API_KEY=s3cret
publish() { run "$root/pipelines/publish-data-gouv" "$@"; }
asked() { sed 's|/api/1/datasets/jeu||' requests | tr '\n' ' '; : >requests; }

publish -n jeu files/*
clean 'dry run'
same 'what would be done' <<'END'
{"op":"update","table":"resource","_id":"r2","set":{"title":"changed.csv"}}
{"op":"insert","table":"resource","_id":null,"set":{"title":"new \"x\";y.csv"}}
{"counts":{"insert":1,"update":1,"same":1}}
END
is "$(asked)" 'GET / 200 ' 'nothing is sent'

publish jeu files/*
clean 'published'
is "$(tail -n 1 out)" '{"counts":{"insert":1,"update":1,"same":1}}' 'the counts'
is "$(asked)" 'GET / 200 POST /resources/r2/upload/ 200 POST /upload/ 201 ' \
    'a file replaced where it is, another added, the third left alone'
is "$(head -n 1 $api/upload/.posted)" s3cret 'the key in its field'
ok "$(grep -q 'name="file"; filename="changed.csv"' $api/resources/r2/upload/.posted &&
    grep -q '^3,4' $api/resources/r2/upload/.posted; echo $?)" 'the file as a form'
ok "$(grep -q 'new \(\\"\|%22\)x\(\\"\|%22\);y.csv' $api/upload/.posted; echo $?)" \
    'a name with quotes'
DATA_GOUV_URL=$url/api/1/ publish -q jeu files/same.csv
is "$rc/$(cat out err)" '0/{"counts":{"insert":0,"update":0,"same":1}}' \
    'an address with /api/1; nothing to do; -q'
asked >/dev/null

# What is seen of curl: its arguments, and those of what runs meanwhile.
mkdir spy
cat >spy/curl <<END
#!/bin/bash
printf '%s\n' "\$@" >>"$T/argv"
exec $(command -v curl) "\$@"
END
chmod +x spy/curl
PATH=$T/spy:$PATH publish jeu files/changed.csv
clean 'once more'
is "$(grep -c s3cret argv)$(grep -c X-API argv)" 00 'no key in argv'
echo k3y >keyfile
: >$api/resources/r2/upload/.posted
DATA_GOUV_API_KEY='' DATA_GOUV_API_KEY_FILE=keyfile publish jeu files/changed.csv
is "$rc$(head -n 1 $api/resources/r2/upload/.posted)" 0k3y 'the key from a file'

answer resources/r2/upload 403 $'{"message":\n"no right"}'
publish jeu files/*
refuses 1 '/resources/r2/upload/: HTTP 403: \{"message": "no right"\}$' \
    'refused: the answer is printed'
is "$(tail -n 1 out)" '{"counts":{"insert":1,"update":0,"same":1}}' \
    'the other files are published'
answer resources/r2/upload 503 busy
publish jeu files/changed.csv
refuses 75 'HTTP 503: busy' 'the server fails: later'
answer upload 400 wrong
publish jeu files/*
is "$rc$(wc -l <err)" 12 'refused and later: refused'
answer resources/r2/upload 200 '<html>welcome</html>'
publish jeu files/changed.csv
refuses 1 'the answer is not that of an upload' 'a page in place of an answer'
echo '<html>' >$api/.json
publish jeu files/changed.csv
refuses 1 '/jeu/: the answer is not a dataset' 'a page in place of a dataset'
echo '{"resources":[{"id":"../x","title":"changed.csv"}]}' >$api/.json
publish jeu files/changed.csv
refuses 1 "id: not an identifier '../x'" 'an identifier that leads elsewhere'
publish nothing files/changed.csv
refuses 1 '/nothing/: HTTP 404' 'no such dataset'
DATA_GOUV_URL=http://127.0.0.1:1 publish jeu files/changed.csv
refuses 75 'no answer: curl: ' 'no server: later'

dataset
publish jeu files/changed.csv files/none.csv
refuses 1 'files/none.csv: not a file' 'a file that is not there: nothing is sent'
mkdir twice && cp files/same.csv twice
publish jeu files/same.csv twice/same.csv
refuses 2 "two files would be the resource 'same.csv'" 'two files of one name'
publish jeu/../x files/same.csv
refuses 2 'DATASET: not the name' 'DATASET'
DATA_GOUV_API_KEY='' publish jeu files/same.csv
refuses 1 'DATA_GOUV_API_KEY is not set' 'no key'
publish jeu
is "$rc$(wc -l <err)" 22 'no file'
publish -x jeu files/same.csv
is "$rc/$(head -n 1 err)" "2/publish-data-gouv: unknown option '-x'" 'unknown option'
publish -h
clean 'help'
done_testing
