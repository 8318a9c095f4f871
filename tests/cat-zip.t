#!/bin/bash
# cat-zip: members in order, names composed, damage and tricks refused.
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
for i, name in enumerate(['../up', '/etc/passwd', 'a/../../b', 'a\\b', 'a\nb', '..']):
    make('trick%d.zip' % i, [('ok.csv', b'ok\n'), (name, b'x\n')])

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

run cat-zip plain.zip a.csv nulle.csv
refuses 1 'plain.zip: nulle.csv: no such member' 'a missing member'
is "$(wc -c <out)" 0 'a missing member: nothing printed before'
run cat-zip plain.zip dir/
refuses 1 'dir/: is a directory' 'a directory'
for i in 0 1 2 3 4 5; do
	run cat-zip trick$i.zip
	refuses 1 "trick$i.zip: .*: unsafe name" "path trick $i"
	is "$(wc -c <out)" 0 "path trick $i: nothing printed before"
done
run cat-zip trick0.zip ok.csv
clean 'a safe member of such an archive'
run cat-zip trick0.zip ../up
refuses 1 'unsafe name' 'an unsafe name asked for'

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
: >vide.zip
run cat-zip vide.zip
refuses 1 'vide.zip: cannot open' 'an empty file'
echo '<!DOCTYPE html><html><body>Erreur 503</body></html>' >html.zip
run cat-zip html.zip
refuses 1 'html.zip: cannot open' 'a page instead of an archive'
run cat-zip nulle-part.zip
refuses 1 'nulle-part.zip: cannot open the archive: No such file' 'no archive'

cat-zip plain.zip >/dev/full 2>err
is $? 1 'a full disk'
(trap - PIPE; cat-zip plain.zip; echo $? >rc) 2>err | head -n 1 >/dev/null
is "$(cat rc)" 141 'a closed pipe'
done_testing
