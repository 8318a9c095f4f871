#include <math.h>

#include "apprentissage/formations/formation_row.h"
#include "base/text.h"
#include "format/code.h"

/* A string, or null. */
static int
put_string(struct row *r, struct buf *out, const char *key, enum member m)
{
	js_put_key(out, key);
	if (r->v[m].type != JS_STRING && r->v[m].type != JS_NULL)
		return row_wrong(r, m, "a string");
	js_put_canon(out, r->v[m]);
	return 0;
}

/* An identifier in its normal form, null if it is none. */
static void
put_code(struct buf *out, const char *key, bool valid, const char *normal)
{
	js_put_key(out, key);
	js_put_text(out, str_of(valid ? normal : NULL));
}

static int
put_lieu(struct row *r, struct formation *f)
{
	struct buf *out = &f->text;
	char siret[15], uai[9];
	struct js precision = r->v[DISTANCE];

	buf_str(out, ",\"lieu\":{\"adresse\":{");
	if (put_string(r, out, "label", LIEU_ADRESSE) ||
	    put_string(r, out, "code_postal", CODE_POSTAL))
		return -1;
	js_put_key(out, "commune");
	f->commune = out->n;
	buf_add(out, r->commune.p, r->commune.n);
	if (!(fabs(r->latitude) <= 90) || !(fabs(r->longitude) <= 180))
		return row_wrong(r, LIEU_GEO, "a latitude and a longitude");
	buf_str(out, "},\"geolocalisation\":{\"coordinates\":[");
	js_put_number(out, r->longitude);
	buf_byte(out, ',');
	js_put_number(out, r->latitude);
	buf_str(out, "],\"type\":\"Point\"},\"precision\":");
	if (precision.type != JS_NULL && !isfinite(js_number(precision)))
		return row_wrong(r, DISTANCE, "a number");
	js_put_number(out, js_number(precision));
	put_code(
	    out, "siret", code_siret(row_text(r, LIEU_SIRET), siret), siret);
	put_code(out, "uai", code_uai(row_text(r, LIEU_UAI), uai), uai);
	buf_byte(out, '}');
	return 0;
}

static int
put_contact(struct row *r, struct buf *out)
{
	struct str email = row_text(r, EMAIL);

	buf_str(out, ",\"contact\":{\"email\":");
	if (!email.p || !code_email(email))
		email.p = NULL;
	js_put_text(out, email);
	if (put_string(r, out, "telephone", NUM_TEL))
		return -1;
	buf_byte(out, '}');
	return 0;
}

static int
put_onisep(struct row *r, struct buf *out)
{
	struct str url = row_text(r, ONISEP_URL);

	if (url.p)
		url = js_trim(url);
	buf_str(out, ",\"onisep\":{\"url\":");
	if (!url.p || !code_url(url))
		url.p = NULL;
	js_put_text(out, url);
	if (put_string(r, out, "intitule", ONISEP_INTITULE) ||
	    put_string(r, out, "libelle_poursuite", ONISEP_LIBELLE_POURSUITE) ||
	    put_string(
		r, out, "lien_site_onisepfr", ONISEP_LIEN_SITE_ONISEPFR) ||
	    put_string(r, out, "discipline", ONISEP_DISCIPLINE) ||
	    put_string(
		r, out, "domaine_sousdomaine", ONISEP_DOMAINE_SOUSDOMAINE))
		return -1;
	buf_byte(out, '}');
	return 0;
}

/* The MEF, where there is but one. */
static int
put_mef(struct row *r, struct buf *out)
{
	struct js mefs = r->v[BCN_MEFS_10], item = mefs, mef;
	struct js_walk w = js_walk(mefs);
	struct str text;

	if (mefs.type != JS_ARRAY)
		return row_wrong(r, BCN_MEFS_10, "an array");
	js_put_key(out, "mef_10");
	js_item(&w, &item);
	if (js_count(mefs) != 1 ||
	    (mef = js_get(item, "mef10")).type == JS_NULL) {
		buf_str(out, "null");
		return 0;
	}
	text = js_text(mef, &r->scratch);
	if (!text.p || !code_mef10(text))
		return row_wrong(r, BCN_MEFS_10, "a mef10 of ten digits");
	js_put_text(out, text);
	return 0;
}

