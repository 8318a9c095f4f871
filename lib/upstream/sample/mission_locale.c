/* Coverage, geopoints and UNML answers: what import-mission-locale reads. */
#include <stdio.h>
#include <stdlib.h>

#include "upstream/sample/sample.h"
#include "json/js.h"

/* The missions of a departement take its communes in turn. */
struct mission {
	unsigned d, rang;
	char code[6], siret[15];
	struct commune siege;
	bool absente; /* unknown to UNML: made from the coverage row */
	bool situee;  /* ... and has a geopoint */
	unsigned hasard;
};

#define COVERED 101u /* departements; the collectivités have no mission */

static bool
covered(unsigned d)
{
	return d < COVERED || !strcmp(departements[d].code, "978");
}

static unsigned
missions_of(unsigned d)
{
	return 1 + commune_count(d) / 85;
}

static struct mission
mission_at(unsigned d, unsigned rang)
{
	struct rng r = rng_at(A_MISSION, d * 64 + rang);
	const char *dep = departements[d].code;
	struct mission m = { .d = d, .rang = rang };

	/* UNML numbers that of Dijon 21131 */
	snprintf(m.code, sizeof(m.code), strlen(dep) == 2 ? "%s%03u" : "%s%02u",
	    dep, strlen(dep) == 2 ? 231 + 17 * rang : 20 + 7 * rang);
	m.siege = commune_at(commune_first(d) + rang);
	m.absente = (d % 13 == 6 && !rang) || d >= COVERED;
	m.situee = d % 2 == 0;
	m.hasard = rng_below(&r, 1 << 20);
	siret_of(m.siret, 15000000 + d * 64 + rang, 1);
	return m;
}

static void
put_nom(struct buf *b, const struct mission *m)
{
	buf_fmt(b, "%s-ML ", departements[m->d].code);
	put_capitals(b, m->siege.nom);
}

static void
put_postal(struct buf *b, const struct commune *c)
{
	buf_str(b, c->postal[0]);
}

static void
put_couvert(struct buf *b, const char *insee, const char *nom, unsigned d,
    unsigned rang)
{
	struct mission m = mission_at(d, rang % missions_of(d));
	const struct departement *dep = &departements[d];

	buf_fmt(b, "%s;%s;%s(%s);%s(%s);%s;%s;", insee, nom, dep->nom,
	    dep->code, region_nom(dep->region), dep->region, dep->region,
	    m.code);
	put_nom(b, &m);
	buf_fmt(b, ";%s;%s;Non;", region_nom(dep->region), dep->region);
	if (m.hasard % 5 == 0) /* a quoted cell */
		buf_fmt(b, "\"%u, rue \"\"%s\"\"\"", m.hasard % 90 + 1,
		    word_at(&voies, m.hasard));
	else
		buf_fmt(b, "%u rue %s", m.hasard % 90 + 1,
		    word_at(&voies, m.hasard));
	buf_byte(b, ';');
	put_postal(b, &m.siege);
	buf_fmt(b, ";%s\n", m.siege.nom);
}

/* The arrondissements stand for Paris, Marseille and Lyon. */
static void
put_arrondissements(struct buf *b, const struct commune *c, unsigned d)
{
	unsigned code, n = commune_arrondissements(c, &code);

	for (unsigned i = 0; i < n; i++) {
		char insee[6], nom[96];

		snprintf(insee, sizeof(insee), "%05u", (code + i) % 100000);
		snprintf(nom, sizeof(nom), "%s - %u%s Arrondissement", c->nom,
		    i + 1, i ? "ème" : "er");
		put_couvert(b, insee, nom, d, i);
	}
}

static void
put_commune(struct buf *b, uint64_t i, const void *arg)
{
	struct commune c = commune_at(i);
	unsigned d = (unsigned)(c.dep - departements), code;

	(void)arg;
	if (!covered(d))
		return;
	if (commune_arrondissements(&c, &code))
		put_arrondissements(b, &c, d);
	else if (i % 50 != 49) /* some communes have no mission */
		put_couvert(b, c.insee, c.nom, d, c.rang);
}

static void
put_geopoint(struct buf *b, uint64_t d, const void *arg)
{
	struct mission m = mission_at((unsigned)d, 0);

	(void)arg;
	if (!covered((unsigned)d) || !m.absente || !m.situee)
		return;
	put_nom(b, &m);
	buf_fmt(b, ";%.7f;%.7f;%s\n", m.siege.lat / 1e4, m.siege.lon / 1e4,
	    m.siret);
}

/* The members that the importer checks but does not keep. */
static const char ballast[] =
    "\"numAdherent\":114,\"structureStatutId\":1,\"structureTypeId\":2,"
    "\"porteusePLIE\":false,\"porteuseMDE\":false,\"porteuseML\":true,"
    "\"effectif\":\"24\",\"effectifETP\":\"21,5\",\"fax\":\"\","
    "\"linkedin\":\"\",\"twitter\":\"\",\"reseau\":true,"
    "\"anneeAdhesion\":2004,\"annuaire\":true,\"facebook\":\"\","
    "\"dateModification\":1735689600,\"nbAntennes\":3,"
    "\"serviceCivique\":false,\"isPartenaire\":false,\"label\":true,"
    "\"labelDate\":1672531200,\"typologie\":\"urbaine\","
    "\"structureTypeLibelle\":\"Mission locale\","
    "\"structureStatutLibelle\":\"Association\",\"alias\":\"\"";

