# gather.py URL DIR: gathers every source of serve-upstream into DIR, by a plain
# reading of each protocol, over one connection.
import hashlib, html.parser, http.client, json, os, re, sys
from urllib.parse import quote, unquote, urlencode, urlsplit

url, out = sys.argv[1:]
connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)

connection.connect()
kept = connection.sock

def ask(path, method='GET', body=None, headers={}):
    connection.request(method, path, body, headers)
    r = connection.getresponse()
    body = r.read()
    assert connection.sock is kept, path
    return r, body

def get(path, headers={}):
    r, body = ask(path, headers=headers)
    while r.status == 302:
        r, body = ask(r.headers['Location'][len(url):])
    assert r.status == 200, (path, r.status)
    return body

def save(name, data):
    path = os.path.join(out, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as f:
        f.write(data)

def lines(records):
    return ''.join(json.dumps(r, ensure_ascii=False, separators=(',', ':')) + '\n'
                   for r in records).encode()

def form(text):
    return {'Content-Type': 'application/x-www-form-urlencoded'} if text is not None else {}

# BCN
for table in ('N_FORMATION_DIPLOME', 'N_FORMATION_DIPLOME_ENQUETE_51',
              'N_NIVEAU_FORMATION_DIPLOME', 'V_FORMATION_DIPLOME'):
    r, body = ask('/bcn/index.php/export/CSV?n=%s&separator=%%3B&withForeign=true' % table,
                  'POST', b'', form(''))
    assert r.status == 200
    save('bcn/%s.csv' % table, body)

# ACCE
login = {k: None for k in ('id', 'mdp', 'nom', 'prenom', 'email', 'fonction', 'organisme',
                           'commentaire', 'captcha_code')}
login.update(id='acce', mdp='wrong')
def log_in():
    text = json.dumps(login, separators=(',', ':'))
    return ask('/acce/index.php', 'POST', 'json=' + quote(text, safe=''), form(''))[0]
r = log_in()
assert r.status == 401 and 'Set-Cookie' not in r.headers
login['mdp'] = 'secret'
r = log_in()
cookie = {'Cookie': re.search('men_default=[^;]*', r.headers['Set-Cookie']).group()}
base = '''nature_uai nature_uai_libe type_uai type_uai_libe etat_etablissement
etat_etablissement_libe ministere_tutelle ministere_tutelle_libe tutelle_secondaire
tutelle_secondaire_libe secteur_public_prive secteur_public_prive_libe sigle_uai
categorie_juridique categorie_juridique_libe contrat_etablissement contrat_etablissement_libe
categorie_financiere categorie_financiere_libe situation_comptable situation_comptable_libe
niveau_uai niveau_uai_libe commune commune_libe academie academie_libe pays pays_libe
departement_insee_3 departement_insee_3_libe denomination_principale_uai appellation_officielle
patronyme_uai hebergement_etablissement hebergement_etablissement_libe numero_siren_siret_uai
numero_finess_uai date_ouverture date_fermeture date_derniere_mise_a_jour lieu_dit_uai
adresse_uai boite_postale_uai code_postal_uai etat_sirad_uai localite_acheminement_uai
pays_etranger_acheminement numero_telephone_uai numero_telecopieur_uai mention_distribution
mel_uai site_web coordonnee_x coordonnee_y appariement appariement_complement localisation
localisation_complement date_geolocalisation source'''.split()
fields = [('opt_sort_uai', 'numero_uai'), ('opt_type', 'csv')]
fields += [('chk_uai[]', c) for c in base]
fields += [('chk_specificite[]', c) for c in
           'numero_uai_trouve code code_libe date_ouverture date_fermeture'.split()]
fields += [('chk_zone[]', c) for c in
           '''numero_uai_trouve type_zone_uai type_zone_uai_libe zone zone_libe date_ouverture
           date_fermeture date_derniere_mise_a_jour'''.split()]
fields += [('chk_filles', '1'), ('chk_meres', '1')]
body = urlencode(fields)
def extract(body, headers):
    return ask('/acce/getextract.php', 'POST', body, {**form(''), **headers})
assert extract(body[1:], cookie)[0].status == 400
r, page = extract(body, {})
assert r.status == 200 and b'ex_id' not in page
ident = re.search(rb'getextract\.php\?ex_id=(.+)"', extract(body, cookie)[1]).group(1).decode()
polls = 0
while True:
    r, body = ask('/acce/getextract.php?ex_id=' + ident, headers=cookie)
    polls += 1
    if r.headers.get('Content-Disposition', '').startswith('attachement'):
        break
assert polls == 3
save('acce/ACCE.zip', body)

# Kit
page = total = 1
records = b''
while (page - 1) * 100 < total:
    body = get('/cfd_rncp_intitule?page_num=%d&page_size=100' % page,
               {'token-connexion': 'kit-token'})
    answer = json.loads(body)
    total = answer['total']
    assert answer['count'] == len(answer['data'])
    records += lines(answer['data'])
    page += 1
save('kit_apprentissage/api.ndjson', records)

# Data.gouv
for source, ident, title, name in (
        ('france_competence', '5eebbc067a14b6fecc9c9976', r'export-fiches-csv-', None),
        ('kali_ccn', '53ba5033a3a729219b7bead9', r'Liste', 'kali.xlsx')):
    for resource in json.loads(get('/api/1/datasets/' + ident))['resources']:
        assert set(resource) >= {'created_at', 'id', 'last_modified', 'latest', 'title'}
        if re.match(title, resource['title']):
            assert resource['latest'].endswith(resource['id'])
            save('%s/%s' % (source, name or resource['title']),
                 get(resource['latest'][len(url):]))

# Pages
class Links(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.links, self.inside, self.field = [], [], None
        self.feed(page.decode())
        self.close()
    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = (attrs.get('class') or '').split()
        self.inside.append(classes)
        if tag == 'a':
            self.links.append((attrs, any('block--documents-list__results' in c
                                          for c in self.inside), {}))
        for c in classes:
            if c.startswith('card--documents-list__container__'):
                self.field = c.rsplit('__', 1)[1]
    def handle_endtag(self, tag):
        self.inside.pop()
        self.field = None
    def handle_data(self, data):
        if self.field:
            self.links[-1][2][self.field] = data.strip()

def one(path, match):
    found = [a for a, _, _ in Links(get(path)).links
             if match(a, (a.get('class') or '').split())]
    assert len(found) == 1, found
    r, _ = ask(found[0]['href'], 'HEAD')
    assert r.status == 200 and r.headers['Last-Modified']
    return get(found[0]['href'])

save('dares_ccn/dares_ccn.xlsx', one(
    '/dialogue-social/negociation-collective/article/conventions-collectives-nomenclatures',
    lambda a, c: {'fr-link--download', 'file--x-office-spreadsheet'} <= set(c) and
    'Liste des conventions collectives et de leur code IDCC' in a.get('title', '')))
save('dares_ape_idcc/dares_ape_idcc.xlsx', one(
    '/donnees/les-portraits-statistiques-de-branches-professionnelles',
    lambda a, c: 'xlsx' in c and a.get('data-title', '').startswith(
        "Table de passage entre la convention collective (code IDCC) et le "
        "secteur d'activité (code APE)")))

resources = []
for page in range(1, 10):
    cards = [c for c in Links(get(
        '/referentiels-et-bases-de-donnees/?thematics=financement&group=referentiels&paged=%d'
        % page)).links if 'download' in c[0] and c[1]]
    if not cards:
        break
    for attrs, _, text in cards:
        name = unquote(attrs['href'].rsplit('/', 1)[1])
        assert all(text[f] for f in ('date', 'title', 'description'))
        save('npec/' + name, get(attrs['href'][len(url):]))
        resources.append({'file': name, 'title': text['title'],
                          'description': text['description'], 'date': text['date']})
save('npec/cards', lines(resources))

# Documents
save('referentiel/organismes.json', get('/api/v1/organismes.json?items_par_page=60000'))
n = int(get('/api/v1/entity/formations/count?query=%7B%22catalogue_published%22:true%7D'))
save('catalogue/formations.json', get('/api/v1/entity/formations.json?limit=%d' % n))

# Communes
def geo(path, name, headers={}):
    body = get(path, headers)
    save('communes/%s.json' % name, body)
    return [r['code'] for r in json.loads(body)]
bearer = {'Authorization': 'Bearer insee-token'}
assert ask('/metadonnees/geo/communesAssociees')[0].status == 401
codes = geo('/regions', 'regions')
for code in geo('/metadonnees/geo/collectivitesDOutreMer', 'collectivites', bearer):
    if code == '981': # Antarctica is not asked for
        continue
    save('communes/region-%s.json' % code, get('/regions/' + code))
    codes.append(code)
for code in codes:
    for dep in geo('/regions/%s/departements' % code, 'departements-' + code):
        geo('/departements/%s/communes?fields=code' % dep, 'communes-' + dep)
save('communes/academies.json', get('/api/explore/v2.1/catalog/datasets/'
     'fr-esr-referentiel-geographique/exports/json?group_by=dep_code'))
for name, many, single in (('arrondissements', 'arrondissementsMunicipaux', 'arrondissementMunicipal'),
                           ('associees', 'communesAssociees', 'communeAssociee'),
                           ('deleguees', 'communesDeleguees', 'communeDeleguee')):
    items = json.loads(get('/metadonnees/geo/' + many, bearer))
    for item in items:
        assert 'ascendants' not in item
        item['ascendants'] = json.loads(get('/metadonnees/geo/%s/%s/ascendants?type=Commune'
                                            % (single, item['code']), bearer))
    save('communes/%s.ndjson' % name, lines(items))

# Missions locales
for prefix in ['%02d' % i for i in range(99)] + ['2A']:
    body = get('/TrouveTaML/?search_=' + prefix)
    if prefix != '2A' and prefix not in ('00', '96', '98'):
        save('mission_locale/unml/%s.json' % prefix, body)
    else:
        assert json.loads(body) == {'results': [], 'total': 0, 'success': True}

# What publishers no longer serve
for line in get('/static/SHA256SUMS').decode().splitlines():
    digest, name = line.split('  ', 1)
    body = get('/static/' + quote(name))
    assert hashlib.sha256(body).hexdigest() == digest
    save(name, body)

# API Entreprise, as organismes.md 5.1 of the specification has it
LIGNES = ('numero_voie', 'indice_repetition_voie', 'type_voie', 'libelle_voie',
          'complement_adresse', 'code_postal')
seen = {}
def question(what, code):
    r, body = ask('/v3/insee/sirene/%s/%s?token=entreprise-token&context=MNA' % (what, code))
    seen[what, r.status] = seen.get((what, r.status), 0) + 1
    return r.status, json.loads(body)['data'] if r.status == 200 else None
def strip_unite(u):
    u['personne_morale_attributs']['sigle'] = None
    for name in ('prenom_usuel', 'nom_usage', 'nom_naissance'):
        u['personne_physique_attributs'][name] = None
    return u
def etablissement(siret):
    status, data = question('etablissements/diffusibles', siret)
    if status == 404:
        status, data = question('etablissements', siret)
        if data:
            data['adresse'].update({l: None for l in LIGNES if l in data['adresse']})
            strip_unite(data['unite_legale'])
        assert status in (200, 404, 451)
    assert status in (200, 404, 422, 451)
    return data
def unite(siren):
    status, data = question('unites_legales/diffusibles', siren)
    if status == 404:
        status, data = question('unites_legales', siren)
        if status == 404:
            return {'siren': siren, 'type': 'personne_morale',
                    'personne_morale_attributs': {'raison_sociale': None, 'sigle': None},
                    'personne_physique_attributs': {'prenom_usuel': None, 'nom_usage': None,
                                                    'nom_naissance': None},
                    'etat_administratif': 'C', 'date_creation': None,
                    'date_cessation': 631152000000}
        if data:
            strip_unite(data)
    assert status in (200, 422, 451)
    return data
for name, member, chain in (('etablissements', 'etablissement', etablissement),
                            ('unites_legales', 'unite_legale', unite)):
    records = []
    for line in open(os.path.join(sys.argv[2] + '.questions', name)):
        records.append({'identifiant': line.strip(), member: chain(line.strip())})
    save('entreprise/%s.ndjson' % name, lines(records))
for what in 'etablissements', 'unites_legales':
    for path in what + '/diffusibles', what:
        for status in 200, 404:
            assert seen[path, status], (path, status)
    assert seen[what + '/diffusibles', 451] and seen[what + '/diffusibles', 422]
assert seen['unites_legales', 451]
assert ask('/v3/insee/sirene/etablissements/1?token=x')[0].status == 401
assert question('unites_legales', '000000000')[0] == 404

# API Adresse
records = []
for line in open(os.path.join(sys.argv[2] + '.questions', 'adresses')):
    q = json.loads(line)
    found = json.loads(get('/search?limit=1&autocomplete=0&postcode=%s&citycode=%s&q=%s' % (
        quote(q['codePostal']), quote(q['codeInsee']),
        quote(q['adresse'].replace(' ', '+'), safe=''))))['features']
    q['point'] = found[0]['geometry'] if found else None
    records.append(q)
save('adresse/adresses.ndjson', lines(records))
