/* API Géo, INSEE and enseignement supérieur: what import-communes reads. */
#include <stdio.h>

#include "upstream/sample/sample.h"
#include "json/js.h"

static void
put_point(struct buf *b, int lon, int lat)
{
	buf_byte(b, '[');
	js_put_number(b, lon / 1e4);
	buf_byte(b, ',');
	js_put_number(b, lat / 1e4);
	buf_byte(b, ']');
}

static void
put_region(struct buf *b, uint64_t i, const void *arg)
{
	(void)arg;
	if (i)
		buf_byte(b, ',');
	buf_byte(b, '{');
	json_text(b, "nom", regions[i].nom);
	json_text(b, "code", regions[i].code);
	buf_byte(b, '}');
}

/* arg: the region whose departements are listed. */
static void
put_departements(struct buf *b, uint64_t i, const void *arg)
{
	const struct region *region = arg;

	(void)i;
	buf_byte(b, '[');
	for (unsigned d = 0; d < ndepartements; d++) {
		if (strcmp(departements[d].region, region->code))
			continue;
		js_put_comma(b);
		buf_byte(b, '{');
		json_text(b, "nom", departements[d].nom);
		json_text(b, "code", departements[d].code);
		json_text(b, "codeRegion", region->code);
		buf_byte(b, '}');
	}
	buf_str(b, "]\n");
}

static void
put_bbox(struct buf *b, const struct commune *c)
{
	static const int corner[5][2] = { { -1, -1 }, { 1, -1 }, { 1, 1 },
		{ -1, 1 }, { -1, -1 } };

	json_raw(b, "bbox", "{\"type\":\"Polygon\",\"coordinates\":[[");
	for (int i = 0; i < 5; i++) {
		js_put_comma(b);
		put_point(b, c->lon + corner[i][0] * 312,
		    c->lat + corner[i][1] * 250);
	}
	buf_str(b, "]]}");
}

/* arg: the index of the departement's first commune. */
static void
put_commune(struct buf *b, uint64_t i, const void *arg)
{
	struct commune c = commune_at(*(const uint64_t *)arg + i);

	if (i)
		buf_byte(b, ',');
	buf_byte(b, '{');
	json_text(b, "nom", c.nom);
	json_text(b, "code", c.insee);
	json_raw(b, "codesPostaux", "[");
	for (unsigned k = 0; k < c.npostaux; k++) {
		js_put_comma(b);
		js_put_text(b, str_of(c.postal[k]));
	}
	buf_str(b, "]");
	json_raw(b, "centre", "{\"type\":\"Point\",\"coordinates\":");
	put_point(b, c.lon, c.lat);
	buf_byte(b, '}');
	put_bbox(b, &c);
	json_text(b, "codeDepartement", c.dep->code);
	json_text(b, "codeRegion", c.dep->region);
	buf_byte(b, '}');
}

/* One departement per entry, as the data set's group_by gives them. */
static void
put_academie(struct buf *b, uint64_t i, const void *arg)
{
	struct academie a = departement_academie(&departements[i]);

	(void)arg;
	buf_str(b, i ? ",{" : "{");
	json_text(b, "dep_code", departements[i].code);
	json_text(b, "aca_nom", a.nom);
	js_put_key(b, "aca_id");
	buf_fmt(b, "\"A%s\"", a.code);
	json_text(b, "aca_code", a.code);
	buf_byte(b, '}');
}

/* INSEE's list, with a label of its own, and the uninhabited island. */
static void
put_collectivite(struct buf *b, uint64_t i, const void *arg)
{
	const struct region *r = &regions[nregions_api + i];

	(void)arg;
	if (i)
		buf_byte(b, ',');
	buf_byte(b, '{');
	json_text(b, "code", r->code);
	json_raw(b, "uri", "\"http://id.exemple.fr/geo/collectivite/");
	buf_fmt(b, "%s\"", r->code);
	json_text(b, "type", "CollectiviteDOutreMer");
	json_text(b, "intitule", r->nom);
	buf_byte(b, '}');
}

