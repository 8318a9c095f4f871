#include <stdlib.h>

#include "base/hash.h"
#include "export/flat.h"
#include "export/report/places.h"
#include "store/db.h"

/* The formations publiées of each commune, by its code. */
struct counts {
	struct hash codes;
	int64_t *n;
	size_t cap;
};

static void
count_formations(struct places *p, struct counts *c, struct db *d)
{
	sqlite3_stmt *s = db_prepare(
	    d, "SELECT code_insee FROM formation WHERE statut = 'publié'");

	p->formations = 0;
	while (db_step(d, s)) {
		struct str code = db_text(s, 0);
		uint32_t known = c->codes.n, i;

		p->formations++;
		if (!code.n)
			continue;
		i = hash_put(&c->codes, code);
		if (i == known) {
			c->n = xroom(c->n, i, &c->cap, sizeof(*c->n));
			c->n[i] = 0;
		}
		c->n[i]++;
	}
	sqlite3_finalize(s);
	p->communes = c->codes.n;
}

/* The département of that code, a new one if there is none. */
static struct place *
place_of(struct places *p, struct hash *codes, struct str code, struct str name)
{
	uint32_t known = codes->n, i = hash_put(codes, code);

	if (i == known) {
		p->place = xroom(p->place, p->n, &p->cap, sizeof(*p->place));
		p->place[p->n++] =
		    (struct place){ .code = xstrndup(code.p, code.n),
			    .name = xstrndup(name.p, name.n) };
	}
	return &p->place[i];
}

/* The columns of a commune that are read. */
enum { CODE, DEPARTEMENT, NAME };
#define COLUMNS_READ                                                           \
	"code_commune,code_departement,departement,longitude,latitude"

static void
add_commune(struct places *p, struct place *place, const struct counts *c,
    struct flat_reader *r)
{
	uint32_t i = hash_find(&c->codes, flat_cell(r, CODE).text);
	double lon, lat;

	if (i != HASH_NONE) {
		place->formations += c->n[i];
		p->elsewhere -= c->n[i];
	}
	if (!flat_place(r, &lon, &lat))
		return;
	place->centres++;
	place->lon += lon;
	place->lat += lat;
	ground_mark(&p->ground, str_of(place->code), lon, lat);
}

static void
read_communes(struct places *p, const struct counts *c, struct db *d)
{
	struct hash codes = { 0 };
	struct flat_reader r;

	flat_open(&r, d, flat_find("commune"), false);
	flat_keep(&r, COLUMNS_READ);
	while (flat_next(&r))
		add_commune(p,
		    place_of(p, &codes, flat_cell(&r, DEPARTEMENT).text,
			flat_cell(&r, NAME).text),
		    c, &r);
	flat_close(&r);
	hash_free(&codes);
}

static int
by_code(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return strcmp(x->code, y->code);
}

static void
take_means(struct places *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->place[i].centres) {
			p->place[i].lon /= (double)p->place[i].centres;
			p->place[i].lat /= (double)p->place[i].centres;
		}
	if (p->n)
		qsort(p->place, p->n, sizeof(*p->place), by_code);
}

void
places_read(struct places *p, const char *dbdir)
{
	struct db *formation = db_open_in(dbdir, "formation");
	struct db *communes = db_open_in(dbdir, "communes");
	struct counts c = { 0 };

	p->formations = p->communes = -1;
	if (formation)
		count_formations(p, &c, formation);
	p->elsewhere = formation ? p->formations : 0;
	if (communes)
		read_communes(p, &c, communes);
	take_means(p);
	free(c.n);
	hash_free(&c.codes);
	db_close(formation);
	db_close(communes);
}

void
places_free(struct places *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->place[i].code);
		free(p->place[i].name);
	}
	free(p->place);
}
