#!/bin/bash
# sample-upstream: repeatable, well formed, and awkward where it should be.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

run sample-upstream -o one
clean "a sample is written"
is "$(wc -c <out)" 0 "nothing is printed"
is "$(cd one && ls)" "$(grep -v '^#' "$root/pipelines/sources.tsv" | cut -f 1 |
    sort)" "all sources"
find one -type f -exec touch -d 2001-01-01 {} +
run sample-upstream -o one
clean "again"
is "$(find one -type f -newermt 2002-01-01)" "" "files that are equal stay"
some=bcn,kit_apprentissage,france_competence,referentiel
TZ=Asia/Tokyo run sample-upstream --seed 1 --scale 1 --sources $some -o two
for source in ${some//,/ }; do
	is "$(diff -r "one/$source" "two/$source")" "" \
		"same seed, same bytes, in any zone: $source"
done
run sample-upstream -s 2 --sources $some -o two
for source in ${some//,/ }; do
	is "$(diff -rq "one/$source" "two/$source" | wc -l)" \
		"$(find "one/$source" -type f ! -name N_NIV\* | wc -l)" \
		"another seed, other files: $source"
done
# The bytes of every file, unpacked: no compiler, processor or zlib changes them.
contents() {
	find one -type f | sort | while read -r file; do
		echo "$file"
		case $file in
		*.zip | *.xlsx) /usr/bin/python3 -c 'import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
for name in z.namelist():
    sys.stdout.buffer.write(name.encode() + b"\n" + z.read(name))' "$file" ;;
		*) cat "$file" ;;
		esac
	done
}
is "$(contents | sha256sum | cut -c1-16)" 4208aedc131e5320 "the bytes that it always wrote"
run sample-upstream --scale 2 --sources bcn,referentiel -o three
clean "some sources"
is "$(cd three && echo *)" "bcn referentiel" "only these"
is "$(wc -l <three/bcn/N_FORMATION_DIPLOME.csv)" 219 "scale 2"

run sample-upstream --sources catalogue --catalogue-zip -o one
clean "the catalogue as an archive"
is "$(cd one/catalogue && echo *)" formations.zip "instead of the array"
cat-zip one/catalogue/formations.zip >lines
is "$(jq -s length lines)" 1500 "JSON lines"
run sample-upstream --sources catalogue -o one
is "$(cd one/catalogue && echo *)" formations.json "and back"
jq -c '.[]' one/catalogue/formations.json | cmp -s - <(jq -c . lines)
ok $? "of the same formations"

run sample-upstream
is "$rc/$(sed q err)" "2/sample-upstream: -o RAWDIR is needed" "no -o"
run sample-upstream -o x --sources bcn,siret
is "$rc/$(sed q err | cut -c-82)" \
	"2/sample-upstream: --sources: unknown source 'siret' (known: bcn, kit_apprentissage," \
	"unknown source"
run sample-upstream -o x --scale 0
is "$rc" 2 "scale 0"
run sample-upstream -o x --scale 401
is "$rc" 2 "scale 401"
run sample-upstream -o x y
is "$rc/$(ls)" "2/$(ls)" "an operand is one too many"
run sample-upstream -h
is "$rc" 0 "-h"
run sample-upstream -V
is "$rc" 0 "-V"
run sample-upstream --sources adresse -o /dev/full
refuses 1 "make directory|Not a directory" "a file is no folder"

# Formats, by other people's readers.
cat >check.py <<'END'
import csv, glob, io, json, re, sys, unicodedata, zipfile
import xml.etree.ElementTree as xml

raw = sys.argv[1]
def path(name): return raw + '/' + name
def say(*words): print(*words)

for name, columns in ('N_FORMATION_DIPLOME', 59), ('V_FORMATION_DIPLOME', 38), \
        ('N_FORMATION_DIPLOME_ENQUETE_51', 45), ('N_NIVEAU_FORMATION_DIPLOME', 12):
    data = open(path('bcn/%s.csv' % name), 'rb').read()
    assert data.endswith(b'\n') and b'\r' not in data
    for line in data[:-1].split(b'\n'):
        assert line.count(b';') == columns - 1, line
data = open(path('bcn/N_FORMATION_DIPLOME.csv'), 'rb').read()
say('bcn', *(byte in data for byte in (b'\x92', b'\x85', b'\xa0', b'"', b'\xe9')))

for name in glob.glob(path('*/*.json')) + glob.glob(path('*/*/*.json')):
    json.load(open(name, encoding='utf-8'))
for name in glob.glob(path('*/*.ndjson')):
    for line in open(name, encoding='utf-8'):
        json.loads(line)
say('json')

