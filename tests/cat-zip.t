#!/bin/bash
# cat-zip: members in order, names as people see them, damage refused.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

python3 - <<'PY'
import zipfile, struct, zlib, io, sys, random
D = zipfile.ZIP_DEFLATED

def make(path, members, method=D):
    with zipfile.ZipFile(path, 'w', method) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name), data, compress_type=method)

big = b''.join(b'%d;ligne\n' % i for i in range(200000))
open('big.csv', 'wb').write(big)
make('plain.zip', [('b.csv', b'b\n'), ('dir/', b''), ('a.csv', b'a\n'),
    ('vide.csv', b''), ('dir/big.csv', big)])
make('stored.zip', [('a.csv', b'a\n')], zipfile.ZIP_STORED)
make('nfd.zip', [('Donne\u0301es_e\u0300re_C\u0327a_a\u0302_n\u0303_Y\u0308.csv', b'x\n'),
    ('q\u0301.csv', b'y\n')])
make('none.zip', [])

class Pipe(io.RawIOBase):  # not seekable: data descriptors
    def __init__(self, f): self.f = f
    def writable(self): return True
    def write(self, b): return self.f.write(bytes(b))
with open('descriptor.zip', 'wb') as f:
    with zipfile.ZipFile(Pipe(f), 'w', D) as z:
        z.writestr('a.csv', b'a\n' * 1000)

with zipfile.ZipFile('bomb.zip', 'w', D, compresslevel=9) as z:
    with z.open('zeros', 'w') as f:
        for _ in range(200):
            f.write(bytes(1000000))
def raw(path, members):  # names as these bytes, without the flag of UTF-8
    with zipfile.ZipFile(path, 'w', D) as z:
        for i, (name, data) in enumerate(members):
            z.writestr(chr(65 + i) * len(name), data)
    b = open(path, 'rb').read()
    for i, (name, data) in enumerate(members):
        b = b.replace(bytes([65 + i]) * len(name), name)
    open(path, 'wb').write(b)
for i, name in enumerate([b'../upper', b'/etc/passwd', b'a/../../b', b'export\\a.csv', b'a\nbcd', b'..xxxx']):
    raw('trick%d.zip' % i, [(b'ok.csv', b'ok\n'), (name, b'x\n')])
accents = ['Référentiel_été.csv', 'Données à jour.csv', 'Émérite.csv', 'çà et là ô û î ê.csv']
raw('cp437.zip', [(n.encode('cp437'), b'x\n') for n in accents])
raw('cp1252.zip', [(n.encode('cp1252'), b'x\n') for n in accents + ['l’œuvre – à 10 €.csv', 'l’alternance.csv']])
raw('utf8.zip', [(n.encode(), b'x\n') for n in accents])
raw('upper437.zip', [('ÉTÉ°.csv'.encode('cp437'), b'x\n')])

# the packed bytes, the CRC and the size of the only member, falsified
make('one.zip', [('a.csv', random.Random(1).randbytes(3000).hex().encode()[:3000])])
one = open('one.zip', 'rb').read()
cd = one.rindex(b'PK\1\2')
def patch(path, at, data):
    open(path, 'wb').write(one[:at] + data + one[at + len(data):])