static void
put_insee(struct buf *b, const char *code, const char *nom, const char *parent)
{
	buf_byte(b, '{');
	json_text(b, "code", code);
	json_text(b, "intitule", nom);
	json_raw(b, "ascendants", "[{");
	json_text(b, "code", parent);
	json_text(b, "type", "Commune");
	buf_str(b, "}]}\n");
}

static void
put_arrondissement(struct buf *b, uint64_t i, const void *arg)
{
	char insee[6], postal[6], nom[96];
	struct commune c;
	uint64_t parent;
	unsigned n;

	(void)arg;
	arrondissement_at((unsigned)i, insee, postal, &parent);
	c = commune_at(parent);
	n = (unsigned)(postal[3] - '0') * 10 + (unsigned)(postal[4] - '0');
	snprintf(nom, sizeof(nom), "%s %u%s Arrondissement", c.nom, n,
	    n == 1 ? "er" : "e");
	put_insee(b, insee, nom, c.insee);
}

/* arg: index of the list's first former commune. */
static void
put_ancienne(struct buf *b, uint64_t i, const void *arg)
{
	struct commune c, look;
	char insee[6], nom[96];
	uint64_t parent;

	i += *(const uint64_t *)arg;
	ancienne_at(i, insee, &parent);
	c = commune_at(parent);
	look = commune_at((parent + 31 * (i + 1)) % world.habitees);
	snprintf(nom, sizeof(nom), "%s-le-Vieux", look.nom);
	put_insee(b, insee, strcmp(insee, c.insee) ? nom : c.nom, c.insee);
}

static void
write_regions(const char *dir)
{
	char name[64];

	for (unsigned i = 0; i < nregions; i++) {
		struct rows deps = {
			.n = 1, .put = put_departements, .arg = &regions[i]
		};
		struct buf one = { 0 };

		snprintf(name, sizeof(name), "communes/departements-%s.json",
		    regions[i].code);
		write_rows(dir, name, &deps);
		if (i < nregions_api)
			continue;
		buf_byte(&one, '{');
		json_text(&one, "nom", regions[i].nom);
		json_text(&one, "code", regions[i].code);
		buf_str(&one, "}\n");
		snprintf(name, sizeof(name), "communes/region-%s.json",
		    regions[i].code);
		write_rows(
		    dir, name, &(struct rows){ .head = buf_view(&one).p });
		buf_free(&one);
	}
}

void
sample_communes(const char *dir)
{
	static const uint64_t zero = 0;
	char name[64];

	write_rows(dir, "communes/regions.json",
	    &(struct rows){
		"[", nregions_api, put_region, NULL, "]\n", UTF_8 });
	write_rows(dir, "communes/academies.json",
	    &(struct rows){
		"[", ndepartements, put_academie, NULL, "]\n", UTF_8 });
	write_rows(dir, "communes/collectivites.json",
	    &(struct rows){ "[", nregions - nregions_api, put_collectivite,
		NULL, ",{\"code\":\"981\",\"intitule\":\"Île des Faisans\"}]\n",
		UTF_8 });
	write_regions(dir);
	for (unsigned d = 0; d < ndepartements; d++) {
		uint64_t start = commune_first(d);

		snprintf(name, sizeof(name), "communes/communes-%s.json",
		    departements[d].code);
		write_rows(dir, name,
		    &(struct rows){ "[", commune_count(d), put_commune, &start,
			"]\n", UTF_8 });
	}
	write_rows(dir, "communes/arrondissements.ndjson",
	    &(struct rows){ .n = ARRONDISSEMENTS, .put = put_arrondissement });
	write_rows(dir, "communes/associees.ndjson",
	    &(struct rows){
		.n = world.associees, .put = put_ancienne, .arg = &zero });
	write_rows(dir, "communes/deleguees.ndjson",
	    &(struct rows){ .n = world.deleguees,
		.put = put_ancienne,
		.arg = &world.associees });
}
