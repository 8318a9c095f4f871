#include <math.h>

#include "apprentissage/formations/formation_row.h"
#include "apprentissage/formations/lookup_certification.h"
#include "apprentissage/formations/lookup_organisme.h"
#include "base/text.h"
#include "format/code.h"

/* A member that must be a string or null. */
static int
put_string(struct catalogue_row *r, struct buf *out, const char *key,
    enum row_member m)
{
	js_put_key(out, key);
	if (r->v[m].type != JS_STRING && r->v[m].type != JS_NULL)
		return row_wrong(r, m, "a string");
	js_put_canon(out, r->v[m]);
	return 0;
}

/* An identifier in its normal form, null if it is invalid. */
static void
put_code(struct buf *out, const char *key, bool valid, const char *normal)
{
	js_put_member(out, key, str_of(valid ? normal : NULL));
}

/* Appends the members of an object to those of the object that out ends with.
 */
static void
put_members(struct buf *out, struct js object)
{
	js_put_comma(out);
	buf_add(out, object.p + 1, object.n - 2);
}

static void
put_geolocalisation(struct catalogue_row *r, struct buf *out)
{
	js_open(out, "geolocalisation");
	js_put_key(out, "coordinates");
	buf_byte(out, '[');
	js_put_number(out, r->longitude);
	buf_byte(out, ',');
	js_put_number(out, r->latitude);
	buf_byte(out, ']');
	js_put_key(out, "type");
	buf_str(out, "\"Point\"");
	js_close(out, 1);
}

static int
put_lieu(struct catalogue_row *r, struct buf *out)
{
	char siret[15], uai[9];
	struct js precision = r->v[ROW_DISTANCE];

	js_open(out, "lieu");
	js_open(out, "adresse");
	if (put_string(r, out, "label", ROW_LIEU_ADRESSE) ||
	    put_string(r, out, "code_postal", ROW_CODE_POSTAL))
		return -1;
	put_members(out, r->commune);
	js_close(out, 1);
	if (!(fabs(r->latitude) <= 90) || !(fabs(r->longitude) <= 180))
		return row_wrong(r, ROW_LIEU_GEO, "a latitude and a longitude");
	put_geolocalisation(r, out);
	if (precision.type != JS_NULL && !isfinite(js_number(precision)))
		return row_wrong(r, ROW_DISTANCE, "a number");
	js_put_key(out, "precision");
	js_put_number(out, js_number(precision));
	put_code(out, "siret", code_siret(row_text(r, ROW_LIEU_SIRET), siret),
	    siret);
	put_code(out, "uai", code_uai(row_text(r, ROW_LIEU_UAI), uai), uai);
	js_close(out, 1);
	return 0;
}

static int
put_contact(struct catalogue_row *r, struct buf *out)
{
	struct str email = row_text(r, ROW_EMAIL);

	js_open(out, "contact");
	js_put_member(
	    out, "email", email.p && code_email(email) ? email : STR_NULL);
	if (put_string(r, out, "telephone", ROW_NUM_TEL))
		return -1;
	js_close(out, 1);
	return 0;
}

static int
put_onisep(struct catalogue_row *r, struct buf *out)
{
	static const struct {
		const char *key;
		enum row_member member;
	} texts[] = {
		{ "intitule", ROW_ONISEP_INTITULE },
		{ "libelle_poursuite", ROW_ONISEP_LIBELLE_POURSUITE },
		{ "lien_site_onisepfr", ROW_ONISEP_LIEN_SITE_ONISEPFR },
		{ "discipline", ROW_ONISEP_DISCIPLINE },
		{ "domaine_sousdomaine", ROW_ONISEP_DOMAINE_SOUSDOMAINE },
	};
	struct str url = row_text(r, ROW_ONISEP_URL);

	if (url.p)
		url = js_trim(url);
	js_open(out, "onisep");
	js_put_member(out, "url", url.p && code_url(url) ? url : STR_NULL);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (put_string(r, out, texts[i].key, texts[i].member))
			return -1;
	js_close(out, 1);
	return 0;
}

/* The MEF if there is exactly one, else null. */
static int
put_mef(struct catalogue_row *r, struct buf *out)
{
	struct js mefs = r->v[ROW_BCN_MEFS_10], item = mefs, mef;
	struct js_walk w = js_walk(mefs);
	struct str text;

	if (mefs.type != JS_ARRAY)
		return row_wrong(r, ROW_BCN_MEFS_10, "an array");
	js_put_key(out, "mef_10");
	js_item(&w, &item);
	if (js_count(mefs) != 1 ||
	    (mef = js_get(item, "mef10")).type == JS_NULL) {
		buf_str(out, "null");
		return 0;
	}
	text = js_text(mef, &r->scratch);
	if (!text.p || !code_mef10(text))
		return row_wrong(r, ROW_BCN_MEFS_10, "a mef10 of ten digits");
	js_put_text(out, text);
	return 0;
}

