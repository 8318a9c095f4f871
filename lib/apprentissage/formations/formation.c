#include <math.h>
#include <stdlib.h>

#include "apprentissage/formations/formation.h"
#include "apprentissage/formations/formation_row.h"
#include "apprentissage/formations/lookup_certification.h"
#include "apprentissage/formations/lookup_commune.h"
#include "apprentissage/formations/lookup_organisme.h"
#include "base/num.h"

struct formations {
	struct lookup_commune *communes;
	struct lookup_certification *certifications;
	struct lookup_organisme *organismes;
	const struct parts *kept;
	struct catalogue_row row;
};

struct formations *
formations_open(const char *dir, bool compat, const struct parts *kept)
{
	struct formations *f = xcalloc(1, sizeof(*f));

	f->kept = kept;
	f->communes = lookup_commune_open(dir);
	f->certifications = lookup_certification_open(dir);
	f->organismes = lookup_organisme_open(dir, compat);
	return f;
}

/* Reads "latitude,longitude"; what follows a second comma is ignored. */
static bool
read_geo(struct catalogue_row *r, struct str s)
{
	const char *comma = s.n ? memchr(s.p, ',', s.n) : NULL, *end;
	struct str lat, lon;

	if (!comma)
		return false;
	lat = (struct str){ s.p, (size_t)(comma - s.p) };
	lon = (struct str){ comma + 1, s.n - lat.n - 1 };
	end = lon.n ? memchr(lon.p, ',', lon.n) : NULL;
	if (end)
		lon.n = (size_t)(end - lon.p);
	r->latitude = num_parse(lat);
	r->longitude = num_parse(lon);
	return !isnan(r->latitude) && !isnan(r->longitude);
}

static int
find_geo(struct catalogue_row *r)
{
	if (read_geo(r, row_text(r, ROW_LIEU_GEO)) ||
	    read_geo(r, row_text(r, ROW_LIEU_GEO_COMPUTED)))
		return 0;
	return row_wrong(r, ROW_LIEU_GEO, "\"latitude,longitude\"");
}

static int
find_organismes(struct formations *f)
{
	struct catalogue_row *r = &f->row;
	int rc;

	rc = lookup_organisme_find(f->organismes, f->kept,
	    row_text(r, ROW_FORMATEUR_SIRET), row_text(r, ROW_FORMATEUR_UAI),
	    &r->part[FORMATION_PART_FORMATEUR], r->e);
	if (!rc)
		rc = lookup_organisme_find(f->organismes, f->kept,
		    row_text(r, ROW_GESTIONNAIRE_SIRET),
		    row_text(r, ROW_GESTIONNAIRE_UAI),
		    &r->part[FORMATION_PART_RESPONSABLE], r->e);
	return rc == ORGANISME_UNANSWERED ? FORMATION_UNANSWERED : rc;
}

/* The reference looks everything up at once and reports what fails first
 * (formation(5) [formation 9]): first the coordinates, if the commune is found
 * by its own code; then the certification; then the rest. */
static int
find_references(struct formations *f, int64_t *commune)
{
	struct catalogue_row *r = &f->row;
	int rc;

	*commune = lookup_commune_find(
	    f->communes, row_text(r, ROW_CODE_COMMUNE_INSEE));
	if (*commune && find_geo(r))
		return -1;
	rc = lookup_certification_find(f->certifications, f->kept,
	    row_text(r, ROW_RNCP_CODE), row_text(r, ROW_CFD),
	    &r->part[FORMATION_PART_CERTIFICATION], r->e);
	if (rc)
		return rc == CERTIFICATION_UNKNOWN
			   ? FORMATION_WITHOUT_CERTIFICATION
			   : -1;
	if (!*commune) {
		*commune = lookup_commune_find(
		    f->communes, row_text(r, ROW_CODE_POSTAL));
		if (!*commune)
			return row_wrong(r, ROW_CODE_COMMUNE_INSEE,
			    "a commune, here or in code_postal,");
		if (find_geo(r))
			return -1;
	}
	return find_organismes(f);
}

static int
find_modalite(struct catalogue_row *r)
{
	r->duree = row_number(r, ROW_DUREE);
	if (!(r->duree > 0) || isinf(r->duree) || floor(r->duree) != r->duree)
		return row_wrong(r, ROW_DUREE, "a whole number above 0");
	if (js_is(r->v[ROW_ANNEE], "X")) {
		r->annee = NAN;
		return 0;
	}
	r->annee = row_number(r, ROW_ANNEE);
	if (!(r->annee > 0) || r->annee > 9007199254740991.0 ||
	    floor(r->annee) != r->annee)
		return row_wrong(r, ROW_ANNEE, "a whole number above 0, or X,");
	return 0;
}

static int
find_sessions(struct catalogue_row *r)
{
	double annee = isnan(r->annee) ? 1 : r->annee;

	return sessions_match(&r->sessions, r->v[ROW_DATE_DEBUT],
	    r->v[ROW_DATE_FIN], r->duree - annee + 1, r->e);
}

int
formations_put(
    struct formations *f, struct js row, struct formation *out, struct err *e)
{
	struct catalogue_row *r = &f->row;
	int64_t commune;
	int rc;

	js_pick(row, row_names, ROW_MEMBERS, r->v);
	r->e = e;
	r->part = out->part;
	r->scratch.n = 0;
	buf_reserve(&r->scratch, row.n + 1); /* keeps texts in place */
	rc = find_references(f, &commune);
	if (rc)
		return rc;
	if (find_modalite(r) || find_sessions(r))
		return -1;
	r->commune = lookup_commune_adresse(f->communes, commune, e);
	return js_is_null(r->commune) ? -1 : row_put(r, out);
}

void
formations_close(struct formations *f)
{
	lookup_commune_close(f->communes);
	lookup_certification_close(f->certifications);
	lookup_organisme_close(f->organismes);
	buf_free(&f->row.scratch);
	sessions_free(&f->row.sessions);
	free(f);
}