patch('crc.zip', cd + 16, b'\1\2\3\4')
patch('more.zip', cd + 24, struct.pack('<L', 2999))
patch('less.zip', cd + 24, struct.pack('<L', 3001))
patch('packed.zip', 30 + 5 + 800, b'\xff' * 40)
patch('method.zip', cd + 10, struct.pack('<H', 99))
patch('encrypted.zip', cd + 8, struct.pack('<H', 1))
for i, n in enumerate([1, 4, 22, 100, len(one) // 2, cd, cd + 10, len(one) - 1]):
    open('cut%d.zip' % i, 'wb').write(one[:n])
PY

run cat-zip -h
clean '-h'
run cat-zip -V
clean '-V'
run cat-zip
is "$rc" 2 'no archive is wrong use'
run cat-zip -l plain.zip a.csv
is "$rc" 2 '-l takes no member'
run cat-zip -z plain.zip
is "$rc" 2 'unknown option'

run cat-zip -l plain.zip
clean '-l'
same '-l: names and sizes in archive order' <<EOT
{"name":"b.csv","size":2}
{"name":"dir/","size":0}
{"name":"a.csv","size":2}
{"name":"vide.csv","size":0}
{"name":"dir/big.csv","size":$(wc -c <big.csv)}
EOT
run cat-zip plain.zip
clean 'all members'
{ printf 'b\na\n'; cat big.csv; } | same 'all members in archive order'
run cat-zip plain.zip a.csv b.csv a.csv
clean 'named members'
printf 'a\nb\na\n' | same 'named members in the order asked'
run cat-zip plain.zip vide.csv
clean 'an empty member'
same 'an empty member prints nothing' </dev/null
run cat-zip -o o.csv plain.zip dir/big.csv
clean '-o'
cmp -s o.csv big.csv
ok $? '-o writes the file'
run cat-zip stored.zip
clean 'a stored member'
run cat-zip descriptor.zip
clean 'data descriptors'
is "$(wc -c <out)" 2000 'data descriptors: all bytes'
run cat-zip none.zip
clean 'an archive without members'

run cat-zip -l nfd.zip
same 'names are composed' <<'EOT'
{"name":"Données_ère_Ça_â_ñ_Ÿ.csv","size":2}
{"name":"q́.csv","size":2}
EOT
run cat-zip nfd.zip Données_ère_Ça_â_ñ_Ÿ.csv
clean 'found by its composed name'

run cat-zip nfd.zip "$(printf 'Donne\xCC\x81es_e\xCC\x80re_C\xCC\xA7a_a\xCC\x82_n\xCC\x83_Y\xCC\x88.csv')"
clean 'and by the other one'

accents='Référentiel_été.csv
Données à jour.csv
Émérite.csv
çà et là ô û î ê.csv'
for z in cp437 utf8; do
	run cat-zip -l $z.zip
	is "$rc/$(jq -r .name out)" "0/$accents" "names in $z"
	run cat-zip $z.zip 'Données à jour.csv'
	clean '  found by the name that people see'
done
run cat-zip -l cp1252.zip
is "$rc/$(jq -r .name out)" "0/$accents
l’œuvre – à 10 €.csv
l’alternance.csv" "names in cp1252"
run cat-zip cp1252.zip 'l’œuvre – à 10 €.csv'
clean '  found by the name that people see'
run cat-zip -l upper437.zip
is "$(jq -r .name out)" 'ÉTÉ°.csv' 'capitals in CP437'

run cat-zip plain.zip a.csv nulle.csv
refuses 1 "plain.zip: no member 'nulle.csv' .-l lists the members." 'a missing member'
is "$(wc -c <out)" 0 'a missing member: nothing printed before'
run cat-zip plain.zip dir/
refuses 1 'dir/: is a directory' 'a directory'
for i in 0 1 2 3 4 5; do
	run cat-zip trick$i.zip
	is "$rc/$(cat out err)" "0/ok
x" "a name is no danger on standard output $i"
done
for name in '../upper' 'export/a.csv' 'export\a.csv' '/etc/passwd'; do
	for i in 0 1 3; do cat-zip trick$i.zip "$name" 2>/dev/null; done >out
	is "$(cat out)" x "asked for by name: $name"
done

run cat-zip -o bomb.out bomb.zip
refuses 1 'zeros: 200000000 bytes packed in [0-9]+: .*zip bomb' 'zip bomb'
[ ! -e bomb.out ] && [ ! -e bomb.out.tmp ]
ok $? 'zip bomb: no file left'
run cat-zip crc.zip
refuses 1 'crc.zip: a.csv: CRC error' 'a wrong CRC'
run cat-zip more.zip
refuses 1 'more.zip: a.csv: ' 'more bytes than announced'
run cat-zip less.zip
refuses 1 'less.zip: a.csv: ' 'fewer bytes than announced'
run cat-zip packed.zip
refuses 1 'packed.zip: a.csv: ' 'damaged packed bytes'
run cat-zip method.zip
refuses 1 'method.zip: ' 'an unknown method'
run cat-zip encrypted.zip
refuses 1 'encrypted.zip: a.csv: ' 'an encrypted member'
for i in 0 1 2 3 4 5 6 7; do
	run cat-zip cut$i.zip
	refuses 1 "cut$i.zip: " "cut short $i"
done
run cat-zip cut4.zip
refuses 1 'cut4.zip: a ZIP archive cut short: it has no end' 'without its end'
: >vide.zip
run cat-zip vide.zip
refuses 1 'vide.zip: not a ZIP archive' 'an empty file'
echo '<!DOCTYPE html><html><body>Erreur 503</body></html>' >html.zip
run cat-zip html.zip
refuses 1 'html.zip: not a ZIP archive but a page of HTML' 'a page instead of an archive'
echo a | gzip >gz.zip
run cat-zip gz.zip
refuses 1 'gz.zip: not a ZIP archive but a gzip file' 'a gzip file'
run cat-zip nulle-part.zip
refuses 1 'nulle-part.zip: No such file or directory' 'no archive'

cat-zip plain.zip >/dev/full 2>err
is $? 1 'a full disk'
(trap - PIPE; cat-zip plain.zip; echo $? >rc) 2>err | head -n 1 >/dev/null
is "$(cat rc)" 141 'a closed pipe'
done_testing