static int
put_modalite(struct catalogue_row *r, struct buf *out)
{
	struct js distance = r->v[ROW_ENTIEREMENT_A_DISTANCE];

	if (distance.type != JS_TRUE && distance.type != JS_FALSE)
		return row_wrong(
		    r, ROW_ENTIEREMENT_A_DISTANCE, "true or false");
	js_open(out, "modalite");
	js_put_key(out, "entierement_a_distance");
	js_put_bool(out, distance.type == JS_TRUE);
	js_put_key(out, "duree_indicative");
	js_put_number(out, r->duree);
	js_put_key(out, "annee_cycle");
	js_put_number(out, r->annee); /* NaN: null */
	if (put_mef(r, out))
		return -1;
	js_close(out, 1);
	return 0;
}

static int
put_contenu(struct catalogue_row *r, struct buf *out)
{
	static const enum row_member members[] = { ROW_CONTENU, ROW_OBJECTIF };

	js_open(out, "contenu_educatif");
	for (size_t i = 0; i < 2; i++) {
		enum row_member m = members[i];

		if (js_is_null(r->v[m]))
			r->v[m] = js_of(STR("\"\""));
		if (put_string(r, out, row_names[m], m))
			return -1;
	}
	js_close(out, 1);
	return 0;
}

static int
put_sessions(struct catalogue_row *r, struct buf *out)
{
	double capacite = NAN; /* null */

	if (r->sessions.n && !js_is_null(r->v[ROW_CAPACITE])) {
		capacite = row_number(r, ROW_CAPACITE);
		if (!isfinite(capacite))
			return row_wrong(r, ROW_CAPACITE, "a number");
	}
	js_put_key(out, "sessions");
	buf_byte(out, '[');
	for (size_t i = 0; i < r->sessions.n; i++) {
		js_put_comma(out);
		js_open(out, NULL);
		js_put_key(out, "debut");
		day_put_paris(out, r->sessions.at[i].debut);
		js_put_key(out, "fin");
		day_put_paris(out, r->sessions.at[i].fin);
		js_put_key(out, "capacite");
		js_put_number(out, capacite);
		js_close(out, 1);
	}
	buf_byte(out, ']');
	return 0;
}

/* What comes before the parts. */
static int
put_head(struct catalogue_row *r, struct buf *out)
{
	if (r->v[ROW_CLE_MINISTERE_EDUCATIF].type != JS_STRING)
		return row_wrong(r, ROW_CLE_MINISTERE_EDUCATIF, "a string");
	js_open(out, "identifiant");
	put_string(
	    r, out, "cle_ministere_educatif", ROW_CLE_MINISTERE_EDUCATIF);
	js_close(out, 1);
	js_open(out, "statut");
	js_put_member(out, "catalogue", r->statut);
	js_close(out, 1);
	js_put_key(out, "formateur");
	return 0;
}

/* What comes after the parts. */
static int
put_tail(struct catalogue_row *r, struct buf *out)
{
	if (put_lieu(r, out) || put_contact(r, out) || put_onisep(r, out) ||
	    put_modalite(r, out) || put_contenu(r, out) || put_sessions(r, out))
		return -1;
	js_close(out, 1);
	return 0;
}

/* Copies the text of a string into b and returns it; NULL for anything else. */
static struct str
own_text(struct js v, struct buf *b)
{
	size_t at = b->n;
	struct str text = js_text(v, b); /* in b already if it was escaped */

	if (!text.p)
		return text;
	if (!v.escaped)
		buf_add(b, text.p, text.n);
	return (struct str){ b->p + at, text.n };
}

/* scratch is reserved, so that the texts in it do not move. */
static void
read_columns(struct catalogue_row *r, struct formation *f)
{
	struct js cle = r->v[ROW_CLE_MINISTERE_EDUCATIF];
	struct js code_insee = js_at(r->commune, "commune.code_insee");
	const struct part *certification =
	    &f->part[FORMATION_PART_CERTIFICATION];

	f->scratch.n = 0;
	buf_reserve(&f->scratch, cle.n + code_insee.n + 1);
	f->column[FORMATION_CLE] = own_text(cle, &f->scratch);
	f->column[FORMATION_CODE_INSEE] = own_text(code_insee, &f->scratch);
	f->column[FORMATION_STATUT] = r->statut;
	f->column[FORMATION_CFD] = certification->code[CERTIFICATION_CFD];
	f->column[FORMATION_RNCP] = certification->code[CERTIFICATION_RNCP];
	f->column[FORMATION_FORMATEUR] =
	    f->part[FORMATION_PART_FORMATEUR].code[ORGANISME_SIRET];
	f->column[FORMATION_RESPONSABLE] =
	    f->part[FORMATION_PART_RESPONSABLE].code[ORGANISME_SIRET];
}

int
row_put(struct catalogue_row *r, struct formation *f)
{
	struct buf *out = &f->text;
	size_t head;

	out->n = 0;
	r->statut = r->v[ROW_PUBLISHED].type == JS_TRUE ? STR("publié")
							: STR("archivé");
	js_open(out, NULL);
	if (put_head(r, out))
		return -1;
	head = out->n;
	if (put_tail(r, out))
		return -1;
	f->head = (struct str){ out->p, head };
	f->tail = (struct str){ out->p + head, out->n - head };
	read_columns(r, f);
	return 0;
}

void
formation_free(struct formation *f)
{
	for (int i = 0; i < FORMATION_PARTS; i++)
		part_free(&f->part[i]);
	buf_free(&f->text);
	buf_free(&f->scratch);
}