forms = set()
for name in sorted(glob.glob(path('france_competence/*.zip'))):
    z = zipfile.ZipFile(name)
    assert z.testzip() is None and len(z.infolist()) == 10
    for i in z.infolist():
        n = i.filename
        if not i.flag_bits & 0x800:
            n = n.encode('cp437').decode('utf-8')
        if not n.isascii():
            forms.add((unicodedata.is_normalized('NFC', n), i.flag_bits & 0x800 != 0))
        text = z.read(i).decode('utf-8')
        assert text.endswith('\r\n')
        rows = list(csv.reader(io.StringIO(text, newline=''), delimiter=';', strict=True))
        assert all(len(r) == len(rows[0]) for r in rows) and len(rows) > 1
say('zip', *sorted(forms))

z = zipfile.ZipFile(path('acce/ACCE.zip'))
assert z.testzip() is None and len(z.infolist()) == 5
for i in z.infolist():
    text = z.read(i).decode('latin1')
    rows = list(csv.reader(io.StringIO(text, newline=''), delimiter=';', strict=True))
    assert all(len(r) == len(rows[0]) for r in rows) and len(rows) > 1
    if i.filename == 'ACCE_UAI.csv':
        say('acce', len(rows[0]), *(byte in text for byte in ('\x92', '\x85', '\xa0', '""')),
            any('\n' in cell for r in rows for cell in r), len(rows) > len(set(map(tuple, rows))))

for name in glob.glob(path('kit_apprentissage/history/*.csv')):
    rows = list(csv.reader(open(name, encoding='utf-8', newline=''), delimiter=';', strict=True))
    assert all(len(r) == len(rows[0]) for r in rows), name
    assert any('\n' in cell for r in rows for cell in r), name

main = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
numbers = empty = rich = 0
for name in glob.glob(path('kit_apprentissage/history/*.xlsx')):
    z = zipfile.ZipFile(name)
    assert z.testzip() is None
    parts = {n: xml.fromstring(z.read(n)) for n in z.namelist()}
    strings = parts['xl/sharedStrings.xml'].findall(main + 'si')
    rich += sum(s.find(main + 'r') is not None for s in strings)
    last = 0
    for row in parts['xl/worksheets/sheet2.xml'].iter(main + 'row'):
        assert int(row.get('r')) > last
        last = int(row.get('r'))
        for c in row:
            v = c.find(main + 'v')
            if v is None:
                empty += 1
            elif c.get('t') == 's':
                assert int(v.text) < len(strings)
            elif c.get('r').startswith('A'):
                numbers += 1
say('xlsx', numbers > 3, empty > 100, rich > 3)
END
if command -v python3 >/dev/null; then
	run python3 check.py one
	clean "well formed for Python"
	same "with all their awkward bytes" <<-'END'
	bcn True True True True True
	json
	zip (False, False) (False, True) (True, False)
	acce 88 True True True True True True
	xlsx True True True
	END
else
	skip "no python3"
fi

# Everything below is counted in the databases that are built from it.
if ! make -s -C "$root" BUILD="${bin%/bin}" DATADIR="$T/data" formation \
	>"$T/log" 2>&1; then
	ok 1 "make formation: $(tail -n 1 "$T/log")"
	done_testing
	exit
fi
ok 0 "make formation"

# at_least DB TABLE: lines "N what: FILTER" on standard input; at least N of the
# table's records pass that jq filter.
at_least() {
	local i=0 line least=() what=() filter=.
	while read -r line; do
		[[ $line =~ ^([0-9]+)\ ([^:]*):\ (.*)$ ]]
		least+=("${BASH_REMATCH[1]}")
		what+=("${BASH_REMATCH[2]}")
		filter+=" | if (\$r | ${BASH_REMATCH[3]}) then .[$i] += 1 else . end"
		i=$((i + 1))
	done
	cat-table "data/db/$1.db" "$2" | jq -n \
		"reduce inputs as \$r ([range($i) | 0]; $filter) | .[]" >counts
	i=0
	while read -r line; do
		[ "$line" -ge "${least[$i]}" ]
		ok $? "$2: ${what[$i]} ($line)"
		i=$((i + 1))
	done <counts
	is "$i" "${#least[@]}" "$2: all counted"
}

# all NAME PROGRAM DB TABLE: the jq program over all records says true.
all() {
	is "$(cat-table "data/db/$3.db" "$4" | jq -s "$2")" true "$1"
}

at_least bcn n_formation_diplome <<'END'
5 successors: .NOUVEAU_DIPLOMES != []
5 predecessors: .ANCIEN_DIPLOMES != []
1 several predecessors: .ANCIEN_DIPLOMES | length > 2
1 no opening: .DATE_OUVERTURE == null
5 no closing: .DATE_FERMETURE == null
1 no level of qualification: .NIVEAU_QUALIFICATION_RNCP == null
1 leading zeros: .FORMATION_DIPLOME | startswith("0")
END
at_least bcn n_formation_diplome_enquete_51 <<'END'
1 letters in a code: .FORMATION_DIPLOME | test("^..[A-Z]")
END
all "no code twice in a table" \
	'map(.FORMATION_DIPLOME) | (unique | length) == length' \
	bcn n_formation_diplome