static int
put_modalite(struct row *r, struct buf *out)
{
	struct js distance = r->v[ENTIEREMENT_A_DISTANCE];

	if (distance.type != JS_TRUE && distance.type != JS_FALSE)
		return row_wrong(r, ENTIEREMENT_A_DISTANCE, "true or false");
	buf_str(out, ",\"modalite\":{\"entierement_a_distance\":");
	js_put_bool(out, distance.type == JS_TRUE);
	js_put_key(out, "duree_indicative");
	js_put_number(out, r->duree);
	js_put_key(out, "annee_cycle");
	js_put_number(out, r->annee); /* NaN: null */
	if (put_mef(r, out))
		return -1;
	buf_byte(out, '}');
	return 0;
}

static int
put_contenu(struct row *r, struct buf *out)
{
	static const enum member members[] = { CONTENU, OBJECTIF };

	buf_str(out, ",\"contenu_educatif\":{");
	for (size_t i = 0; i < 2; i++) {
		enum member m = members[i];

		if (js_is_null(r->v[m]))
			r->v[m] = js_of(STR("\"\""));
		if (put_string(r, out, row_names[m], m))
			return -1;
	}
	buf_byte(out, '}');
	return 0;
}

static int
put_sessions(struct row *r, struct buf *out)
{
	double capacite = NAN; /* null */

	if (r->sessions.n && !js_is_null(r->v[CAPACITE])) {
		capacite = row_number(r, CAPACITE);
		if (!isfinite(capacite))
			return row_wrong(r, CAPACITE, "a number");
	}
	buf_str(out, ",\"sessions\":[");
	for (size_t i = 0; i < r->sessions.n; i++) {
		js_put_comma(out);
		buf_str(out, "{\"debut\":");
		day_put_paris(out, r->sessions.at[i].debut);
		js_put_key(out, "fin");
		day_put_paris(out, r->sessions.at[i].fin);
		js_put_key(out, "capacite");
		js_put_number(out, capacite);
		buf_byte(out, '}');
	}
	buf_byte(out, ']');
	return 0;
}

/* Where the value begins. */
static size_t
put_json(struct buf *out, const char *key, const struct buf *json)
{
	size_t at;

	js_put_key(out, key);
	at = out->n;
	buf_add(out, json->p, json->n);
	return at;
}

int
row_put(struct row *r, struct formation *f)
{
	struct buf *out = &f->text;

	out->n = 0;
	buf_str(out, "{\"identifiant\":{");
	if (r->v[CLE_MINISTERE_EDUCATIF].type != JS_STRING)
		return row_wrong(r, CLE_MINISTERE_EDUCATIF, "a string");
	put_string(r, out, "cle_ministere_educatif", CLE_MINISTERE_EDUCATIF);
	buf_str(out, "},\"statut\":{\"catalogue\":\"");
	buf_str(out, r->v[PUBLISHED].type == JS_TRUE ? "publié" : "archivé");
	buf_str(out, "\"}");
	f->formateur = put_json(out, "formateur", &r->formateur);
	f->responsable = put_json(out, "responsable", &r->responsable);
	f->certification = put_json(out, "certification", &r->certification);
	if (put_lieu(r, f) || put_contact(r, out) || put_onisep(r, out) ||
	    put_modalite(r, out) || put_contenu(r, out) || put_sessions(r, out))
		return -1;
	buf_byte(out, '}');
	return 0;
}

/* The string at path in the value that begins at byte at. */
static struct str
column(
    const struct formation *f, size_t at, const char *path, struct buf *scratch)
{
	struct str rest = { f->text.p + at, f->text.n - at };

	return js_text(js_at(js_doc(rest), path), scratch);
}

void
formation_columns(const struct formation *f, struct buf *scratch,
    struct str c[FORMATION_COLUMNS])
{
	scratch->n = 0;
	buf_reserve(scratch, f->text.n + 1); /* so that texts do not move */
	c[FORMATION_CLE] =
	    column(f, 0, "identifiant.cle_ministere_educatif", scratch);
	c[FORMATION_STATUT] = column(f, 0, "statut.catalogue", scratch);
	c[FORMATION_CFD] =
	    column(f, f->certification, "valeur.identifiant.cfd", scratch);
	c[FORMATION_RNCP] =
	    column(f, f->certification, "valeur.identifiant.rncp", scratch);
	c[FORMATION_CODE_INSEE] = column(f, f->commune, "code_insee", scratch);
	c[FORMATION_FORMATEUR] =
	    column(f, f->formateur, "organisme.identifiant.siret", scratch);
	c[FORMATION_RESPONSABLE] =
	    column(f, f->responsable, "organisme.identifiant.siret", scratch);
}
