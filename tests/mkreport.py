"""mkreport.py WHAT: the records of a made-up country, or its ledger as SQL, for
the tests of the report. WHAT: formation, organisme, certifications, commune,
ledger, findings. SUITE_NOW is 2026-11-30T07:00:00Z in them."""
import json
import sys

# Overseas, and as many départements as there are in a block of the mainland.
OVERSEAS = {
    '971': (-61.5, 16.2), '972': (-61.0, 14.6), '973': (-53.0, 4.0),
    '974': (55.5, -21.1), '976': (45.1, -12.8), '987': (-149.5, -17.6)}
CODES = [f'{n:02}' for n in range(1, 96) if n != 20] + ['2A', '2B'] + \
    list(OVERSEAS)
NAMES = {
    '01': 'Ain', '13': 'Bouches-du-Rhône', '75': 'Paris',
    '04': 'Alpes-de-Haute-Provence', '974': 'La Réunion',
    '59': 'Un <b>nom</b> & "deux"',
    '62': 'Département-dont-le-nom-est-sans-fin-et-que-rien-ne-vient-couper'}
BASES = ['bcn', 'kit_apprentissage', 'referentiel', 'catalogue',
         'france_competence', 'communes', 'mission_locale', 'entreprise',
         'adresse', 'certifications', 'organismes', 'formation', 'npec']


def centre(i, code, k):
    lon, lat = OVERSEAS.get(code, (-3 + i % 10, 43 + i // 10 * .7))
    return [round(lon + k % 3 * .11, 4), round(lat + k // 3 * .11, 4)]


def communes():
    for i, code in enumerate(CODES):
        for k in range(9):
            yield {'code': {'insee': f'{code:0<3}{k:02}'[:5]},
                   'nom': f'Commune {i}-{k}',
                   'departement': {
                       'nom': NAMES.get(code, f'Département {code}'),
                       'codeInsee': code},
                   'localisation': {'centre': {
                       'coordinates': centre(i, code, k), 'type': 'Point'}}}


def formations():
    insee = [c['code']['insee'] for c in communes()]
    for n in range(3000):
        commune = None if n % 500 == 7 else insee[n * n % len(insee)]
        yield {'identifiant': {'cle_ministere_educatif': f'K{n}'},
               'statut': {'catalogue': 'archivé' if n % 10 == 3
                          else 'publié'},
               'lieu': {'adresse': {'commune': {'code_insee': commune}}}}


def organismes():
    for n in range(400):
        yield {'identifiant': {'siret': f'{n:014}', 'uai': None},
               'statut': {'referentiel': 'supprimé' if n % 9 == 1
                          else 'présent'}}


# The bounds of a period count: one ends and one begins at SUITE_NOW.
PERIODS = [(None, None), ('2020-01-01T00:00:00.000+01:00', None),
           (None, '2026-11-30T08:00:00.000+01:00'),
           ('2026-11-30T08:00:00.000+01:00', None),
           (None, '2026-11-30T07:59:59.999+01:00'),
           ('2026-11-30T08:00:00.001+01:00', None)]


def certifications():
    for n, (debut, fin) in enumerate(PERIODS):
        yield {'identifiant': {'cfd': f'{n:08}', 'rncp': None},
               'periode_validite': {'debut': debut, 'fin': fin}}


def ledger():
    """Ninety days: two without a run, some failures, one source that stopped."""
    print("""CREATE TABLE import_meta (id INTEGER PRIMARY KEY,
 type TEXT NOT NULL, import_date TEXT NOT NULL, status TEXT NOT NULL,
 duration REAL, rows INTEGER, changed INTEGER, exit_code INTEGER, error TEXT,
 source TEXT, statistics TEXT, started INTEGER NOT NULL, pid INTEGER NOT NULL,
 pid_start INTEGER NOT NULL, boot_id TEXT NOT NULL) STRICT; BEGIN;
CREATE TEMP TABLE run (name, days, minute, status, rows, error);""")
    for ago in range(89, -1, -1):
        for i, name in enumerate(BASES):
            failed = name == 'npec' and ago < 2 or (ago * 7 + i) % 71 == 5
            if ago in (12, 13) or name == 'communes' and ago % 7 > 1:
                continue
            print("INSERT INTO run VALUES ('%s', %d, %d, '%s', %d, %s);" % (
                name, ago, i, 'failed' if failed else 'done',
                1000 * (i + 1) + (89 - ago) * (i - 5),
                "'referentiel-des-npec.xlsx: sheet 2: record 1204: "
                "cpne_code: missing'" if failed else 'NULL'))
    print("""INSERT INTO run VALUES ('fetch:bcn', 0, 3, 'done', NULL, NULL),
 ('fetch:kit_apprentissage', 3, 3, 'done', NULL, NULL),
 ('fetch:referentiel', 0, 3, 'failed', NULL, '503 <b>try again</b>');
INSERT INTO import_meta (type, import_date, status, duration, rows, error,
 started, pid, pid_start, boot_id) SELECT name,
 strftime('%Y-%m-%dT05:%M:00.000Z', '2026-11-30', '-' || days || ' days',
 minute || ' minutes'), status, 1.5, rows, error, 0, 1, 1, 'x' FROM run;
COMMIT;""")


def findings():
    """Standard input: what check-data -l prints. Each check finds something."""
    for i, line in enumerate(sys.stdin):
        check, severity = line.split()[:2]
        for n in range(1 + i % 5):
            key = {'cfd': f'4633340{n}', 'rncp': f'RNCP{i}'} if i % 2 else \
                {'cle_ministere_educatif':
                 f'000000P01200000016004242000000160042{n}-01002#L01'}
            yield {'check': check, 'severity': severity, 'table': 't',
                   'key': key, 'detail': None}


WHAT = {'formation': formations, 'organisme': organismes,
        'certifications': certifications, 'commune': communes,
        'findings': findings}
if sys.argv[1] == 'ledger':
    ledger()
else:
    for record in WHAT[sys.argv[1]]():
        print(json.dumps(record, ensure_ascii=False, separators=(',', ':')))