others="acce kali_ccn dares_ccn dares_ape_idcc npec"
make -s -C "$root" BUILD="${bin%/bin}" DATADIR="$T/data" $others >"$T/log" 2>&1
ok $? "make $others"
at_least acce acce_uai <<'END'
1 no date_ouverture: .date_ouverture == "null"
1 quotes: .type_uai_libe | contains("\"")
1 a contract nobody knows: .contrat_etablissement == "!!"
1 no academy: .academie == null
1 no coordinates: .coordonnee_x == null
1 negative coordinates: .coordonnee_y < 0
1 mothers: .niveau_uai_libe == "UAI mère"
END
at_least kali_ccn kali_ccn <<'END'
5 texts: .type == "TI"
1 no IDCC: .idcc == 0
1 before 1911: .debut | endswith(":39.000Z")
5 in force: .fin == null
END
at_least dares_ccn dares_ccn <<'END'
1 footnote: .idcc == 0
END
at_least dares_ape_idcc dares_ape_idcc <<'END'
5 not told or others: .convention_collective == null
END
at_least npec npec <<'END'
5 not communicated: .data.npec == null and .data.type == "npec"
5 no certifier: .data.certificateur == null and .data.date_applicabilite
5 two codes: .data.rncp // "" | contains("/")
5 no prefix: .data.rncp // "" | test("^[0-9]")
5 of 2019: .data.procedure == 2019 and .data.rncp == null
5 diplomas: .data.diplome_code
END
at_least npec npec_normalized <<'END'
1 several amounts: .npec | length > 1
1 no convention: .idcc == []
5 of a procedure: .date_applicabilite == "2022-08-31T22:00:00.000Z"
END
cfd() {
	cat-table data/db/bcn.db "$1" | jq -r .FORMATION_DIPLOME | sort
}
cfd n_formation_diplome >n
cfd n_formation_diplome_enquete_51 >n51
cfd v_formation_diplome >v
[ "$(comm -12 n n51 | wc -l)" -ge 5 ]
ok $? "CFD in N and in N_51"
[ "$(sort n n51 | comm -13 - v | wc -l)" -ge 5 ]
ok $? "CFD in V only"

at_least kit_apprentissage kit_apprentissage <<'END'
3 pairs with an unknown CFD: .cfd | startswith("97Y") or startswith("98Z")
3 pairs with an unknown fiche: .rncp | startswith("RNCP9")
2 RNCP codes that are none: .rncp | test("^RNCP[0-9]*$") | not
1 a row without CFD: .cfd == "00000000"
1 a code with a blank: .cfd | startswith(" ")
END
at_least france_competence france_competence <<'END'
10 fiches of RS: .numero_fiche | startswith("RS")
20 inactive fiches: .active == false
3 fiches gone since: .date_derniere_publication < "2025"
3 fiches lost from Standard: .data.standard == null
3 successions: .data.ancienne_nouvelle_certification != []
3 no effective date: .data.standard.Date_Effet == null
1 a level to be taken over: .data.standard.Nomenclature_Europe_Niveau == "REPRISE"
3 never active: .date_premiere_activation == null
3 active in one archive only: .date_premiere_activation != null and .date_premiere_activation == .date_derniere_activation
END
is "$(cat-table data/db/france_competence.db archive | wc -l)" 4 "archives"
at_least certifications certifications <<END
50 whole certifications: .identifiant.cfd and .identifiant.rncp
50 CFD alone: .identifiant.rncp == null
50 RNCP alone: .identifiant.cfd == null
3 a gap between two fiches: .identifiant.rncp == null and \
.periode_validite.debut == "2023-01-01T00:00:00.000+01:00" and \
.periode_validite.fin == "2024-03-21T23:59:59.000+01:00"
3 fiche wider than the CFD: .identifiant.cfd == null and .periode_validite.debut == "2024-09-01T00:00:00.000+02:00"
3 start after the end: .periode_validite.debut and .periode_validite.fin and .periode_validite.debut > .periode_validite.fin
3 without any date: .periode_validite.debut == null
3 not open to apprenticeship: .type.voie_acces.rncp and (.type.voie_acces.rncp | .apprentissage or .contrat_professionnalisation | not)
9 chains of three CFD: .continuite.cfd | length >= 3
2 chains of fiches: .continuite.rncp | length >= 2
END
all "the same CFD uncovered twice (N and N_51)" '[.[] |
	select(.identifiant.rncp == null) |
	[.identifiant.cfd, .periode_validite.debut]] |
	group_by(.) | map(select(length > 1)) | length >= 3' \
	certifications certifications