/* Blanks, doubled blanks, empty and null values as the service has them. */
static void
put_contact(struct buf *b, const struct mission *m)
{
	char text[96];

	snprintf(text, sizeof(text), " %u  rue %s ", m->hasard % 90 + 1,
	    word_at(&voies, m->hasard));
	json_text(b, "adresse1", text);
	json_text(b, "adresse2", m->hasard % 3 ? "" : " BP 12");
	json_text(b, "cp", m->siege.postal[0]);
	json_text(b, "ville", m->siege.nom);
	json_text(b, "telephones",
	    m->hasard % 7   ? " 01 00 00 00 00"
	    : m->hasard % 2 ? ""
			    : NULL);
	json_text(b, "siret", m->siret);
	json_text(
	    b, "siteWeb", m->hasard % 4 ? "https://mission.exemple.fr" : " ");
	snprintf(text, sizeof(text), "accueil.%s@mission-exemple.fr ", m->code);
	json_text(b, "emailAccueil", m->hasard % 6 ? text : NULL);
	snprintf(text, sizeof(text), "%.4f", m->siege.lon / 1e4);
	json_text(b, "geoloc_lng", m->hasard % 8 ? text : NULL);
	snprintf(text, sizeof(text), "%.4f", m->siege.lat / 1e4);
	json_text(b, "geoloc_lat", text);
}

static void
put_structure(struct buf *b, const struct mission *m)
{
	const struct departement *dep = &departements[m->d];
	struct buf nom = { 0 };
	char id[32];

	put_nom(&nom, m);
	buf_byte(b, '{');
	json_int(b, "id", 1000 + m->d * 64 + m->rang);
	snprintf(id, sizeof(id), "c%05x", m->hasard);
	json_text(b, "code", id);
	json_text(b, "nomStructure", buf_view(&nom).p);
	put_contact(b, m);
	json_text(
	    b, "codeStructure", strcmp(m->code, "21231") ? m->code : "21131");
	json_text(b, "codeDepartement", dep->code);
	json_text(b, "nomDepartement", dep->nom);
	json_text(b, "codeRegion", dep->region);
	json_text(b, "nomRegion", region_nom(dep->region));
	buf_byte(b, ',');
	buf_str(b, ballast);
	buf_byte(b, '}');
	buf_free(&nom);
}

/* Is the mission of departement d found by these two characters? */
static bool
in_prefixe(unsigned d, const char *prefixe)
{
	const char *dep = departements[d].code;

	if (!covered(d))
		return false;
	if (dep[0] == '2' && dep[1] > '9')
		return !strcmp(prefixe, "20");
	return !strncmp(dep, prefixe, 2);
}

/* One result per commune served, each repeating the whole structure. */
static unsigned
put_results(struct buf *b, unsigned d)
{
	unsigned n = 0, m = missions_of(d);

	for (unsigned i = 0; i < commune_count(d); i++) {
		struct mission ml = mission_at(d, i % m);
		struct commune c = commune_at(commune_first(d) + i);

		if (ml.absente)
			continue;
		js_put_comma(b);
		buf_byte(b, '{');
		json_int(b, "id", (long long)commune_first(d) + i + 1);
		json_int(b, "structureId", 1000 + d * 64 + ml.rang);
		json_text(b, "codePostal", c.postal[0]);
		json_text(b, "ville", c.nom);
		js_put_key(b, "structure");
		put_structure(b, &ml);
		buf_byte(b, '}');
		n++;
	}
	return n;
}

/* arg: the two characters asked for. */
static void
put_answer(struct buf *b, uint64_t i, const void *arg)
{
	unsigned total = 0;

	(void)i;
	buf_str(b, "{\"results\":[");
	for (unsigned d = 0; d < ndepartements; d++)
		if (in_prefixe(d, arg))
			total += put_results(b, d);
	buf_str(b, "]");
	json_int(b, "total", total);
	json_bool(b, "success", true);
	buf_str(b, "}\n");
}

static const char couverture_head[] =
    "Code INSEE;Nom Commune;Département Commune;Région Commune;"
    "Code Région Commune;Code ML;Nom Officiel ML;Région ML;Code Région ML;"
    "Commune présente sur plusieurs ML;Adresse ML;Code Postal ML;Ville ML\n";

void
sample_mission_locale(const char *dir)
{
	write_rows(dir, "mission_locale/couverture.csv",
	    &(struct rows){
		couverture_head, world.communes, put_commune, NULL, NULL, 0 });
	write_rows(dir, "mission_locale/geopoints.csv",
	    &(struct rows){ "nom;lat;lng;siret\n", ndepartements, put_geopoint,
		NULL, NULL, 0 });
	for (unsigned n = 1; n <= 97; n++) {
		char prefixe[3], name[64];

		if (n == 96)
			continue;
		snprintf(prefixe, sizeof(prefixe), "%02u", n);
		snprintf(
		    name, sizeof(name), "mission_locale/unml/%s.json", prefixe);
		write_rows(dir, name,
		    &(struct rows){
			.n = 1, .put = put_answer, .arg = prefixe });
	}
}