at_least communes commune <<'END'
3 arrondissements: .arrondissements != []
10 former communes: .anciennes != []
3 former commune of its parent's code: any(.anciennes[]; .codeInsee[2:] < "600")
4 Corsica: .code.insee | test("^2[AB]")
2 communes of Saint-Barthélemy and Saint-Martin: .departement.codeInsee | . == "977" or . == "978"
1 no postal code: .code.postaux == []
3 no mission locale: .mission_locale == null
END
all "whose academy is that of Guadeloupe" \
	'map(select(.departement.codeInsee == "978"))[0].academie.nom ==
	"Guadeloupe"' communes commune
at_least mission_locale insee_to_ml <<'END'
1 the corrected mission: .ml.code == "21231"
3 missions UNML does not know, placed: .ml.contact == {"email": null, "telephone": null, "siteWeb": null} and .ml.localisation.geopoint
3 and not placed: .ml.contact == {"email": null, "telephone": null, "siteWeb": null} and .ml.localisation.geopoint == null
END

at_least referentiel referentiel <<'END'
5 UAI null or absent: .uai == null
5 UAI in lower case: .uai // "" | test("[a-z]")
1 UAI without its zero: .uai // "" | length == 7
1 SIRET without its zero: .siret | length == 13
END
all "UAI obtained, UAI lost" '[group_by(.siret)[] | select(length > 1) |
	map(.uai != null)] | contains([[false, true], [true, false]])' \
	referentiel referentiel
at_least organismes organisme <<'END'
5 closed establishments: .etablissement.fermeture
5 closed units: .unite_legale.actif == false
10 units without a name: .unite_legale.raison_sociale == "[ND]"
20 no address: .etablissement.adresse == null
5 address without a label: .etablissement.adresse and .etablissement.adresse.label == null
5 address without a number: .etablissement.adresse.label // "" | test("^[A-Z]")
50 without UAI: .identifiant.uai == null
50 several contacts: .contacts | length >= 2
END
at_least entreprise etablissement <<'END'
5 establishments unknown: .etablissement == null
END
at_least entreprise unite_legale <<'END'
5 units refused: .unite_legale == null
5 persons: .unite_legale.type == "personne_physique"
END
at_least adresse adresse <<'END'
10 addresses not found: .point == null
END
is "$(list-sirets -d data/db; list-adresses -d data/db)" "" \
	"no question without an answer"
list-sirets -a -d data/db | jq -r '.siret // .siren' | sort >questions
jq -r .identifiant data/raw/entreprise/*.ndjson | sort | diff questions - >diffs
ok $? "no answer of API Entreprise without a question"
question='[.codePostal, .codeInsee, .adresse]'
list-adresses -a -d data/db | jq -c "$question" | sort >questions
jq -c "$question" data/raw/adresse/*.ndjson | sort | diff questions - >diffs
ok $? "no answer of API Adresse without a question"

is "$(jq '[.[] | select(.tags == [])] | length' one/catalogue/formations.json)" \
	30 "formations without a tag"
at_least catalogue catalogue <<'END'
200 starts and ends that do not pair up: (.date_debut // [] | length) != (.date_fin // [] | length)
50 no RNCP: .rncp_code == null
50 RNCPNR: .rncp_code == "RNCPNR"
20 no mef: .bcn_mefs_10 == []
20 two mefs: .bcn_mefs_10 | length == 2
20 no place but the computed one: .lieu_formation_geo_coordonnees == ""
20 places that are postal codes: .code_commune_insee == .code_postal
20 places unknown: .code_commune_insee == "99999"
2 keys come again: .cle_ministere_educatif | startswith("000498") or startswith("000998")
END
at_least formation formation <<'END'
1000 known certifications: .certification.connue
50 composed certifications: .certification.connue | not
20 archived: .statut.catalogue == "archivé"
20 unknown organismes: .formateur | .organisme and (.connu | not)
50 no organisme: .formateur.organisme == null
100 no session: .sessions == []
100 sessions: .sessions | length > 1
20 session upside down: any(.sessions[]; .debut > .fin)
100 URL with a blank: .onisep.url // "" | test(" ")
100 entry year unknown: .modalite.annee_cycle == null
20 in an arrondissement: .lieu.adresse.commune.code_insee | . == "75056" or . == "13055" or . == "69123"
END
[ "$(cat-table data/db/formation.db formation | wc -l)" -lt \
	"$(cat-table data/db/catalogue.db catalogue | wc -l)" ]
ok $? "some formations are skipped"
done_testing
